"""Work of a post in other hands for a time (ủy quyền): made and ended by who heads the unit."""

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.leading import leads
from catalog.models import Delegation, Post
from flows.effects.mail import send_mail
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.services import work


def may_delegate(user, post: Post) -> bool:
    """Heads for their department, leaders for their agency, administrators for all."""
    return user.has_perm("accounts.change_user") or leads(user, post.department)


@transaction.atomic
def delegate(
    posts, *, to, number: str, valid_from, valid_to, procedures=(), by
) -> list[Delegation]:
    """Give the work of these posts to `to` by paper `number`, for all procedures or those named.

    Dates count whole days. DossierError says what is wrong with them.
    """
    if not number.strip():
        raise DossierError(_("Hãy ghi số văn bản ủy quyền, phân công."))
    if valid_to < max(valid_from, timezone.localdate()):
        raise DossierError(_("Ngày kết thúc phải từ hôm nay và không trước ngày bắt đầu."))
    if not to.is_active or not to.is_staff:
        raise DossierError(_("%s không còn làm việc nên không nhận ủy quyền được.") % to)
    made = []
    for post in posts:
        if not may_delegate(by, post):
            raise NotPermitted(_("Bạn không phụ trách phòng của vị trí «%s».") % post)
        if post.user_id == to.pk:
            raise DossierError(_("Người được ủy quyền phải là người khác."))
        if post.department.agency_id not in _agencies(to):
            raise DossierError(_("%s không làm việc tại cơ quan của vị trí này.") % to)
        made.append(
            Delegation.objects.create(
                post=post,
                delegate=to,
                number=number.strip(),
                valid_from=valid_from,
                valid_to=valid_to,
                made_by=by,
            )
        )
        made[-1].procedures.set(procedures)
    if not made:
        raise DossierError(_("Hãy chọn ít nhất một vị trí."))
    for delegation in made:
        _log(delegation, by, ADDITION, _("Lập ủy quyền"))
    _tell(made, to)
    return made


@transaction.atomic
def end(delegation: Delegation, *, by) -> Delegation:
    """End it now: what the delegate holds by it goes back to the department's queue."""
    delegation = (
        Delegation.objects.select_for_update(of=("self",))
        .select_related("post__department", "post__user", "post__role")
        .get(pk=delegation.pk)
    )
    if not may_delegate(by, delegation.post):
        raise NotPermitted(_("Bạn không phụ trách phòng của vị trí «%s».") % delegation.post)
    if delegation.revoked_at:
        raise AlreadyDone(_("Ủy quyền này đã được thu hồi."))
    delegation.revoked_at, delegation.revoked_by = timezone.now(), by
    delegation.save(update_fields=["revoked_at", "revoked_by"])
    _log(delegation, by, CHANGE, _("Thu hồi ủy quyền"))
    work.release_unheld()
    return delegation


def _agencies(user) -> set[int]:
    posts = Post.objects.active().filter(user=user)
    return set(posts.values_list("department__agency", flat=True))


def _log(delegation: Delegation, by, flag: int, text: str) -> None:
    LogEntry.objects.log_actions(by.pk, [delegation], flag, change_message=text, single_object=True)


def _tell(made: list[Delegation], to) -> None:
    """A letter to the delegate: whom to stand in for, until when, by which paper."""
    if not to.email:
        return
    first = made[0]
    posts = "; ".join(str(one.post) for one in made)
    body = _("Ông/Bà được phân công làm thay: %(posts)s, từ %(begins)s đến hết %(ends)s, theo số %(number)s.") % {
        "posts": posts, "begins": f"{first.valid_from:%d/%m/%Y}",
        "ends": f"{first.valid_to:%d/%m/%Y}", "number": first.number,
    }  # fmt: skip
    send_mail(to.email, _("Phân công làm thay"), body, key=f"delegation:{first.pk}")
