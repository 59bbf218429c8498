"""Who may file nothing for now: accounts blocked for abuse (Article 5.5).

A block stops what the holder begins: filing, and changing what was filed of the own accord. A dossier
that runs keeps its rights: what the office asks for is answered, and it may be withdrawn; else the
office's own deadline would end it. At the desk, where people show who they are, nobody is blocked.
"""

from django.utils.translation import gettext as _

from flows.errors import DossierError


def why_not(*accounts) -> str:
    """The sentence why nothing may be filed by or for these accounts, or nothing."""
    for account in filter(None, accounts):
        block = account.blocks.standing().first()
        if block is not None:
            return _(
                "Quyền nộp hồ sơ của tài khoản %(account)s đang tạm khóa vì: %(reason)s. Chủ tài khoản "
                "gửi ý kiến tại trang Thông tin tài khoản."
            ) % {"account": account, "reason": block.reason}
    return ""


def require_free(*accounts) -> None:
    """Raises DossierError while one of them is blocked."""
    if reason := why_not(*accounts):
        raise DossierError(reason)
