"""Which columns a person sees in the queue: chosen for oneself, or kept with a saved list."""

from django.utils.translation import gettext_lazy as _

COLUMNS = {
    "procedure": _("thủ tục"),
    "step_name": _("bước, đơn vị"),
    "due": _("hạn của bước"),
    "holder": _("người giữ"),
    "filed": _("ngày nộp"),
    "promised": _("hạn trả kết quả"),
    "channel": _("cách nộp"),
    "labels": _("nhãn"),
}
USUAL = ["procedure", "step_name", "due", "holder"]


def known(columns) -> list[str]:
    """Those that exist, in the order of the table; the usual ones when none is left."""
    return [name for name in COLUMNS if name in columns] or USUAL


def chosen_by(user) -> list[str]:
    return known(user.preferences.get("columns", USUAL))


def prefer(user, **choices) -> None:
    """Keeps choices of the person beside those already made."""
    user.preferences = {**user.preferences, **choices}
    user.save(update_fields=["preferences"])
