"""RSS: news, and what changes in the catalogue."""

import datetime

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import Procedure, ProcedureVersion
from cms.editions import public
from cms.models import NewsPage
from cms.sharing import agency_of, levels_of

LATEST = 40


class PublicFeed(Feed):
    """A feed kept like a page."""

    feed_type = Rss201rev2Feed
    language = "vi"

    def __call__(self, request, *args, **kwargs):
        return public(super().__call__(request, *args, **kwargs))


class NewsFeed(PublicFeed):
    """The latest news as RSS."""

    title = gettext_lazy("Tin tức – Cổng Dịch vụ công BHXH Việt Nam")
    description = gettext_lazy("Tin mới về thủ tục, chính sách và hoạt động của cổng.")
    link = "/tin-tuc/"

    def items(self):
        return NewsPage.objects.live().order_by("-date", "-pk")[:20]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.summary

    def item_link(self, item):
        return item.url

    def item_pubdate(self, item):
        return item.first_published_at


class ChangesFeed(PublicFeed):
    """New, changed and repealed procedures; of one office, what people can ask for there."""

    description = gettext_lazy("Thủ tục mới, thay đổi và bãi bỏ theo quyết định công bố.")

    def get_object(self, request, code: str = ""):
        return agency_of(code) if code else None

    def title(self, agency):
        return _("Thay đổi về thủ tục – %s") % (agency.name if agency else _("BHXH Việt Nam"))

    def link(self, agency):
        if agency is None:
            return "/thu-tuc/"
        return reverse("cms:office", args=[agency.office_code])

    def items(self, agency):
        """(when it was published, day it holds from, procedure, what happens), latest first."""
        versions = ProcedureVersion.objects.filter(
            approved_at__isnull=False, procedure__live=True
        ).select_related("procedure")
        rows = [(v.approved_at, v.effective_from, v.procedure, v) for v in versions.order_by("-approved_at")]  # fmt: skip
        if agency:
            levels = levels_of(agency)
            rows = [row for row in rows if levels & set(row[3].competent_levels)]
        shown = {row[2].pk for row in rows}
        rows = rows[:LATEST] + [row for row in _repealed() if row[2].pk in shown]
        return sorted(rows, key=lambda row: row[0], reverse=True)[:LATEST]

    def item_title(self, item):
        _at, day, procedure, version = item
        if version is None:
            said = _("%(name)s (%(code)s): bãi bỏ từ %(day)s")
        elif version.number == 1:
            said = _("%(name)s (%(code)s): công bố, hiệu lực từ %(day)s")
        else:
            said = _("%(name)s (%(code)s): thay đổi, hiệu lực từ %(day)s")
        return said % {"name": procedure.name, "code": procedure.code, "day": f"{day:%d/%m/%Y}"}

    def item_description(self, item):
        _at, _day, procedure, version = item
        if version is None:
            return str(procedure.replaced_by or "")
        return _("Theo quyết định %s") % version.decision_number

    def item_link(self, item):
        return reverse("cms:procedure", args=[item[2].code])

    def item_guid(self, item):
        return f"{item[2].code}:{item[3].number if item[3] else 'repealed'}"

    item_guid_is_permalink = False

    def item_pubdate(self, item):
        return item[0]


def _repealed() -> list[tuple]:
    """Procedures repealed by today, dated by that day."""
    gone = Procedure.objects.live().filter(repealed_on__lte=timezone.localdate())
    return [
        (timezone.make_aware(datetime.datetime.combine(one.repealed_on, datetime.time())), one.repealed_on, one, None)
        for one in gone.select_related("replaced_by")
    ]  # fmt: skip
