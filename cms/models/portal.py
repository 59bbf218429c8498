"""What the shell of every page says of the house: contacts and the links of the footer."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Orderable


@register_setting(icon="site")
class PortalSettings(BaseGenericSetting, ClusterableModel):
    """Contacts and footer of the portal (thông tin chân trang)."""

    owner = models.CharField(
        _("cơ quan chủ quản"), max_length=160, default="Bảo hiểm xã hội Việt Nam"
    )
    hotline_hours = models.CharField(
        _("giờ trực tổng đài"), max_length=120, default="24 giờ mỗi ngày, cả tuần"
    )
    email = models.EmailField(_("thư điện tử"), blank=True)
    address = models.CharField(
        _("trụ sở"), max_length=255, default="7 Tràng Thi, phường Hoàn Kiếm, Hà Nội"
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("owner"),
                FieldPanel("hotline_hours"),
                FieldPanel("email"),
                FieldPanel("address"),
            ],
            heading=_("Liên hệ"),
        ),
        InlinePanel("links", heading=_("Liên kết chân trang"), label=_("Liên kết")),
    ]

    class Meta:
        verbose_name = _("thông tin chân trang")


class FooterLink(Orderable):
    """A link in the footer to a page of the portal."""

    settings = ParentalKey(PortalSettings, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(
        _("nhãn"), max_length=80, blank=True, help_text=_("Để trống: dùng tên trang.")
    )
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="+", verbose_name=_("trang")
    )

    panels = [FieldPanel("page"), FieldPanel("label")]

    class Meta(Orderable.Meta):
        verbose_name = _("liên kết chân trang")

    def __str__(self):
        return self.label or self.page.title
