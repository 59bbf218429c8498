"""Check answers, confirm by a code, filed: the last three pages of a filing."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from catalog.models.spoken import said
from flows.models import Challenge, Dossier, Draft
from flows.services import amending, batching, competence, filing, readiness
from home import applicants, terms
from home.batches.acts import batch_act, counted
from home.confirming.coded import CodedAct
from home.confirming.signed import SignedAct, confirm_page, listed, plain
from home.filing.access import draft_page
from home.filing.forms import DeclarationForm
from home.filing.steps import TO_CHECK, step_url


@draft_page
def check(request, draft):
    """Everything that will be filed, with a way to change each part. POST sends the code."""
    unread = terms.due(request.user)
    form = DeclarationForm(request.POST if request.method == "POST" else None, terms=unread)
    steps = readiness.steps(draft)
    errors = [
        (text, step_url(draft, step.key, back=TO_CHECK)) for step in steps for text in step.missing
    ]
    if draft.amends_id and not errors and not amending.changes(draft, draft.amends):
        tasks_url = reverse("home:tasks", kwargs={"code": draft.procedure.code, "key": draft.key})
        errors = [(_("Chưa có gì thay đổi so với lần nộp trước."), tasks_url)]
    if request.method == "POST" and not errors and form.is_valid():
        if unread:
            terms.accept(request.user, unread)
        act = filing_act(draft)
        refusal = act.send()
        if refusal and act.challenge is None:
            form.add_error(None, refusal)
        else:
            # A code sent a moment ago still waits: the next page says what to do with it.
            return redirect("home:confirm", code=draft.procedure.code, key=draft.key)
    context = {
        "draft": draft,
        "form": form,
        "unread_terms": unread,
        "missing": errors,
        "parts": review_parts(draft),
        "signs": applicants.is_organisation(draft.applicant.get("kind", "")),
        "proposed": competence.of_draft(draft),
        "choice_url": None if draft.amends_id else step_url(draft, readiness.CHOICE, back=TO_CHECK),
        "twins": []
        if draft.amends_id or draft.is_batch
        else filing.open_twins(draft).of_person(request.user)[:3],
    }
    return render(request, "home/filing/check.html", context)


def review_parts(draft) -> list[tuple[str, list]]:
    """(title, [(question, answer, change url)]) of every part, in the order of the steps."""

    def url(step_key):
        return step_url(draft, step_key, back=TO_CHECK)

    who = draft.applicant
    change = None if draft.amends_id else url(readiness.CHOICE)
    choice = [
        (_("Thủ tục"), f"{draft.procedure.code} – {draft.procedure.spoken_name}", None),
        (_("Trường hợp"), draft.case and said(draft.case, "name").text, change),
        (_("Nơi nộp"), draft.agency and draft.agency.name, change),
    ]
    person = applicants.rows(who, url(readiness.APPLICANT))
    if not who.get("for_self", True):
        person.append((_("Căn cứ nộp thay"), who.get("mandate", ""), url(readiness.APPLICANT)))
    parts = [(_("Trường hợp và nơi nộp"), choice), (_("Chủ hồ sơ"), person)]
    if draft.is_batch:
        parts.append((_("Danh sách trong bảng tính"), counted(draft.batch, url(readiness.ROWS))))
    elif draft.case and draft.case.form_id:
        answers = readiness.answers_with_files(draft)
        for section, lines in readiness.shown_spec(draft).review(answers):
            rows = [(question.label, text, url(section.key)) for question, text in lines]
            parts.append((section.title, rows))
    names: dict[int, list[str]] = {}
    for file in draft.files.filter(component__isnull=False):
        names.setdefault(file.component_id, []).append(file.name)
    papers = [
        (said(paper, "name").text, "\n".join(names.get(paper.pk, [])), url(readiness.PAPERS))
        for paper in readiness.papers(draft)
    ]
    parts.append((_("Giấy tờ đính kèm"), papers))
    result = [
        (_("Cách nhận kết quả"), result_label(draft), url(readiness.RESULT)),
    ]
    if draft.result_address:
        result.append((_("Địa chỉ nhận"), draft.result_address, url(readiness.RESULT)))
    parts.append((_("Cách nhận kết quả"), result))
    return [(title, rows) for title, rows in parts if rows]


def result_label(draft) -> str:
    return str(dict(Dossier.ResultChannel.choices).get(draft.result_channel, ""))


@draft_page
def confirm(request, draft):
    """The code, typed once: files exactly what was shown. Wrong codes lose nothing."""
    act = filing_act(draft)

    def perform(evidence):
        declared = evidence | {"declared": True} | terms.accepted(request.user)
        if draft.is_batch:
            return batching.confirm(draft, by=request.user, evidence=declared, digest=act.digest)
        if draft.amends_id:
            return amending.amend(draft, by=request.user, evidence=declared, digest=act.digest)
        return filing.file_draft(draft, by=request.user, evidence=declared, digest=act.digest)

    where = {"code": draft.procedure.code, "key": draft.key}
    return confirm_page(
        request,
        act,
        perform,
        template="home/filing/confirm.html",
        done_url=_done_url(draft),
        before_url=reverse("home:check", kwargs=where),
        context={"draft": draft},
        said=_("Đã gửi nội dung sửa.") if draft.amends_id else "",
    )


def _done_url(draft) -> str:
    if draft.is_batch:
        return reverse("home:batch", kwargs={"key": draft.key})
    if draft.amends_id:
        return reverse("home:dossier", kwargs={"code": draft.amends.code})
    return reverse("home:filed", kwargs={"code": draft.procedure.code, "key": draft.key})


def filing_act(draft) -> CodedAct | SignedAct:
    """What the code or the signature confirms: exactly what the draft says now."""
    if draft.is_batch:
        return batch_act(draft, lambda: plain(review_parts(draft)))
    known = {
        "user": draft.owner,
        "purpose": Challenge.Purpose.FILE,
        "subject": f"draft:{draft.key}",
        "digest": filing.digest_of(draft),
        "summary": _("sửa hồ sơ %s") % draft.amends.code
        if draft.amends_id
        else _("nộp hồ sơ %s") % draft.procedure.code,
    }
    who = draft.applicant
    if not applicants.is_organisation(who.get("kind", "")):
        return CodedAct(**known)
    title = (
        _("Tờ khai sửa hồ sơ %s") % draft.amends.code
        if draft.amends_id
        else _("Tờ khai: %s") % draft.procedure.name
    )
    return SignedAct(
        **known,
        title=title,
        organisation={"name": who.get("name", ""), "tax_code": who.get("identifier", "")},
        content=lambda: (
            plain(review_parts(draft)),
            listed(draft.files.select_related("file", "component")),
            readiness.declared(draft),
        ),
        as_xml=draft.version.signs_xml,
    )


@never_cache
@login_required
def filed(request, code, key):
    """What was filed, and what happens next. Stays at its address."""
    drafts = Draft.objects.visible_to(request.user).select_related(
        "dossier__agency", "dossier__procedure", "dossier__case"
    )
    draft = get_object_or_404(drafts, key=key, procedure__code=code)
    if not draft.is_filed:
        return redirect("home:tasks", code=code, key=key)
    dossier = draft.dossier
    slip = dossier.issued.filter(kind="filing").first()
    return render(request, "home/filing/filed.html", {"dossier": dossier, "slip": slip})
