"""Remarks on drafts: a reviewer speaks of a field, the author answers, the approval waits for it."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from catalog.models import Department, Remark, Role
from catalog.versions import next_version
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db
ABOUT = "version:decision_number"
LIST = "/quan-tri/catalog/procedureversion/"


@pytest.fixture
def office():
    return given.office()


@pytest.fixture
def people(office):
    """Two managers of the catalogue: the author and the reviewer of a draft."""
    role, _made = Role.objects.get_or_create(code="catalogue_manager", defaults={"name": "QTDM"})
    role.permissions.set(Permission.objects.filter(content_type__app_label="catalog"))
    given.RIGHTS.setdefault("catalogue_manager", [])
    department = Department.objects.filter(agency=office.agency).first()
    return [given.staff(name, "catalogue_manager", department) for name in ("Soạn Thảo", "Góp Ý")]


@pytest.fixture
def draft(people):
    draft = next_version(given.procedure(), by=people[0])
    draft.effective_from = draft.effective_from.replace(year=draft.effective_from.year + 1)
    draft.save()
    return draft


def screen(name: str, pk: int) -> str:
    return reverse(f"admin:catalog_procedureversion_{name}", args=[pk])


def text(browser, address: str) -> str:
    return browser.get(address).content.decode()


def test_a_remark_on_a_field_is_seen_answered_settled_and_only_then_the_draft_approved(
    people, draft
):
    author, reviewer = map(at_desk, people)
    page = text(reviewer, screen("compare", draft.pk))
    spoken = f"{screen('remark', draft.pk)}?muc={ABOUT.replace(':', '%3A')}"
    assert spoken in page
    assert draft.decision_number in text(reviewer, spoken)
    reviewer.post(spoken, {"text": "Số quyết định còn thiếu năm."})
    remark = Remark.objects.get()
    assert (remark.place, remark.about) == (ABOUT, "Số quyết định công bố")
    assert draft.hands() == {people[0].pk}  # speaking of a draft is no hand on it

    for name in ("change", "compare", "approve"):
        assert "Số quyết định còn thiếu năm." in text(author, screen(name, draft.pk))
    listed = text(author, LIST + "?tinh-trang=gop-y")
    assert "Dự thảo, 1 góp ý chưa khép" in listed
    author.post(screen("answer", remark.pk), {"text": "Đã thêm năm ban hành."})
    assert "Đã thêm năm ban hành." in text(reviewer, screen("compare", draft.pk))

    reviewer.post(screen("approve", draft.pk), {"warnings_read": "on"})
    draft.refresh_from_db()
    assert draft.is_draft
    answer = author.post(screen("settle", remark.pk), follow=True)
    assert "Người góp ý hoặc người duyệt mới khép được" in answer.content.decode()
    reviewer.post(screen("settle", remark.pk))
    reviewer.post(screen("approve", draft.pk), {"warnings_read": "on"})
    draft.refresh_from_db()
    assert not draft.is_draft
    assert "khép lúc" in text(author, screen("change", draft.pk))


def test_nothing_is_said_of_what_is_approved_by_strangers_or_about_no_field(people, draft, office):
    reviewer, stranger = at_desk(people[1]), at_desk(office.clerk)
    whole = screen("remark", draft.pk)
    assert stranger.post(whole, {"text": "Tôi ghé qua."}).status_code == 403
    assert reviewer.get(f"{whole}?muc=cases:x:y").status_code == 404
    kept = reviewer.post(whole, {"text": " "})
    assert kept.status_code == 200
    reviewer.post(whole, {"text": "Cả bản cần gọn hơn."})
    remark = Remark.objects.get()
    assert stranger.post(screen("answer", remark.pk), {"text": "x"}).status_code == 403
    reviewer.post(screen("settle", remark.pk))
    reviewer.post(screen("answer", remark.pk), {"text": "Muộn rồi."})
    assert not remark.answers.exists()
    former = draft.former()
    assert reviewer.get(screen("remark", former.pk)).status_code == 404
    assert "/gop-y/" not in text(reviewer, screen("compare", former.pk))
