"""Telling about an appointment: with a dossier as a notice of it, without one by mail and SMS alone."""

import secrets

from django.conf import settings
from django.utils import timezone

from flows.effects.mail import send_mail
from flows.effects.messages import MESSAGES
from flows.effects.notices import SMS_LENGTH, notify
from flows.effects.sms import ascii_text, send_sms
from flows.models import Appointment


def tell(appointment: Appointment, moment: str) -> None:
    """Tell the person: booked, moved, cancelled, closed, tomorrow or missed (MESSAGES)."""
    name = f"appointment_{moment}"
    facts = facts_of(appointment)
    if appointment.dossier_id:
        notify(appointment.dossier, name, **facts)
        return
    message, person = MESSAGES[name], appointment.person
    key = f"appointment:{appointment.pk}:{moment}:{secrets.token_hex(6)}"
    if person.email:
        letter = (
            f"Kính gửi Ông/Bà,\n\n{message.body(facts)}\n\n"
            f"Xem, đổi hoặc hủy lịch hẹn: {settings.BASE_URL}/lich-hen/\n\n"
            f"Trân trọng,\n{appointment.agency.name}\n\nThư gửi tự động, xin không trả lời thư này."
        )
        send_mail(person.email, message.subject.format_map(facts), letter, key=f"{key}:mail")
    if person.phone:
        words = f"BHXH: {message.sms.format_map(facts)}. Xem: {settings.BASE_URL}/lich-hen/"
        send_sms(person.phone, ascii_text(words)[:SMS_LENGTH], key=f"{key}:sms")


def facts_of(appointment: Appointment) -> dict[str, str]:
    """What the messages may say of it; the same names whether there is a dossier or not."""
    agency = appointment.agency
    return {
        "appointment": appointment.number,
        "when": f"{timezone.localtime(appointment.starts_at):%H:%M ngày %d/%m/%Y}",
        "where": f"{agency.name}, {agency.address}" if agency.address else agency.name,
        "purpose": str(Appointment.Purpose(appointment.purpose).label),
        "phone": agency.phone,
        "reason": appointment.reason,
    }
