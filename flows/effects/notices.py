"""Telling the applicant: the notice on the account page, by e-mail and by SMS as contact data allows."""

import datetime
import secrets

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from flows.effects.mail import raw_mail
from flows.effects.messages import MESSAGES
from flows.effects.outbox import handler, promise_all
from flows.effects.sms import ascii_text
from flows.gateways import mail, smpp, sms
from flows.models import Notice, Promise

SMS_LENGTH = 160
_KIND = {Notice.Channel.EMAIL: "notice_email", Notice.Channel.SMS: "notice_sms"}


def notify(dossier, template: str, *, account_only: bool = False, **context) -> list[Notice]:
    """Write the notices of one message (a key of MESSAGES) and promise their sending.

    `account_only`: on the dossier's page, no mail and no SMS. `context` adds or overrides placeholders:
    text, dates and moments as they are; lists are joined.
    """
    message = MESSAGES[template]
    values = _values(dossier, context)
    subject, body = message.subject.format_map(values), message.body(values)
    now = timezone.now()

    def notice(channel, to, text):
        return Notice(
            dossier=dossier, channel=channel, to=to, subject=subject, body=text, created_at=now
        )

    account = notice(Notice.Channel.ACCOUNT, "", body)
    account.state, account.sent_at = Notice.State.SENT, now
    notices = [account]
    emails, phones = ([], []) if account_only else _contacts(dossier)
    letter = _letter(dossier, values, body)
    notices += [notice(Notice.Channel.EMAIL, to, letter) for to in emails]
    short = sms_text(dossier.code, message.sms.format_map(values))
    notices += [notice(Notice.Channel.SMS, to, short) for to in phones]
    Notice.objects.bulk_create(notices)
    # Never the row's number alone: after a restored backup the provider would know it already.
    promise_all(
        dossier,
        [
            (_KIND[row.channel], f"notice:{row.pk}:{secrets.token_hex(6)}", {"notice": row.pk})
            for row in notices[1:]
        ],
    )
    return notices


def sms_text(code: str, status: str) -> str:
    """Code, status and link in ASCII, at most 160 characters; nothing about the person."""
    text = f"BHXH: Ho so {code} {{}}. Xem: {settings.BASE_URL}/tra-cuu/?ma={code}"
    room = max(0, SMS_LENGTH - len(text) + 2)
    plain = ascii_text(status)
    return text.format(plain[:room].rstrip(" ,"))[:SMS_LENGTH]


def _contacts(dossier) -> tuple[list[str], list[str]]:
    """Where to write: what the dossier says, and the submitter's account when it is another person."""
    emails, phones = [dossier.applicant_email], [dossier.applicant_phone]
    ended = dossier.mandate_id and not dossier.mandate.is_active
    if dossier.submitter_id and dossier.submitter_id != dossier.applicant_id and not ended:
        submitter = dossier.submitter
        if not submitter.is_staff:
            emails.append(submitter.email)
            phones.append(submitter.phone or "")
    return list(dict.fromkeys(filter(None, emails))), list(dict.fromkeys(filter(None, phones)))


def _values(dossier, context: dict) -> dict[str, str]:
    with override("vi"):
        values = {
            "code": dossier.code,
            "procedure": dossier.procedure.name,
            "agency": dossier.agency.name,
            "phone": dossier.agency.phone,
            "office_number": dossier.office_number,
            "answer_due": dossier.answer_due_at,
            "due": dossier.due_at,
            "result_channel": dossier.get_result_channel_display(),
        } | context
        for name in ("due", "answer_by"):
            values[f"{name}_day"] = _day(values.get(name))
        return _Blank({name: _plain(value) for name, value in values.items()})


class _Blank(dict):
    """A placeholder nobody filled is empty, never an error in the middle of an act."""

    def __missing__(self, name) -> str:
        return ""


def _plain(value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).strftime("%H:%M ngày %d/%m/%Y")
    if isinstance(value, datetime.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, list | tuple):
        return "; ".join(_plain(one) for one in value)
    return str(value)


def _day(value) -> str:
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value).date()
    return _plain(value)


def _letter(dossier, values: dict[str, str], body: str) -> str:
    """The e-mail: greeting, message, what dossier it is about, where to look."""
    return (
        "Kính gửi Ông/Bà,\n\n"
        f"{body}\n\n"
        f"Mã số hồ sơ: {dossier.code}\n"
        f"Thủ tục: {values['procedure']}\n"
        f"Xem hồ sơ: {settings.BASE_URL}/ho-so/{dossier.code}/\n\n"
        f"Trân trọng,\n{values['agency']}\n\n"
        "Thư gửi tự động, xin không trả lời thư này. Cơ quan BHXH không bao giờ hỏi mã xác nhận "
        "(OTP) của Ông/Bà qua điện thoại hoặc thư."
    )


def _gave_up(kept: Promise) -> None:
    unsent = Notice.objects.filter(pk=kept.payload["notice"]).exclude(state=Notice.State.UNKNOWN)
    unsent.update(state=Notice.State.FAILED)


@handler("notice_email", ordered=True, gave_up=_gave_up)
def send_by_email(kept: Promise) -> None:
    notice = Notice.objects.get(pk=kept.payload["notice"])
    if notice.state in (Notice.State.SENT, Notice.State.DELIVERED):
        return
    raw, sender, recipients = raw_mail(notice.to, notice.subject, notice.body, key=kept.key)
    _mark(notice, mail.deliver(raw, sender=sender, recipients=recipients, key=kept.key))


@handler("notice_sms", ordered=True, gave_up=_gave_up)
def send_by_sms(kept: Promise) -> None:
    notice = Notice.objects.get(pk=kept.payload["notice"])
    if notice.state in (Notice.State.SENT, Notice.State.DELIVERED):
        return
    try:
        provider_id = sms.deliver(notice.to, notice.body, key=kept.key, report=True)
    except smpp.AnswerLost:
        Notice.objects.filter(pk=notice.pk).update(state=Notice.State.UNKNOWN)
        raise
    _mark(notice, provider_id)


def _mark(notice: Notice, provider_id: str) -> None:
    Notice.objects.filter(pk=notice.pk).update(
        state=Notice.State.SENT, sent_at=timezone.now(), provider_id=provider_id[:120]
    )
