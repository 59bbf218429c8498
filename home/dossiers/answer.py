"""Answering a request for completion or supplement: exactly the named items, nothing else."""

from dataclasses import dataclass, field

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.eforms import FormSpec, conditions
from catalog.eforms.blocks import Block
from flows.audit.chain import digest
from flows.errors import DossierError
from flows.files import clean_name, store
from flows.models import Challenge, Draft, SupplementItem
from flows.services import barring, drafting, supplements
from home import applicants
from home.confirming.coded import CodedAct
from home.confirming.signed import SignedAct, confirm_page, listed
from home.dossiers.access import acting_page
from home.filing.papers import file_rows, refuse_oversized

CHANNEL = "supplement"  # of the draft that holds files and answers until they are confirmed


@dataclass
class Asked:
    """One named item: the request's words, and what is prepared for it."""

    item: SupplementItem
    block: Block | None = None  # of a question: its inputs
    files: list = field(default_factory=list)
    errors: list = field(default_factory=list)

    @property
    def rows(self) -> list[dict]:
        return file_rows(self.files)


@refuse_oversized
@acting_page
def answer(request, dossier):
    """What was asked, why, until when; a file or an answer for each named item."""
    asked_for = _open_request(dossier)
    if asked_for is None:
        return _closed(request, dossier)
    draft = _draft_of(dossier, request.user)
    items = _items(asked_for, draft)
    forms = question_forms(
        dossier, items, draft.answers, request.POST if request.method == "POST" else None
    )
    blocks = {block.question.key: block for form in forms for block in form.blocks}
    for each in items:
        each.block = blocks.get(each.item.question_key)
    if request.method == "POST" and not _changed(request, draft, items, forms):
        if "send" not in request.POST:
            return redirect(request.path)
        if not _missing(items, forms) and _sound(forms):
            act = _act_of(dossier, asked_for, draft, request.user)
            refusal = act.send()
            if act.challenge is not None:
                return redirect("home:supplement_confirm", code=dossier.code)
            items[0].errors.append(refusal)
    context = {
        "dossier": dossier,
        "asked_for": asked_for,
        "asked": items,
        "forms": forms,
        "barred": barring.why_not(request.user),
        "signs": applicants.is_organisation(dossier.applicant_kind),
        "max_mb": settings.FILE_MAX_MB,
        "errors": [(text, f"#muc-{each.item.pk}") for each in items for text in _faults(each)],
    }
    return render(request, "home/dossiers/answer.html", context)


@acting_page
def confirm(request, dossier):
    """The code for the answer; with it the dossier goes on."""
    asked_for = _open_request(dossier)
    if asked_for is None:
        return _closed(request, dossier)
    draft = _draft_of(dossier, request.user)

    def perform(evidence):
        supplements.answer(
            asked_for,
            by=request.user,
            answers=_answers(asked_for, draft),
            files=_files(draft),
            evidence=evidence,
        )
        draft.delete()

    return confirm_page(
        request,
        _act_of(dossier, asked_for, draft, request.user),
        perform,
        template="home/dossiers/confirm.html",
        done_url=reverse("home:dossier", kwargs={"code": dossier.code}),
        before_url=reverse("home:supplement", kwargs={"code": dossier.code}),
        context={"dossier": dossier, "purpose": _("Bổ sung hồ sơ")},
        said=_("Đã gửi phần bổ sung."),
    )


def _open_request(dossier):
    return dossier.supplements.filter(closed_at__isnull=True).first()


def _closed(request, dossier):
    """A second click, an old page, or too late: to the dossier, which tells how it stands."""
    last = dossier.supplements.order_by("-pk").first()
    if last is None:
        raise Http404
    if last.answered_at:
        messages.info(request, _("Phần bổ sung đã được gửi trước đó; không cần gửi lại."))
    else:
        messages.warning(request, _("Yêu cầu bổ sung đã đóng nên không nhận thêm nội dung."))
    return redirect("home:dossier", code=dossier.code)


def _draft_of(dossier, user) -> Draft:
    """Where files and answers wait until they are confirmed, on any device."""
    known = {"owner": user, "procedure": dossier.procedure, "channel": CHANNEL}
    mark = {"dossier": dossier.code}
    found = Draft.objects.filter(**known, applicant=mark).select_related("case").first()
    return found or Draft.objects.create(
        **known, applicant=mark, version=dossier.version, case=dossier.case, agency=dossier.agency
    )


def _items(asked_for, draft) -> list[Asked]:
    attached = list(draft.files.all())
    return [
        Asked(item, [file for file in attached if file.component_id == item.component_id])
        if item.component_id
        else Asked(item)
        for item in asked_for.items.select_related("component")
    ]


def question_forms(dossier, items, answers, data) -> list:
    """The sections that hold named questions, reduced to those questions."""
    keys = {each.item.question_key for each in items if each.item.question_key}
    if not keys:
        return []
    spec = FormSpec(dossier.case.form, language=get_language() or "")
    return spec.forms_of(keys, dossier.current_submission.answers | answers, data)


def _changed(request, draft, items, forms) -> bool:
    """Keep what was sent; True when something was refused and the page must say so."""
    for form in forms:
        form.is_valid()
        if form.answers:
            named = {each.item.question_key for each in items}
            draft.answers |= {key: value for key, value in form.answers.items() if key in named}
            draft.save(update_fields=["answers", "updated_at"])
    if remove := request.POST.get("tep_remove"):
        if remove.isdigit():
            drafting.detach(draft, int(remove))
        return False
    for each in items:
        for file in request.FILES.getlist(f"files-{each.item.pk}"):
            try:
                stored = store(file)
                name = clean_name(file.name, stored.content_type)
                each.files.append(
                    drafting.attach(draft, stored, name=name, component=each.item.component)
                )
            except DossierError as error:
                each.errors.append(f"{clean_name(file.name)}: {error}")
    return any(each.errors for each in items)


def _faults(each: Asked) -> list[str]:
    return each.errors + (each.block.messages() if each.block and each.block.form.is_bound else [])


def _missing(items, forms) -> bool:
    """What has no file or no answer yet says so."""
    answers = {key: value for form in forms for key, value in form.answers.items()}
    asked_here = {key for form in forms for key in form.problems()}
    for each in items:
        key = each.item.question_key
        if each.item.component_id and not each.files:
            each.errors.append(_("Đính kèm tệp cho mục này."))
        elif key and key not in asked_here and not conditions.is_filled(answers.get(key)):
            each.errors.append(_("Trả lời mục này."))
    return any(each.errors for each in items)


def _sound(forms) -> bool:
    return all(form.is_valid() for form in forms)


def _answers(asked_for, draft) -> dict:
    named = {item.question_key for item in asked_for.items.all() if item.question_key}
    return {key: value for key, value in draft.answers.items() if key in named}


def _files(draft) -> dict:
    found: dict[int, list] = {}
    for file in draft.files.all():
        found.setdefault(file.component_id, []).append((file.file, file.name))
    return found


def _act_of(dossier, asked_for, draft, user) -> CodedAct | SignedAct:
    files = {str(key): [file.sha256 for file, _n in kept] for key, kept in _files(draft).items()}
    known = {
        "user": user,
        "purpose": Challenge.Purpose.SUPPLEMENT,
        "subject": f"dossier:{dossier.code}",
        "digest": digest([asked_for.pk, _answers(asked_for, draft), files]),
        "summary": _("bổ sung hồ sơ %s") % dossier.code,
    }
    if not applicants.is_organisation(dossier.applicant_kind):
        return CodedAct(**known)
    return SignedAct(
        **known,
        title=_("Bổ sung hồ sơ %s") % dossier.code,
        organisation={
            "name": dossier.applicant_name,
            "tax_code": dossier.applicant_identifier,
        },
        content=lambda: _declared(dossier, asked_for, draft),
        as_xml=dossier.version.signs_xml,
    )


def _declared(dossier, asked_for, draft) -> tuple[list, list, dict]:
    """What the organisation signs: the office's request, and its answer item by item."""
    answers = _answers(asked_for, draft)
    texts = {}
    if answers:
        known = dossier.current_submission.answers | answers
        texts = {
            question.key: text
            for _section, rows in FormSpec(dossier.case.form).review(known)
            for question, text in rows
        }
    files = draft.files.select_related("file", "component")
    names: dict[int | None, list[str]] = {}
    for file in files:
        names.setdefault(file.component_id, []).append(file.name)
    rows = [
        (
            item.label,
            ", ".join(names.get(item.component_id, []))
            if item.component_id
            else texts.get(item.question_key, ""),
        )
        for item in asked_for.items.all()
    ]
    request = [(_("Lý do"), asked_for.reason)]
    parts = [(_("Yêu cầu của cơ quan"), request), (_("Nội dung bổ sung"), rows)]
    return parts, listed(files), answers
