"""What allauth asks of us: contacts, messages through the outbox, no staff at this door."""

import secrets
import uuid

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db import transaction
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.crypto import get_random_string
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.eforms import identifiers
from flows.effects import send_mail, send_sms
from home.accounts import guessing
from home.accounts.fields import PhoneField
from home.accounts.sessions import device

User = get_user_model()
# Messages that anybody can have sent to somebody else's contact; all others are news of the account.
ASKED_FOR = (
    "login_code", "password_reset_code", "email_confirmation", "phone_code", "unknown_account",
    "account_already_exists",
)  # fmt: skip

# allauth ships no Vietnamese; these are the moments at which we say something.
SAID = {
    "logged_out": gettext_lazy("Đã đăng xuất."),
    "password_changed": gettext_lazy("Đã đổi mật khẩu."),
    "password_set": gettext_lazy("Đã đặt mật khẩu."),
    "email_confirmed": gettext_lazy("Đã xác minh thư điện tử."),
    "phone_verified": gettext_lazy("Đã xác minh số điện thoại."),
}


class CitizenAdapter(DefaultAccountAdapter):
    """Citizens and organisations sign in with a verified e-mail or telephone number."""

    error_messages = {
        "account_inactive": format_lazy(
            gettext_lazy("Tài khoản này đang bị khóa. Hãy gọi tổng đài {phone}."),
            phone=settings.HOTLINE,
        ),
        "cannot_remove_primary_email": gettext_lazy("Không xóa được thư điện tử đang dùng."),
        "duplicate_email": gettext_lazy("Thư điện tử này đang là thư điện tử của tài khoản."),
        "email_password_mismatch": gettext_lazy("Thư điện tử hoặc mật khẩu chưa đúng."),
        "phone_password_mismatch": gettext_lazy("Số điện thoại hoặc mật khẩu chưa đúng."),
        "username_password_mismatch": gettext_lazy(
            "Nhập thư điện tử, ví dụ ten@vidu.vn, hoặc số điện thoại, ví dụ 0912 345 678."
        ),
        "email_taken": gettext_lazy("Không dùng được thư điện tử này; hãy nhập thư khác."),
        "phone_taken": gettext_lazy("Không dùng được số điện thoại này; hãy nhập số khác."),
        "enter_current_password": gettext_lazy("Mật khẩu hiện tại chưa đúng."),
        "hunted": gettext_lazy(
            "Vừa có nhiều lần nhập sai mật khẩu của tài khoản này từ nơi khác. Hãy dùng «Đăng nhập bằng "
            "mã» gửi tới thư điện tử, số điện thoại đã xác minh, hoặc đợi 15 phút."
        ),
        "incorrect_code": gettext_lazy(
            "Mã chưa đúng. Xem lại mã trong thư hoặc tin nhắn mới nhất."
        ),
        "incorrect_password": gettext_lazy("Mật khẩu chưa đúng."),
        "invalid_or_expired_key": gettext_lazy("Mã đã hết hạn. Hãy yêu cầu mã mới."),
        "invalid_login": gettext_lazy("Thông tin đăng nhập chưa đúng."),
        "invalid_password_reset": gettext_lazy("Mã đặt lại mật khẩu không còn dùng được."),
        "max_email_addresses": gettext_lazy("Tài khoản chỉ dùng được %d thư điện tử."),
        "rate_limited": gettext_lazy("Mã vừa được gửi. Hãy đợi 60 giây rồi bấm gửi lại."),
        "same_as_current": gettext_lazy("Giá trị mới phải khác giá trị đang dùng."),
        "select_only_one": gettext_lazy("Hãy chỉ nhập một trong hai."),
        "too_many_login_attempts": gettext_lazy(
            "Đã thử sai quá nhiều lần. Hãy đợi vài phút rồi thử lại."
        ),
        "unknown_email": gettext_lazy("Thư điện tử hoặc mật khẩu chưa đúng."),
        "unknown_phone": gettext_lazy("Số điện thoại hoặc mật khẩu chưa đúng."),
        "unverified_primary_email": gettext_lazy("Thư điện tử cần được xác minh trước."),
        "username_taken": gettext_lazy("Không dùng được tên này."),
        "username_blacklisted": gettext_lazy("Không dùng được tên này."),
    }

    # Who may come in

    def authenticate(self, request, **credentials):
        """Staff have their own door: here their password is as wrong as any other."""
        contact = credentials.get("email") or credentials.get("phone")
        if contact and not request.user.is_authenticated and guessing.is_hunted(contact):
            raise self.validation_error("hunted")
        user = super().authenticate(request, **credentials)
        return None if user and is_staff(user) else user

    def pre_login(self, request, user, **kwargs):
        """However a sign-in came about (code, recovery): it never opens for staff."""
        if is_staff(user):
            messages.error(request, _("Cán bộ đăng nhập tại cửa dành cho cán bộ."))
            raise ImmediateHttpResponse(redirect("account_login"))
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        user.meet_device(request, response)
        return response

    def get_login_stages(self):
        stages = super().get_login_stages()
        ours = {"EmailVerificationStage": "OneContactStage", "PhoneVerificationStage": "PhoneStage"}
        named = [(path, ours.get(path.rsplit(".", 1)[-1])) for path in stages]
        return [f"home.accounts.stages.{own}" if own else path for path, own in named]

    # The account

    def populate_username(self, request, user):
        """People never see it: they sign in with a contact."""
        user.username = f"cd{get_random_string(12, '0123456789abcdef')}"

    def save_user(self, request, user, form, commit=True):
        for field in ("kind", "full_name", "tax_code"):
            setattr(user, field, form.cleaned_data.get(field, ""))
        return super().save_user(request, user, form, commit)

    def confirm_email(self, request, email_address):
        """The address becomes the account's; its journal keeps the one before."""
        user = email_address.user
        before = {"email": user.email}
        done = super().confirm_email(request, email_address)
        user.refresh_from_db(fields=["email"])
        note_changes(user, before, {"email": user.email})
        return done

    # Telephone numbers, always E.164

    def clean_phone(self, phone):
        return identifiers.phone(phone)

    def get_phone(self, user):
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user, phone, verified):
        user.phone, user.phone_verified = phone, verified
        user.save(update_fields=["phone", "phone_verified"])

    def set_phone_verified(self, user, phone):
        """The number becomes the account's; the one before it is told."""
        before = user.phone if user.phone_verified else ""
        self.set_phone(user, phone, True)
        note_changes(user, {"phone": before}, {"phone": phone})
        if before and before != phone:
            self._send(before, *self._render("account/email/phone_changed", {}))

    def get_user_by_phone(self, phone):
        return User.objects.filter(phone=phone, is_staff=False).first()

    def phone_form_field(self, **kwargs):
        return PhoneField(**kwargs)

    # Codes: six digits

    def generate_login_code(self):
        return six_digits()

    def generate_password_reset_code(self):
        return six_digits()

    def generate_email_verification_code(self):
        return six_digits()

    def generate_phone_verification_code(self, *, user, phone):
        return six_digits()

    # Messages: promised, never sent while somebody waits

    def send_mail(self, template_prefix, email, context):
        self._answer(email, template_prefix, context)

    def send_verification_code_sms(self, user, phone, code, **kwargs):
        # A number that is verified already is sent a code for one thing alone: to sign in.
        signs_in = phone == user.phone and user.phone_verified
        kind = "login_code" if signs_in else "phone_code"
        self._answer(phone, f"account/email/{kind}", {"code": code})

    def send_account_already_exists_sms(self, phone):
        self._answer(phone, "account/email/account_already_exists", {})

    def send_sms(self, phone, text):
        self._send(phone, "", text)

    def tell(self, user, template: str, context: dict) -> None:
        """A notice about the account to each contact of it that is verified."""
        subject, body = self._render(template, {"user": user, **context})
        for contact in (user.email, user.phone if user.phone_verified else ""):
            if contact:
                self._send(contact, subject, body)

    def tell_new_device(self, user, request) -> None:
        """Somebody has just signed in, citizen or staff, from a device the account did not know."""
        agent = request.headers.get("user-agent", "")
        # Not in the language of the request: who came in may be a stranger.
        with translation.override(settings.LANGUAGE_CODE):
            said = {"device": device(agent), "at": timezone.localtime()}
            self.tell(user, "account/email/new_device", said)

    def add_message(
        self,
        request,
        level,
        message_template=None,
        message_context=None,
        extra_tags="",
        message=None,
    ):
        name = (message_template or "").rsplit("/", 1)[-1].removesuffix(".txt")
        if said := message or SAID.get(name):
            messages.add_message(request, level, said, extra_tags=extra_tags)

    def _render(self, prefix: str, context: dict) -> tuple[str, str]:
        context = {**context, "HOTLINE": settings.HOTLINE}
        subject = render_to_string(f"{prefix}_subject.txt", context)
        return " ".join(subject.split()), render_to_string(f"{prefix}_message.txt", context).strip()

    def _answer(self, to: str, template: str, context: dict) -> None:
        """What somebody asked for at a form; past the hourly cap silently nothing."""
        name = template.rsplit("/", 1)[-1]
        if not name.startswith(ASKED_FOR) or guessing.may_send(to):
            self._send(to, *self._render(template, context))

    @transaction.atomic
    def _send(self, to: str, subject: str, body: str) -> None:
        """To an e-mail address or a telephone number."""
        key = f"account:{uuid.uuid4()}"
        if "@" in to:
            send_mail(to, subject, body, key=key)
        else:
            send_sms(to, " ".join(body.split()), key=key)


def note_changes(user, before: dict, after: dict) -> None:
    """What the holder has changed goes into the journal of the account, old value and new."""
    changes = {
        name: [str(before.get(name) or ""), str(value or "")]
        for name, value in after.items()
        if str(before.get(name) or "") != str(value or "")
    }
    if changes:
        user.note("changed", by=user, changes=changes)


def is_staff(user) -> bool:
    return user.is_staff or user.kind == User.Kind.STAFF


def six_digits() -> str:
    return f"{secrets.randbelow(10**6):06d}"
