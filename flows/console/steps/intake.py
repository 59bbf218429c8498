"""Intake (tiếp nhận): check papers, accept, ask for completion, refuse (Decree 61/2018, Article 17)."""

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalog.models import Component
from flows.console.steps.base import NamedItemsMixin, Step, step
from flows.console.steps.grounds import GroundedStep
from flows.models import Document
from flows.services import filing, intake, originals


@step("check_document")
class CheckDocument(Step):
    """One paper at a time, posted from the dossier's page."""

    title = gettext_lazy("Kiểm tra giấy tờ")
    button = gettext_lazy("Lưu kết quả kiểm tra")
    document = forms.ModelChoiceField(
        label=gettext_lazy("Giấy tờ"), queryset=Document.objects.none()
    )
    verdict = forms.ChoiceField(
        label=gettext_lazy("Kết quả"),
        choices=[("accepted", gettext_lazy("Đạt")), ("rejected", gettext_lazy("Chưa đạt"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn Đạt hoặc Chưa đạt.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Nhận xét"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Cần ghi khi chưa đạt: thiếu gì, sai gì."),
    )
    originals_kept = forms.IntegerField(
        label=gettext_lazy("Bản chính giữ lại"),
        min_value=0,
        max_value=999,
        initial=0,
        required=False,
    )
    original_seen = forms.BooleanField(label=gettext_lazy("Đã đối chiếu bản chính"), required=False)
    copies_received = forms.IntegerField(
        label=gettext_lazy("Bản sao đã nhận"), min_value=0, max_value=999, required=False
    )
    copies_certified = forms.IntegerField(
        label=gettext_lazy("Trong đó bản chứng thực"), min_value=0, max_value=999, required=False
    )

    def prepare(self):
        self.fields["document"].queryset = self.dossier.documents.in_force()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("verdict") == Document.Verdict.REJECTED and not cleaned.get("note"):
            self.add_error("note", _("Hãy ghi rõ giấy tờ chưa đạt ở điểm nào."))
        return cleaned

    def apply(self, item, by):
        document = self.cleaned_data["document"]
        intake.check_document(
            document,
            by=by,
            verdict=self.cleaned_data["verdict"],
            note=self.cleaned_data["note"],
            originals_kept=self.cleaned_data["originals_kept"] or 0,
            original_seen=self.cleaned_data["original_seen"],
            copies_received=self.cleaned_data["copies_received"],
            copies_certified=self.cleaned_data["copies_certified"] or 0,
        )
        return _("Đã lưu kết quả kiểm tra: %s.") % (document.component or document.name)


@step("accept_rest")
class AcceptRest(Step):
    """The papers without a mark, all at once, posted from the dossier's page."""

    title = gettext_lazy("Đạt tất cả giấy tờ còn lại")
    lead = gettext_lazy(
        "Mọi giấy tờ chưa ghi kết quả kiểm tra được ghi «Đạt». Hãy mở xem từng giấy tờ trước."
    )
    button = gettext_lazy("Đạt tất cả giấy tờ còn lại")

    def apply(self, item, by):
        marked = intake.accept_rest(item, by=by, seen=self.seen)
        return ngettext("Đã ghi đạt %d giấy tờ.", "Đã ghi đạt %d giấy tờ.", len(marked)) % len(
            marked
        )


@step("take_original")
class TakeOriginal(Step):
    """A paper handed in without a scan, recorded from the dossier's page."""

    title = gettext_lazy("Nhận bản giấy")
    lead = gettext_lazy(
        "Giấy tờ đã đối chiếu tại quầy, không quét. Số bản chính giữ lại được in trên Mẫu 01 và phải "
        "trả lại khi trả kết quả."
    )
    button = gettext_lazy("Ghi nhận bản giấy")
    component = forms.ModelChoiceField(
        label=gettext_lazy("Giấy tờ"),
        queryset=Component.objects.none(),
        empty_label=gettext_lazy("Chọn giấy tờ"),
        error_messages={"required": gettext_lazy("Hãy chọn giấy tờ.")},
    )
    originals = forms.IntegerField(
        label=gettext_lazy("Bản chính giữ lại"),
        min_value=0,
        max_value=99,
        initial=0,
        error_messages={"required": gettext_lazy("Hãy ghi số bản, 0 nếu không giữ lại.")},
    )
    note = forms.CharField(label=gettext_lazy("Nhận xét"), max_length=500, required=False)

    def prepare(self):
        self.fields["component"].queryset = self.dossier.case.components().filter(from_form=False)

    def apply(self, item, by):
        typed = self.cleaned_data
        originals.take_original(
            self.dossier,
            typed["component"],
            by=by,
            originals=typed["originals"],
            note=typed["note"],
        )
        return _("Đã ghi nhận bản giấy: %s.") % typed["component"]


@step("receive")
class Receive(Step):
    told_submission = True
    title = gettext_lazy("Tiếp nhận hồ sơ")
    lead = gettext_lazy(
        "Hồ sơ được tiếp nhận: hệ thống ấn định ngày hẹn trả, cấp số hồ sơ của cơ quan, lập Giấy tiếp "
        "nhận hồ sơ và hẹn trả kết quả (Mẫu 01), báo cho người nộp và chuyển đến phòng giải quyết."
    )
    button = gettext_lazy("Tiếp nhận và lập Mẫu 01")

    def outlook(self):
        due_at = intake.promised(self.dossier)
        told = []
        if due_at:
            told.append(
                _("Ngày hẹn trả sẽ là %(due)s (%(limit)s).")
                % {
                    "due": date_format(timezone.localtime(due_at), "H:i d/m/Y"),
                    "limit": self.dossier.case.limit_label,
                }
            )
        if twins := filing.twins_of(self.dossier)[:5]:
            told.append(
                _(
                    "Người này đang có hồ sơ chưa xong của cùng thủ tục: %s. Hãy hỏi lại trước khi tiếp nhận."
                )
                % ", ".join(twin.code for twin in twins)
            )
        return " ".join(told)

    def apply(self, item, by):
        intake.receive(item, by=by, seen=self.seen)
        return _("Đã tiếp nhận hồ sơ %s. Hãy in Giấy tiếp nhận (Mẫu 01).") % (self.dossier.code)


@step("ask_completion")
class AskCompletion(NamedItemsMixin, GroundedStep):
    told_submission = True
    title = gettext_lazy("Yêu cầu hoàn thiện hồ sơ")
    lead = gettext_lazy(
        "Người nộp nhận Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (Mẫu 02) nêu đúng các mục chọn ở đây. "
        "Hãy nêu đủ trong một lần."
    )
    button = gettext_lazy("Gửi yêu cầu và lập Mẫu 02")
    phrase_kind = "supplement"

    def apply(self, item, by):
        intake.ask_completion(
            item,
            by=by,
            seen=self.seen,
            reason=self.cleaned_data["reason"],
            legal_ground=self.legal_ground,
            items=self.named_items(),
        )
        return _("Đã yêu cầu người nộp hoàn thiện hồ sơ %s.") % self.dossier.code


@step("refuse")
class Refuse(GroundedStep):
    told_submission = True
    title = gettext_lazy("Từ chối tiếp nhận")
    lead = gettext_lazy(
        "Người nộp nhận Phiếu từ chối tiếp nhận giải quyết hồ sơ (Mẫu 03) với lý do ghi ở đây. Hồ sơ kết thúc."
    )
    button = gettext_lazy("Từ chối và lập Mẫu 03")
    tone = "warning"
    phrase_kind = "refusal"
    reason_label = gettext_lazy("Lý do từ chối")

    def apply(self, item, by):
        reason = self.cleaned_data["reason"]
        intake.refuse(item, by=by, seen=self.seen, reason=reason, legal_ground=self.legal_ground)
        return _("Đã từ chối tiếp nhận hồ sơ %s.") % self.dossier.code
