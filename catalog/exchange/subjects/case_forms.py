"""Which electronic form a case has, as a sheet of its own beside that of the cases."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalog.exchange.cells import reference_cell
from catalog.exchange.reading import Row, Sheet, plain
from catalog.exchange.resource import SubjectResource
from catalog.exchange.subjects.versions import VersionPartResource, procedure_cell, version_cell
from catalog.models import Case, Form
from catalog.text import fold


class CaseFormResource(VersionPartResource):
    """Which electronic form a case has; a case in force may be given its first one."""

    sheet = ("case_forms", "Tờ khai của trường hợp")
    names_rows = False
    key = ("version__procedure__code", "version__number", "code")
    headings = {"Thủ tục": "procedure", "Trường hợp": "code", "case": "code"}
    procedure, version = procedure_cell(), version_cell()
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
            cases = (
                [] if plain(row.values.get(column)) else self._cases(plain(row.values.get(whose)))
            )
            rows += [
                Row(row.number, {**row.values, column: case.code}, row.origin) for case in cases
            ] or [row]
        return Sheet(sheet.name, sheet.headings, rows)

    def _cases(self, procedure: str) -> list[Case]:
        version = self.context.newest_version(procedure)
        cases = self.context.rows(Case).values()
        return [case for case in cases if version and case.version_id == version.pk]

    def complete(self, columns):
        """A case may be named by its code or by its name."""
        super().complete(columns)
        lines = zip(columns.texts("procedure"), columns.texts("code"), strict=True)
        columns.cells["code"] = [self._code(*each) for each in lines]

    def _code(self, procedure: str, told: str) -> str:
        known = (
            case for case in self._cases(procedure) if fold(told) in (case.code, fold(case.name))
        )
        named = next(known, None)
        return named.code if named else told

    def begin(self, row, key):
        if row._state.adding:
            raise ValidationError({"code": _("Không có trường hợp «%s».") % key[-1]})

    def check(self, instance):
        if self.raw[id(instance)]["form_id"] is not None:
            super().check(instance)
