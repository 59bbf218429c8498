"""Processing (thụ lý, giải quyết): propose, forward, send back, ask for a supplement, stop."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flows.console.steps.base import NamedItemsMixin, PhrasedStep, ReasonedStep, Step, step
from flows.console.steps.grounds import GroundedStep, GroundsMixin
from flows.models import Decision
from flows.models.decision import with_ground
from flows.papers import wording
from flows.picture import COMING, flow_map
from flows.routings import routing
from flows.services import handling, supplements


@step("propose")
class Propose(GroundsMixin, PhrasedStep):
    title = gettext_lazy("Trình lãnh đạo")
    lead = gettext_lazy(
        "Lãnh đạo nhận đề xuất này để phê duyệt; bạn không phê duyệt được hồ sơ mình trình."
    )
    button = gettext_lazy("Trình lãnh đạo")
    phrase_kind = "result"
    phrase_into = "content"
    previews = True
    told_submission = True
    outcome = forms.ChoiceField(
        label=gettext_lazy("Đề xuất"),
        choices=Decision.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn đề xuất.")},
    )
    content = forms.CharField(
        label=gettext_lazy("Nội dung kết quả"),
        help_text=gettext_lazy("Nội dung này in trên văn bản kết quả."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Hãy ghi nội dung kết quả.")},
    )
    reasons = forms.CharField(
        label=gettext_lazy("Lý do"),
        help_text=gettext_lazy("Bắt buộc khi không đủ điều kiện."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    field_order = ["outcome", "phrase", "content", "reasons", "basis", "article", "other_text"]

    def prepare(self):
        super().prepare()
        self.fields["basis"].asked_when = f"outcome={Decision.Outcome.NEGATIVE}"
        self.fields["content"].initial = wording.fill(wording.DRAFT, self.dossier)

    def words_of(self, phrase):
        return wording.fill(phrase.text, self.dossier)

    def outlook(self):
        return handling.unchecked(self.dossier)

    def preview(self):
        typed = self.data
        return wording.preview(
            self.dossier,
            by=self.user,
            content=typed.get("content", ""),
            reasons=with_ground(typed.get("reasons", ""), self._ground_of(typed)),
        )

    def _ground_of(self, typed) -> str:
        return self.worded(typed) if self.asks_ground(typed) else ""

    def asks_ground(self, typed) -> bool:
        """Only what is refused needs a law behind it."""
        return typed.get("outcome") == Decision.Outcome.NEGATIVE

    def drafted(self) -> dict:
        """What the services take."""
        typed = self.cleaned_data
        told = {name: typed[name] for name in ("outcome", "content", "reasons")}
        return told | {"legal_ground": self._ground_of(typed)}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("outcome") == Decision.Outcome.NEGATIVE and not cleaned.get("reasons"):
            self.add_error("reasons", _("Kết quả không đạt phải nêu lý do bằng văn bản."))
        return cleaned

    def apply(self, item, by):
        handling.propose(item, by=by, seen=self.seen, **self.drafted())
        return _("Đã trình lãnh đạo hồ sơ %s.") % self.dossier.code


@step("forward")
class Forward(Step):
    title = gettext_lazy("Chuyển bước tiếp theo")
    button = gettext_lazy("Chuyển hồ sơ")
    note = forms.CharField(
        label=gettext_lazy("Ý kiến chuyển kèm"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )

    @property
    def lead(self):
        """Where it goes, by name: the next unit on the way, or all that are asked at once."""
        coming = [stop for stop in flow_map(self.dossier) if stop.state == COMING]
        asked_at_once = routing(self.dossier.version.routing).instance.node(coming[0].step).at_once
        named = [stop for stop in coming if stop.step == coming[0].step and asked_at_once]
        places = [f"{stop.department}, {stop.agency}" for stop in named or coming[:1]]
        if named:
            asked = [f"{place} ({stop.note})" for place, stop in zip(places, named, strict=True)]
            return _("Hồ sơ được gửi lấy ý kiến: %s.") % "; ".join(asked)
        return _("Hồ sơ chuyển đến: %s.") % "; ".join(places)

    def apply(self, item, by):
        handling.forward(item, by=by, note=self.cleaned_data["note"])
        return _("Đã chuyển hồ sơ %s sang bước tiếp theo.") % self.dossier.code


@step("send_back_to_previous")
class SendBackToPrevious(ReasonedStep):
    title = gettext_lazy("Trả lại bước trước")
    lead = gettext_lazy("Hồ sơ trở lại người làm bước trước với lý do ghi ở đây.")
    button = gettext_lazy("Trả lại bước trước")

    def apply(self, item, by):
        handling.send_back_to_previous(item, by=by, reason=self.cleaned_data["reason"])
        return _("Đã trả hồ sơ %s về bước trước.") % self.dossier.code


@step("ask_supplement")
class AskSupplement(NamedItemsMixin, GroundedStep):
    title = gettext_lazy("Yêu cầu bổ sung hồ sơ")
    lead = gettext_lazy(
        "Trong khi giải quyết chỉ được yêu cầu bổ sung một lần: hãy nêu đủ các mục. Thời hạn giải quyết "
        "dừng đến khi người nộp bổ sung."
    )
    button = gettext_lazy("Gửi yêu cầu và lập Mẫu 02")
    phrase_kind = "supplement"

    def apply(self, item, by):
        supplements.ask_supplement(
            item,
            by=by,
            reason=self.cleaned_data["reason"],
            legal_ground=self.legal_ground,
            items=self.named_items(),
        )
        return _("Đã yêu cầu bổ sung hồ sơ %s; thời hạn tạm dừng.") % self.dossier.code


@step("stop")
class Stop(Step):
    title = gettext_lazy("Dừng giải quyết")
    lead = gettext_lazy(
        "Người nộp không bổ sung trong thời hạn. Hồ sơ kết thúc và người nộp được thông báo."
    )
    button = gettext_lazy("Dừng giải quyết")
    tone = "warning"

    def apply(self, subject, by):
        supplements.stop(self.dossier.supplements.get(closed_at__isnull=True), by=by)
        return _("Đã dừng giải quyết hồ sơ %s.") % self.dossier.code
