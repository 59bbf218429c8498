"""What every page of the portal has in common."""

from wagtail.models import Page, PageViewRestriction

from cms.editions import public


class PublicPage(Page):
    """A page whose answer is the same for every visitor, so that it may be kept whole."""

    # Nothing here is for some only: no restriction can be set, so none is asked for.
    private_page_options = []

    class Meta:
        abstract = True

    def get_view_restrictions(self):
        return PageViewRestriction.objects.none()

    def serve(self, request, *args, **kwargs):
        return public(super().serve(request, *args, **kwargs))

    def trail(self) -> list[tuple[str, str]]:
        """The way here, as (label, address), for the breadcrumbs that add home; the page itself is last."""
        above = self.get_ancestors().filter(depth__gt=2) if self.depth > 3 else []
        return [(page.title, page.url) for page in above] + [(self.title, "")]
