"""The English beside the Vietnamese of a page: which fields, how far it is, whether it still fits."""

import hashlib
import json

from django import forms
from django.db import models
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.fields import StreamField


class EnglishForm(WagtailAdminPageForm):
    """Remembers which Vietnamese the English was written for, or was said to fit."""

    english_fits = forms.BooleanField(
        label=_("Bản tiếng Anh khớp với bản tiếng Việt hiện tại"),
        required=False,
        help_text=_("Chọn khi bản tiếng Việt đã đổi mà bản tiếng Anh không cần sửa."),
    )

    def save(self, commit=True):
        written = any(name.endswith("_en") for name in self.changed_data)
        if written or self.cleaned_data.get("english_fits"):
            self.instance.english_for = self.instance.vietnamese_print()
        return super().save(commit)


class InEnglish(models.Model):
    """A page whose words (`ENGLISH`) may stand in English too, each in a field ending in `_en`.

    English readers get it when nothing is missing; until then they get the Vietnamese, marked as such.
    """

    class State(models.TextChoices):
        NONE = "none", _("Chưa dịch")
        PARTIAL = "partial", _("Dịch dở")
        OUTDATED = "outdated", _("Bản tiếng Việt đã đổi, cần xem lại")
        COMPLETE = "complete", _("Đã dịch")

    ENGLISH: tuple[str, ...] = ("title",)

    title_en = models.CharField(_("tiêu đề tiếng Anh"), max_length=255, blank=True)
    english_for = models.CharField(max_length=64, blank=True, editable=False)

    base_form_class = EnglishForm

    class Meta:
        abstract = True

    def _pairs(self) -> list[tuple[bool, bool]]:
        """For each field: is there Vietnamese, is there English."""
        return [
            (bool(getattr(self, name)), bool(getattr(self, f"{name}_en"))) for name in self.ENGLISH
        ]

    @property
    def has_english(self) -> bool:
        return all(english or not vietnamese for vietnamese, english in self._pairs())

    @property
    def english_state(self) -> "InEnglish.State":
        if not any(english for _vietnamese, english in self._pairs()):
            return self.State.NONE
        if not self.has_english:
            return self.State.PARTIAL
        fits = self.english_for == self.vietnamese_print()
        return self.State.COMPLETE if fits else self.State.OUTDATED

    def vietnamese_print(self) -> str:
        """A fingerprint of the Vietnamese, to notice that it changed after it was translated."""
        words = []
        for name in self.ENGLISH:
            field = self._meta.get_field(name)
            text = field.value_to_string(self)
            # A database may keep the keys of a stream in another order than they were written.
            words.append(json.loads(text) if isinstance(field, StreamField) else text)
        return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()

    @property
    def speaks_english(self) -> bool:
        """Whether this reader gets the English."""
        return get_language() == "en" and self.has_english

    @property
    def said(self) -> dict:
        """The words in the reader's language: `page.said.title` and so on."""
        ending = "_en" if self.speaks_english else ""
        return {name: getattr(self, f"{name}{ending}") for name in self.ENGLISH}

    @property
    def vi(self) -> SafeString:
        """`lang="vi"` where the interface is English and the words are not."""
        plain = get_language() == "vi" or self.speaks_english
        return mark_safe("" if plain else 'lang="vi"')  # noqa: S308 -- our own text
