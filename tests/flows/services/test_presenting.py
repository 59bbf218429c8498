"""Originals asked for and compared (Article 11.2): of the dossier's own papers, told, marked."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from flows.errors import DossierError
from flows.services import presenting
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db


def test_11_2b_originals_are_asked_shown_and_each_paper_says_who_compared_it(
    client, office, version
):
    given.loaded_slips()
    dossier = given.received(version, office)
    paper = dossier.documents.get()
    until = timezone.localdate() + datetime.timedelta(days=5)
    officer = at_desk(office.officer)
    typed = {"documents": paper.pk, "agency": office.agency.pk, "present_by": until, "reason": "Mờ"}
    step = reverse("admin:dossier_step", args=[dossier.pk, "ask_originals"])
    assert officer.post(step, typed).status_code == 302
    assert officer.post(step, typed).status_code == 409  # one request at a time
    notice = dossier.notices.get(channel="account", subject__contains="xuất trình bản chính")
    assert all(word in notice.body for word in ("Giấy tờ chứng minh", office.agency.name))
    client.force_login(dossier.applicant, backend="accounts.backends.CitizenDoorBackend")
    page = client.get(reverse("home:dossier", args=[dossier.code])).content.decode()
    assert f"chậm nhất hết ngày {until:%d/%m/%Y}" in page
    assert "viec=originals" in page
    item = dossier.originals_requests.get().items.get()
    compare = reverse("admin:dossier_step", args=[dossier.pk, "compare_originals"])
    clerk = at_desk(office.clerk)
    refused = clerk.post(compare, {f"found_{item.pk}": "differs"})
    assert "khác ở điểm nào" in refused.content.decode()
    assert clerk.post(compare, {f"found_{item.pk}": "alike"}).status_code == 302
    mark = "ối chiếu với bản chính: Lê Thị Tiếp Nhận"
    assert (
        mark
        in officer.get(reverse("admin:flows_dossier_change", args=[dossier.pk])).content.decode()
    )
    after = client.get(reverse("home:dossier", args=[dossier.code])).content.decode()
    assert mark in after
    assert "cần mang bản chính" not in after


def test_11_2b_nothing_beyond_the_dossiers_list_is_asked_for(office, version):
    given.loaded_slips()
    dossier, other = given.received(version, office), given.received(version, office)
    facts = {
        "agency": office.agency, "reason": "Mờ",
        "present_by": timezone.localdate() + datetime.timedelta(days=5),
    }  # fmt: skip
    with pytest.raises(DossierError, match="trong thành phần hồ sơ"):
        presenting.ask(dossier, by=office.officer, documents=other.documents.all(), **facts)
    own = dossier.documents.all()
    presenting.ask(dossier, by=office.officer, documents=own, **facts)
    presenting.withdraw(dossier, by=office.officer, reason="Đã có dữ liệu dân cư.")
    assert dossier.notices.filter(subject__contains="không cần xuất trình").exists()
    with pytest.raises(DossierError, match="không chờ xuất trình"):
        presenting.compare(dossier, by=office.officer, results={})
