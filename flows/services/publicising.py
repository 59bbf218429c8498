"""Decisions whose procedures are not public within their days (Article 9.1): who keeps the catalogue is told."""

import datetime

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import publicity
from catalog.models import Post
from flows.effects.mail import send_mail

TOLD_WITHIN = datetime.timedelta(days=14)  # older debts of a catalogue stand on its list


def warn_of_late_publicity() -> int:
    """Tell the managers of each place that has missed its day, once; returns how many were due."""
    since = timezone.localdate() - TOLD_WITHIN
    late = [
        (decision, place, day)
        for decision in publicity.decisions()
        for place, day in decision.late_at.items()
        if day >= since
    ]
    people = _managers() if late else []
    for decision, place, day in late:
        facts = {
            "number": decision.number,
            "place": publicity.Place(place).label,
            "day": f"{day:%d/%m/%Y}",
            "left": decision.open_at[place],
            "all": decision.procedures,
        }
        subject = _("Quá hạn công khai: quyết định %(number)s") % facts
        body = (
            _(
                "Quyết định %(number)s phải được công khai trên %(place)s chậm nhất ngày %(day)s; "
                "còn %(left)d trong %(all)d thủ tục chưa công khai. "
                "Xem mục «Công khai thủ tục» của Bộ phận Một cửa."
            )
            % facts
        )
        for person in people:
            key = f"publicity-late:{decision.number}:{place}:{person.pk}"
            send_mail(person.email, subject, body, key=key)
    return len(late)


def _managers() -> list:
    posts = Post.objects.active().filter(role__permissions__codename="add_publicity")
    return list(get_user_model().objects.filter(pk__in=posts.values("user")).exclude(email=""))
