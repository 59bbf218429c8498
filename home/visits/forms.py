"""What an appointment is for, and at which office."""

from django import forms
from django.utils.translation import gettext_lazy

from catalog.models import Agency
from flows.models import Appointment


class VisitForm(forms.Form):
    """Office and purpose, by GET: the address can be sent to somebody else."""

    co_quan = forms.ModelChoiceField(
        label=gettext_lazy("Cơ quan BHXH"),
        queryset=Agency.objects.none(),
        to_field_name="office_code",
        empty_label=gettext_lazy("Chọn cơ quan"),
        error_messages={"required": gettext_lazy("Hãy chọn cơ quan.")},
    )
    viec = forms.ChoiceField(
        label=gettext_lazy("Việc cần đến cơ quan"),
        choices=Appointment.Purpose.choices,
        error_messages={"required": gettext_lazy("Hãy chọn việc cần đến cơ quan.")},
    )

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["co_quan"].queryset = agencies

    def add_prefix(self, field_name: str) -> str:
        """Addresses are read by people: co-quan, not co_quan."""
        return super().add_prefix(field_name).replace("_", "-")
