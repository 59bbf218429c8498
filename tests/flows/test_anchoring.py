"""A day's head of the journal is signed, published, and believed only while it is what was signed."""

import asyncio
import datetime

import pytest
from asn1crypto import cms
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms

from flows.audit import anchoring, verify
from flows.errors import EffectError
from flows.models import AnchorSignature, JournalAnchor, TrustedCertificate
from flows.signatures import Root, Trust
from tests import situations
from tests.flows.signatures import authority, online
from tests.flows.signatures.seals import AGENCY

pytestmark = pytest.mark.django_db


@pytest.fixture
def anchor():
    situations.filed(situations.procedure(), situations.office())
    return verify.fold_day()


def test_a_signed_head_is_published_and_anybody_can_verify_it(key, anchor, client, settings):
    with online.network() as net:
        settings.SEAL_TIME_STAMP_URL = f"{net.url}/tsa"
        assert (anchoring.sign_days(), anchoring.sign_days()) == (1, 0)
    answer = client.get("/du-lieu-mo/nhat-ky/")
    (row,) = answer.json()["days"]
    assert (row["hash"], row["signed_by"], row["is_time_stamped"]) == (anchor.hash, AGENCY, True)
    assert "public" in answer["Cache-Control"]
    text, signature = client.get(row["text"]).content, client.get(row["signature"]).content
    assert anchor.hash in text.decode()
    status = asyncio.run(
        async_validate_detached_cms(
            text,
            cms.ContentInfo.load(signature)["content"],
            signer_validation_context=Trust([Root(authority.root().der)]).lenient_context(
                at=authority.NOW + datetime.timedelta(minutes=5)
            ),
        )
    )
    assert status.bottom_line
    assert status.timestamp_validity.valid


def test_trust_in_the_signature_follows_the_list_of_roots(key, anchor):
    anchoring.sign_days()
    assert "không dẫn tới gốc" in verify.everything()[1].reason
    TrustedCertificate.objects.create(name="Gốc thử nghiệm", pem=authority.root().pem)
    assert anchoring.fault_of(AnchorSignature.objects.get()) == ""
    assert verify.everything()[1] is None
    TrustedCertificate.objects.update(is_demo=True)  # verified from a shell without DEMO=1
    assert verify.everything()[1] is None


def test_a_head_that_was_rewritten_no_longer_fits_its_signature(key, anchor):
    TrustedCertificate.objects.create(name="Gốc thử nghiệm", pem=authority.root().pem)
    anchoring.sign_days()
    assert verify.everything()[1] is None
    AnchorSignature.objects.update(content=b"khong phai chu ky")
    assert "không còn khớp" in verify.everything()[1].reason
    JournalAnchor.objects.update(day=anchor.day - datetime.timedelta(days=1))
    assert verify.everything()[1].reason


def test_without_a_key_or_with_a_silent_one_the_head_waits(anchor, client, settings, tmp_path):
    assert anchoring.sign_days() == 0
    settings.SEAL_KEY = str(tmp_path / "khong-co.p12")
    with pytest.raises(EffectError):
        anchoring.sign_days()
    assert "signature" not in client.get("/du-lieu-mo/nhat-ky/").json()["days"][0]
    assert client.get(f"/du-lieu-mo/nhat-ky/{anchor.day}.p7s").status_code == 404
    assert client.get("/du-lieu-mo/nhat-ky/hom-nay.json").status_code == 404
