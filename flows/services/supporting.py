"""Technical support (Article 21.3): an office asks the province, the province asks the centre.

A request is feedback of a kind of its own: taken, passed on, answered and asked back as others are
(flows/services/listening.py). Its deadline is a service level in working hours by priority.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import Agency, Department
from catalog.permissions import posts_of
from flows.codes import next_in
from flows.errors import DossierError, NotPermitted
from flows.models import Feedback, TellingFile
from flows.services import listening


@transaction.atomic
def ask(
    agency: Agency, *, by, topic: str, priority: str, content: str, files=(), contradiction=None
) -> Feedback:
    """Ask for support in the name of the office one works in. `files` [(StoredFile, name)]; `contradiction`
    of the record that it is about.

    DossierError when nobody above gives support; NotPermitted for another office.
    """
    if agency.pk not in {post.department.agency_id for post in posts_of(by)}:
        raise NotPermitted(_("Bạn không công tác tại đơn vị này."))
    if not content.strip():
        raise DossierError(_("Hãy ghi rõ việc cần hỗ trợ."))
    if len(files) > listening.MOST_FILES:
        raise DossierError(_("Mỗi yêu cầu kèm tối đa %d tệp.") % listening.MOST_FILES)
    to = supporter_above(agency) or _own_supporter(agency)
    if to is None:
        raise DossierError(_("Chưa có đơn vị cấp trên nào có phòng công nghệ thông tin."))
    now = timezone.now()
    year = timezone.localdate(now).year
    made = Feedback.objects.create(
        number=f"{next_in(f'support:{agency.office_code}:{year}')}/{year}/HTKT-{agency.office_code}",
        kind=Feedback.Kind.SUPPORT, agency=to, from_agency=agency, topic=topic, priority=priority,
        sender=by, name=str(by), email=by.email, content=content.strip(), received_at=now,
        contradiction=contradiction, due_at=listening.due_of(Feedback.Kind.SUPPORT, to, now, priority),
    )  # fmt: skip
    TellingFile.objects.bulk_create(
        TellingFile(feedback=made, file=stored, name=name) for stored, name in files
    )
    return made


@transaction.atomic
def pass_up(request: Feedback, *, by, reason: str) -> Feedback:
    """What this level cannot solve goes to the next above; the deadline stays."""
    above = supporter_above(request.agency)
    if above is None:
        raise DossierError(_("Không còn đơn vị hỗ trợ cấp trên."))
    return listening.forward(request, by=by, to=above, reason=reason)


@transaction.atomic
def ask_again(request: Feedback, *, by, text: str) -> Feedback:
    """The office is not helped yet: the same request, with the answer before it and a new deadline."""
    if request.from_agency_id not in {post.department.agency_id for post in posts_of(by)}:
        raise NotPermitted(_("Yêu cầu này của đơn vị khác."))
    return listening.reply(request, text=text)


def supporter_above(agency: Agency) -> Agency | None:
    """The nearest agency above with an IT department at work: the province, then the centre."""
    return _nearest_with_it(agency.line_up()[1:])


def _own_supporter(agency: Agency) -> Agency | None:
    """The centre has nobody above: its own IT department answers its people."""
    return _nearest_with_it([agency]) if agency.parent_id is None else None


def _nearest_with_it(agencies: list[Agency]) -> Agency | None:
    departments = Department.objects.filter(agency__in=agencies, is_active=True)
    technical = {one.agency_id for one in departments if Department.Function.IT in one.functions}
    return next((one for one in agencies if one.pk in technical), None)
