"""The technical desk's page (tình trạng hệ thống): each figure with a verdict, what to do, and its list."""

import datetime
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Min
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from flows.console.ending import ENDED, ENDING, ending_url
from flows.console.readonly import ReadOnlyAdmin
from flows.effects.sweeps import last_beat
from flows.models import Backup, Promise
from flows.papers.sealing import key_address
from flows.reports import condition

WORKER_SILENT = datetime.timedelta(seconds=60)
QUEUE_STUCK = datetime.timedelta(hours=1)
DISK_LOW, DISK_FULL = 15, 5  # per cent free
VERDICTS = {
    "green": gettext_lazy("Bình thường"),
    "yellow": gettext_lazy("Cần chú ý"),
    "red": gettext_lazy("Cần xử lý ngay"),
    "grey": gettext_lazy("Không theo dõi"),
}


@dataclass(frozen=True)
class Line:
    """One thing that is watched: `links` are (label, address) of the lists behind it."""

    name: str
    figure: str
    tone: str = "green"
    advice: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)

    @property
    def verdict(self):
        return VERDICTS[self.tone]

    @property
    def asks(self) -> bool:
        return self.tone in {"yellow", "red"}


def may_look(user) -> bool:
    return user.has_perm("flows.view_promise")


@require_safe
def screen(request):
    if not may_look(request.user):
        raise PermissionDenied
    now = timezone.now()
    found = lines(now)
    context = {
        **admin.site.each_context(request),
        "title": _("Tình trạng hệ thống"),
        "lines": found,
        "asking": sum(line.asks for line in found),
        "urgent": any(line.tone == "red" for line in found),
        "now": now,
    }
    return TemplateResponse(request, "console/condition.html", context)


def lines(now: datetime.datetime) -> list[Line]:
    return [
        _worker(now),
        *_queue(now),
        _backup(now),
        *[_disk(disk) for disk in condition.disks()],
        _seal(now),
        *_certificates(now),
    ]


def _worker(now) -> Line:
    name, beat = _("Tiến trình nền (worker)"), last_beat()
    if beat is None:
        figure = _("Chưa chạy lần nào")
    else:
        figure = _("Tín hiệu gần nhất %s") % _moment(beat)
        if now - beat < WORKER_SILENT:
            return Line(name, figure)
    advice = _("Thư, tin nhắn, giấy tờ đang dồn lại. Khởi động lại tiến trình worker trên máy chủ.")
    return Line(name, figure, "red", advice)


def _queue(now) -> list[Line]:
    """What waits to be sent, and what was given up; sending again never sends twice."""
    base = reverse("admin:flows_promise_changelist")
    waiting = Promise.objects.waiting(now).aggregate(n=Count("pk"), at=Min("created_at"))
    failed = Promise.objects.given_up().count()
    figure, tone, advice = _("Không có việc nào chờ"), "green", ""
    if at := waiting["at"]:
        figure = _("%(n)d việc, lâu nhất đã chờ %(age)s") % {
            "n": waiting["n"], "age": timesince(at, now, depth=1)
        }  # fmt: skip
        if now - at > datetime.timedelta(minutes=settings.EXCHANGE_ALARM_MINUTES):
            tone = "red" if now - at > QUEUE_STUCK else "yellow"
            advice = _(
                "Xem lỗi gần nhất của từng việc; thường do cổng thư, tin nhắn hoặc đối tác ngừng."
            )
    give_up = _("Sửa nguyên nhân, rồi chọn «Thử gửi lại ngay»; việc đã gửi không bị gửi lần hai.")
    return [
        Line(
            _("Hàng chờ gửi đi"), figure, tone, advice,
            [(_("Việc đang chờ"), f"{base}?tinh_trang=cho")] if at else [],
        ),
        Line(
            _("Thư, tin nhắn, việc gửi hỏng"),
            (_("%d việc đã thôi thử") % failed) if failed else _("Không có"),
            "red" if failed else "green",
            give_up if failed else "",
            [(_("Việc gửi hỏng"), f"{base}?tinh_trang=hong")] if failed else [],
        ),
    ]  # fmt: skip


def _backup(now) -> Line:
    name, (good, last) = _("Sao lưu"), condition.backups()
    links = [(_("Các lần sao lưu"), reverse("admin:flows_backup_changelist"))] if last else []
    if good is None:
        advice = _("Chạy «manage.py backup THƯ-MỤC» và đặt lịch chạy hằng đêm.")
        figure = _("Lần gần nhất hỏng: %s") % last.problem if last else _("Chưa sao lưu lần nào")
        return Line(name, figure, "red", advice, links)
    told = {"at": _moment(good.made_at), "size": filesizeformat(good.size or 0)}
    figure = _("Lần gần nhất %(at)s, %(size)s") % told if good.size else _moment(good.made_at)
    if good.verified_at:
        figure += _("; đã đọc lại %s") % _moment(good.verified_at)
    limit = datetime.timedelta(hours=settings.BACKUP_MAX_HOURS)
    if last.problem:
        figure += _(". Lần sau đó hỏng: %s") % last.problem
        return Line(name, figure, "red", _("Sửa nguyên nhân rồi sao lưu lại ngay."), links)
    if now - good.made_at > limit:
        tone = "red" if now - good.made_at > 2 * limit else "yellow"
        advice = _("Đã quá %d giờ không có bản sao lưu mới. Xem lịch chạy và ổ đĩa sao lưu.")
        return Line(name, figure, tone, advice % settings.BACKUP_MAX_HOURS, links)
    return Line(name, figure, links=links)


def _disk(disk: condition.Disk) -> Line:
    name = _("Kho tệp hồ sơ") if disk.name == "files" else _("Ổ đĩa của máy chủ")
    if disk.percent is None:
        advice = _("Dung lượng do nơi cung cấp kho đối tượng (S3) theo dõi.")
        return Line(name, _("Kho đối tượng"), "grey", advice)
    figure = _("Còn trống %(free)s trong %(total)s (%(percent)d%%)") % {
        "free": filesizeformat(disk.free), "total": filesizeformat(disk.total),
        "percent": disk.percent,
    }  # fmt: skip
    if disk.percent >= DISK_LOW:
        return Line(name, figure)
    advice = _(
        "Mở rộng ổ đĩa hoặc dọn tệp không thuộc hệ thống. Khi đầy, không ai nộp được giấy tờ."
    )
    return Line(name, figure, "red" if disk.percent < DISK_FULL else "yellow", advice)


def _seal(now) -> Line:
    name = _("Chứng thư con dấu số của cơ quan")
    if not key_address():
        advice = _("Giấy tờ phát hành không có chữ ký số. Đặt SEAL_KEY để ký.")
        return Line(name, _("Chưa đặt khóa"), "grey", advice)
    ends = condition.seal_ends()
    if ends is None:
        advice = _(
            "Không đọc được chứng thư: xem SEAL_KEY, SEAL_PASSWORD, hoặc chờ lần ký đầu tiên."
        )
        return Line(name, _("Chưa biết hạn"), "yellow", advice)
    figure = _("Hết hạn %s") % f"{timezone.localtime(ends):%d/%m/%Y}"
    if ends > now + condition.SOON:
        return Line(name, figure)
    advice = _("Xin cấp chứng thư mới, rồi đổi SEAL_KEY. Sau ngày này giấy tờ không ký số được.")
    return Line(name, figure, "red" if ends < now else "yellow", advice)


def _certificates(now) -> list[Line]:
    found = condition.endings(now)
    mended = _(
        "Cấp chứng thư mới rồi thêm vào danh sách; chứng thư đã hết hạn thì bỏ chọn «đang dùng»."
    )
    told = [
        ("leader", "signingcertificate", _("Chứng thư ký của lãnh đạo"), mended, {"is_active__exact": 1}),
        ("trusted", "trustedcertificate", _("Chứng thư gốc, trung gian tin cậy"), mended, {"is_active__exact": 1}),
        ("organisation", "organisationcertificate", _("Chứng thư đơn vị đã đăng ký"),
         _("Đơn vị tự thay tại trang tài khoản; hệ thống đã nhắc ở đó."), {"tinh-trang": "dang-dung"}),
    ]  # fmt: skip
    return [_ending(found[kind], kind, *rest) for kind, *rest in told]


def _ending(found: condition.Endings, kind, model, name, advice, chosen) -> Line:
    """Organisations replace their own: what has ended there is nobody's alarm here."""
    words = {
        ENDED: (_("%d đã hết hạn"), found.ended),
        ENDING: (_("%d hết hạn trong 30 ngày tới"), found.soon),
    }
    links = [
        (label % n, ending_url(model, end, **chosen)) for end, (label, n) in words.items() if n
    ]
    figure = "; ".join(label for label, _url in links)
    theirs = kind == "organisation"
    tone = "red" if found.ended and not theirs else "yellow" if found.soon else "green"
    if not figure:
        figure = _("Không có chứng thư nào sắp hết hạn")
    return Line(name, figure, tone, advice if tone != "green" else "", links)


def _moment(at: datetime.datetime) -> str:
    return f"{timezone.localtime(at):%H:%M %d/%m/%Y}"


@admin.register(Backup)
class BackupAdmin(ReadOnlyAdmin):
    """Every run that was noted, the newest first."""

    list_display = ["made_at", "place", "told_size", "rows", "files", "verified_at", "problem"]
    list_display_links = None
    search_fields = ["place"]

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request) and may_look(request.user)

    @admin.display(description=gettext_lazy("dung lượng"), ordering="size")
    def told_size(self, row):
        return filesizeformat(row.size) if row.size else None
