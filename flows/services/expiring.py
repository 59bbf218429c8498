"""Drafts that nobody files: their writer is warned in time, then what was declared goes.

The row stays, emptied, and says when: personal data without a purpose is not kept, yet no draft
disappears without a trace.
"""

import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from flows.effects import send_mail, send_sms
from flows.models import BatchRow, Draft, DraftFile
from flows.models.draft import BY_PERSON, DRAFT_DAYS
from flows.services.confirming import contact_of

WARN_BEFORE = datetime.timedelta(days=3)


def warn_of_expiry(now=None) -> int:
    """Tell the writers of online drafts that expire within three days, once; returns how many."""
    now = now or timezone.now()
    soon = Draft.objects.filter(
        channel__in=BY_PERSON,
        dossier__isnull=True,
        batched_at__isnull=True,
        warned_at__isnull=True,
        expires_at__gt=now,
        expires_at__lte=now + WARN_BEFORE,
    )
    warned = 0
    for draft in soon.select_related("owner", "procedure"):
        with transaction.atomic():
            # Two workers may see the same row; whoever marks it sends.
            if Draft.objects.filter(pk=draft.pk, warned_at__isnull=True).update(warned_at=now):
                _tell(draft)
                warned += 1
    return warned


@transaction.atomic
def clear_expired(now=None) -> int:
    """Empty the drafts whose term is over; returns how many. Their files go with the orphans' sweep."""
    now = now or timezone.now()
    over = Draft.objects.select_for_update(of=("self",)).filter(
        dossier__isnull=True, batched_at__isnull=True, cleared_at__isnull=True, expires_at__lte=now
    )
    keys = [draft.pk for draft in over]
    DraftFile.objects.filter(draft__in=keys).delete()
    BatchRow.objects.filter(batch__draft__in=keys).delete()
    _clear_unfiled(now)
    return Draft.objects.filter(pk__in=keys).update(
        applicant={},
        answers={},
        left_rows={},
        done_sections=[],
        result_address="",
        cleared_at=now,
    )


def _clear_unfiled(now) -> None:
    """Rows of a signed batch that did not become dossiers were given back to be mended, for a month."""
    before = now - datetime.timedelta(days=DRAFT_DAYS)
    left = BatchRow.objects.filter(batch__finished_at__lt=before, dossier=None).exclude(cells={})
    left.update(cells={}, answers={}, title="", person="")


def _tell(draft: Draft) -> None:
    contact = contact_of(draft.owner)
    if contact is None:
        return
    channel, to = contact
    key = f"draft-expiry:{draft.key}"
    until = f"{timezone.localtime(draft.expires_at):%d/%m/%Y}"
    if channel == "sms":
        text = (
            f"BHXH: Ban nhap thu tuc {draft.procedure.code} chi giu den het ngay {until}. "
            f"Mo tiep: {settings.BASE_URL}/ho-so/?muc=nhap"
        )
        send_sms(to, text, key=key)
        return
    send_mail(
        to,
        f"Bản nháp hồ sơ {draft.procedure.code} sắp hết hạn",
        "Kính gửi Ông/Bà,\n\n"
        f"Bản nháp của thủ tục {draft.procedure.name} được giữ đến hết ngày {until}. Sau ngày đó, nội "
        "dung đã khai và tệp đính kèm được xóa để bảo vệ dữ liệu cá nhân.\n\n"
        f"Mở tiếp bản nháp: {settings.BASE_URL}/nop-ho-so/{draft.procedure.code}/{draft.key}/\n\n"
        "Trân trọng,\nBảo hiểm xã hội Việt Nam",
        key=key,
    )
