"""A procedure's own slips and results: which one prints, how it is tried, what a check says."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from catalog import publishing
from catalog.models import Role, SlipTemplate
from catalog.versions import next_version
from flows.papers.data import slip_data
from flows.papers.issuing import template_for
from flows.papers.samples import sample_data
from flows.papers.trial import trial
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 20)
PLAIN = '#let data = json(bytes(sys.inputs.data))\n#set document(title: data.title)\n#set text(font: "Be Vietnam Pro")\n= #data.dossier.procedure'


def own(version, *, kind="result", since=TODAY, case="", name="Quyết định hưởng", **facts):
    return SlipTemplate.objects.create(
        kind=kind, procedure=version.procedure, case_code=case, name=name, effective_from=since,
        source=PLAIN, **facts,
    )  # fmt: skip


@pytest.fixture
def dossier():
    given.loaded_slips()
    return given.received(given.procedure(), given.office())


@pytest.fixture
def manager(dossier):
    role = Role.objects.create(code="catalogue_manager", name="QTDM", reach="agency")
    role.permissions.set(Permission.objects.filter(content_type__app_label="catalog"))
    given.RIGHTS.setdefault("catalogue_manager", [])
    department = dossier.agency.departments.first()
    return given.staff("Quản trị danh mục", "catalogue_manager", department)


def printed_by(dossier, kind="result", day=TODAY) -> str:
    return template_for(dossier, kind, day).name


def test_the_case_goes_before_the_procedure_before_the_general_each_by_its_day(dossier):
    general = printed_by(dossier)
    assert general.startswith("Văn bản trả lời")
    own(dossier.version, since=TODAY + datetime.timedelta(days=1), name="Mẫu sau này")
    assert printed_by(dossier) == general
    own(dossier.version)
    assert printed_by(dossier) == "Quyết định hưởng"
    own(dossier.version, case=dossier.case.code, name="Của trường hợp")
    own(dossier.version, case="truong-hop-khac", name="Của trường hợp khác")
    assert printed_by(dossier) == "Của trường hợp"
    assert printed_by(dossier, day=TODAY + datetime.timedelta(days=2)) == "Của trường hợp"
    assert printed_by(dossier, kind="02") == "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"


def test_another_procedure_and_what_a_version_picked_keep_to_themselves(dossier):
    other = given.procedure("1.009999")
    own(other)
    picked = SlipTemplate.objects.create(
        kind="result", name="Mẫu được chọn", effective_from=TODAY, source=PLAIN
    )
    other.result_template = picked
    other.save()
    assert printed_by(dossier).startswith("Văn bản trả lời")
    dossier.version.result_template = picked
    assert printed_by(dossier) == "Mẫu được chọn"
    own(dossier.version)
    assert printed_by(dossier) == "Quyết định hưởng"


def _shape(data):
    if isinstance(data, dict):
        return {key: _shape(value) for key, value in data.items()}
    return None


@pytest.mark.parametrize("kind", SlipTemplate.Kind.values)
def test_the_imagined_dossier_has_every_fact_of_a_real_one_and_prints_every_form(kind, dossier):
    at = timezone.now()
    real = slip_data(dossier, kind, by=None, number="", at=at, extra={})
    assert _shape(real).items() <= _shape(sample_data(kind, at=at)).items()
    for template in SlipTemplate.objects.filter(kind=kind):
        assert trial(template, by=None).startswith(b"%PDF")


def test_a_manager_tries_what_is_typed_on_a_sample_and_on_a_dossier_within_reach(dossier, manager):
    url = reverse("admin:try_slip")
    typed = {"kind": "result", "name": "Mẫu", "source": PLAIN, "procedure": dossier.procedure_id}
    desk = at_desk(manager)
    paper = desk.post(url, typed)
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    assert paper.content.startswith(b"%PDF")
    broken = desk.post(url, typed | {"source": "#khong-co()"})
    assert broken.status_code == 422
    assert "Mẫu giấy lỗi" in broken.content.decode()
    hidden = desk.post(url, typed | {"tried_on": dossier.code})
    assert "trong phạm vi" in hidden.content.decode()
    assert at_desk(given.staff("Khác", "intake_clerk", dossier.agency.departments.first())).post(
        url, typed
    ).status_code == 403  # fmt: skip
    manager.posts.get().role.permissions.add(Permission.objects.get(codename="view_dossier"))
    seen = at_desk(manager).post(url, typed | {"tried_on": dossier.code.lower()})
    assert seen["Content-Type"] == "application/pdf"
    assert dossier.journal.filter(act="read", actor=manager).exists()


def test_a_template_of_a_procedure_begins_as_the_general_one_and_knows_its_cases(dossier, manager):
    desk, url = at_desk(manager), reverse("admin:catalog_sliptemplate_add")
    page = desk.get(url, {"kind": "result", "procedure": dossier.procedure_id}).content.decode()
    assert "lookup-box" in page
    assert "Xem thử" in page
    typed = {
        "kind": "result", "procedure": dossier.procedure_id, "case_code": "khong-co", "name": "Mẫu",
        "legal_basis": "", "effective_from": "20/11/2026", "source": PLAIN,
    }  # fmt: skip
    assert "không có trường hợp" in desk.post(url, typed).content.decode()
    desk.post(url, typed | {"case_code": dossier.case.code})
    assert SlipTemplate.objects.get(name="Mẫu").procedure == dossier.procedure


def test_a_result_without_a_template_of_its_own_is_named_before_publication(dossier):
    draft = next_version(dossier.version)
    draft.result_kinds.create(name="Thẻ BHYT", code="KQ.1")

    def told(blocks: bool) -> list:
        return [
            one for one in publishing.findings(draft) if "mẫu" in one.text and one.blocks is blocks
        ]

    (note,) = told(blocks=False)
    assert "Thẻ BHYT" in note.places
    own(draft, since=draft.effective_from)
    assert told(blocks=False) == told(blocks=True) == []
    SlipTemplate.objects.filter(kind="result", procedure=None).delete()
    SlipTemplate.objects.filter(kind="result").update(effective_from="2030-01-01")
    missing = told(blocks=True)
    assert any("Văn bản kết quả" in one.text and "Thẻ BHYT" in one.places for one in missing)
