"""What people and offices tell us: feedback of citizens (phản ánh, kiến nghị), proposals of Article 24."""

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Agency, Department
from catalog.models.person import person
from catalog.permissions import posts_of
from flows.models.support import SupportLevel


def new_check() -> str:
    """Six digits that, with the number, open the answer to somebody without an account."""
    return f"{secrets.randbelow(10**6):06d}"


class FeedbackQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the agencies in which the person holds a post. A support request: of the office
        that sent it, and of who gives support where it lies."""
        if user.is_superuser:
            return self
        posts = posts_of(user)
        here = {post.department.agency_id for post in posts}
        supports = {post.department.agency_id for post in posts if is_technical(post)}
        return self.filter(
            Q(agency__in=here) & ~Q(kind="support")
            | Q(kind="support") & (Q(agency__in=supports) | Q(from_agency__in=here))
        )

    def of_citizens(self):
        return self.exclude(kind="support")

    def support(self):
        return self.filter(kind="support")

    def open(self):
        return self.filter(answered_at__isnull=True)

    def late(self):
        """Not answered in time, or still waiting after it."""
        return self.filter(
            Q(answered_at__gt=F("due_at")) | Q(answered_at=None, due_at__lt=timezone.now())
        )


def is_technical(post) -> bool:
    """Is it a post in an IT department?"""
    return Department.Function.IT in post.department.functions


class Feedback(models.Model):
    """What somebody reports, proposes or complains of, with or without a dossier; answered in time."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("Hỏi đáp, đề nghị hướng dẫn")
        REPORT = "report", _("Phản ánh về thái độ, việc phục vụ, chậm trễ")
        PROPOSAL = "proposal", _("Kiến nghị về quy định, thủ tục")
        COMPLAINT = "complaint", _("Khiếu nại quyết định, hành vi hành chính")
        SUPPORT = "support", _("Yêu cầu hỗ trợ kỹ thuật")

    # What citizens may send; support is asked for by offices.
    OF_CITIZENS = (Kind.QUESTION, Kind.REPORT, Kind.PROPOSAL, Kind.COMPLAINT)

    class Topic(models.TextChoices):
        """What an office needs help with."""

        ACCESS = "access", _("Đăng nhập, phân quyền")
        ERROR = "error", _("Lỗi phần mềm")
        DATA = "data", _("Số liệu, danh mục")
        DEVICE = "device", _("Máy in, máy quét, thiết bị ký số")
        GUIDANCE = "guidance", _("Hướng dẫn sử dụng")

    number = models.CharField(_("số"), max_length=40, unique=True)
    check_code = models.CharField(_("mã kiểm tra"), max_length=6, default=new_check)
    kind = models.CharField(_("loại"), max_length=10, choices=Kind)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan trả lời")
    )
    dossier = models.ForeignKey(
        "flows.Dossier",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="feedback",
        verbose_name=_("hồ sơ"),
    )
    from_agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("đơn vị yêu cầu hỗ trợ"),
    )
    topic = models.CharField(_("nội dung cần hỗ trợ"), max_length=10, choices=Topic, blank=True)
    priority = models.CharField(
        _("mức ưu tiên"), max_length=10, choices=SupportLevel.Priority, blank=True
    )
    contradiction = models.ForeignKey(
        "flows.Contradiction",
        on_delete=models.SET_NULL,  # it is gone once mended; the request stays
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("mâu thuẫn cần hỗ trợ"),
    )
    sender = person(_("tài khoản người gửi"), later=True)
    name = models.CharField(_("người gửi"), max_length=255)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    content = models.TextField(_("nội dung"))
    received_at = models.DateTimeField(_("nhận lúc"), default=timezone.now)
    due_at = models.DateTimeField(_("hạn trả lời"))
    taken_by = person(_("người xử lý"), later=True)
    answer = models.TextField(_("trả lời"), blank=True)
    answered_by = person(_("người trả lời"), later=True)
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)
    history = models.JSONField(_("diễn biến"), default=list)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("phản ánh, kiến nghị")
        verbose_name_plural = _("phản ánh, kiến nghị")
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(
                fields=["agency", "due_at"],
                name="feedback_open",
                condition=Q(answered_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""),
                name="feedback_answered_in_words",
                violation_error_message=_("Hãy ghi nội dung trả lời."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="support")
                | Q(from_agency__isnull=False) & ~Q(topic="") & ~Q(priority=""),
                name="feedback_support_says_what_and_whose",
                violation_error_message=_("Hãy chọn nội dung cần hỗ trợ và mức ưu tiên."),
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def is_support(self) -> bool:
        return self.kind == self.Kind.SUPPORT

    @property
    def is_late(self) -> bool:
        return (self.answered_at or timezone.now()) > self.due_at

    @property
    def rounds(self) -> list[dict]:
        """The replies of a sender who was not satisfied, each with the answer before it."""
        return [step for step in self.history if step["act"] == "reply"]


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The IT Centre sees all; an office those it sent."""
        if user.is_superuser or consolidates(user):
            return self
        return self.filter(agency__in={post.department.agency_id for post in posts_of(user)})


def consolidates(user) -> bool:
    """Does the person work in the IT department of the central agency (Trung tâm CNTT)?"""
    return any(
        post.department.agency.level == Agency.Level.CENTRAL and is_technical(post)
        for post in posts_of(user)
    )


class Proposal(models.Model):
    """A difficulty or proposal about the Regulation, sent by an office to the IT Centre (Article 24)."""

    class Category(models.TextChoices):
        DIFFICULTY = "difficulty", _("Vướng mắc khi thực hiện")
        DEFECT = "defect", _("Bất cập của quy định")
        SOLUTION = "solution", _("Đề xuất giải pháp")

    class State(models.TextChoices):
        SENT = "sent", _("Đã gửi Trung tâm CNTT")
        CONSOLIDATED = "merged", _("Đã tổng hợp")
        SUBMITTED = "submitted", _("Đã trình Tổng Giám đốc")
        CLOSED = "closed", _("Đã có quyết định")

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị gửi")
    )
    category = models.CharField(_("loại"), max_length=10, choices=Category)
    article = models.PositiveSmallIntegerField(_("Điều của Quy chế"), null=True, blank=True)
    content = models.TextField(_("nội dung vướng mắc"))
    solution = models.TextField(_("đề xuất"), blank=True)
    state = models.CharField(_("tình trạng"), max_length=10, choices=State, default=State.SENT)
    sent_by = person(_("người gửi"))
    sent_at = models.DateTimeField(_("gửi lúc"), default=timezone.now)
    note = models.TextField(_("ý kiến của Trung tâm CNTT"), blank=True)
    decision = models.CharField(_("văn bản quyết định"), max_length=255, blank=True)
    changed_by = person(_("người tổng hợp"), later=True)
    changed_at = models.DateTimeField(_("tổng hợp lúc"), null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("vướng mắc, đề xuất")
        verbose_name_plural = _("vướng mắc, đề xuất")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(decision=""),
                name="proposal_closed_by_decision",
                violation_error_message=_("Hãy ghi văn bản quyết định."),
            ),
        ]

    def __str__(self):
        return f"{self.agency} · {self.get_category_display()}"


class TellingFile(models.Model):
    """A file sent with feedback or with a proposal (tệp kèm theo)."""

    feedback = models.ForeignKey(
        Feedback,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="files",
        verbose_name=_("phản ánh, kiến nghị"),
    )
    proposal = models.ForeignKey(
        Proposal,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="files",
        verbose_name=_("vướng mắc, đề xuất"),
    )
    file = models.ForeignKey(
        "flows.StoredFile", on_delete=models.PROTECT, related_name="+", verbose_name=_("tệp")
    )
    name = models.CharField(_("tên tệp"), max_length=200)

    class Meta:
        verbose_name = _("tệp kèm theo")
        verbose_name_plural = _("tệp kèm theo")
        constraints = [
            models.CheckConstraint(
                condition=Q(feedback__isnull=True, proposal__isnull=False)
                | Q(feedback__isnull=False, proposal__isnull=True),
                name="telling_file_of_one",
            ),
        ]

    def __str__(self):
        return self.name
