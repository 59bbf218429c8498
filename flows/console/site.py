"""The console's admin site: who gets in, what stands in the header, and the screens beside the lists."""

from functools import wraps

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.leading import leads_somebody
from catalog.permissions import is_technician, posts_of
from flows.models import Sight
from flows.reports.reach import may_report
from flows.services.calling import may_call

ACTS = ["receive_dossier", "appraise_dossier", "approve_dossier", "return_result"]
# Who works where, and the machine room: for administrators, wherever the models live.
ADMINISTRATION = {
    "User", "EnrolmentCode", "Agency", "Device", "DeviceNorm", "Department", "Responsibility", "Role", "Post", "Delegation", "Promise",
    "ClientSystem", "Token", "ApiCall", "InboundSms", "Webhook", "WebhookDelivery",
    "TrustedCertificate", "SigningCertificate", "OrganisationCertificate", "NationalMessage", "InboundMessage",
    "FactorReset", "AccountBlock", "Backup",
}  # fmt: skip
KEYS = {  # after "g": the first letter of the screen's word
    "admin:index": "b",
    "admin:flows_workitem_changelist": "v",
    "admin:flows_dossier_changelist": "h",
    "admin:counter": "t",
    "admin:return_desk": "r",
    "admin:signing": "k",
    "admin:report": "c",
}
IN_THE_NAVIGATION = {"Dossier", "WorkItem"}


def administers_staff(user) -> bool:
    """Administrators delegate and see leavers off for everybody; dossiers are not theirs to see."""
    return leads_somebody(user) or user.has_perm("accounts.change_user")


def handles_dossiers(user) -> bool:
    """Does some step of a dossier fall to this person? Managers and administrators have no queue."""
    return any(user.has_perm(f"flows.{act}") for act in ACTS)


class ConsoleSite(AdminSite):
    """Bàn làm việc điện tử: the stock admin, opened by a post and a second factor."""

    site_header = _("Một cửa điện tử BHXH Việt Nam")
    site_title = _("Một cửa điện tử")
    index_title = _("Bàn làm việc")
    index_template = "console/desk.html"
    site_url = "/"
    enable_nav_sidebar = False
    empty_value_display = "—"

    def has_permission(self, request) -> bool:
        """Staff with a verified second factor who hold a post today (or superusers)."""
        user = request.user
        return (
            super().has_permission(request)
            and user.is_verified()
            and (user.is_superuser or bool(posts_of(user)))
        )

    def admin_view(self, view, cacheable=False):
        """Staff who are signed in but hold no post are told so instead of being sent to sign in;
        who only edits pages goes on to them."""
        guarded = super().admin_view(view, cacheable)

        @wraps(view)
        def opened(request, *args, **kwargs):
            user = request.user
            if user.is_staff and user.is_verified() and not self.has_permission(request):
                if user.has_perm("wagtailadmin.access_admin"):
                    return redirect("wagtailadmin_home")
                raise PermissionDenied(_("Bạn chưa giữ vị trí công tác nào."))
            return guarded(request, *args, **kwargs)

        return opened

    def each_context(self, request) -> dict:
        context = super().each_context(request)
        if context["has_permission"]:
            context["my_posts"] = posts_of(request.user)
            context["console_nav"] = self.navigation(request)
            context["handles_dossiers"] = handles_dossiers(request.user)
            if is_technician(request.user):
                own = Sight.objects.open().filter(person=request.user)
                context["open_sights"] = own.select_related("dossier")
            context["keys_on"] = request.user.preferences.get("keys", True)
            context["may_search"] = len(context["console_nav"]) > 1
        return context

    def navigation(self, request) -> list[dict]:
        """The screens of the daily work that this person may open."""
        may, handles = request.user.has_perm, handles_dossiers(request.user)
        looks = handles or may("flows.inspect_dossier")
        reports = may_report(request.user)
        entries = [
            ("admin:index", _("Bàn làm việc"), True),
            ("admin:flows_workitem_changelist", _("Việc cần làm"), handles),
            ("admin:flows_dossier_changelist", pgettext_lazy("danh sách", "Hồ sơ"), looks),
            ("admin:counter", _("Tiếp nhận tại quầy"), may("flows.file_for_person")),
            ("admin:calling", _("Gọi số"), may_call(request.user)),
            ("admin:visits", _("Lịch hẹn"), may_call(request.user)),
            ("admin:handing", _("Bàn giao giấy"), handles),
            ("admin:return_desk", _("Trả kết quả"), may("flows.return_result")),
            ("admin:signing", _("Ký duyệt"), may("flows.approve_dossier")),
            ("admin:assigning", _("Phân công"), leads_somebody(request.user)),
            ("admin:delegations", _("Ủy quyền"), administers_staff(request.user)),
            ("admin:feedback", _("Phản ánh"), handles),
            ("admin:proposals", _("Vướng mắc, đề xuất"), not handles),
            ("admin:results_book", _("Sổ kết quả"), looks),
            ("admin:recount", _("Tính lại hạn trả"), may("catalog.change_calendar")),
            ("admin:reorganisations", _("Sắp xếp tổ chức"), may("catalog.change_agency")),
            ("admin:exchange", _("Trao đổi dữ liệu"), may("flows.run_exchange")),
            ("admin:condition", _("Tình trạng hệ thống"), may("flows.view_promise")),
            (
                "admin:sights",
                _("Mở khẩn cấp"),
                is_technician(request.user) or may("flows.inspect_dossier"),
            ),
            ("admin:contradictions", _("Đối chiếu"), may("flows.inspect_dossier")),
            ("admin:board", _("Số liệu"), looks),
            ("admin:report", _("Báo cáo"), reports),
            ("admin:activity", _("Cán bộ ít thao tác"), administers_staff(request.user)),
            # Whoever reads reports finds it among them.
            ("admin:usage", _("Sử dụng hệ thống"), is_technician(request.user) and not reports),
        ]
        found = []
        for name, label, shown in entries:
            if shown:
                url = reverse(name)
                here = request.path == url or (
                    name != "admin:index" and request.path.startswith(url)
                )
                key = KEYS.get(name, "")
                found.append({"url": url, "label": label, "current": here, "key": key})
        return found

    def get_app_list(self, request, app_label=None):
        """Three sections named as officers speak; what stands in the navigation is not repeated."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        sections = {"flows": [], "catalog": [], "accounts": []}
        for app in apps:
            for model in app["models"]:
                if model["object_name"] in IN_THE_NAVIGATION:
                    continue
                administers = model["object_name"] in ADMINISTRATION
                place = "accounts" if administers else app["app_label"]
                sections.setdefault(place, []).append(model)
        names = {"flows": _("Một cửa"), "catalog": _("Danh mục"), "accounts": _("Quản trị")}
        return [
            {
                "name": names.get(label, label),
                "app_label": label,
                "app_url": "",
                "has_module_perms": True,
                "models": models,
            }
            for label, models in sections.items()
            if models
        ]

    def index(self, request, extra_context=None):
        from flows.console.desk import desk

        return super().index(request, {**desk(request.user), **(extra_context or {})})

    def get_urls(self):
        from flows.console.urls import screens

        return [
            path(route, self.admin_view(view), name=name) for route, view, name in screens
        ] + super().get_urls()
