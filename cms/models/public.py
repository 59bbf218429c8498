"""What every page of the portal has in common."""

from django.utils.functional import classproperty
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.models import Page, PageViewRestriction

from cms.editions import public
from cms.models.english import InEnglish


class PublicPage(InEnglish, Page):
    """A page whose answer is the same for every visitor, so that it may be kept whole."""

    # Nothing here is for some only: no restriction can be set, so none is asked for.
    private_page_options = []

    class Meta:
        abstract = True

    @classproperty
    def edit_handler(cls) -> TabbedInterface:
        """The stock tabs with one more, for the English."""
        english = [FieldPanel(f"{name}_en") for name in cls.ENGLISH] + [FieldPanel("english_fits")]
        return TabbedInterface(
            [
                ObjectList(cls.content_panels, heading=_("Nội dung")),
                ObjectList(english, heading=_("Tiếng Anh")),
                ObjectList(cls.promote_panels, heading=_("Quảng bá")),
                ObjectList(cls.settings_panels, heading=_("Cài đặt")),
            ],
            base_form_class=cls.base_form_class,
        )

    preview_modes = [("", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]

    def get_view_restrictions(self):
        return PageViewRestriction.objects.none()

    def serve(self, request, *args, **kwargs):
        return public(super().serve(request, *args, **kwargs))

    def serve_preview(self, request, mode_name):
        with override(mode_name or "vi"):
            return super().serve_preview(request, mode_name).render()

    def trail(self) -> list[tuple[str, str]]:
        """The way here, as (label, address), for the breadcrumbs that add home; the page itself is last."""
        above = self.get_ancestors().filter(depth__gt=2) if self.depth > 3 else []
        if above and get_language() == "en":
            above = above.specific()
            return [(page.said["title"], page.url) for page in above] + [(self.said["title"], "")]
        return [(page.title, page.url) for page in above] + [(self.said["title"], "")]
