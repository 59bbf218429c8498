"""What those who control procedures look for (kiểm soát thủ tục hành chính; Article 21.4a): dossiers
in which the office may have asked too much, or refused without saying by which law."""

from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _

from flows.models import Decision, State, SupplementItem, SupplementRequest
from flows.reports.definitions import LISTS, Figure, add_list
from flows.reports.period import Period

__all__ = ["LISTS"]


def _asked_twice(period: Period) -> Q:
    """Asked for supplements more than once, the last time in the period."""
    asked = SupplementRequest.objects.order_by().values("dossier")
    asked = asked.annotate(times=Count("pk"), last=Max("asked_at"))
    again = asked.filter(times__gte=2, last__gte=period.begins, last__lt=period.ends)
    return Q(pk__in=again.values("dossier"))


def _asked_beyond(period: Period) -> Q:
    """Asked in the period for a paper that the catalogue does not demand of everybody."""
    within = {"request__asked_at__gte": period.begins, "request__asked_at__lt": period.ends}
    beyond = SupplementItem.objects.filter(component__is_required=False, **within)
    return Q(pk__in=beyond.order_by().values("request__dossier"))


def _refused_without_ground(period: Period) -> Q:
    refused = Q(finished_at__gte=period.begins, finished_at__lt=period.ends, state=State.REFUSED)
    return refused & Q(legal_ground="")


def _negative_without_ground(period: Period) -> Q:
    within = {"approved_at__gte": period.begins, "approved_at__lt": period.ends}
    bare = Decision.objects.filter(outcome=Decision.Outcome.NEGATIVE, legal_ground="", **within)
    return Q(pk__in=bare.order_by().values("dossier"))


def _asked_without_ground(period: Period) -> Q:
    within = {"asked_at__gte": period.begins, "asked_at__lt": period.ends}
    bare = SupplementRequest.objects.filter(legal_ground="", **within)
    return Q(pk__in=bare.order_by().values("dossier"))


add_list(
    Figure("asked_twice", _("Yêu cầu bổ sung, hoàn thiện từ hai lần")), _asked_twice, "submitted_at"
)
add_list(
    Figure("asked_beyond", _("Yêu cầu giấy tờ mà danh mục không bắt buộc")),
    _asked_beyond,
    "submitted_at",
)
add_list(
    Figure("refused_without_ground", _("Từ chối mà không nêu căn cứ pháp lý")),
    _refused_without_ground,
    "finished_at",
)
add_list(
    Figure("negative_without_ground", _("Kết quả không đủ điều kiện mà không nêu căn cứ pháp lý")),
    _negative_without_ground,
    "finished_at",
)
add_list(
    Figure("asked_without_ground", _("Yêu cầu bổ sung mà không nêu căn cứ pháp lý")),
    _asked_without_ground,
    "submitted_at",
)
