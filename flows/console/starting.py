"""Where the keyboard starts on a page: in what is to be answered next, with or without script.

A refused page starts at its summary of errors (components/error_summary.html), never past it.
"""


def begin(*forms) -> bool:
    """Puts the focus in the first question that must still be answered; False when none is left."""
    if any(form.is_bound for form in forms):
        return True
    for form in forms:
        for bound in form.visible_fields():
            if bound.field.required and not bound.value() and not _may_be_hidden(form, bound):
                bound.field.widget.attrs["autofocus"] = True
                return True
    return False


def _may_be_hidden(form, bound) -> bool:
    """Questions that answers of the same page call up are out of sight at first."""
    blocks = getattr(form, "blocks", ())
    return any(block.condition and bound.name in block.names.values() for block in blocks)
