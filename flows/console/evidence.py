"""How each filing was confirmed (bằng chứng xác thực), as an auditor reads it years later."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from flows.models import Submission
from flows.services import certifying
from flows.services.batching import contains


@dataclass(frozen=True)
class Evidence:
    """One filing with the facts of its confirmation, in reading order: (name, value)."""

    submission: Submission
    rows: list[tuple[str, str]]


def of(submissions) -> list[Evidence]:
    return [Evidence(one, list(filter(lambda row: row[1], _rows(one)))) for one in submissions]


def _rows(submission):
    kept = submission.evidence
    read = {"otp": _by_code, "signature": _by_signature}.get(kept.get("method"), _at_the_desk)
    yield from read(kept)
    yield _("Xác nhận lúc"), _moment(kept.get("confirmed_at") or kept.get("at"))
    yield _("Mã băm nội dung đã lưu"), submission.digest
    if confirmed := kept.get("digest"):
        same = confirmed == submission.digest
        yield _("Nội dung đã xác nhận"), _("Khớp với nội dung đã lưu") if same else confirmed
    if kept.get("batch"):
        yield from _of_batch(kept, submission.digest)


def _by_code(kept):
    yield _("Cách xác nhận"), _("Mã OTP")
    channels = {"sms": _("Tin nhắn tới %s"), "email": _("Thư điện tử tới %s")}
    channel = channels.get(kept.get("channel"), "%s")
    yield _("Nơi nhận mã"), channel % kept.get("to", "")
    yield _("Gửi mã lúc"), _moment(kept.get("sent_at"))
    yield _("Số lần nhập"), str(kept.get("tries", ""))


def _by_signature(kept):
    signature = kept.get("signature", {})
    yield _("Cách xác nhận"), _("Chữ ký số %s") % kept.get("format", "")
    yield _("Ký số từ xa tại"), kept.get("provider", "")
    yield _("Người ký"), signature.get("signer", "")
    yield _("Mã số thuế trên chứng thư"), signature.get("tax_code", "")
    yield _("Nơi cấp chứng thư"), signature.get("issuer", "")
    yield _("Số sê-ri chứng thư"), signature.get("serial", "")
    stands = {
        certifying.REGISTERED: _("Đúng chứng thư số đã đăng ký với tài khoản"),
        certifying.OTHER: _("Khác chứng thư số đã đăng ký với tài khoản, vẫn của đơn vị"),
    }
    yield _("So với tài khoản"), stands.get(kept.get("certificate"), "")
    yield _("Chứng thư có hiệu lực đến"), _moment(signature.get("valid_to"))
    yield _("Dấu thời gian"), _moment(signature.get("stamped_at"))
    yield _("Nhận tệp đã ký lúc"), _moment(kept.get("received_at"))
    yield _("Mã băm tờ khai"), kept.get("declaration_sha256", "")
    yield _("Mã băm tệp đã ký"), kept.get("signed_sha256", "")


def _of_batch(kept, seal: str):
    """The batch whose one signature stands for this filing, and whether it does, worked out anew."""
    told = kept["batch"]
    yield _("Lô hồ sơ"), told["number"]
    yield (
        _("Hồ sơ trong lô"),
        _("Thứ %(row)d trong %(rows)d, dòng %(sheet_row)d của bảng tính") % told,
    )
    yield _("Mã băm nội dung lô được ký"), told["digest"]
    holds = contains(kept, seal)
    yield (
        _("Hồ sơ này trong tờ khai của lô"),
        _("Có: mã băm của hồ sơ dẫn đến mã băm được ký") if holds else _("KHÔNG khớp"),
    )


def _at_the_desk(kept):
    yield _("Người nhập"), kept.get("clerk", "")


def _moment(text) -> str:
    at = parse_datetime(text) if text else None
    return f"{timezone.localtime(at):%H:%M:%S %d/%m/%Y}" if at else ""
