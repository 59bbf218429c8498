"""How forms look: whole forms and whole fields in the portal's markup, single widgets as Django has them.

`{{ form }}` and `{{ form.name.as_field_group }}` give label, hint, error and control. The admin and Wagtail
draw their own fields and ask for bare widgets only, so they stay as they are.
"""

from django.forms import widgets
from django.forms.renderers import TemplatesSetting

KINDS = (
    (widgets.CheckboxSelectMultiple, "checkboxes"),
    (widgets.RadioSelect, "radios"),
    (widgets.CheckboxInput, "checkbox"),
    (widgets.PasswordInput, "password"),
    (widgets.FileInput, "file"),
    (widgets.Textarea, "textarea"),
    (widgets.Select, "select"),
    (widgets.NumberInput, "number"),
    (widgets.MultiWidget, "group"),
    (widgets.SelectDateWidget, "group"),
)
TEMPLATES = {
    "checkboxes": "choices",
    "radios": "choices",
    "checkbox": "checkbox",
    "password": "password",
    "file": "file",
    "textarea": "textarea",
    "select": "select",
    "number": "number",
    "group": "group",
    "input": "input",
}


def kind_of(widget) -> str:
    """Which of our templates draws this widget."""
    return next((kind for base, kind in KINDS if isinstance(widget, base)), "input")


def file_types(accept: str) -> str:
    """ "PDF, JPG" from an accept attribute such as ".pdf,image/jpeg"."""
    names = [part.strip().rsplit("/", 1)[-1].lstrip(".").upper() for part in accept.split(",")]
    return ", ".join(dict.fromkeys(n.replace("JPEG", "JPG") for n in names if n and n != "*"))


class WidgetRenderer(TemplatesSetting):
    """Draws the control of one field in the portal's markup."""

    def __init__(self, field):
        self.field = field

    def render(self, template_name, context, request=None):
        kind = kind_of(self.field.field.widget)
        if kind == "input" and context["widget"].get("type") == "hidden":
            return super().render(template_name, context, request)
        extra = {
            "kind": kind,
            "label": self.field.label,
            "invalid": bool(self.field.errors),
            "describedby": self.field.aria_describedby,
        }
        return super().render(f"forms/widgets/{TEMPLATES[kind]}.html", context | extra, request)


class PortalRenderer(TemplatesSetting):
    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    def render(self, template_name, context, request=None):
        field = context.get("field")
        if field is None or template_name != (
            field.field.template_name or self.field_template_name
        ):
            return super().render(template_name, context, request)
        attrs = field.field.widget.attrs
        extra = {
            "kind": kind_of(field.field.widget),
            "file_types": file_types(attrs.get("accept", "")),
            "max_mb": attrs.get("data-max-mb", ""),
        }
        stock, field.form.renderer = field.form.renderer, WidgetRenderer(field)
        try:
            return super().render(template_name, context | extra, request)
        finally:
            field.form.renderer = stock
