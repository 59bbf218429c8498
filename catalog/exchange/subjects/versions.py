"""Procedure versions and what hangs on them as sheets. What is in force is never edited."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.exchange.cells import Cell, ListCell, YesNoCell, path_cell, reference_cell
from catalog.exchange.reading import Row, Sheet, plain
from catalog.exchange.resource import SubjectResource
from catalog.models import (
    Agency,
    Case,
    Component,
    Department,
    Fee,
    Form,
    LegalBasis,
    ProcedureVersion,
    ResultKind,
    Scenario,
    StepRule,
)
from catalog.text import fold


def refuse_if_in_force(context, version) -> None:
    """A version that was approved before this import stays as it is."""
    if getattr(version, "was_approved", False):
        context.frozen_hits.add(version.procedure.code)
        raise ValidationError(
            _(
                "Phiên bản %(number)d của %(code)s đã duyệt, không sửa được; hãy lập phiên bản kế tiếp."
            )
            % {"number": version.number, "code": version.procedure.code}
        )


class _ApprovedCell(Cell):
    """Whether the version is approved by the decision it names; the moment is that of import."""

    def save(self, instance, row, is_m2m=False, **kwargs):
        wanted = self.widget.clean(row[self.column_name], row=row)
        if wanted is not None and wanted != (instance.approved_at is not None):
            instance.approved_at = timezone.now() if wanted else None

    def get_value(self, instance):
        return instance.approved_at is not None


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
    approved_at = _ApprovedCell("approved_at", "approved", widget=YesNoCell())

    class Meta(SubjectResource.Meta):
        model = ProcedureVersion
        import_id_fields = ("procedure", "number")
        fields = (
            "procedure", "number", "decision_number", "decision_date", "decision_title",
            "decision_url", "effective_from", "approved_at", "service_level", "channels",
            "result_channels", "competent_levels", "competence_note", "steps_text", "conditions",
            "copies", "routing", "supplement_clock", "supplement_limit_value",
            "supplement_limit_unit", "supplement_days", "retention_years",
        )  # fmt: skip

    def complete(self, row):
        if not plain(row.get("number")):
            newest = self.context.newest_version(plain(row.get("procedure")))
            row["number"] = newest.number if newest else 1

    def check(self, instance):
        refuse_if_in_force(self.context, instance)
        if instance.approved_at is None:
            return
        if not instance.decision_number or not instance.effective_from:
            raise ValidationError(
                {"approved_at": _("Muốn duyệt, phải có số quyết định và ngày có hiệu lực.")}
            )
        by = self.context.by
        if by is not None and not by.has_perm("catalog.approve_version"):
            raise ValidationError({"approved_at": _("Bạn không có quyền duyệt phiên bản.")})
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

    def before_save_instance(self, instance, row, **kwargs):
        if instance._state.adding:
            instance.prepared_by = None if instance.approved_at else self.context.by
        if instance.approved_at:
            instance.approved_by = self.context.by


class _VersionPartResource(SubjectResource):
    """A row of a version: the procedure and the number say which; no number, the newest."""

    headings = {"Thủ tục": "procedure"}

    def complete(self, row):
        if not plain(row.get("version")):
            newest = self.context.newest_version(plain(row.get("procedure")))
            row["version"] = newest.number if newest else 1

    def check(self, instance):
        if instance.version_id or instance.version:
            refuse_if_in_force(self.context, instance.version)


def _procedure():
    return path_cell("version__procedure__code", "procedure")


def _version():
    return reference_cell("version", ProcedureVersion, "procedure")


def _case():
    return reference_cell("case", Case, "procedure", "version")


class CaseResource(_VersionPartResource):
    sheet = ("cases", "Trường hợp")
    key = ("version__procedure__code", "version__number", "code")
    procedure, version = _procedure(), _version()

    class Meta(SubjectResource.Meta):
        model = Case
        import_id_fields = ("procedure", "version", "code")
        fields = (
            "procedure", "version", "code", "name", "applicant_classes", "limit_value",
            "limit_unit", "limit_note", "start_event", "form", "order",
        )  # fmt: skip


class ComponentResource(_VersionPartResource):
    sheet = ("components", "Thành phần hồ sơ")
    key = ("version__procedure__code", "version__number", "code")
    procedure, version, case = _procedure(), _version(), _case()

    class Meta(SubjectResource.Meta):
        model = Component
        import_id_fields = ("procedure", "version", "code")
        fields = (
            "procedure", "version", "case", "code", "name", "originals", "copies", "is_required",
            "condition", "form_code", "from_form", "needs_scan", "order",
        )  # fmt: skip


class ResultKindResource(_VersionPartResource):
    sheet = ("results", "Kết quả")
    key = ("version__procedure__code", "version__number", "name")
    procedure, version, case = _procedure(), _version(), _case()

    class Meta(SubjectResource.Meta):
        model = ResultKind
        import_id_fields = ("procedure", "version", "name")
        fields = ("procedure", "version", "case", "code", "name", "order")


class LegalBasisResource(_VersionPartResource):
    sheet = ("legal_bases", "Căn cứ pháp lý")
    key = ("version__procedure__code", "version__number", "number")
    procedure, version = _procedure(), _version()

    class Meta(SubjectResource.Meta):
        model = LegalBasis
        import_id_fields = ("procedure", "version", "number")
        fields = ("procedure", "version", "number", "title", "url", "order")


class FeeResource(_VersionPartResource):
    sheet = ("fees", "Phí, lệ phí")
    key = ("version__procedure__code", "version__number", "name")
    procedure, version = _procedure(), _version()

    class Meta(SubjectResource.Meta):
        model = Fee
        import_id_fields = ("procedure", "version", "name")
        fields = ("procedure", "version", "name", "amount", "note")


class StepRuleResource(_VersionPartResource):
    sheet = ("step_rules", "Phân công bước")
    key = ("version__procedure__code", "version__number", "step", "order")
    procedure, version = _procedure(), _version()

    class Meta(SubjectResource.Meta):
        model = StepRule
        import_id_fields = ("procedure", "version", "step", "order")
        fields = (
            "procedure", "version", "step", "order", "title", "role", "department_function",
            "agency_scope", "share_percent",
        )  # fmt: skip

    def complete(self, row):
        super().complete(row)
        row["order"] = plain(row.get("order")) or 0

    def check(self, instance):
        super().check(instance)
        if instance.department_function not in Department.Function.values:
            raise ValidationError(
                {
                    "department_function": _("Không có chức năng phòng ban «%s».")
                    % instance.department_function
                }
            )


class ScenarioResource(_VersionPartResource):
    sheet = ("scenarios", "Tình huống thử")
    key = ("version__procedure__code", "version__number", "name")
    procedure, version, case = _procedure(), _version(), _case()

    class Meta(SubjectResource.Meta):
        model = Scenario
        import_id_fields = ("procedure", "version", "name")
        fields = (
            "procedure", "version", "case", "name", "agency", "received_on", "received_time",
            "answers", "expected_steps", "expected_due", "order",
        )  # fmt: skip


class CaseFormResource(_VersionPartResource):
    """Which electronic form a case has; a case in force may be given its first one."""

    sheet = ("case_forms", "Tờ khai của trường hợp")
    names_rows = False
    key = ("version__procedure__code", "version__number", "code")
    headings = {"Thủ tục": "procedure", "Trường hợp": "code", "case": "code"}
    procedure, version = _procedure(), _version()
    form = reference_cell("form", Form)

    class Meta(SubjectResource.Meta):
        model = Case
        import_id_fields = ("procedure", "version", "code")
        fields = ("procedure", "version", "code", "form")

    def expand(self, sheet):
        """A line without a case speaks of every case of the version."""
        column = next((h for h in sheet.headings if self.column_of().get(fold(h)) == "code"), None)
        if column is None:
            column = "case"
            sheet.headings.append(column)
        whose = next(h for h in sheet.headings if self.column_of().get(fold(h)) == "procedure")
        rows = []
        for row in sheet.rows:
            cases = [] if plain(row.values.get(column)) else self._cases(row.values.get(whose))
            rows += [
                Row(row.number, {**row.values, column: case.code}, row.origin) for case in cases
            ] or [row]
        return Sheet(sheet.name, sheet.headings, rows)

    def _cases(self, procedure) -> list[Case]:
        version = self.context.newest_version(plain(procedure))
        cases = self.context.rows(Case).values()
        return [case for case in cases if version and case.version_id == version.pk]

    def complete(self, row):
        """A case may be named by its code or by its name."""
        super().complete(row)
        told = fold(plain(row.get("code")))
        named = [
            case
            for case in self._cases(row.get("procedure"))
            if told in (case.code, fold(case.name))
        ]
        row["code"] = named[0].code if named else plain(row.get("code"))

    def after_init_instance(self, instance, new, row, **kwargs):
        if new:
            raise ValidationError({"code": _("Không có trường hợp «%s».") % plain(row["code"])})
        super().after_init_instance(instance, new, row, **kwargs)

    def check(self, instance):
        if self.raw[id(instance)]["form_id"] is not None:
            super().check(instance)
