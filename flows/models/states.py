"""Where a dossier is, and where its money is: two states that never mix."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Business state of a dossier; flows/status.py projects it to the public and national ones."""

    SUBMITTED = "submitted", _("Đã gửi, chờ tiếp nhận")
    INTAKE_SUPPLEMENT = "intake_supplement", _("Chờ hoàn thiện trước khi tiếp nhận")
    REFUSED = "refused", _("Không tiếp nhận")
    RECEIVED = "received", _("Đã tiếp nhận")
    PROCESSING = "processing", _("Đang xử lý")
    SUPPLEMENT_REQUESTED = "supplement_requested", _("Chờ bổ sung hồ sơ")
    WITHDRAW_REQUESTED = "withdraw_requested", _("Người nộp xin rút")
    WITHDRAWN = "withdrawn", _("Đã rút")
    STOPPED = "stopped", pgettext_lazy("tình trạng", "Dừng giải quyết")
    RESULT_READY = "result_ready", _("Đã có kết quả")
    RETURNED = "returned", _("Đã trả kết quả")


class FeeState(models.TextChoices):
    """The money of a dossier, apart from where the dossier is (tình trạng phí, lệ phí)."""

    NONE = "", _("Không phải nộp")
    DUE = "due", _("Chưa nộp phí, lệ phí")
    PAID = "paid", _("Đã nộp phí, lệ phí")
    REFUNDED = "refunded", _("Đã hoàn trả phí, lệ phí")


CLOSED_STATES = [State.REFUSED, State.WITHDRAWN, State.STOPPED, State.RETURNED]
