"""Mail transport: SMTP as EMAIL_URL says, the development mailbox without it."""

import email
import email.policy
import smtplib
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

from flows.errors import EffectError
from flows.gateways import mailbox

TIMEOUT = 15  # seconds


def deliver(raw: str, *, sender: str, recipients: list[str], key: str) -> str:
    """Hand one finished message over; returns its Message-ID. EffectError when it was not taken."""
    message = email.message_from_bytes(raw.encode(), policy=email.policy.default)
    if settings.EMAIL_URL:
        _by_smtp(raw, sender, recipients)
    else:
        text = message.get_body(preferencelist=("plain", "html"))
        for recipient in recipients:
            mailbox.put(
                "email",
                parseaddr(recipient)[1],
                str(message["Subject"] or "").strip(),  # a folded header begins with a space
                text.get_content().strip() if text else "",
                key=key,
            )
    return str(message["Message-ID"] or "")


def _by_smtp(raw: str, sender: str, recipients: list[str]) -> None:
    url = urlsplit(settings.EMAIL_URL)
    server = EmailBackend(
        host=url.hostname,
        port=url.port or (465 if url.scheme == "smtps" else 587),
        username=unquote(url.username or ""),
        password=unquote(url.password or ""),
        use_ssl=url.scheme == "smtps",
        use_tls=url.scheme == "smtp" and "tls=0" not in url.query,
        timeout=TIMEOUT,
    )
    try:
        server.open()
        server.connection.sendmail(
            sender, recipients, raw.encode().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        )
    except smtplib.SMTPRecipientsRefused as error:
        codes = {code for code, _ in error.recipients.values()}
        raise EffectError(
            f"Máy chủ thư không nhận địa chỉ này ({_listed(codes)}).",
            permanent=all(code >= 500 for code in codes),
        ) from error
    except smtplib.SMTPAuthenticationError as error:
        raise EffectError("Máy chủ thư từ chối tài khoản gửi (EMAIL_URL).") from error
    except smtplib.SMTPResponseException as error:
        raise EffectError(
            f"Máy chủ thư từ chối thư ({error.smtp_code}).", permanent=error.smtp_code >= 500
        ) from error
    except (OSError, smtplib.SMTPException) as error:
        raise EffectError(f"Máy chủ thư chưa trả lời ({type(error).__name__}).") from error
    finally:
        _hang_up(server)


def _hang_up(server: EmailBackend) -> None:
    """The message is already taken or refused: a broken goodbye changes nothing."""
    if server.connection is not None:
        server.connection.close()


def _listed(codes) -> str:
    return ", ".join(str(code) for code in sorted(codes))
