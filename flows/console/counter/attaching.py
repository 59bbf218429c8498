"""Papers of a counter draft: files added one by one, photographs combined, taken off, reordered."""

from django.utils.translation import gettext as _

from flows import files
from flows.errors import DossierError
from flows.services import drafting, readiness


def papers_with_files(draft, refused: dict) -> list[dict]:
    """Each paper of the case with its files in order, and why the last upload was refused."""
    kept: dict[int, list] = {}
    for file in draft.files.select_related("file"):
        kept.setdefault(file.component_id, []).append(file)
    return [
        {
            "component": component,
            "files": kept.get(component.pk, []),
            "refusal": refused.get(component.pk, ""),
        }
        for component in readiness.papers(draft)
    ]


def act(draft, posted, uploads) -> dict[int, str]:
    """Do what the pressed button says; {component id: refusal} when it could not be done."""
    if file_id := _number(posted.get("tep_remove")):
        drafting.detach(draft, file_id)
        return {}
    if file_id := _number(posted.get("tep_up")):
        drafting.move_up(draft, file_id)
        return {}
    component = readiness.papers(draft).filter(pk=_number(posted.get("component"))).first()
    if component is None:
        return {0: _("Hãy chọn giấy tờ cần đính kèm.")}
    try:
        _attach(draft, component, uploads.getlist("files"), uploads.getlist("photos"))
    except DossierError as refusal:
        return {component.pk: str(refusal)}
    return {}


def _attach(draft, component, chosen: list, photos: list) -> None:
    if not chosen and not photos:
        raise DossierError(_("Hãy chọn tệp hoặc chụp ảnh giấy tờ trước khi bấm «Đính kèm»."))
    for upload in chosen:
        stored = files.store(upload)
        name = files.clean_name(upload.name, stored.content_type)
        drafting.attach(draft, stored, name=name, component=component)
    if photos:
        stored = files.combine_images(photos)
        name = files.clean_name(f"{component.name[:80]}.pdf", stored.content_type)
        drafting.attach(draft, stored, name=name, component=component, source="scan")


def _number(value) -> int:
    return int(value) if value and str(value).isdigit() else 0
