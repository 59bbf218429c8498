"""Both languages are whole: no text without its English, no English left on Vietnamese screens."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
import wagtail.admin
from django.conf import settings
from django.core.management import CommandError, call_command

from config import texts
from tests.house.conftest import signed_in
from tests.house.pages import english_of, vietnamese_of

CATALOGUES = sorted(path for root in settings.LOCALE_PATHS for path in root.rglob("*.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|%%|\{\w*\}")

PUBLIC = [
    "/", "/thu-tuc/", "/thu-tuc/?q=khong-co-gi", "/tin-tuc/", "/tro-giup/", "/tra-cuu/",
    "/tra-cuu/?ma=1&kt=2", "/xac-minh/abc/", "/tai-khoan/dang-nhap/", "/tai-khoan/dang-ky/",
    "/tai-khoan/quen-mat-khau/", "/khong-co-trang-nay/", "/tim-thu-tuc/", "/co-quan/",
]  # fmt: skip
CONSOLE = [
    "", "flows/workitem/", "flows/dossier/", "so-lieu/", "tiep-nhan/", "tra-ket-qua/", "ky-duyet/",
    "password_change/", "accounts/user/", "accounts/user/add/", "catalog/procedure/",
    "catalog/procedure/import/", "catalog/procedure/export/", "catalog/procedureversion/",
    "catalog/catalogimport/", "catalog/agency/add/", "flows/promise/", "flows/clientsystem/add/",
    "flows/token/", "flows/token/add/", "flows/apicall/", "flows/webhook/add/", "flows/webhookdelivery/",
    "flows/inboundsms/", "flows/nationalmessage/", "flows/inboundmessage/", "trao-doi/", "khong-co/",
]  # fmt: skip
EDITOR = [
    "", "account/", "images/", "images/add/", "documents/", "snippets/", "reports/workflow/",
    "reports/site-history/", "snippets/catalog/procedure/", "snippets/cms/synonym/add/",
    "reports/lien-ket-hong/", "reports/can-xem-lai/", "snippets/cms/faq/add/",
    "snippets/cms/formfile/add/", "snippets/cms/notice/add/",
]  # fmt: skip


def placeholders(text: str) -> Counter:
    return Counter(PLACEHOLDER.findall(text))


def test_every_text_has_its_english_and_every_english_its_text():
    try:
        call_command("texts", missing=True)
    except CommandError as error:
        pytest.fail(str(error))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_translations_are_finished_and_keep_their_placeholders(path):
    source = path.read_text(encoding="utf-8")
    entries = texts.read_po(path)
    assert "fuzzy" not in source
    assert len(entries) == len(re.findall(r"^msgid ", source, re.MULTILINE))
    for key, said in entries.items():
        meant = key.split("\x04")[-1].split("\0")[-1]
        if meant:
            assert placeholders(said[-1]) == placeholders(meant), (meant, said)


def walk(client, addresses, leftovers) -> dict[str, list[str]]:
    """{address: what is in the wrong language there}; every address must answer."""
    wrong = {}
    for address in addresses:
        response = client.get(address, follow=True)
        assert response.status_code in {200, 404}, address
        if found := leftovers(response.content.decode()):
            wrong[address] = found
    return wrong


def citizens_pages(house) -> list[str]:
    draft = f"/nop-ho-so/{house.version.procedure.code}/{house.draft.key}/"
    return [
        "/ho-so/", "/ho-so/?muc=nhap", "/tai-khoan/ho-so-ca-nhan/", "/tai-khoan/doi-mat-khau/",
        f"/nop-ho-so/{house.version.procedure.code}/", f"/thu-tuc/{house.version.procedure.code}/",
        draft, f"{draft}truong-hop/", f"{draft}chu-ho-so/", f"{draft}giay-to/", f"{draft}ket-qua/",
        f"{draft}kiem-tra/", *(f"/ho-so/{each.code}/" for each in (house.filed, house.finished)),
        f"/ho-so/{house.received.code}/", f"/ho-so/{house.filed.code}/rut/",
    ]  # fmt: skip


def consoles_pages(house) -> list[str]:
    items = house.filed.work_items.open(), house.received.work_items.open()
    return [f"/quan-tri/{page}" for page in CONSOLE] + [
        f"/quan-tri/flows/dossier/{house.filed.pk}/change/",
        f"/quan-tri/flows/dossier/{house.received.pk}/change/",
        f"/quan-tri/catalog/procedureversion/{house.version.pk}/change/",
        *(f"/quan-tri/viec/{item.get().pk}/hand_over/" for item in items),
        "/can-bo/bao-mat/", "/can-bo/bao-mat/ma-du-phong/",
    ]  # fmt: skip


@pytest.mark.one_database
def test_vietnamese_pages_of_the_portal_speak_vietnamese(client, house):
    assert not walk(client, PUBLIC, english_of)
    assert not walk(signed_in(house.citizen), citizens_pages(house), english_of)


@pytest.mark.one_database
def test_the_console_speaks_vietnamese(client, house):
    assert not walk(client, ["/can-bo/dang-nhap/"], english_of)
    assert not walk(signed_in(house.manager), consoles_pages(house), english_of)


def test_the_editor_speaks_vietnamese(house):
    assert not walk(signed_in(house.manager), [f"/bien-tap/{page}" for page in EDITOR], english_of)


def test_the_scripts_of_the_editor_speak_vietnamese(house):
    script = signed_in(house.manager).get("/bien-tap/jsi18n/").content.decode()
    catalogue = json.loads(re.search(r"const newcatalog = (\{.*?\});", script, re.DOTALL)[1])
    shipped = Path(wagtail.admin.__file__).parent / "locale/en/LC_MESSAGES/djangojs.po"
    asked = re.findall(r'^msgid "(.+)"$', shipped.read_text(encoding="utf-8"), re.MULTILINE)
    assert not [text for text in asked if text not in catalogue]


def test_english_pages_mark_what_is_vietnamese(client, house):
    assert not walk(client, [f"/en{page}" for page in PUBLIC], vietnamese_of)
    mine = [f"/en{page}" for page in citizens_pages(house)]
    assert not walk(signed_in(house.citizen), mine, vietnamese_of)


def test_staff_choose_english_and_keep_it(house):
    client = signed_in(house.manager)
    assert 'lang="vi"' in client.get("/quan-tri/", headers={"accept-language": "en"}).text
    client.post("/can-bo/ngon-ngu/", {"language": "en", "next": "/quan-tri/"})
    assert 'lang="en"' in client.get("/quan-tri/").text
    assert 'lang="en"' in client.get("/bien-tap/").text
    assert '<html lang="vi"' in client.get("/").text
