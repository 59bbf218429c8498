"""The service index of Quyết định 766/QĐ-TTg: what our data can measure, and honestly what not.

Weights and thresholds: domain of the decision (23/6/2022), dated data of the whole country.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from flows.reports.figures import Line


@dataclass(frozen=True)
class Part:
    """A part of the index: its highest points, ours (None: not measured here), how it is counted,
    and the figures behind it: (name, number) of those that earn points, and of all."""

    group: str
    most: int
    points: float | None
    told: str
    sources: tuple[tuple[str, int], ...] = ()
    unit: str = ""


def measured(total: Line) -> list[Part]:
    """The groups of the index for the figures of one place and period."""
    return [
        Part(_("Công khai, minh bạch"), 18, None, _("Chưa đo: cần dữ liệu đồng bộ với Cổng quốc gia.")),
        _part(total, _("Tiến độ giải quyết"), 20, 100, "in_time", "handled", _("hồ sơ"), _("20 × (giải quyết trước hạn, đúng hạn và đang giải quyết trong hạn) ÷ (tiếp nhận và kỳ trước chuyển sang).")),
        _part(total, _("Dịch vụ trực tuyến: tỷ lệ hồ sơ trực tuyến"), 6, 50, "received_online", "received", _("hồ sơ"), _("Đủ 6 điểm khi từ 50% hồ sơ nộp trực tuyến; thấp hơn tính theo tỷ lệ. Hai thành phần còn lại (6 điểm) chưa đo.")),
        Part(_("Thanh toán trực tuyến"), 10, None, _("Không áp dụng: thủ tục của BHXH không thu phí, lệ phí.")),
        _part(total, _("Số hóa hồ sơ: giấy tờ được số hóa khi tiếp nhận"), 4, 80, "digitised", "papers", _("giấy tờ"), _("Đủ 4 điểm khi từ 80% giấy tờ của hồ sơ tiếp nhận được số hóa; thấp hơn tính theo tỷ lệ.")),
        _part(total, _("Số hóa hồ sơ: dùng lại giấy tờ, kết quả đã số hóa"), 2, 80, "reused", "papers", _("giấy tờ"), _("Đủ 2 điểm khi từ 80% giấy tờ được dùng lại; thấp hơn tính theo tỷ lệ. Các thành phần còn lại (16 điểm) chưa đo.")),
        _part(total, _("Mức độ hài lòng: tỷ lệ đánh giá hài lòng"), 6, 100, "satisfied", "ratings", _("đánh giá"), _("6 × tỷ lệ đánh giá từ 4 trên 5 trở lên. Hai thành phần còn lại (12 điểm) chưa đo.")),
    ]  # fmt: skip


def _part(
    total: Line, group: str, most: int, full: int, good: str, whole: str, unit: str, told: str
) -> Part:
    """All the points from `full` per cent on, below that as many as the share reaches."""
    has, of = getattr(total, good), getattr(total, whole)
    points = round(most * min(1.0, 100 * has / of / full), 2) if of else None
    return Part(group, most, points, told, ((good, has), (whole, of)), unit)
