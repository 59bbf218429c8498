"""Agencies, departments, roles, posts, calendars, administrative units as sheets."""

import re

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalog.exchange.cells import Cell, ListCell, References, path_cell, reference_cell
from catalog.exchange.context import RESOURCES, key_of
from catalog.exchange.reading import plain
from catalog.exchange.resource import SubjectResource
from catalog.models import (
    AdministrativeUnit,
    Agency,
    Calendar,
    CalendarDay,
    Department,
    Device,
    DeviceNorm,
    Employer,
    Post,
    Role,
    Territory,
    WorkingHours,
)


class CalendarResource(SubjectResource):
    sheet = ("calendars", "Lịch làm việc")

    class Meta(SubjectResource.Meta):
        model = Calendar
        import_id_fields = ("code",)
        fields = ("code", "name", "parent", "same_day_cutoff", "paper_cutoff", "paper_by")


class _CalendarPartResource(SubjectResource):
    def finish(self):
        for calendar in {row.calendar for row in [*self.fresh, *self.altered, *self.gone]}:
            calendar.touch()


class CalendarDayResource(_CalendarPartResource):
    sheet = ("calendar_days", "Ngày nghỉ, làm bù")
    key = ("calendar__code", "date")

    class Meta(SubjectResource.Meta):
        model = CalendarDay
        import_id_fields = ("calendar", "date")
        fields = ("calendar", "date", "kind", "name", "decision")


class WorkingHoursResource(_CalendarPartResource):
    sheet = ("working_hours", "Giờ làm việc")
    key = ("calendar__code", "weekday", "opens")

    class Meta(SubjectResource.Meta):
        model = WorkingHours
        import_id_fields = ("calendar", "weekday", "opens")
        fields = ("calendar", "weekday", "opens", "closes")


class AdministrativeUnitResource(SubjectResource):
    sheet = ("administrative_units", "Đơn vị hành chính", "dia-ban")
    derived = ("search_text",)

    class Meta(SubjectResource.Meta):
        model = AdministrativeUnit
        import_id_fields = ("code",)
        fields = ("code", "name", "kind", "parent", "valid_from", "valid_to")


class AgencyResource(SubjectResource):
    sheet = ("agencies", "Cơ quan BHXH")
    aliases = ("office_code",)
    unique = (("office_code",),)

    class Meta(SubjectResource.Meta):
        model = Agency
        import_id_fields = ("code",)
        fields = (
            "code", "office_code", "name", "level", "parent", "province", "address", "phone",
            "email", "map_url", "calendar", "accepts_dossiers", "valid_from", "valid_to",
            "successor", "latitude", "longitude",
        )  # fmt: skip

    def check(self, instance):
        wrong = {}
        if not re.fullmatch(r"\d{5}", instance.office_code):
            wrong["office_code"] = _("Mã cơ quan BHXH gồm đúng năm chữ số.")
        if not re.fullmatch(r"\d{3}(\.\d{2,3}){2}\.G\d{2}", instance.code):
            wrong["code"] = _("Mã định danh có dạng 000.00.01.G24.")
        if (instance.latitude is None) != (instance.longitude is None):
            wrong["longitude"] = _("Hãy ghi cả vĩ độ và kinh độ, hoặc để trống cả hai.")
        if wrong:
            raise ValidationError(wrong)


class DepartmentResource(SubjectResource):
    sheet = ("departments", "Phòng ban")
    key = ("agency__code", "code")
    functions = Cell("functions", "functions", widget=ListCell(Department.Function.choices))

    class Meta(SubjectResource.Meta):
        model = Department
        import_id_fields = ("agency", "code")
        fields = ("agency", "code", "name", "functions", "shares_out", "is_active")


class TerritoryResource(SubjectResource):
    sheet = ("territories", "Địa bàn quản lý")
    key = ("agency__code", "unit__code")

    class Meta(SubjectResource.Meta):
        model = Territory
        import_id_fields = ("agency", "unit")
        fields = ("agency", "unit", "valid_from", "valid_to")


class DeviceResource(SubjectResource):
    sheet = ("devices", "Thiết bị")
    key = ("agency__code", "serial")

    class Meta(SubjectResource.Meta):
        model = Device
        import_id_fields = ("agency", "serial")
        fields = ("agency", "serial", "kind", "name", "place", "state", "since")


class DeviceNormResource(SubjectResource):
    sheet = ("device_norms", "Định mức thiết bị")
    key = ("level", "kind")

    class Meta(SubjectResource.Meta):
        model = DeviceNorm
        import_id_fields = ("level", "kind")
        fields = ("level", "kind", "minimum", "document")


class EmployerResource(SubjectResource):
    sheet = ("employers", "Đơn vị sử dụng lao động")

    class Meta(SubjectResource.Meta):
        model = Employer
        import_id_fields = ("code",)
        fields = ("code", "name", "agency", "unit")


class PermissionCells(References):
    """Rights written app.codename, as the code names them."""

    def clean(self, value, row=None, **kwargs):
        found = []
        for name in filter(None, (part.strip() for part in plain(value).split(";"))):
            app, _dot, codename = name.partition(".")
            permission = self.context.find(Permission, (app, codename))
            if permission is None:
                raise ValueError(_("Không có quyền «%s».") % name)
            found.append(permission)
        return found

    def name_of(self, target):
        return ".".join(key_of(target, _PermissionKey.key))


class _PermissionKey:
    key = ("content_type__app_label", "codename")
    aliases = ()


class _UserKey:
    key = ("username",)
    aliases = ()


RESOURCES[Permission] = _PermissionKey
RESOURCES[get_user_model()] = _UserKey


class RoleResource(SubjectResource):
    sheet = ("roles", "Vai trò")
    grants_rights = True
    permissions = Cell("permissions", "permissions", widget=PermissionCells(Permission))

    class Meta(SubjectResource.Meta):
        model = Role
        import_id_fields = ("code",)
        fields = ("code", "name", "reach", "permissions")


class PostResource(SubjectResource):
    sheet = ("posts", "Vị trí công tác")
    grants_rights = True
    key = (
        "user__username", "role__code", "department__agency__code", "department__code",
        "valid_from",
    )  # fmt: skip
    headings = {"Cơ quan": "agency"}
    agency = path_cell("department__agency__code", "agency")
    department = reference_cell("department", Department, "agency")

    class Meta(SubjectResource.Meta):
        model = Post
        import_id_fields = ("user", "role", "agency", "department", "valid_from")
        fields = ("user", "role", "agency", "department", "title", "valid_from", "valid_to")
