"""Four pages at the counter: procedure, applicant, declaration, papers; then review and register."""

import datetime

from django.conf import settings
from django.contrib import admin, messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, When
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from catalog.eforms import FormSpec
from catalog.eforms.identifiers import phone_as_read
from catalog.models import Procedure
from catalog.permissions import posts_of
from flows.console import starting
from flows.console.counter import arrivals, attaching, people, registering, reserved
from flows.console.counter.forms import ApplicantForm
from flows.errors import DossierError
from flows.models import Dossier, Draft
from flows.services import arriving, competence, drafting, filing, readiness, reserving

STEPS = [
    ("admin:counter_applicant", gettext_lazy("Chủ hồ sơ")),
    ("admin:counter_answers", gettext_lazy("Tờ khai")),
    ("admin:counter_papers", gettext_lazy("Giấy tờ")),
    ("admin:counter_review", gettext_lazy("Kiểm tra, tiếp nhận")),
]
CHANNELS = ["counter", "post"]  # what the desk fills in for somebody
SHOWN = 20  # procedures of one search
USUAL, LATELY = 5, datetime.timedelta(days=30)


@require_http_methods(["GET", "POST"])
def start(request):
    """Pick the procedure; or go on with what was begun."""
    _allowed(request)
    agencies = {post.department.agency for post in posts_of(request.user)}
    envelope = arrivals.envelope_of(request)
    number = reserved.number_of(request)
    if request.method == "POST":
        procedure = get_object_or_404(Procedure.objects.in_force(), code=request.POST.get("code"))
        try:
            if envelope:
                draft = arriving.open_draft(envelope, procedure, by=request.user)
            elif number:
                draft = reserving.open_draft(number, procedure, by=request.user)
            else:
                draft = drafting.open_draft(
                    procedure,
                    by=request.user,
                    agency=next(iter(agencies), None),
                    channel="counter",
                )
        except DossierError as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:counter")
        return redirect("admin:counter_applicant", draft.key)
    typed = request.GET.get("q", "").strip()
    found = Procedure.objects.in_force().select_related("sector").order_by("code")
    if not typed:
        usual = _usual(agencies)
        found = found.order_by(Case(When(pk__in=usual, then=0), default=1), "code")
    return _page(
        request,
        "console/counter/start.html",
        _("Tiếp nhận tại quầy"),
        typed=typed,
        envelope=envelope,
        number=number,
        procedures=(found.matching(typed) if typed else found)[:SHOWN],
        drafts=_drafts(request.user).select_related("procedure")[:10],
    )


def _usual(agencies) -> list[int]:
    """What was filed most at these offices lately; they stand first, so that most people need no search."""
    offices = sorted(agency.pk for agency in agencies)

    def count() -> list[int]:
        lately = Dossier.objects.filter(
            agency__in=offices, submitted_at__gte=timezone.now() - LATELY
        )
        most = lately.order_by().values("procedure").annotate(n=Count("pk")).order_by("-n")
        return list(most.values_list("procedure", flat=True)[:USUAL])

    return cache.get_or_set(f"usual-procedures:{'-'.join(map(str, offices))}", count, 3600)


@require_http_methods(["GET", "POST"])
def applicant(request, key):
    """Case, applicant, way of return; an earlier applicant is found instead of typed."""
    draft = _draft(request, key)
    agencies = {post.department.agency_id for post in posts_of(request.user)}
    typed = request.GET.get("tim", "").strip()
    found = _earlier(request, typed) if typed else None
    start = "choice" if found else "search"
    if request.method == "POST":
        form = ApplicantForm(request.POST, draft=draft, agencies=agencies)
        if form.is_valid() and _saved(form, draft):
            return redirect("admin:counter_answers", draft.key)
    else:
        reference = request.GET.get("chon", "")
        person = people.as_typed(typed) if typed else people.chosen(reference, by=request.user)
        initial = _initial(draft, person or {})
        form = ApplicantForm(initial=initial, draft=draft, agencies=agencies)
        if not typed and (person or draft.applicant.get("name")):
            start = "form" if starting.begin(form) else "button"
    return _page(
        request,
        "console/counter/applicant.html",
        _("Chủ hồ sơ"),
        draft=draft,
        form=form,
        typed=typed,
        found=found,
        start="" if form.errors else start,
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def answers(request, key):
    """Every section of the declaration on one page, with the checks of the portal."""
    draft = _draft(request, key)
    if draft.case_id is None:
        return redirect("admin:counter_applicant", draft.key)
    if not draft.case.form_id:
        return redirect("admin:counter_papers", draft.key)
    spec = FormSpec(draft.case.form)
    known = draft.answers or spec.prefill(draft.applicant)
    data = request.POST if request.method == "POST" else None
    forms, complete = [], True
    for section in spec.visible_sections(known):
        form = spec.section_form(section, data=data, answers=known)
        forms.append((section, form))
        if data is not None:
            complete = form.is_valid() and complete
            known = {**known, **spec.section_answers(form)}
    refusal = _kept(request, draft, spec, forms) if data is not None else ""
    if data is not None and not refusal:
        shown = {section.key for section, _form in forms}
        all_seen = {s.key for s in spec.visible_sections(draft.answers)} <= shown
        if complete and all_seen:
            return redirect("admin:counter_papers", draft.key)
        if complete:
            return redirect("admin:counter_answers", draft.key)
    is_begun = starting.begin(*[form for _section, form in forms])
    return _page(
        request,
        "console/counter/answers.html",
        _("Tờ khai"),
        draft=draft,
        sections=forms,
        start="" if is_begun else "button",
        problems=[(refusal, "")] * bool(refusal)
        + [
            (error, f"#id_{name}")
            for _section, form in forms
            if form.is_bound
            for name, errors in form.errors.items()
            for error in errors
        ],
        status=422 if data is not None else 200,
    )


@require_http_methods(["GET", "POST"])
def papers(request, key):
    """Papers: chosen files, or photographs taken at the counter and combined into one PDF."""
    draft = _draft(request, key)
    if draft.case_id is None:
        return redirect("admin:counter_applicant", draft.key)
    shown, done = attaching.papers_of(draft), True
    if request.method == "POST":
        done = attaching.act(draft, shown, request.POST, request.FILES)
        if done:
            key = next((p.key for p in shown if p.key == request.POST.get("paper")), "")
            is_arranged = {"tep_up", "tep_remove"} & request.POST.keys()
            return redirect(f"{request.path}{'#giay-' if is_arranged else '?sau='}{key}")
    return _page(
        request,
        "console/counter/papers.html",
        _("Giấy tờ"),
        draft=draft,
        papers=shown,
        start=attaching.start_of(shown, request.GET.get("sau", "")) if done else "",
        problems=[(p.refusal, f"#tep-{p.key}") for p in shown if p.refusal],
        max_files=drafting.MAX_FILES,
        max_mb=settings.FILE_MAX_MB,
        status=200 if done else 422,
    )


@require_http_methods(["GET", "POST"])
def review(request, key):
    """The whole dossier once more; register it, and accept it in the same sitting."""
    draft = _draft(request, key, filed=True)
    if draft.is_filed:
        return redirect("admin:flows_dossier_change", draft.dossier_id)
    refusal = ""
    if request.method == "POST":
        accept = "receive" in request.POST
        try:
            dossier = registering.register(draft, request.POST, by=request.user, accept=accept)
        except DossierError as error:
            refusal = str(error)
        else:
            if accept:
                return redirect("admin:counter_done", key)
            told = _("Đã đăng ký hồ sơ %s. Kiểm tra từng giấy tờ rồi tiếp nhận.")
            messages.success(request, told % dossier.code)
            return redirect("admin:flows_dossier_change", dossier.pk)
    spec = FormSpec(draft.case.form) if draft.case_id and draft.case.form_id else None
    steps_left = [step for step in readiness.steps(draft) if not step.is_done]
    twins = filing.open_twins(draft).select_related("agency")[:5]
    return _page(
        request,
        "console/counter/review.html",
        _("Kiểm tra, tiếp nhận"),
        draft=draft,
        sections=spec.review(draft.answers) if spec else [],
        papers=_with_ticks(attaching.papers_of(draft), request.POST),
        steps_left=steps_left,
        proposed=competence.of_draft(draft),
        twins=twins,
        refusal=refusal,
        starts_at_papers=not (refusal or steps_left or twins),
        status=409 if refusal else 200,
    )


@require_safe
def done(request, key):
    """Accepted: the number to tell, the receipt slip to print at once."""
    draft = _draft(request, key, filed=True)
    if not draft.is_filed:
        return redirect("admin:counter_review", key)
    dossier = draft.dossier
    return _page(
        request,
        "console/counter/done.html",
        _("Đã tiếp nhận"),
        dossier=dossier,
        slip=dossier.issued.filter(kind="01").order_by("-pk").first(),
    )


def _allowed(request) -> None:
    if not request.user.has_perm("flows.file_for_person"):
        raise PermissionDenied


def _drafts(user):
    return Draft.objects.visible_to(user).open().filter(channel__in=CHANNELS)


def _draft(request, key, *, filed: bool = False) -> Draft:
    """The clerk's own counter draft; a filed one only where the page can lead on to its dossier."""
    _allowed(request)
    drafts = Draft.objects.visible_to(request.user).filter(channel__in=CHANNELS)
    if not filed:
        drafts = drafts.open()
    return get_object_or_404(
        drafts.select_related("procedure", "version", "case__form", "agency", "dossier__procedure"),
        key=key,
    )


def _earlier(request, typed: str) -> list[dict]:
    try:
        return people.earlier(typed, by=request.user)
    except DossierError as refusal:
        messages.warning(request, str(refusal))
        return []


def _with_ticks(papers: list, posted) -> list:
    """The papers as they were ticked, so that a refusal loses nothing; ticked as seen at first."""
    for paper in papers:
        paper.is_seen = not posted or f"seen_{paper.key}" in posted
        paper.is_taken = f"taken_{paper.key}" in posted
        paper.originals = posted.get(
            f"originals_{paper.key}", "" if paper.files else paper.least_originals
        )
        paper.copies = posted.get(f"copies_{paper.key}", "")
        paper.certified = posted.get(f"certified_{paper.key}", "")
        paper.note = posted.get(f"note_{paper.key}", "")
    return papers


def _initial(draft, person: dict) -> dict:
    return {
        "kind": "person",
        **draft.applicant,
        **person,
        "phone": phone_as_read({**draft.applicant, **person}.get("phone", "")),
        "lock": draft.lock,
        "case": draft.case_id,
        "agency": draft.agency_id,
        "result_channel": draft.result_channel or "counter",
        "result_address": draft.result_address,
    }


def _saved(form, draft) -> bool:
    typed = form.cleaned_data
    try:
        drafting.choose_case_and_office(
            draft, lock=typed["lock"], case=typed["case"], agency=typed["agency"]
        )
        drafting.save_applicant(draft, lock=draft.lock, applicant=form.applicant())
        drafting.choose_result(
            draft, lock=draft.lock, channel=typed["result_channel"], address=typed["result_address"]
        )
    except DossierError as refusal:
        form.add_error(None, str(refusal))
        form.data = {
            **form.data.dict(),
            "lock": Draft.objects.values_list("lock", flat=True).get(pk=draft.pk),
        }
        return False
    return True


def _kept(request, draft, spec, forms) -> str:
    """Whatever is sound is kept, section by section; the refusal when another window saved meanwhile."""
    lock = request.POST.get("lock", draft.lock)
    try:
        for section, form in forms:
            drafting.save_section(
                draft, section.key, spec.section_answers(form), lock=lock, done=form.is_valid()
            )
            lock = draft.lock
    except DossierError as refusal:
        draft.refresh_from_db(fields=["lock"])
        return str(refusal)
    return ""


def _page(request, template: str, title: str, status: int = 200, **context):
    draft = context.get("draft")
    here = request.resolver_match.view_name
    names = [name for name, _label in STEPS]
    context |= {
        **admin.site.each_context(request),
        "title": title,
        "counter_steps": [
            {
                "name": name,
                "label": label,
                "current": name == here,
                "done": here in names and names.index(name) < names.index(here),
            }
            for name, label in STEPS
        ]
        if draft
        else [],
    }
    return TemplateResponse(request, template, context, status=status)
