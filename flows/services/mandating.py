"""Giving, accepting and ending mandates (ủy quyền, Articles 11 and 22), and what they allow."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.text import compose
from flows import limits
from flows.effects import send_mail
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import Dossier, Mandate

PER_DAY = 30  # invitations of one principal


def may_act(dossier: Dossier, by) -> bool:
    """May this person change the dossier: the own one, or by a mandate in force that covers it."""
    if by.pk == dossier.applicant_id:
        return True
    if dossier.mandate_id is None and by.pk == dossier.submitter_id:
        return True
    return (
        Mandate.objects.held_by(by)
        .filing()
        .covering(dossier.procedure_id)
        .filter(Dossier.objects.reached_by_mandate(dossier))
        .exists()
    )


def require_act(dossier: Dossier, by, refusal: str) -> None:
    """NotPermitted with this sentence unless the person may act on the dossier."""
    if not may_act(dossier, by):
        raise NotPermitted(refusal)


def usable(mandate: Mandate | None, *, by, procedure) -> None:
    """DossierError unless this mandate lets the person file this procedure now."""
    if mandate is None:
        return
    held = Mandate.objects.held_by(by).filing().covering(procedure)
    if not held.filter(pk=mandate.pk).exists():
        raise NotPermitted(
            _(
                "Việc làm thay đã chấm dứt, hết hạn hoặc không gồm thủ tục này. "
                "Hãy liên hệ người đã giao."
            )
        )


@transaction.atomic
def invite(
    *, principal, by, email: str, kind: str, role: str, basis: str, procedures=(),
    valid_from=None, valid_to=None, paper=None, branches=(),
) -> Mandate:  # fmt: skip
    """Invite somebody by e-mail to act for the principal; it counts once accepted.

    By the principal, or an owner among the organisation's people. A proxy needs an end and a paper.
    """
    require_manage(principal, by)
    organisation = principal.kind == principal.Kind.ORGANISATION
    if (kind == Mandate.Kind.MEMBER) != organisation:
        raise DossierError(
            _("Người của tổ chức chỉ thuộc tài khoản tổ chức; cá nhân thì ủy quyền có thời hạn.")
        )
    if kind == Mandate.Kind.PROXY and (valid_to is None or paper is None):
        raise DossierError(_("Ủy quyền phải có ngày kết thúc và văn bản ủy quyền kèm theo."))
    if branches and role == Mandate.Role.OWNER:
        raise DossierError(
            _(
                "Người quản lý phụ trách cả tổ chức; với một số chi nhánh thì chọn quyền nộp hoặc xem."
            )
        )
    if not basis.strip():
        raise DossierError(_("Hãy ghi căn cứ, ví dụ giấy giới thiệu, giấy ủy quyền số, ngày."))
    if email.casefold() == principal.email.casefold():
        raise DossierError(_("Không thể làm thay cho chính mình."))
    if not limits.hit("mandate_day", str(principal.pk), PER_DAY, 86400):
        raise DossierError(_("Hôm nay đã mời quá nhiều người. Hãy thử lại vào ngày mai."))
    made = Mandate.objects.create(
        kind=kind, role=role, principal=principal, invited_email=email, basis=compose(basis)[:255],
        valid_from=valid_from or timezone.localdate(), valid_to=valid_to, paper=paper, made_by=by,
    )  # fmt: skip
    made.procedures.set(procedures)
    made.branches.set(one for one in branches if one.organisation_id == principal.pk)
    _tell(made)
    return made


@transaction.atomic
def declare_child(*, by, name: str, identifier: str, basis: str, paper, valid_to=None) -> Mandate:
    """A parent or guardian names a child (con, người được giám hộ) with the paper that shows it."""
    if not name.strip() or not basis.strip() or paper is None:
        raise DossierError(_("Hãy ghi họ tên, căn cứ và đính kèm giấy khai sinh hoặc quyết định."))
    return Mandate.objects.create(
        kind=Mandate.Kind.PARENT, role=Mandate.Role.FILER, child_name=compose(name)[:160],
        child_identifier=identifier, basis=compose(basis)[:255], paper=paper, holder=by, made_by=by,
        valid_to=valid_to, accepted_at=timezone.now(),
    )  # fmt: skip


@transaction.atomic
def accept(mandate: Mandate, *, by) -> Mandate:
    """The invited person takes it on, signed in with the address that was invited."""
    mandate = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
    if mandate.ended_at:
        raise AlreadyDone(_("Lời mời này đã được rút lại."))
    if mandate.holder_id == by.pk:
        return mandate
    if mandate.holder_id or by.is_staff or by.kind == by.Kind.ORGANISATION:
        raise NotPermitted(_("Lời mời này dành cho tài khoản cá nhân khác."))
    mine = by.emailaddress_set.filter(email__iexact=mandate.invited_email, verified=True)
    if not mine.exists():
        raise NotPermitted(
            _("Lời mời gửi tới %s. Hãy đăng nhập bằng tài khoản có thư điện tử đã xác minh đó.")
            % mandate.invited_email
        )
    mandate.holder, mandate.accepted_at = by, timezone.now()
    mandate.save(update_fields=["holder", "accepted_at"])
    return mandate


@transaction.atomic
def end(mandate: Mandate, *, by) -> Mandate:
    """End it now: by the principal, an owner, or the holder. Ending twice changes nothing."""
    mandate = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
    if by.pk != mandate.holder_id:
        require_manage(mandate.principal, by)
    if mandate.ended_at is None:
        mandate.ended_at, mandate.ended_by = timezone.now(), by
        mandate.save(update_fields=["ended_at", "ended_by"])
    return mandate


def may_manage(principal, by) -> bool:
    """The principal, or an owner among the organisation's people."""
    if principal is None or by.is_staff:
        return False
    owned = Mandate.objects.owned_by(by).filter(principal=principal)
    return by.pk == principal.pk or owned.exists()


def require_manage(principal, by) -> None:
    if not may_manage(principal, by):
        raise NotPermitted(_("Chỉ chủ tài khoản hoặc người quản lý được mời và chấm dứt."))


def _tell(mandate: Mandate) -> None:
    url = f"{settings.BASE_URL}/tai-khoan/uy-quyen/nhan/{mandate.invitation}/"
    body = _(
        "%(who)s mời Ông/Bà làm thay trên Cổng Dịch vụ công BHXH Việt Nam: %(role)s.\n\n"
        "Đăng nhập bằng tài khoản có thư điện tử này (hoặc đăng ký), rồi mở: %(url)s\n\n"
        "Nếu không quen biết người mời, hãy bỏ qua thư này."
    ) % {"who": mandate.for_whom, "role": mandate.get_role_display(), "url": url}
    send_mail(
        mandate.invited_email, _("Lời mời làm thay cho %s") % mandate.for_whom, body,
        key=f"mandate:{mandate.invitation}",
    )  # fmt: skip
