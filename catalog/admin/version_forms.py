"""What a manager types into a version: lists to tick and pick from, in people's words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog import routings
from catalog.eforms.lines import ANSWERS_HELP, answers_field
from catalog.models import Agency, Case, Department, ProcedureVersion, Scenario, StepRule

_Channel = ProcedureVersion.Channel
RESULT_CHANNELS = [
    (_Channel.ONLINE.value, _("Trực tuyến trên Cổng")),
    (_Channel.COUNTER.value, _("Tại Bộ phận Tiếp nhận và Trả kết quả")),
    (_Channel.POST.value, _("Qua bưu chính công ích")),
]


class TickedList(forms.MultipleChoiceField):
    """A list of codes kept as JSON, ticked in words."""

    widget = forms.CheckboxSelectMultiple


class VersionForm(forms.ModelForm):
    """A version; which routings there are is known only when the flows have been loaded."""

    channels = TickedList(label=_("Cách thức nộp"), choices=_Channel.choices)
    result_channels = TickedList(label=_("Cách thức trả kết quả"), choices=RESULT_CHANNELS)
    competent_levels = TickedList(
        label=_("Cấp giải quyết"),
        choices=Agency.Level.choices,
        help_text=_("Mọi cơ quan của các cấp này có Bộ phận Một cửa sẽ nhận thủ tục."),
    )
    routing = forms.ChoiceField(label=_("Luồng xử lý"), choices=routings.choices)
    supplement_limit_unit = forms.ChoiceField(
        label=_("Đơn vị thời hạn mới"), choices=[("", "—"), *Case.Unit.choices], required=False
    )

    class Meta:
        model = ProcedureVersion
        fields = "__all__"  # noqa: DJ007  the admin names them


class ScenarioForm(forms.ModelForm):
    """A scenario; its answers are typed as lines."""

    answers = answers_field(label=_("Câu trả lời"), help_text=ANSWERS_HELP)

    class Meta:
        model = Scenario
        fields = "__all__"  # noqa: DJ007  the admin names them


class StepRuleForm(forms.ModelForm):
    """Who does a step: the steps of the version's own routing, departments by what they do."""

    department_function = forms.ChoiceField(
        label=_("Phòng ban phụ trách"), choices=Department.Function.choices
    )

    class Meta:
        model = StepRule
        fields = "__all__"  # noqa: DJ007  the admin names them

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "step" in self.fields:
            self.fields["step"] = forms.ChoiceField(
                label=_("Bước"), choices=self._steps(), initial=self.initial.get("step")
            )
        if "silence" in self.fields:
            self.fields["silence"].required = False  # only consultations ask for it

    def _steps(self) -> list:
        """The steps of the routing; one that a former routing left behind stays to be seen."""
        version = self.instance.version if self.instance.version_id else self.routed
        steps = routings.step_choices(version.routing if version else None)
        kept = self.instance.step
        if kept and version and kept not in dict(steps):
            steps.append((kept, _("%s (không có trong luồng này)") % kept))
        return steps

    routed: ProcedureVersion | None = None
