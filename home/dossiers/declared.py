"""What was declared in a dossier, submission by submission (nội dung đã khai)."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.eforms import FormSpec
from home import applicants
from home.dossiers.access import dossier_page


@dossier_page
def declared(request, dossier):
    """The newest submission; `?lan=` shows an earlier one."""
    submissions = list(dossier.submissions.order_by("number"))
    wanted = request.GET.get("lan") or str(submissions[-1].number)
    shown = next((each for each in submissions if str(each.number) == wanted), None)
    if shown is None:
        raise Http404
    context = {
        "dossier": dossier,
        "submissions": submissions,
        "shown": shown,
        "is_newest": shown == submissions[-1],
        "parts": _parts(dossier, shown),
    }
    return render(request, "home/dossiers/declared.html", context)


def _parts(dossier, submission) -> list[tuple[str, list]]:
    """(title, [(question, answer, None)]): the applicant as known now, then the form's sections."""
    person = applicants.rows(applicants.facts_of(dossier))
    parts = [(_("Chủ hồ sơ"), person)]
    if dossier.case.form_id:
        for section, lines in FormSpec(dossier.case.form, language=get_language() or "").review(
            submission.answers
        ):
            parts.append(
                (section.title, [(question.label, text, None) for question, text in lines])
            )
    return [(title, rows) for title, rows in parts if rows]
