"""Where the record says two things at once (chỗ ghi nhận mâu thuẫn): found each night (Article 20)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.leading import led_by


class ContradictionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the dossiers that an inspector sees; for heads and leaders those of their unit."""
        from flows.models.dossier import Dossier

        seen = self.filter(dossier__in=Dossier.objects.visible_to(user).order_by())
        if user.has_perm("flows.inspect_dossier"):
            return seen
        return seen.filter(
            led_by(user, department="dossier__current_department", agency="dossier__current_agency")
        )

    def with_list_data(self):
        return self.select_related(
            "dossier__procedure", "dossier__current_agency", "dossier__current_department"
        )


class Contradiction(models.Model):
    """One kind of contradiction on one dossier, from the night it was found until it is mended."""

    class Kind(models.TextChoices):
        PAPER_ELSEWHERE = (
            "paper_elsewhere",
            _("Hồ sơ giấy không ở đơn vị đang giải quyết và chưa có bàn giao sang đó"),
        )
        ORIGINALS_KEPT = (
            "originals_kept",
            _("Đã trả kết quả nhưng vẫn ghi giữ bản chính của người nộp"),
        )
        NO_EVIDENCE = (
            "no_evidence",
            _("Ghi đã trả kết quả nhưng không có lần trả nào kèm bằng chứng"),
        )
        NOTHING_TO_GIVE = (
            "nothing_to_give",
            _("Đã có kết quả nhưng không còn lần trả nào đang chờ"),
        )
        CLOSED_WITH_WORK = "closed_with_work", _("Hồ sơ đã kết thúc nhưng còn bước đang mở")
        NOBODY_HOLDS = "nobody_holds", _("Hồ sơ chưa kết thúc nhưng không ai giữ, không chờ ai")
        WRONG_STEP = "wrong_step", _("Bước đang mở không hợp với tình trạng của hồ sơ")
        WAITS_FOR_NOTHING = (
            "waits_for_nothing",
            _("Ghi đang chờ bổ sung nhưng không có yêu cầu bổ sung nào còn mở"),
        )
        STILL_ASKED = (
            "still_asked",
            _("Yêu cầu bổ sung còn mở nhưng hồ sơ không ở tình trạng chờ bổ sung"),
        )

    dossier = models.ForeignKey(
        "flows.Dossier",
        on_delete=models.CASCADE,
        related_name="contradictions",
        verbose_name=_("hồ sơ"),
    )
    kind = models.CharField(_("mâu thuẫn"), max_length=20, choices=Kind)
    since = models.DateTimeField(_("thấy từ"), default=timezone.now)

    objects = ContradictionQuerySet.as_manager()

    class Meta:
        verbose_name = _("chỗ ghi nhận mâu thuẫn")
        verbose_name_plural = _("chỗ ghi nhận mâu thuẫn")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "kind"], name="contradiction_once"),
        ]

    def __str__(self):
        return f"{self.dossier} · {self.get_kind_display()}"

    @property
    def advice(self):
        """What is to be done about it."""
        return ADVICE[self.kind]


_K = Contradiction.Kind
ADVICE = {
    _K.PAPER_ELSEWHERE: _(
        "Hỏi đơn vị nhận giấy lần cuối xem giấy đang ở đâu; lập phiếu bàn giao sang đơn vị đang giải quyết."
    ),
    _K.ORIGINALS_KEPT: _(
        "Kiểm tra tủ hồ sơ: còn bản chính thì mời người nộp đến và ghi «Trả bản chính»; đã trả thì yêu cầu bộ phận trả kết quả ghi lại."
    ),
    _K.NO_EVIDENCE: _(
        "Đối chiếu sổ trả kết quả, bảng kê bưu chính; hỏi người nộp đã nhận chưa và lập biên bản kèm hồ sơ."
    ),
    _K.NOTHING_TO_GIVE: _(
        "Xem các lần trả trong hồ sơ: đã trao đủ thì đề nghị ghi đã trả, chưa trao thì đề nghị mở lại lần trả."
    ),
    _K.CLOSED_WITH_WORK: _(
        "Yêu cầu đơn vị giữ bước dừng xử lý; đề nghị hỗ trợ kỹ thuật đóng bước."
    ),
    _K.NOBODY_HOLDS: _("Giao một phụ trách theo dõi hạn trả; đề nghị hỗ trợ kỹ thuật mở lại bước."),
    _K.WRONG_STEP: _(
        "So bước đang mở với nhật ký hồ sơ; đề nghị hỗ trợ kỹ thuật sửa trước khi xử lý tiếp."
    ),
    _K.WAITS_FOR_NOTHING: _(
        "Xem nhật ký người nộp đã bổ sung chưa; đề nghị hỗ trợ kỹ thuật cho hồ sơ xử lý tiếp hoặc mở lại yêu cầu."
    ),
    _K.STILL_ASKED: _(
        "Hỏi đơn vị đã yêu cầu: còn cần bổ sung hay không; đề nghị hỗ trợ kỹ thuật đóng yêu cầu hoặc đưa hồ sơ về chờ bổ sung."
    ),
}
