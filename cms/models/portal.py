"""What the shell of every page says of the house: contacts, the main menu and the links of the footer."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import translate_url
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
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
        InlinePanel("menu", heading=_("Trình đơn chính"), label=_("Mục")),
        InlinePanel("links", heading=_("Liên kết chân trang"), label=_("Liên kết")),
    ]

    class Meta:
        verbose_name = _("thông tin chân trang")


class PortalLink(Orderable):
    """A link of the shell: to a page of the editors, or to an address of the portal."""

    label = models.CharField(
        _("nhãn"), max_length=80, blank=True, help_text=_("Để trống: dùng tên trang.")
    )
    label_en = models.CharField(_("nhãn tiếng Anh"), max_length=80, blank=True)
    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("trang"),
    )
    address = models.CharField(
        _("hoặc địa chỉ trong cổng"),
        max_length=200,
        blank=True,
        help_text=_("Ví dụ /tra-cuu/; dùng khi nơi đến không phải là trang biên tập."),
        validators=[
            RegexValidator(r"^/(?!/)", _("Địa chỉ trong cổng bắt đầu bằng một dấu gạch chéo."))
        ],
    )

    panels = [
        FieldRowPanel([FieldPanel("page"), FieldPanel("address")]),
        FieldRowPanel([FieldPanel("label"), FieldPanel("label_en")]),
    ]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self):
        return self.label or (self.page.title if self.page else self.address)

    def clean(self):
        if bool(self.page_id) == bool(self.address):
            raise ValidationError(_("Hãy chọn một trang, hoặc ghi một địa chỉ trong cổng."))
        if self.address and not self.label:
            raise ValidationError({"label": _("Hãy ghi nhãn cho địa chỉ này.")})

    def said_in(self, language: str) -> tuple[str, str]:
        """The label and the language it is in."""
        if language == "en" and self.label_en:
            return self.label_en, "en"
        return str(self), "vi"

    def url_in(self, language: str) -> str:
        """Where it leads from pages of this language; nothing when the page is not public."""
        if self.page_id:
            return (self.page.url or "") if self.page.live else ""
        with override(settings.LANGUAGE_CODE):  # the address is written without a language
            return translate_url(self.address, language)


class MenuLink(PortalLink):
    """A link of the main menu (trình đơn chính); without any the menu is the built-in one."""

    settings = ParentalKey(PortalSettings, on_delete=models.CASCADE, related_name="menu")

    class Meta(PortalLink.Meta):
        verbose_name = _("mục trình đơn chính")


class FooterLink(PortalLink):
    """A link in a column of the footer, below the built-in ones (chân trang)."""

    class Column(models.TextChoices):
        SERVICES = "services", _("Dịch vụ")
        SUPPORT = "support", _("Hỗ trợ")
        SYSTEM = "system", _("Hệ thống")

    settings = ParentalKey(PortalSettings, on_delete=models.CASCADE, related_name="links")
    column = models.CharField(_("cột"), max_length=10, choices=Column, default=Column.SUPPORT)

    panels = [*PortalLink.panels, FieldPanel("column")]

    class Meta(PortalLink.Meta):
        verbose_name = _("liên kết chân trang")
