"""The outbox in the console: what waits, what failed and why; tried again, or given up with a reason."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flows.console.exchange import ReasonActionForm, each
from flows.console.records import RecordAdmin, opened_to
from flows.effects import outbox
from flows.models import Promise

KINDS = {
    "notice_sms": gettext_lazy("Tin SMS về hồ sơ"),
    "notice_email": gettext_lazy("Thư điện tử về hồ sơ"),
    "sms": gettext_lazy("Tin SMS mang mã xác nhận"),
    "mail": gettext_lazy("Thư điện tử khác"),
    "render": gettext_lazy("Lập giấy, phiếu"),
    "export": gettext_lazy("Lập tệp kết xuất"),
    "ask_revocation": gettext_lazy("Hỏi tình trạng chứng thư"),
    "ask_payment": gettext_lazy("Hỏi kết quả thanh toán"),
    "refund": gettext_lazy("Hoàn trả phí, lệ phí"),
    "national_catalogue": gettext_lazy("Lấy danh mục quốc gia"),
    "consign": gettext_lazy("Đăng ký bưu gửi"),
    "post_batch": gettext_lazy("Gửi bảng kê bưu chính"),
    "ask_post": gettext_lazy("Hỏi hành trình bưu gửi"),
    "dispose": gettext_lazy("Tiêu hủy nội dung hồ sơ"),
    "frozen_report": gettext_lazy("Lập báo cáo đã chốt"),
    "national": gettext_lazy("Thông điệp gửi Cổng quốc gia"),
    "webhook": gettext_lazy("Báo thay đổi (webhook)"),
    "inbox": gettext_lazy("Xử lý thông điệp đến"),
}


class PromiseState(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("tình trạng"), "tinh_trang"

    def lookups(self, request, model_admin):
        return [
            ("cho", _("Đang chờ")),
            ("hen", _("Hẹn gửi sau")),
            ("hong", _("Đã bỏ vì lỗi")),
            ("het", _("Mã xác nhận đã hết hạn")),
            ("thoi", _("Thôi gửi")),
            ("xong", _("Đã xong")),
        ]

    def queryset(self, request, queryset):
        failed = queryset.filter(done_at__isnull=True, failed_at__isnull=False)
        done = queryset.filter(done_at__isnull=False)
        chosen = {
            "cho": queryset.waiting(),
            "hen": queryset.filter(
                done_at__isnull=True, failed_at__isnull=True, attempts=0, next_at__gt=timezone.now()
            ),
            "hong": queryset.given_up(),
            "het": failed.filter(payload={}),
            "thoi": done.filter(failed_at__isnull=False),
            "xong": done.filter(failed_at__isnull=True),
        }
        return chosen.get(self.value(), queryset)


class PromiseKind(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("loại"), "kind"

    def lookups(self, request, model_admin):
        return sorted(((kind, str(label)) for kind, label in KINDS.items()), key=lambda one: one[1])

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Promise)
class PromiseAdmin(RecordAdmin):
    """Each promise with its last error; what is kept is never kept twice."""

    list_display = [
        "what", "dossier_link", "error", "attempts", "created_at", "next_at", "done_at", "failed_at",
    ]  # fmt: skip
    list_filter = [PromiseState, PromiseKind]
    search_fields = ["key", "dossier__code_folded"]
    ordering = ["-pk"]
    action_form = ReasonActionForm
    actions = ["try_again", "give_up"]
    exclude = ["payload"]

    def get_queryset(self, request):
        """Operators see every promise: what is not sent belongs to nobody's queue."""
        found = Promise.objects.select_related("dossier")
        return found.annotate(may_open=opened_to(request.user))

    def has_view_permission(self, request, obj=None):
        return self.admin_site.has_permission(request) and request.user.has_perm(
            "flows.view_promise"
        )

    @admin.display(description=gettext_lazy("loại"), ordering="kind")
    def what(self, kept):
        return KINDS.get(kept.kind, kept.kind)

    @admin.action(description=gettext_lazy("Thử gửi lại ngay"))
    def try_again(self, request, queryset):
        each(request, queryset, outbox.try_again, _("Đã xếp lại %(n)d việc để gửi."))

    @admin.action(description=gettext_lazy("Thôi gửi, ghi lý do"))
    def give_up(self, request, queryset):
        reason = request.POST.get("reason", "")

        def act(kept):
            outbox.drop(kept, by=request.user, reason=reason)

        each(request, queryset, act, _("Đã thôi gửi %(n)d việc."))
