"""Who a dossier is about, in the words of its kind: a person or an organisation."""

from django.utils.translation import gettext as _

from catalog.eforms.identifiers import phone_as_read


def is_organisation(kind: str) -> bool:
    return kind == "organisation"


def labels(kind: str) -> list[tuple[str, str]]:
    """(name of the fact, its label) in the order shown."""
    if is_organisation(kind):
        named = [
            ("name", _("Tên đơn vị, tổ chức")),
            ("identifier", _("Mã số thuế")),
            ("insurance_number", _("Mã đơn vị BHXH")),
        ]
    else:
        named = [
            ("name", _("Họ và tên")),
            ("identifier", _("Số định danh cá nhân")),
            ("insurance_number", _("Mã số BHXH")),
        ]
    return [
        *named,
        ("phone", _("Số điện thoại")),
        ("email", _("Thư điện tử")),
        ("address", _("Địa chỉ liên hệ")),
    ]


def rows(facts: dict, change: str | None = None) -> list[tuple[str, str, str | None]]:
    """(label, value, where to change it) of each fact."""
    facts = facts | {"phone": phone_as_read(facts.get("phone", ""))}
    kind = facts.get("kind", "person")
    return [(label, facts.get(name, ""), change) for name, label in labels(kind)]


def facts_of(dossier) -> dict:
    """The same facts from a filed dossier."""
    names = ["kind", "name", "identifier", "insurance_number", "phone", "email", "address"]
    return {name: getattr(dossier, f"applicant_{name}") for name in names}
