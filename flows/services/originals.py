"""Papers on paper at the desk: taken over the counter without a scan, kept, and given back.

Article 14.3 and Decree 61/2018, Article 20: no dossier is closed by its result while originals stay.
"""

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from flows import acts
from flows.audit.journal import record
from flows.errors import DossierError, NotPermitted
from flows.models import Document, Dossier
from flows.services.acting import lock_dossier, opened_dossier, post_of

ON_PAPER = "paper"  # the source of a document that was handed in and not scanned


@transaction.atomic
def take_original(dossier: Dossier, component, *, by, originals: int = 0, note: str = ""):
    """A paper of the case taken over the counter without a file: seen, and `originals` of it kept.

    At the intake step only. Taken again it is the same row with the new count. DossierError when
    nothing is kept of a paper of which no copy is asked either.
    """
    dossier = lock_dossier(dossier.pk)
    item = dossier.work_items.open().filter(step="intake").first()
    if item is None:
        raise DossierError(_("Chỉ nhận bản giấy khi hồ sơ đang chờ tiếp nhận."))
    if dossier.open_referral:
        raise DossierError(acts.not_referred(dossier))
    dossier.acting_post = post_of(by, item)
    if not item.is_open_to(by):
        raise NotPermitted(_("%s đang kiểm tra hồ sơ này.") % item.owner)
    if not dossier.case.components().filter(pk=component.pk).exists():
        raise DossierError(_("Giấy tờ này không thuộc thành phần hồ sơ của trường hợp đã chọn."))
    if not originals and not component.copies:
        raise DossierError(_("Hãy ghi số bản chính giữ lại của «%s».") % component.name)
    document, _made = Document.objects.update_or_create(
        dossier=dossier,
        component=component,
        source=ON_PAPER,
        superseded_by=None,
        defaults={
            "submission": dossier.current_submission,
            "name": component.name[:200],
            "verdict": Document.Verdict.ACCEPTED,
            "note": note.strip(),
            "originals_kept": originals,
            "checked_by": by,
            "checked_at": timezone.now(),
        },
    )
    record(
        dossier, "take_original", by=by,
        data={"document": document.pk, "name": document.name, "originals": originals},
    )  # fmt: skip
    return document


def require_every_paper(dossier: Dossier) -> None:
    """Raise DossierError naming required papers that were neither attached nor handed in.

    Online the filing has asked for them already; papers needed under a condition are the clerk's
    to judge.
    """
    if dossier.is_electronic:
        return
    here = {paper.component_id for paper in dossier.papers}
    wanted = dossier.case.components().filter(is_required=True, from_form=False, condition="")
    if names := [component.name for component in wanted if component.pk not in here]:
        raise DossierError(
            _(
                "Còn thiếu giấy tờ bắt buộc: %s. Hãy đính kèm bản quét hoặc ghi nhận bản giấy đã nhận."
            )
            % "; ".join(names)
        )


def kept(dossier: Dossier) -> QuerySet[Document]:
    """The papers of which the desk holds originals now."""
    return dossier.documents.filter(originals_kept__gt=0)


def give_back(dossier: Dossier, returned: Collection[int], *, all_of_them: bool = True) -> list:
    """Mark originals as given back, inside the act that hands something over; rows for its slip.

    `returned` are ids of documents. DossierError names what is still kept when `all_of_them`.
    """
    rows, left = [], []
    for document in kept(dossier):
        if document.pk not in returned:
            left.append(document.name)
            continue
        rows.append(
            {
                "label": _("Bản chính: %s") % document.name,
                "note": _("%d bản") % document.originals_kept,
            }
        )
        document.originals_kept = 0
        document.save(update_fields=["originals_kept"])
    if left and all_of_them:
        raise DossierError(
            _("Còn giữ bản chính của người nộp: %s. Hãy trả và đánh dấu «Đã trả bản chính».")
            % "; ".join(left)
        )
    return rows


@transaction.atomic
def give_back_only(dossier: Dossier, *, by, returned: Collection[int]) -> list:
    """Originals go back without a result: a refused, stopped or withdrawn dossier, or one collected online."""
    dossier = opened_dossier(dossier, "give_back_originals", by=by)
    rows = give_back(dossier, returned, all_of_them=False)
    if not rows:
        raise DossierError(_("Hãy đánh dấu bản chính đã trả."))
    record(
        dossier, "give_back_originals", by=by,
        public_text="Đã trả bản chính giấy tờ cho người nộp.",
        data={"originals": [row["label"] for row in rows]},
    )  # fmt: skip
    return rows
