"""Messages between the applicant and the office about one dossier. They decide nothing."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from viewflow.workflow.status import STATUS

from flows import acts, limits
from flows.audit.journal import record
from flows.effects.mail import send_mail
from flows.effects.notices import notify
from flows.errors import DossierError, NotPermitted
from flows.models import Dossier, Message, MessageFile, StoredFile
from flows.services import mandating
from flows.services.acting import lock_dossier, stand_to

LONGEST = 4000  # characters of one message
MOST_FILES = 5
PER_HOUR = 10  # messages of one person about one dossier


@transaction.atomic
def write(
    dossier: Dossier, *, by, text: str, files: list[tuple[StoredFile, str]] | None = None
) -> Message:
    """Send one message, by the applicant's side or by somebody who works on the dossier.

    The other side is told once until it has read: the applicant by the dossier's channels, the
    officer in whose hands the dossier is by e-mail. DossierError when it is too much or too late.
    """
    dossier = lock_dossier(dossier.pk)
    from_office = _side_of(dossier, by)
    text = text.strip()
    if not text:
        raise DossierError(_("Hãy ghi nội dung tin."))
    if len(text) > LONGEST:
        raise DossierError(_("Mỗi tin tối đa %d ký tự.") % LONGEST)
    if len(files or []) > MOST_FILES:
        raise DossierError(_("Mỗi tin kèm tối đa %d tệp.") % MOST_FILES)
    if not limits.hit("message", f"{by.pk}:{dossier.pk}", PER_HOUR, 3600):
        raise DossierError(
            _("Đã gửi %d tin trong giờ này. Hãy chờ cơ quan trả lời hoặc gửi tiếp sau ít phút.")
            % PER_HOUR
        )
    already_told = dossier.messages.filter(from_office=from_office, read_at__isnull=True).exists()
    message = Message.objects.create(dossier=dossier, author=by, from_office=from_office, body=text)
    MessageFile.objects.bulk_create(
        MessageFile(message=message, file=stored, name=name) for stored, name in files or []
    )
    _read(dossier, by, from_office)
    record(dossier, "message", by=by, data={"message": message.pk, "files": len(files or [])})
    if not already_told:
        if from_office:
            notify(dossier, "message")
        else:
            _tell_officer(dossier, message)
    return message


@transaction.atomic
def mark_read(dossier: Dossier, *, by) -> int:
    """What the other side has written is read; how many messages that were."""
    if not Dossier.objects.visible_to(by).filter(pk=dossier.pk).exists():
        raise NotPermitted(_("Hồ sơ thuộc cơ quan khác."))
    if by.is_staff and not acts.ACTS["message"].is_open_to(by):
        raise NotPermitted(_("Bạn không có quyền đánh dấu tin của hồ sơ này."))
    return _read(dossier, by, by.is_staff)


def _side_of(dossier: Dossier, by) -> bool:
    """True for the office, False for the applicant's side; nobody else may write."""
    if not by.is_staff:
        if refusal := acts.talk_is_open(dossier):
            raise DossierError(str(refusal))
        mandating.require_act(dossier, by, _("Chỉ người nộp hồ sơ được nhắn về hồ sơ này."))
        return False
    stand_to(dossier, "message", by=by)
    return True


def _read(dossier: Dossier, by, from_office: bool) -> int:
    return dossier.messages.filter(from_office=not from_office, read_at__isnull=True).update(
        read_at=timezone.now(), read_by=by
    )


def _tell_officer(dossier: Dossier, message: Message) -> None:
    """The person who holds a step now; with nobody, the counters of the console tell."""
    held = dossier.work_items.open().filter(status=STATUS.ASSIGNED).select_related("owner")
    with override("vi"):
        for item in held:
            if item.owner.email:
                send_mail(
                    item.owner.email,
                    _("Người nộp nhắn về hồ sơ %s") % dossier.code,
                    _(
                        "Người nộp vừa nhắn về hồ sơ %s. Hãy mở hồ sơ trên Một cửa điện tử để đọc và trả lời."
                    )
                    % dossier.code,
                    key=f"message:{message.pk}:{item.owner_id}",
                )
