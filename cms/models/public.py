"""What every page of the portal has in common."""

from wagtail.models import Page

from cms.page_cache import public


class PublicPage(Page):
    """A page whose answer is the same for every visitor, so that it may be kept whole."""

    class Meta:
        abstract = True

    def serve(self, request, *args, **kwargs):
        return public(super().serve(request, *args, **kwargs))

    def trail(self) -> list[tuple[str, str]]:
        """The way here, as (label, address), for the breadcrumbs that add home; the page itself is last."""
        above = self.get_ancestors().filter(depth__gt=2)
        return [(page.title, page.url) for page in above] + [(self.title, "")]
