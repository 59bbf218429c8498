"""An organisation's signer allows the signature on the own phone; the page waits for it."""

import datetime
import hashlib

import pytest
import time_machine
from django.utils import timezone

from flows.gateways import calling
from flows.models import Declaration, Dossier, PhoneSigning
from flows.services import signing_on_phone, signing_remotely
from flows.signatures.keys import Declined, Lapsed
from home.demo import phone
from tests.flows.signatures import authority
from tests.flows.signatures.service import signing_service
from tests.home.steps import address, sign_in
from tests.home.test_signing_remotely import RSA, at_the_page, by_ourselves, configured, find

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_organisations")]
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def draft(version, company_draft):
    return company_draft


@pytest.fixture
def service(settings, monkeypatch):
    monkeypatch.setattr(signing_on_phone, "SECONDS_BETWEEN", 0)
    with signing_service(authority.company()) as server:
        server.phone = "implicit"
        yield configured(settings, server)


@pytest.fixture
def here(client, draft, service):
    """The page on which the signer has been asked."""
    page = at_the_page(client, draft)
    find(client, page)
    assert "Mã PIN của chứng thư" not in client.get(page).content.decode()
    assert press(client, page, "sign", **{"remote-certificate": "LD-01"}).url.startswith(page)
    return page


def press(client, page, button="check", headers=None, **more):
    return client.post(page, {"remote": button} | more, headers=headers)


@pytest.mark.usefixtures("believed")
@pytest.mark.parametrize("way", ["implicit", "nothing"])
def test_the_page_waits_and_the_word_on_the_phone_files(client, draft, service, way):
    service.phone = way
    page = at_the_page(client, draft)
    find(client, page)
    press(client, page, "sign", **{"remote-certificate": "LD-01"})
    shown = client.get(page).content.decode()
    asked = PhoneSigning.objects.get()
    assert "Mở ứng dụng ký trên điện thoại" in shown
    assert asked.mark in shown
    (told,) = service.told
    assert "authData" not in told
    assert told["description"] == asked.declaration.title
    assert press(client, page).url == f"{page}#ky-so-tu-xa"
    assert press(client, page, headers=SCRIPT).json() == {"to": ""}
    assert not Dossier.objects.exists()
    service.answer = "yes"
    assert press(client, page, headers=SCRIPT).json() == {"to": address(draft, "da-nop/")}

    evidence = Dossier.objects.get().current_submission.evidence
    assert (evidence["way"], evidence["format"]) == ("remote", "PAdES")
    assert evidence["signature"]["tax_code"] == authority.TAX_CODE
    assert not PhoneSigning.objects.exists()


@pytest.mark.usefixtures("believed")
@pytest.mark.parametrize("key", [None, RSA])
def test_an_xml_declaration_is_signed_on_the_phone_too(client, draft, version, settings, key):
    version.signs_xml = True
    version.save()
    own = authority.issue("Cty", by=authority.root(), uid=f"MST:{authority.TAX_CODE}", key=key)
    with signing_service(own) as server:
        server.phone = "implicit"
        configured(settings, server)
        page = at_the_page(client, draft)
        find(client, page)
        press(client, page, "sign", **{"remote-certificate": "LD-01"})
        server.answer = "yes"
        assert press(client, page).url == address(draft, "da-nop/")
    assert Dossier.objects.get().current_submission.evidence["format"] == "XAdES"


@pytest.mark.usefixtures("believed")
def test_a_service_that_waits_for_the_signer_itself_files_at_once(client, draft, service):
    service.answer = "yes"
    page = at_the_page(client, draft)
    find(client, page)
    asked = press(client, page, "sign", **{"remote-certificate": "LD-01"})
    assert asked.url == address(draft, "da-nop/")


@pytest.mark.usefixtures("believed")
def test_who_goes_away_finds_the_page_still_waiting_and_another_person_does_not(
    client, draft, service, here, person
):
    client.logout()
    sign_in(client, draft.owner)
    assert "Mở ứng dụng ký trên điện thoại" in client.get(here).content.decode()
    service.answer = "yes"
    other = type(client)()
    sign_in(other, person)
    assert press(other, here).status_code == 404
    assert press(client, here).url == address(draft, "da-nop/")


@pytest.mark.parametrize(("answer", "said"), [
    ("no", "bị từ chối trên điện thoại"), ("gone", "quá thời hạn xác nhận"),
])  # fmt: skip
def test_a_no_and_a_request_that_is_gone_end_clearly(client, service, here, answer, said):
    service.answer = answer
    assert press(client, here, headers=SCRIPT).json() == {"to": here}
    page = client.get(here).content.decode()
    assert said in page
    assert "Ký từ xa và gửi" in page
    assert not PhoneSigning.objects.exists()
    service.answer = "yes"  # too late: nobody asks any more
    assert "Không có lượt ký nào" in client.get(press(client, here).url).content.decode()
    assert not Dossier.objects.exists()


def test_after_the_time_nothing_is_asked_and_nothing_is_kept(client, service, here):
    service.answer, before = "yes", service.seen.count("credentials/authorizeCheck")
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=6)):
        assert "Mở ứng dụng ký" not in client.get(here).content.decode()
        press(client, here)
        assert "quá thời hạn" in client.get(here).content.decode()
    assert service.seen.count("credentials/authorizeCheck") == before
    assert not PhoneSigning.objects.exists()
    assert not Dossier.objects.exists()


def test_the_worker_forgets_what_nobody_answered(service, here):
    assert signing_on_phone.forget_ended() == 0
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=6)):
        assert signing_on_phone.forget_ended() == 1


def test_who_gives_up_has_signed_nothing_whatever_the_phone_says_then(client, service, here):
    press(client, here, "stop")
    service.answer = "yes"
    assert "Đã bỏ lượt ký" in client.get(here).content.decode()
    press(client, here)
    assert not PhoneSigning.objects.exists()
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("fault", ["down", "nonsense"])
def test_while_the_service_is_silent_the_request_stays(client, service, here, fault):
    service.fault = fault
    page = client.get(press(client, here).url).content.decode()
    assert "Chưa hỏi được nhà cung cấp" in page
    assert "Mở ứng dụng ký trên điện thoại" in page


@pytest.mark.usefixtures("believed")
@pytest.mark.parametrize("fault", ["other_key", "other_hash"])
def test_a_bad_signature_files_nothing_and_the_permit_is_spent(client, service, here, fault):
    service.answer, service.fault = "yes", fault
    press(client, here)
    assert "không khớp với chứng thư" in client.get(here).content.decode()
    assert not PhoneSigning.objects.exists()
    assert not Dossier.objects.exists()


@pytest.mark.usefixtures("believed")
def test_the_permit_is_of_the_declaration_that_was_shown_and_no_other(client, draft, service, here):
    """The content is changed while the phone waits: the answer signs nothing of the new one."""
    service.answer = "yes"
    Declaration.objects.update(digest="0" * 64)
    client.post(address(draft, "kiem-tra/"), {"truth": "on"})
    press(client, here)
    assert not Dossier.objects.exists()
    assert PhoneSigning.objects.get().declaration.digest == "0" * 64


def test_impatient_fingers_ask_the_service_once(client, service, here, monkeypatch):
    monkeypatch.setattr(signing_on_phone, "SECONDS_BETWEEN", 60)
    for _time in range(3):
        press(client, here)
    assert service.seen.count("credentials/authorizeCheck") == 1


def test_the_demos_phone_answers_for_one_hash_once(
    client, company, settings, tmp_path, monkeypatch
):
    settings.VAR, settings.DEMO = tmp_path, True
    monkeypatch.setattr(calling, "call", by_ourselves)
    twin = signing_remotely.Provider(**settings.REMOTE_PHONE_TWIN).service()
    (name,) = twin.names(authority.TAX_CODE)
    assert twin.credential(name).is_on_phone
    digest = hashlib.sha256(b"to khai").digest()
    there = "/ky-thu/dien-thoai/"
    for answer in (phone.YES, phone.NO):
        asked = twin.permit(name, digest, what="Tờ khai thử")
        assert twin.permit_again(asked.handle) == asked
        page = client.get(there).content.decode()
        assert "Tờ khai thử" in page
        assert "Công ty Hòa Bình" in page
        client.post(there, {"handle": asked.handle, "answer": answer})
        if answer == phone.NO:
            with pytest.raises(Declined):
                twin.permit_again(asked.handle)
        else:
            assert twin.permit_again(asked.handle).activation
        with pytest.raises(Lapsed):
            twin.permit_again(asked.handle)
    settings.DEMO = False
    assert client.get(there).status_code == 404
