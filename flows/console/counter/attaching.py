"""Papers of a counter draft: files added one by one, photographs combined, taken off, reordered."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from flows import files
from flows.errors import DossierError
from flows.services import drafting, readiness, reusing


@dataclass
class Paper:
    """One paper of the case, or one file question of the declaration, with its files in order."""

    key: str
    name: str
    counts: str = ""
    hint: str = ""
    is_required: bool = False
    component: object = None
    question_key: str = ""
    files: list = field(default_factory=list)
    results: list = field(default_factory=list)
    refusal: str = ""

    @property
    def least_originals(self) -> int:
        """How many originals the case asks for: what the desk most likely keeps."""
        return self.component.originals if self.component else 0


def papers_of(draft) -> list[Paper]:
    """The papers of the case, then the file questions that the answers ask."""
    found = [
        Paper(
            key=str(component.pk),
            name=component.name,
            counts=component.counts_label,
            hint=component.condition,
            is_required=component.is_required and not component.condition,
            component=component,
        )
        for component in readiness.papers(draft)
    ]
    if draft.case_id and draft.case.form_id:
        found += [
            Paper(
                key=f"hoi-{question.key}",
                name=question.label,
                hint=question.help_text,
                is_required=question.is_required,
                question_key=question.key,
            )
            for question in readiness.spec_of(draft).file_questions(draft.answers)
        ]
    _fill(draft, found)
    return found


def start_of(papers: list[Paper], after: str) -> str:
    """Where the keyboard starts: the next paper without a file behind the one just attached, at
    first one that must be given; else "on" (the way on, above) or "end" (the one below)."""
    keys = [paper.key for paper in papers]
    if after in keys:
        behind = papers[keys.index(after) + 1 :]
        return next((paper.key for paper in behind if not paper.files), "end")
    return next((paper.key for paper in papers if paper.is_required and not paper.files), "on")


def _fill(draft, papers: list[Paper]) -> None:
    attached = list(draft.files.all())
    components = [paper.component for paper in papers if paper.component]
    results = reusing.fitting(draft, components, by=draft.owner)
    for paper in papers:
        component = paper.component.pk if paper.component else None
        paper.files = [
            file
            for file in attached
            if (file.component_id, file.question_key) == (component, paper.question_key)
        ]
        here = {file.file_id for file in paper.files}
        paper.results = [
            result for result in results.get(component, []) if result.file_id not in here
        ]


def act(draft, papers: list[Paper], posted, uploads) -> bool:
    """Do what the pressed button says; False with the paper's `refusal` when it could not be done."""
    if file_id := _number(posted.get("tep_remove")):
        drafting.detach(draft, file_id)
        return True
    if file_id := _number(posted.get("tep_up")):
        drafting.move_up(draft, file_id)
        return True
    paper = next((each for each in papers if each.key == posted.get("paper")), None)
    if paper is None:
        return True
    try:
        if (result := _number(posted.get("reuse_result"))) and paper.component:
            reusing.reuse(draft, paper.component, result, by=draft.owner)
            return True
        _attach(draft, paper, uploads.getlist("files"), uploads.getlist("photos"))
    except DossierError as refusal:
        paper.refusal = str(refusal)
        _fill(draft, papers)
    return not paper.refusal


def _attach(draft, paper: Paper, chosen: list, photos: list) -> None:
    if not chosen and not photos:
        raise DossierError(_("Hãy chọn tệp hoặc chụp ảnh giấy tờ trước khi bấm «Đính kèm»."))
    place = {"component": paper.component, "question_key": paper.question_key}
    for upload in chosen:
        stored = files.store(upload)
        name = files.clean_name(upload.name, stored.content_type)
        drafting.attach(draft, stored, name=name, **place)
    if photos:
        stored = files.combine_images(photos)
        name = files.clean_name(f"{paper.name[:80]}.pdf", stored.content_type)
        drafting.attach(draft, stored, name=name, source="scan", **place)


def _number(value) -> int:
    return int(value) if value and str(value).isdigit() else 0
