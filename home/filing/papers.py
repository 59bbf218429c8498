"""Papers of a draft: attached, ordered, reused, removed; one refused file loses nothing else."""

from dataclasses import dataclass, field
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from catalog.models.spoken import said
from flows.errors import DossierError
from flows.files import clean_name, combine_images, store
from flows.models import Document, StoredFile
from flows.services import drafting, readiness, reusing
from home.filing.access import draft_page
from home.filing.steps import TO_CHECK, place_of

MOST_AT_ONCE_MB = 60  # of one request; larger ones are refused before they are read


@dataclass
class Paper:
    """One paper of the case, or one file question, with what is attached to it."""

    key: str
    title: str
    hint: str
    is_compulsory: bool
    files: list = field(default_factory=list)
    earlier: list = field(default_factory=list)
    results: list = field(default_factory=list)
    errors: list = field(default_factory=list)
    component: object = None
    question_key: str = ""

    @property
    def rows(self) -> list[dict]:
        return file_rows(self.files)


def file_rows(files) -> list[dict]:
    """Attached files as components/upload_list.html shows them."""
    return [
        {
            "id": file.pk,
            "name": file.name,
            "size": file.file.size,
            "url": reverse("flows:draft_file", args=[file.pk]),
        }
        for file in files
    ]


def refuse_oversized(view):
    """Say the limit instead of reading a request that is far too large (also before the CSRF check,
    which would read it)."""

    @csrf_exempt
    @wraps(view)
    def inner(request, *args, **kwargs):
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > MOST_AT_ONCE_MB * 1024 * 1024:
            messages.error(
                request,
                _("Các tệp gửi cùng lúc vượt quá %d MB nên chưa nhận. Hãy gửi ít tệp hơn mỗi lần.")
                % MOST_AT_ONCE_MB,
            )
            return redirect(request.get_full_path())
        return csrf_protect(view)(request, *args, **kwargs)

    return inner


@refuse_oversized
@draft_page
def papers(request, draft):
    """Every paper of the case with its files. Each button sends the form of one paper."""
    if draft.case_id is None:
        return redirect("home:tasks", code=draft.procedure.code, key=draft.key)
    wanted = papers_of(draft)
    if request.method == "POST":
        paper = next((each for each in wanted if each.key == request.POST.get("paper")), None)
        if paper is None or not _act(request, draft, paper):
            here = reverse("home:papers", kwargs={"code": draft.procedure.code, "key": draft.key})
            back = f"?ve={TO_CHECK}" if request.GET.get("ve") == TO_CHECK else ""
            return redirect(f"{here}{back}#{paper.key}" if paper else here)
        _fill(draft, wanted)
    return render(
        request,
        "home/filing/papers.html",
        {
            "draft": draft,
            "papers": wanted,
            "errors": [(text, f"#{each.key}") for each in wanted for text in each.errors],
            "max_mb": settings.FILE_MAX_MB,
            "max_files": drafting.MAX_FILES,
            "to_check": request.GET.get("ve") == TO_CHECK,
            **place_of(draft, readiness.PAPERS),
        },
    )


def papers_of(draft) -> list[Paper]:
    """The papers to attach, with their files and the account's earlier ones of the same kind."""
    found = [
        Paper(
            key=f"giay-{component.pk}",
            title=said(component, "name").text,
            hint="; ".join(
                filter(None, [said(component, "condition").text, component.counts_label])
            ),
            is_compulsory=readiness.is_compulsory(component, draft.channel),
            component=component,
        )
        for component in readiness.papers(draft)
    ]
    if draft.case.form_id and not draft.is_batch:
        asked = readiness.shown_spec(draft).file_questions(draft.answers)
        found += [
            Paper(
                key=f"hoi-{question.key}",
                title=question.label,
                hint=question.help_text,
                is_compulsory=question.is_required,
                question_key=question.key,
            )
            for question in asked
        ]
    _fill(draft, found)
    return found


def _fill(draft, wanted: list[Paper]) -> None:
    """Attached files, and papers of the account's dossiers with the same code, newest first."""
    attached = list(draft.files.all())
    codes = [paper.component.code for paper in wanted if paper.component]
    earlier = (
        Document.objects.filter(
            dossier__applicant=draft.owner, component__code__in=codes, file__isnull=False
        )
        .exclude(verdict=Document.Verdict.REJECTED)
        .select_related("file", "component", "dossier")
        .order_by("-pk")[:50]
    )
    components = [paper.component for paper in wanted if paper.component]
    results = reusing.fitting(draft, components, by=draft.owner)
    for paper in wanted:
        paper.files = [
            file
            for file in attached
            if file.component_id == (paper.component.pk if paper.component else None)
            and file.question_key == paper.question_key
        ]
        here = {file.file_id for file in paper.files}
        paper.earlier = [
            document
            for document in earlier
            if paper.component
            and document.component.code == paper.component.code
            and document.file_id not in here
        ][:3]
        paper.results = [
            result
            for result in results.get(paper.component.pk if paper.component else 0, [])
            if result.file_id not in here
        ]


def _act(request, draft, paper: Paper) -> bool:
    """Do what the pressed button says; True when something was refused and must be shown."""
    try:
        if remove := request.POST.get("tep_remove"):
            drafting.detach(draft, int(remove))
        elif up := request.POST.get("tep_up"):
            drafting.move_up(draft, int(up))
        elif down := request.POST.get("tep_down"):
            _move_down(draft, paper, int(down))
        elif again := request.POST.get("reuse"):
            document = next(each for each in paper.earlier if str(each.pk) == again)
            _attach(draft, paper, document.file, document.name, Document.REUSED)
        elif (result := request.POST.get("reuse_result")) and paper.component:
            reusing.reuse(draft, paper.component, int(result), by=draft.owner)
        else:
            _upload(request, draft, paper)
    except (DossierError, ValueError, StopIteration) as error:
        text = str(error) if isinstance(error, DossierError) else _("Tệp này không còn ở đây.")
        paper.errors.append(text)
    return bool(paper.errors)


def _move_down(draft, paper: Paper, file_id: int) -> None:
    ids = [file.pk for file in paper.files]
    if file_id in ids[:-1]:
        drafting.move_up(draft, ids[ids.index(file_id) + 1])


def _upload(request, draft, paper: Paper) -> None:
    """Keep every sound file; each refused one gets its own sentence."""
    files = request.FILES.getlist("files")
    if not files:
        paper.errors.append(_("Chọn ít nhất một tệp rồi bấm «Tải lên»."))
        return
    if "combine" in request.POST and len(files) > 1:
        name = clean_name(paper.title[:60], "application/pdf")
        _attach(draft, paper, combine_images(files), name, "upload")
        return
    for file in files:
        try:
            stored = store(file)
            _attach(draft, paper, stored, clean_name(file.name, stored.content_type), "upload")
        except DossierError as error:
            paper.errors.append(f"{clean_name(file.name)}: {error}")


def _attach(draft, paper: Paper, stored: StoredFile, name: str, source: str) -> None:
    drafting.attach(
        draft,
        stored,
        name=name,
        component=paper.component,
        question_key=paper.question_key,
        source=source,
    )
