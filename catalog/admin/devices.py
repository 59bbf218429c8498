"""The equipment of the desks, each office its own rows, and the check against the norm."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog import equipment
from catalog.admin.base import SheetAdmin
from catalog.exchange import subjects
from catalog.models import Agency, Device, DeviceNorm
from catalog.permissions import posts_of

OFFICES = 50


@admin.register(Device)
class DeviceAdmin(SheetAdmin):
    resource_classes = [subjects.DeviceResource]
    list_display = ["serial", "kind", "name", "place", "state", "since", "agency"]
    list_display_links = ["serial"]
    list_filter = ["kind", "state", "agency__level"]
    list_select_related = ["agency"]
    search_fields = ["serial", "name", "place", "agency__name", "agency__office_code"]
    change_list_template = "catalog/admin/devices.html"
    told_empty = gettext_lazy(
        "Chưa khai thiết bị nào: khi đối chiếu, cơ quan được coi là chưa có thiết bị và thiếu đủ số theo định mức."
    )

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "agency":
            kwargs["queryset"] = _offices(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_delete_permission(self, request, obj=None):
        return False  # a device that is gone is kept as «thôi dùng»

    def norm_view(self, request):
        """Every office of the person's reach: what it has, what it lacks."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = Paginator(_offices(request.user), OFFICES).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Đối chiếu định mức thiết bị"),
            "page": page,
            "offices": equipment.against_norm(page.object_list),
        }
        return TemplateResponse(request, "catalog/admin/device_norms.html", context)

    def get_urls(self):
        view = self.admin_site.admin_view(self.norm_view)
        return [path("dinh-muc/", view, name="catalog_device_norms"), *super().get_urls()]


@admin.register(DeviceNorm)
class DeviceNormAdmin(SheetAdmin):
    resource_classes = [subjects.DeviceNormResource]
    list_display = ["level", "kind", "minimum", "document"]
    list_display_links = ["kind"]
    list_filter = ["level", "kind"]
    search_fields = ["document"]
    told_empty = gettext_lazy("Chưa đặt định mức nào: không cơ quan nào bị coi là thiếu thiết bị.")


def _offices(user):
    """The offices with a desk whose devices the person keeps."""
    offices = Agency.objects.active().filter(accepts_dossiers=True).order_by("office_code")
    if user.has_perm("catalog.change_agency"):
        return offices
    return offices.filter(pk__in={post.department.agency_id for post in posts_of(user)})
