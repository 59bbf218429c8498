"""The steps of a filing: task list, choice, applicant, form sections, result. Post, redirect, get."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog.eforms import identifiers
from catalog.models import AdministrativeUnit
from flows.errors import DossierError
from flows.services import branching, competence, drafting, readiness, table_rows
from flows.services.drafting import DraftChanged
from home import applicants
from home.filing.access import draft_page
from home.filing.forms import (
    ITSELF,
    ApplicantForm,
    ChoiceForm,
    ContactForm,
    OrganisationForm,
    ResultForm,
)

TO_CHECK = "kiem-tra"  # ?ve=kiem-tra: the page was opened from check-answers and returns there
_PAGES = {
    readiness.CHOICE: "home:choice",
    readiness.APPLICANT: "home:applicant",
    readiness.PAPERS: "home:papers",
    readiness.RESULT: "home:result",
    readiness.ROWS: "home:rows",
}


def step_url(draft, step_key: str, *, back: str = "") -> str:
    """The page of a step; with `back` its saving returns to check-answers."""
    where = {"code": draft.procedure.code, "key": draft.key}
    if step_key in _PAGES:
        url = reverse(_PAGES[step_key], kwargs=where)
    else:
        url = reverse("home:section", kwargs=where | {"section_key": step_key})
    return f"{url}?ve={back}" if back else url


@draft_page
def tasks(request, draft):
    """The task list: what is done, what is missing, what cannot begin yet."""
    steps = readiness.steps(draft)
    items = [
        {
            "title": step.title,
            "url": None if step.is_blocked else step_url(draft, step.key),
            "status": step.state_label,
            "tone": _tone(step),
        }
        for step in steps
    ]
    counted = [step for step in steps if not (step.is_done and step.aside)]
    done = sum(step.is_done for step in counted)
    context = {"tasks": items, "done": done, "total": len(counted), "ready": done == len(counted)}
    return render(request, "home/filing/tasks.html", {"draft": draft, **context})


def _tone(step) -> str:
    if step.is_done or step.is_blocked:
        return ""
    return "blue" if step.is_started else "grey"


@draft_page
def choice(request, draft):
    """Case and office. Without a script the province is sent first, then its offices appear."""
    if draft.amends_id:  # a filed dossier keeps both
        return redirect("home:tasks", code=draft.procedure.code, key=draft.key)
    if unit := request.POST.get("unit", ""):
        return _of_place(request, draft, unit)
    proposed = competence.of_draft(draft)
    form = ChoiceForm(
        draft,
        request.POST if request.method == "POST" else None,
        proposed=proposed and proposed.agency,
    )
    if form.is_looking or form.is_seeking:
        form.errors.clear()  # its offices appear now; nothing is wrong yet
    elif request.method == "POST" and form.is_valid():
        case, agency = form.chosen()
        return _saved(
            request,
            draft,
            readiness.CHOICE,
            form,
            lambda lock: drafting.choose_case_and_office(
                draft, lock=lock, case=case, agency=agency
            ),
            proposed=proposed,
        )
    return _page(request, draft, readiness.CHOICE, form=form, proposed=proposed)


def _of_place(request, draft, code: str):
    """The applicant lives there: the office that manages the place is chosen."""
    unit = AdministrativeUnit.objects.filter(code=code).select_related("parent").first()
    try:
        drafting.live_in(draft, lock=lock_of(request, draft), unit=unit)
    except DossierError as error:
        messages.error(request, str(error))
    return redirect(request.get_full_path())


@draft_page
def applicant(request, draft):
    """Who the dossier is about: prefilled from the account, corrected for this dossier alone."""
    known = draft.applicant
    if draft.mandate_id or applicants.is_organisation(known.get("kind", "")):
        return _fixed(request, draft)
    initial = known | {
        "for_self": "1" if known.get("for_self", True) else "0",
        "phone": identifiers.phone_as_read(known.get("phone", "")),
    }
    form = ApplicantForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data | {"submitter_name": request.user.full_name}
        return _saved(
            request,
            draft,
            readiness.APPLICANT,
            form,
            lambda lock: drafting.save_applicant(draft, lock=lock, applicant=person),
        )
    return _page(request, draft, readiness.APPLICANT, form=form)


def _fixed(request, draft):
    """An organisation, or whom one acts for: named by account or mandate, with the contact to use."""
    known = draft.applicant
    initial = known | {"phone": identifiers.phone_as_read(known.get("phone", ""))}
    organisation = applicants.is_organisation(known.get("kind", ""))
    data = request.POST if request.method == "POST" else None
    if organisation:
        account = drafting.applicant_of(request.user, draft.mandate)["name"]
        form = OrganisationForm(
            data,
            initial=initial | {"branch": known.get("branch") or ITSELF},
            organisation=account,
            branches=branching.offered(draft),
            only_branches=branching.must_choose(draft),
        )
    else:
        form = ContactForm(data, initial=initial)
    fixed = {"fixed": applicants.rows(known)[:2], "is_organisation": organisation}
    if request.method == "POST" and form.is_valid():
        contact = form.cleaned_data | {"submitter_name": request.user.full_name}
        return _saved(
            request,
            draft,
            readiness.APPLICANT,
            form,
            lambda lock: drafting.save_applicant(draft, lock=lock, applicant=contact),
            **fixed,
        )
    return _page(request, draft, readiness.APPLICANT, form=form, **fixed)


@draft_page
def section(request, draft, section_key):
    """One section of the procedure's own form."""
    spec, found = section_of(draft, section_key)
    data = request.POST if request.method == "POST" else None
    form = spec.section_form(found, data, answers=draft.answers, user=draft.applicant)
    form.sheets = frozenset(table.key for table in table_rows.tables_of(draft, found))
    if (table := request.POST.get("sheet")) in form.sheets:
        return _to_sheet(request, draft, found, form, table)
    if request.method == "POST" and form.is_valid():
        answers = spec.section_answers(form)
        return _saved(
            request,
            draft,
            found.key,
            form,
            lambda lock: drafting.save_section(draft, found.key, answers, lock=lock, done=True),
            section=found,
        )
    return _page(request, draft, found.key, form=form, section=found)


def _to_sheet(request, draft, found, form, table):
    """Keep what was typed and open the sheet of a table; rows that are wrong are told first."""
    answers = form.spec.section_answers(form)
    block = next(block for block in form.blocks if block.question.key == table)
    if table not in answers and not block.is_blank():
        return _page(request, draft, found.key, form=form, section=found)
    try:
        drafting.save_section(draft, found.key, answers, lock=lock_of(request, draft), done=False)
    except DossierError as error:
        form.add_error(None, str(error))
        draft.refresh_from_db(fields=["lock"])
        return _page(request, draft, found.key, form=form, section=found)
    where = {"code": draft.procedure.code, "key": draft.key, "section_key": found.key}
    url = reverse("home:sheet", kwargs=where | {"question_key": table})
    return redirect(f"{url}?{request.GET.urlencode()}" if request.GET else url)


@require_POST
@draft_page
def autosave(request, draft, section_key):
    """Keep what is sound of a section while it is being typed; answers in JSON."""
    spec, found = section_of(draft, section_key)
    form = spec.section_form(found, request.POST, answers=draft.answers)
    answers = spec.section_answers(form)
    try:
        drafting.save_section(draft, found.key, answers, lock=lock_of(request, draft), done=False)
    except DossierError as error:
        return JsonResponse({"message": str(error)}, status=409)
    now = timezone.localtime(draft.updated_at)
    return JsonResponse({"lock": draft.lock, "message": _("Đã lưu lúc %s") % f"{now:%H:%M}"})


@draft_page
def result(request, draft):
    """How the result comes back."""
    form = ResultForm(draft, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        return _saved(
            request,
            draft,
            readiness.RESULT,
            form,
            lambda lock: drafting.choose_result(
                draft, lock=lock, channel=data["channel"], address=data.get("address", "")
            ),
        )
    return _page(request, draft, readiness.RESULT, form=form)


def section_of(draft, key):
    """(form, section) of the draft as it is shown; 404 where there is none."""
    if draft.case_id is None or draft.case.form_id is None:
        raise Http404
    spec = readiness.shown_spec(draft)
    found = spec.section(key)
    if found is None:
        raise Http404
    return spec, found


def lock_of(request, draft) -> int:
    """The state of the draft that the page was made from."""
    typed = request.POST.get("lock", "")
    return int(typed) if typed.isdigit() else draft.lock


def _saved(request, draft, step_key, form, save, **context):
    """Run the saving; on success go on, on a conflict show the page again with what was typed."""
    try:
        save(lock_of(request, draft))
    except DossierError as error:
        form.add_error(None, str(error))
        if isinstance(error, DraftChanged):
            draft.refresh_from_db(fields=["lock"])
        return _page(request, draft, step_key, form=form, **context)
    return redirect(_next(request, draft, step_key))


def _next(request, draft, step_key) -> str:
    """Back to check-answers when it sent us, else the next step that lacks something.

    Papers needed only under a condition are offered on the way, though nothing is missing.
    """
    where = {"code": draft.procedure.code, "key": draft.key}
    if request.GET.get("ve") == TO_CHECK:
        return reverse("home:check", kwargs=where)
    steps = readiness.steps(draft)
    keys = [step.key for step in steps]
    after = steps[keys.index(step_key) + 1 :] if step_key in keys else []
    offers_papers = readiness.papers(draft).exists()
    open_step = next(
        (
            step
            for step in after
            if not step.is_blocked
            and (
                not step.is_done
                or (step.key == readiness.PAPERS and offers_papers and not step.is_started)
            )
        ),
        None,
    )
    if open_step:
        return step_url(draft, open_step.key)
    return reverse("home:tasks", kwargs=where)


def _page(request, draft, step_key, **context):
    """The page of a step: its own template, or the common one of form sections."""
    context |= {"draft": draft, "to_check": request.GET.get("ve") == TO_CHECK}
    context |= place_of(draft, step_key)
    template = step_key if step_key in _PAGES else "section"
    if "fixed" in context:
        template = "fixed"
    return render(request, f"home/filing/{template}.html", context)


def place_of(draft, step_key) -> dict:
    """Which step of how many this is; check-answers is the last."""
    keys = readiness.step_keys(draft)
    number = keys.index(step_key) + 1 if step_key in keys else 1
    return {"number": number, "total": len(keys) + 1}
