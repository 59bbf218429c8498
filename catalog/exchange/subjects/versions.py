"""Procedure versions and what hangs on them as sheets. What is in force is never edited."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import routings
from catalog.eforms.lines import ANSWERS_HELP, answers_read
from catalog.exchange.cells import (
    Cell,
    ChoiceCell,
    DateCell,
    JsonCell,
    ListCell,
    Reference,
    YesNoCell,
    path_cell,
    reference_cell,
)
from catalog.exchange.columns import Columns
from catalog.exchange.reading import plain
from catalog.exchange.resource import SubjectResource
from catalog.exchange.subjects.texts import SlipTemplateResource
from catalog.models import (
    Agency,
    Case,
    CompetenceRule,
    Component,
    Department,
    Fee,
    LegalBasis,
    ProcedureVersion,
    ResultKind,
    Scenario,
    SlipTemplate,
    StepRule,
)


def refuse_if_in_force(resource, version) -> None:
    """A version that was approved before this import stays as it is."""
    if getattr(version, "was_approved", None) is False:
        return
    key = (version.procedure.code, plain(version.number))
    if getattr(resource.context.find(ProcedureVersion, key), "was_approved", False):
        resource.context.frozen_hits.add(version.procedure.code)
        resource.context.frozen_rows.add(resource.place())
        raise ValidationError(
            _(
                "Phiên bản %(number)d của %(code)s đã duyệt, không sửa được; hãy lập phiên bản kế tiếp."
            )
            % {"number": version.number, "code": version.procedure.code}
        )


def newest_numbers(resource, columns: Columns) -> Callable[[int], int]:
    """For a line without one, the number of the newest version of its procedure."""
    procedures = columns.texts("procedure")

    def number(line: int) -> int:
        newest = resource.context.newest_version(procedures[line])
        return newest.number if newest else 1

    return number


class _ApprovedCell(Cell):
    """Whether the version is approved by the decision it names; the moment is that of import."""

    def save(self, instance, row, is_m2m=False, **kwargs):
        wanted = self.widget.clean(row[self.column_name], row=row)
        if wanted is not None and wanted != (instance.approved_at is not None):
            instance.approved_at = timezone.now() if wanted else None

    def get_value(self, instance):
        return instance.approved_at is not None


class _ResultTemplateCell(Reference):
    """The general template picked for the result, named by the day from which it applies."""

    def __init__(self):
        columns = SlipTemplateResource.Meta.import_id_fields[:-1]
        super().__init__(SlipTemplate, columns=columns, optional=True)

    def clean(self, value, row=None, **kwargs):
        day = DateCell().clean(value)
        return super().clean(day and day.isoformat(), row={"kind": SlipTemplate.Kind.RESULT})


class VersionResource(SubjectResource):
    sheet = ("versions", "Phiên bản thủ tục")
    key = ("procedure__code", "number")
    headings = {"Đã duyệt": "approved"}
    channels = Cell("channels", "channels", widget=ListCell(ProcedureVersion.Channel.choices))
    result_channels = Cell(
        "result_channels",
        "result_channels",
        widget=ListCell(
            [("online", "Trực tuyến"), ("counter", "Trực tiếp"), ("post", "Bưu chính công ích")]
        ),
    )
    competent_levels = Cell(
        "competent_levels", "competent_levels", widget=ListCell(Agency.Level.choices)
    )
    routing = Cell("routing", "routing", widget=ChoiceCell(routings.choices, told=""))
    supplement_limit_unit = Cell(
        "supplement_limit_unit", "supplement_limit_unit", widget=ChoiceCell(Case.Unit.choices)
    )
    result_template = Cell("result_template", "result_template", widget=_ResultTemplateCell())
    approved_at = _ApprovedCell("approved_at", "approved", widget=YesNoCell())

    class Meta(SubjectResource.Meta):
        model = ProcedureVersion
        import_id_fields = ("procedure", "number")
        fields = (
            "procedure", "number", "decision_number", "decision_date", "decision_title",
            "decision_url", "effective_from", "approved_at", "service_level", "channels",
            "result_channels", "competent_levels", "competence_note", "steps_text", "conditions",
            "copies", "routing", "supplement_clock", "supplement_limit_value",
            "supplement_limit_unit", "supplement_days", "result_template", "retention_years",
            "deciding_authority", "delegated_authority", "coordinating_agencies", "steps_text_en",
            "conditions_en", "leader_signs", "signs_xml", "takes_batches",
        )  # fmt: skip

    def complete(self, columns):
        columns.fill("number", newest_numbers(self, columns))

    def check(self, instance):
        refuse_if_in_force(self, instance)
        if instance.approved_at is None:
            return
        if not instance.decision_number or not instance.effective_from:
            raise ValidationError(
                {"approved_at": _("Muốn duyệt, phải có số quyết định và ngày có hiệu lực.")}
            )
        self._check_approver(instance)
        for other in self.context.rows(ProcedureVersion).values():
            if (
                other is not instance
                and other.approved_at
                and other.procedure_id == instance.procedure_id
                and other.procedure_id
                and other.effective_from == instance.effective_from
            ):
                raise ValidationError(
                    {"effective_from": _("Đã có phiên bản được duyệt bắt đầu từ ngày này.")}
                )

    def _check_approver(self, instance):
        """Who lets it be written approves it; while it is only checked nobody does yet."""
        approver = self.context.approver
        if approver is None:
            return
        if not approver.has_perm("catalog.approve_version"):
            raise ValidationError(
                {"approved_at": _("%s không có quyền duyệt phiên bản.") % approver}
            )
        if instance.pk and approver.pk in instance.hands():
            raise ValidationError({"approved_at": _("Người duyệt phải khác người soạn.")})

    def before_writing(self, instance):
        by, approver = self.context.by, self.context.approver
        if instance._state.adding:
            instance.prepared_by = None if instance.approved_at and by == approver else by
        if instance.approved_at:
            instance.approved_by = approver


class VersionPartResource(SubjectResource):
    """A row of a version: the procedure and the number say which; no number, the newest."""

    headings = {"Thủ tục": "procedure"}

    def complete(self, columns):
        columns.fill("version", newest_numbers(self, columns))

    def check(self, instance):
        known = instance._state.fields_cache.get("version")  # its attribute costs twice the check
        refuse_if_in_force(self, known or instance.version)


def procedure_cell():
    return path_cell("version__procedure__code", "procedure")


def version_cell():
    return reference_cell("version", ProcedureVersion, "procedure")


def _case():
    return reference_cell("case", Case, "procedure", "version")


class CaseResource(VersionPartResource):
    sheet = ("cases", "Trường hợp")
    key = ("version__procedure__code", "version__number", "code")
    procedure, version = procedure_cell(), version_cell()

    class Meta(SubjectResource.Meta):
        model = Case
        import_id_fields = ("procedure", "version", "code")
        fields = (
            "procedure", "version", "code", "name", "applicant_classes", "limit_value",
            "limit_unit", "limit_note", "start_event", "form", "order", "name_en", "limit_note_en",
            "start_event_en",
        )  # fmt: skip


class ComponentResource(VersionPartResource):
    sheet = ("components", "Thành phần hồ sơ")
    key = ("version__procedure__code", "version__number", "code")
    procedure, version, case = procedure_cell(), version_cell(), _case()

    class Meta(SubjectResource.Meta):
        model = Component
        import_id_fields = ("procedure", "version", "code")
        fields = (
            "procedure", "version", "case", "code", "name", "originals", "copies", "is_required",
            "condition", "form_code", "from_form", "needs_scan", "order", "name_en", "condition_en",
            "result_codes",
        )  # fmt: skip


class ResultKindResource(VersionPartResource):
    sheet = ("results", "Kết quả")
    key = ("version__procedure__code", "version__number", "name")
    procedure, version, case = procedure_cell(), version_cell(), _case()

    class Meta(SubjectResource.Meta):
        model = ResultKind
        import_id_fields = ("procedure", "version", "name")
        fields = ("procedure", "version", "case", "code", "name", "order", "name_en")


class LegalBasisResource(VersionPartResource):
    sheet = ("legal_bases", "Căn cứ pháp lý")
    key = ("version__procedure__code", "version__number", "number")
    procedure, version = procedure_cell(), version_cell()

    class Meta(SubjectResource.Meta):
        model = LegalBasis
        import_id_fields = ("procedure", "version", "number")
        fields = ("procedure", "version", "number", "title", "url", "order")


class FeeResource(VersionPartResource):
    sheet = ("fees", "Phí, lệ phí")
    key = ("version__procedure__code", "version__number", "name")
    procedure, version = procedure_cell(), version_cell()

    class Meta(SubjectResource.Meta):
        model = Fee
        import_id_fields = ("procedure", "version", "name")
        fields = (
            "procedure", "version", "name", "amount", "note", "required_before", "name_en", "note_en",
        )  # fmt: skip

    def check(self, instance):
        super().check(instance)
        if instance.required_before and instance.required_before not in Fee.Stage.values:
            raise ValidationError(
                {"required_before": _("Hãy ghi receive, propose, give_back, hoặc để trống.")}
            )


def _steps() -> list:
    """The steps of every routing, each once."""
    return list(
        {key: (key, title) for _name, of in routings.step_choices() for key, title in of}.values()
    )


class StepRuleResource(VersionPartResource):
    sheet = ("step_rules", "Phân công bước")
    key = ("version__procedure__code", "version__number", "step", "order")
    procedure, version = procedure_cell(), version_cell()
    step = Cell("step", "step", widget=ChoiceCell(_steps, told=""))
    department_function = Cell(
        "department_function", "department_function", widget=ChoiceCell(Department.Function.choices)
    )

    class Meta(SubjectResource.Meta):
        model = StepRule
        import_id_fields = ("procedure", "version", "step", "order")
        fields = (
            "procedure", "version", "step", "order", "title", "role", "department_function",
            "agency_scope", "share_percent", "silence", "title_en",
        )  # fmt: skip

    def complete(self, columns):
        super().complete(columns)
        columns.fill("order", lambda _line: 0)
        columns.fill("silence", lambda _line: StepRule.Silence.ESCALATE)


class CompetenceRuleResource(VersionPartResource):
    sheet = ("competence_rules", "Quy tắc thẩm quyền")
    key = ("version__procedure__code", "version__number", "order")
    procedure, version, case = procedure_cell(), version_cell(), _case()

    class Meta(SubjectResource.Meta):
        model = CompetenceRule
        import_id_fields = ("procedure", "version", "order")
        fields = (
            "procedure", "version", "order", "case", "applicant", "basis", "question_key", "level",
        )  # fmt: skip


class ScenarioResource(VersionPartResource):
    sheet = ("scenarios", "Tình huống thử")
    key = ("version__procedure__code", "version__number", "name")
    procedure, version, case = procedure_cell(), version_cell(), _case()
    answers = Cell("answers", "answers", widget=JsonCell(lines=answers_read, told=ANSWERS_HELP))

    class Meta(SubjectResource.Meta):
        model = Scenario
        import_id_fields = ("procedure", "version", "name")
        fields = (
            "procedure", "version", "case", "name", "agency", "received_on", "received_time",
            "answers", "expected_steps", "expected_due", "order",
        )  # fmt: skip
