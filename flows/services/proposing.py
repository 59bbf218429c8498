"""Article 24: offices send difficulties and proposals to the IT Centre, which consolidates them."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalog.permissions import posts_of
from flows.effects.mail import send_mail
from flows.errors import DossierError, NotPermitted
from flows.models import Proposal, TellingFile
from flows.models.feedback import consolidates

ARTICLES = 24  # of the Regulation


@transaction.atomic
def send(
    agency, *, by, category: str, content: str, article: int | None = None,
    solution: str = "", files=(),
) -> Proposal:  # fmt: skip
    """Report a difficulty or propose a solution in the name of the office one works in."""
    if agency.pk not in {post.department.agency_id for post in posts_of(by)}:
        raise NotPermitted(_("Bạn không công tác tại đơn vị này."))
    if not content.strip():
        raise DossierError(_("Hãy ghi nội dung vướng mắc."))
    if article is not None and not 1 <= article <= ARTICLES:
        raise DossierError(_("Quy chế có %d điều.") % ARTICLES)
    made = Proposal.objects.create(
        agency=agency, category=category, article=article, content=content.strip(),
        solution=solution.strip(), sent_by=by,
    )  # fmt: skip
    TellingFile.objects.bulk_create(
        TellingFile(proposal=made, file=stored, name=name) for stored, name in files
    )
    return made


@transaction.atomic
def consolidate(proposals, *, by, state: str, note: str = "", decision: str = "") -> list[Proposal]:
    """The IT Centre takes several on together: consolidated, submitted, closed by a decision.

    The senders are told; what is closed is not opened again.
    """
    if not (by.is_superuser or consolidates(by)):
        raise NotPermitted(_("Chỉ Trung tâm Công nghệ thông tin tổng hợp vướng mắc, đề xuất."))
    if state == Proposal.State.CLOSED and not decision.strip():
        raise DossierError(_("Hãy ghi văn bản quyết định."))
    order = list(Proposal.State)
    found = list(
        Proposal.objects.select_for_update(of=("self",))
        .filter(pk__in=[each.pk for each in proposals])
        .select_related("sent_by")
    )
    if not found:
        raise DossierError(_("Hãy chọn ít nhất một vướng mắc, đề xuất."))
    if any(
        order.index(Proposal.State(each.state)) >= order.index(Proposal.State(state))
        for each in found
    ):
        raise DossierError(_("Có mục đã ở bước này hoặc bước sau; hãy tải lại danh sách."))
    now = timezone.now()
    for each in found:
        each.state, each.changed_by, each.changed_at = state, by, now
        each.note, each.decision = note.strip() or each.note, decision.strip() or each.decision
        each.save()
        _tell(each)
    return found


def _tell(proposal: Proposal) -> None:
    if not proposal.sent_by.email:
        return
    with override("vi"):
        label = proposal.get_state_display()
    send_mail(
        proposal.sent_by.email,
        f"Vướng mắc, đề xuất của {proposal.agency}: {label}",
        f"{proposal.content}\n\n{label}. {proposal.decision}\n{proposal.note}",
        key=f"proposal:{proposal.pk}:{proposal.state}",
    )
