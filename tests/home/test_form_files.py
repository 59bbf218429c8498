"""The demo's blank forms: printed from the electronic ones, downloaded from the procedure's page."""

import io

import pikepdf
import pytest

from catalog.models import Component
from cms.models import FormFile
from home.demo import form_files
from tests import situations

pytestmark = pytest.mark.django_db


def test_a_blank_form_is_printed_once_for_its_code_and_downloaded_from_the_page(client):
    version = situations.procedure()
    version.procedure.live = True
    version.procedure.save()
    eform = version.cases.get().form
    eform.legal_form = "TK1-TS (thay bằng 02-TK)"
    eform.save()
    Component.objects.filter(version=version).update(form_code="tk1-ts")
    for _time in range(2):
        form_files.build()
    (found,) = FormFile.objects.all()
    page = client.get(f"/thu-tuc/{version.procedure.code}/").content.decode()
    assert found.document.url in page
    answer = client.get(found.document.url)
    content = b"".join(answer.streaming_content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert "tk1-ts" in str(pdf.docinfo["/Title"])
