"""Beside the flow: a message to the applicant, a note for colleagues, labels, the control sheet."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flows import files
from flows.console.steps.base import PhrasedStep, Step, step
from flows.errors import DossierError
from flows.services import controlling, handling, labelling, messaging


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class OneFile(SeveralFiles):
    allow_multiple_selected = False

    def __init__(self, attrs=None):
        super().__init__({"accept": ".pdf,.jpg,.jpeg,.png", **(attrs or {})})

    def value_from_datadict(self, data, files, name):
        return files.getlist(name)[:1] if hasattr(files, "getlist") else []


class FilesField(forms.FileField):
    """Several uploads, each checked by its content and kept: [(StoredFile, name)]."""

    widget = SeveralFiles(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})

    def clean(self, data, initial=None):
        try:
            return files.store_each(data or [])
        except DossierError as refusal:
            raise forms.ValidationError(str(refusal)) from None


@step("message")
class WriteMessage(PhrasedStep):
    title = gettext_lazy("Nhắn người nộp")
    lead = gettext_lazy(
        "Người nộp được báo qua các kênh đã đăng ký và đọc tin ở trang hồ sơ. Yêu cầu bổ sung giấy tờ "
        "phải lập phiếu, không nhắn ở đây."
    )
    button = gettext_lazy("Gửi tin")
    phrase_kind = "message"
    phrase_into = "text"
    text = forms.CharField(
        label=gettext_lazy("Nội dung tin"),
        max_length=messaging.LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": messaging.LONGEST}),
        error_messages={"required": gettext_lazy("Hãy ghi nội dung tin.")},
    )
    attachments = FilesField(
        label=gettext_lazy("Tệp kèm tin"),
        required=False,
        help_text=gettext_lazy("PDF, JPG, PNG; tối đa 5 tệp."),
    )

    def apply(self, subject, by):
        messaging.write(
            self.dossier,
            by=by,
            text=self.cleaned_data["text"],
            files=self.cleaned_data["attachments"],
        )
        return _("Đã gửi tin cho người nộp hồ sơ %s.") % self.dossier.code


@step("message_read")
class MarkRead(Step):
    title = gettext_lazy("Đánh dấu đã đọc")
    lead = gettext_lazy(
        "Các tin của người nộp được ghi là đã đọc; hồ sơ ra khỏi danh sách tin mới."
    )
    button = gettext_lazy("Đã đọc")

    def apply(self, subject, by):
        messaging.mark_read(self.dossier, by=by)
        return _("Đã đánh dấu đã đọc tin của hồ sơ %s.") % self.dossier.code


@step("note")
class Note(Step):
    title = gettext_lazy("Ghi chú nội bộ")
    lead = gettext_lazy("Chỉ cán bộ thấy; ghi vào nhật ký và không sửa được về sau.")
    button = gettext_lazy("Lưu ghi chú")
    text = forms.CharField(
        label=gettext_lazy("Nội dung ghi chú"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Hãy ghi nội dung.")},
    )

    def apply(self, subject, by):
        handling.note(self.dossier, by=by, text=self.cleaned_data["text"])
        return _("Đã lưu ghi chú.")


@step("label")
class SetLabels(Step):
    title = gettext_lazy("Gắn nhãn")
    lead = gettext_lazy("Nhãn giúp cơ quan sắp xếp hồ sơ; người nộp không thấy.")
    button = gettext_lazy("Lưu nhãn")
    labels = forms.MultipleChoiceField(
        label=gettext_lazy("Nhãn của cơ quan"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    new = forms.CharField(
        label=gettext_lazy("Nhãn mới"), required=False, max_length=labelling.LONGEST
    )

    def prepare(self):
        names = list(labelling.of_office(self.dossier).values_list("name", flat=True))
        if not names:
            del self.fields["labels"]
            return
        self.fields["labels"].choices = [(name, name) for name in names]
        self.fields["labels"].initial = list(self.dossier.labels.values_list("name", flat=True))

    def apply(self, subject, by):
        names = [*self.cleaned_data.get("labels", []), self.cleaned_data["new"]]
        labelling.label(self.dossier, by=by, names=names)
        return _("Đã lưu nhãn của hồ sơ %s.") % self.dossier.code


@step("control_sheet")
class ControlSheet(Step):
    title = gettext_lazy("Lập phiếu kiểm soát")
    lead = gettext_lazy(
        "Phiếu ghi các lần giao nhận đến lúc này theo hệ thống; phiếu lập trước hết giá trị."
    )
    button = gettext_lazy("Lập phiếu")

    def apply(self, subject, by):
        controlling.issue_sheet(self.dossier, by=by)
        return _("Đã lập phiếu kiểm soát của hồ sơ %s, ở mục «Giấy, phiếu».") % self.dossier.code
