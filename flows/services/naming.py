"""Naming what a supplement request asks for: papers of the list, questions of the form, nothing else."""

from django.utils.translation import gettext as _

from catalog.models import Question
from flows.errors import DossierError
from flows.models import SupplementItem, SupplementRequest


def named_items(request: SupplementRequest, items: list[dict]) -> list[SupplementItem]:
    """Store the items `{component | question_key, note}`.

    DossierError when none is named, or one is outside the version's own list (Decision 166,
    Article 3: no paper is asked beyond the list).
    """
    case = request.dossier.case
    papers = {component.pk: component for component in case.components()}
    questions = _labels(case, items)
    rows = []
    for item in items:
        component, key = item.get("component"), item.get("question_key", "")
        paper = papers.get(getattr(component, "pk", component))
        if (component is not None and paper is None) or (key and key not in questions):
            raise DossierError(
                _("Chỉ được yêu cầu giấy tờ và thông tin có trong thành phần hồ sơ của thủ tục.")
            )
        label = paper.name if paper else questions[key]
        rows.append(
            SupplementItem(
                request=request, component=paper, question_key=key, label=label,
                note=item.get("note", ""),
            )
        )  # fmt: skip
    if not rows:
        raise DossierError(_("Hãy chọn ít nhất một giấy tờ hoặc thông tin cần bổ sung."))
    SupplementItem.objects.bulk_create(rows)
    request.named = rows
    return rows


def _labels(case, items: list[dict]) -> dict[str, str]:
    """The questions of the case's form by key, when any is named."""
    if not any(item.get("question_key") for item in items):
        return {}
    asked = Question.objects.filter(section__form=case.form_id, parent=None)
    return dict(asked.values_list("key", "label"))
