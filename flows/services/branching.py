"""Branches of an organisation (chi nhánh, đơn vị trực thuộc): kept, named in a filing, limiting a mandate."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.text import compose
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import Branch, Draft
from flows.services import mandating


def add(organisation, *, by, name: str, insurance_number: str, address: str = "") -> Branch:
    """By the organisation's account or an owner among its people. AlreadyDone when the code is there."""
    mandating.require_manage(organisation, by)
    if organisation.kind != organisation.Kind.ORGANISATION:
        raise NotPermitted(_("Chỉ tài khoản tổ chức có chi nhánh, đơn vị trực thuộc."))
    try:
        with transaction.atomic():
            return Branch.objects.create(
                organisation=organisation, name=compose(name)[:120], made_by=by,
                insurance_number=insurance_number.upper(), address=compose(address)[:255],
            )  # fmt: skip
    except IntegrityError:
        raise AlreadyDone(_("Mã đơn vị này đã có trong danh sách.")) from None


def end(branch: Branch, *, by) -> None:
    """No new filing for it from now on; what was filed stays. Twice is once."""
    mandating.require_manage(branch.organisation, by)
    Branch.objects.standing().filter(pk=branch.pk).update(ended_at=timezone.now())


def offered(draft: Draft) -> list[Branch]:
    """For which branches this draft may be filed: none of a person's."""
    if draft.applicant.get("kind") != "organisation":
        return []
    if draft.mandate is not None:
        return list(Branch.objects.standing().of_mandate(draft.mandate))
    return list(Branch.objects.standing().filter(organisation=draft.owner_id))


def must_choose(draft: Draft) -> bool:
    """Whether the person acts for named branches alone, not for the organisation itself."""
    return draft.mandate is not None and draft.mandate.is_limited


def chosen(draft: Draft) -> Branch | None:
    """The branch that the draft names; none for the organisation itself.

    DossierError when it is not one of those offered, or has to be named and is not.
    """
    key = draft.applicant.get("branch")
    if not key:
        if must_choose(draft):
            raise DossierError(_("Chọn chi nhánh, đơn vị trực thuộc mà Ông/Bà được nộp thay."))
        return None
    found = next((branch for branch in offered(draft) if branch.pk == key), None)
    if found is None:
        raise DossierError(_("Chi nhánh đã chọn không còn dùng được; hãy chọn lại."))
    return found


def facts(organisation_name: str, branch: Branch | None) -> dict:
    """What the choice says of the applicant: the name on papers, the code at the social insurance."""
    if branch is None:
        return {"branch": None, "name": organisation_name}
    said = {"insurance_number": branch.insurance_number}
    if branch.address:
        said["address"] = branch.address
    return {"branch": branch.pk, "name": f"{organisation_name} – {branch.name}"[:255]} | said
