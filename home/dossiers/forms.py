"""The forms of the dossier pages: withdrawal and rating."""

from django import forms
from django.utils.translation import gettext_lazy as _

from home.models import Rating


class WithdrawForm(forms.Form):
    """Why the person withdraws."""

    reason = forms.CharField(
        label=_("Lý do rút hồ sơ"),
        error_messages={"required": _("Ghi lý do rút hồ sơ.")},
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 500}),
    )


class RatingForm(forms.ModelForm):
    """Satisfaction, ease, and a comment."""

    class Meta:
        model = Rating
        fields = ["score", "ease", "comment"]
        widgets = {"comment": forms.Textarea(attrs={"rows": 4, "maxlength": 2000})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["score"] = forms.TypedChoiceField(
            label=_("Mức hài lòng"),
            error_messages={"required": _("Chọn mức hài lòng.")},
            choices=Rating._meta.get_field("score").choices,
            coerce=int,
            widget=forms.RadioSelect,
        )
        self.fields["ease"] = forms.ChoiceField(
            label=_("Thực hiện thủ tục này có dễ không?"),
            error_messages={"required": _("Chọn mức dễ hay khó.")},
            choices=Rating.Ease.choices,
            widget=forms.RadioSelect,
        )
        self.fields["comment"].label = _("Góp ý thêm")
