"""The service index of Quyết định 766/QĐ-TTg: what our data can measure, and honestly what not.

Weights and thresholds: domain of the decision (23/6/2022), dated data of the whole country.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from flows.reports.figures import Line


@dataclass(frozen=True)
class Part:
    """A part of the index: its highest points, ours (None: not measured here), and how it is counted."""

    group: str
    most: int
    points: float | None
    told: str


def measured(total: Line) -> list[Part]:
    """The groups of the index for the figures of one place and period."""
    return [
        Part(_("Công khai, minh bạch"), 18, None, _("Chưa đo: cần dữ liệu đồng bộ với Cổng quốc gia.")),
        Part(_("Tiến độ giải quyết"), 20, _progress(total), _("20 × (giải quyết trước hạn, đúng hạn và đang giải quyết trong hạn) ÷ (tiếp nhận và kỳ trước chuyển sang).")),
        Part(_("Dịch vụ trực tuyến: tỷ lệ hồ sơ trực tuyến"), 6, _online(total), _("Đủ 6 điểm khi từ 50% hồ sơ nộp trực tuyến; thấp hơn tính theo tỷ lệ. Hai thành phần còn lại (6 điểm) chưa đo.")),
        Part(_("Thanh toán trực tuyến"), 10, None, _("Không áp dụng: thủ tục của BHXH không thu phí, lệ phí.")),
        Part(_("Số hóa hồ sơ: giấy tờ được số hóa khi tiếp nhận"), 4, _digitised(total), _("Đủ 4 điểm khi từ 80% giấy tờ của hồ sơ tiếp nhận được số hóa; thấp hơn tính theo tỷ lệ.")),
        Part(_("Số hóa hồ sơ: dùng lại giấy tờ, kết quả đã số hóa"), 2, _reused(total), _("Đủ 2 điểm khi từ 80% giấy tờ được dùng lại; thấp hơn tính theo tỷ lệ. Các thành phần còn lại (16 điểm) chưa đo.")),
        Part(_("Mức độ hài lòng: tỷ lệ đánh giá hài lòng"), 6, _satisfied(total), _("6 × tỷ lệ đánh giá từ 4 trên 5 trở lên. Hai thành phần còn lại (12 điểm) chưa đo.")),
    ]  # fmt: skip


def _progress(total: Line) -> float | None:
    whole = total.whole
    if not whole:
        return None
    # What was stopped or withdrawn is neither early nor late: it is left out of both sides.
    whole -= total.stopped + total.withdrawn
    good = total.early + total.on_time + total.open - total.overdue
    return round(20 * good / whole, 2) if whole else None


def _online(total: Line) -> float | None:
    share = total.online_share
    return None if share is None else round(6 * min(1.0, share / 50), 2)


def _digitised(total: Line) -> float | None:
    share = total.digitised_share
    return None if share is None else round(4 * min(1.0, share / 80), 2)


def _reused(total: Line) -> float | None:
    share = total.reused_share
    return None if share is None else round(2 * min(1.0, share / 80), 2)


def _satisfied(total: Line) -> float | None:
    share = total.satisfied_share
    return None if share is None else round(6 * share / 100, 2)
