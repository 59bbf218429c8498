"""Summaries that reports read instead of counting dossiers (số liệu cộng dồn), folded by the worker."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person


def counter(label) -> models.IntegerField:
    """A number of the summary; deltas are added to it, so it is never checked for its sign."""
    return models.IntegerField(label, default=0)


class Counters(models.Model):
    """What is counted of dossiers; each number stands in the month in which its event lies.

    Balance: carried over + received + moved_in = early + on_time + late + stopped + withdrawn +
    moved_out + open at the end.
    """

    month = models.DateField(_("tháng"))
    submitted = counter(_("nộp"))
    received = counter(_("tiếp nhận"))
    received_online = counter(_("tiếp nhận trực tuyến"))
    received_counter = counter(_("tiếp nhận trực tiếp"))
    received_post = counter(_("tiếp nhận qua bưu chính"))
    received_api = counter(_("tiếp nhận từ hệ thống kết nối"))
    early = counter(_("giải quyết trước hạn"))
    on_time = counter(_("giải quyết đúng hạn"))
    late = counter(_("giải quyết quá hạn"))
    negative = counter(_("trả lời không đủ điều kiện"))
    stopped = counter(_("dừng giải quyết"))
    withdrawn = counter(_("rút sau tiếp nhận"))
    refused = counter(_("không tiếp nhận"))
    taken_back = counter(_("rút trước tiếp nhận"))
    returned = counter(_("trả kết quả"))
    working_days = counter(_("số ngày làm việc đến khi có kết quả"))
    moved_in = counter(_("nhận chuyển từ cơ quan khác"))
    moved_out = counter(_("chuyển sang cơ quan khác"))
    open_due = counter(_("chưa xong, hẹn trả trong tháng"))
    late_due = counter(_("đã xong quá hạn, hẹn trả trong tháng"))
    apologised = counter(_("xin lỗi, hẹn lại ngày trả"))
    papers = counter(_("giấy tờ của hồ sơ đã tiếp nhận"))
    digitised = counter(_("giấy tờ đã số hóa"))
    reused = counter(_("giấy tờ, kết quả dùng lại"))
    ratings = counter(_("lượt đánh giá"))
    satisfied = counter(_("đánh giá hài lòng"))
    score = counter(_("tổng điểm đánh giá"))

    class Meta:
        abstract = True


COUNTERS = [field.name for field in Counters._meta.fields if field.name != "month"]


class AgencyFigures(Counters):
    """One agency, one month: small enough to add up the whole country on a page."""

    agency = models.ForeignKey(
        "catalog.Agency", on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )

    class Meta:
        verbose_name = _("số liệu của cơ quan")
        verbose_name_plural = _("số liệu của cơ quan")
        constraints = [
            models.UniqueConstraint(fields=["agency", "month"], name="agency_figures_cell"),
        ]

    def __str__(self):
        return f"{self.agency} · {self.month:%m/%Y}"


class ProcedureFigures(Counters):
    """One procedure at one agency in one month."""

    agency = models.ForeignKey(
        "catalog.Agency", on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    procedure = models.ForeignKey(
        "catalog.Procedure", on_delete=models.PROTECT, related_name="+", verbose_name=_("thủ tục")
    )

    class Meta:
        verbose_name = _("số liệu của thủ tục")
        verbose_name_plural = _("số liệu của thủ tục")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "procedure", "month"], name="procedure_figures_cell"
            ),
        ]

    def __str__(self):
        return f"{self.procedure} · {self.agency} · {self.month:%m/%Y}"


class WorkFigures(models.Model):
    """Steps done by one officer in one department in one month, and dossiers solved by them."""

    department = models.ForeignKey(
        "catalog.Department",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("phòng ban"),
    )
    officer = person(
        _("cán bộ")
    )  # PROTECT: the figures of a month keep the name of who did the work
    month = models.DateField(_("tháng"))
    done = counter(_("bước đã làm"))
    done_late = counter(_("bước làm quá hạn"))
    solved = counter(_("hồ sơ đã thụ lý xong"))
    solved_late = counter(_("hồ sơ xong quá hạn"))

    class Meta:
        verbose_name = _("số liệu của cán bộ")
        verbose_name_plural = _("số liệu của cán bộ")
        constraints = [
            models.UniqueConstraint(
                fields=["department", "officer", "month"], name="work_figures_cell"
            ),
        ]

    def __str__(self):
        return f"{self.officer} · {self.month:%m/%Y}"


class Counted(models.Model):
    """What one dossier has added to the summaries, so that its next folding adds the difference."""

    dossier = models.OneToOneField(
        "flows.Dossier", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    content = models.JSONField(default=list)

    class Meta:
        verbose_name = _("phần đã cộng của hồ sơ")
        verbose_name_plural = _("phần đã cộng của hồ sơ")

    def __str__(self):
        return str(self.dossier_id)


class FoldState(models.Model):
    """How far the journal is folded. One row; its lock lets one worker fold at a time.

    Entries up to `folded` were seen, those above `settled` are looked at again: a transaction that
    took a lower number may have ended after one with a higher.
    """

    folded = models.PositiveBigIntegerField(default=0)
    settling = models.PositiveBigIntegerField(default=0)
    settled = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField(_("cộng lúc"), null=True)

    class Meta:
        verbose_name = _("mốc cộng dồn")
        verbose_name_plural = _("mốc cộng dồn")

    def __str__(self):
        return str(self.folded)
