"""What the lists of messages to and from other systems share: the right, and acts that need a reason."""

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ActionForm
from django.utils.translation import gettext_lazy as _

from flows.console.readonly import ReadOnlyAdmin
from flows.errors import DossierError


class ReasonActionForm(ActionForm):
    """Beside the acts: why, for those that ask for it."""

    reason = forms.CharField(
        label=_("Lý do (khi thôi xử lý)"),
        required=False,
        max_length=300,
        strip=True,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


def each(request, queryset, act, done: str) -> None:
    """Do `act` to every chosen row; what a rule forbids is said with the row it concerns."""
    count = 0
    for row in queryset.order_by("pk"):
        try:
            act(row)
            count += 1
        except DossierError as error:
            messages.error(request, f"{row}: {error}")
    if count:
        messages.success(request, done % {"n": count})


class ExchangeAdmin(ReadOnlyAdmin):
    """Seen and acted on by whoever runs the exchange; rows are changed by services alone."""

    action_form = ReasonActionForm

    def has_view_permission(self, request, obj=None):
        may = request.user.has_perm("flows.run_exchange")
        return super().has_view_permission(request) and may
