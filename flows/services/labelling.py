"""Labels of dossiers (nhãn): each office sorts its own; the applicant does not see them."""

from django.db import transaction
from django.utils.translation import gettext as _

from flows.audit.journal import record
from flows.errors import DossierError
from flows.models import Dossier, Label
from flows.services.acting import opened_dossier

LONGEST = 40


def of_office(dossier: Dossier):
    """The labels that the office of the dossier has."""
    return Label.objects.filter(agency=dossier.agency)


@transaction.atomic
def label(dossier: Dossier, *, by, names: list[str]) -> list[Label]:
    """The dossier has exactly these labels from now on; a new name is a new label of its office.

    A label that no dossier bears any more goes by itself.
    """
    dossier = opened_dossier(dossier, "label", by=by)
    wanted = {" ".join(name.split()) for name in names} - {""}
    if any(len(name) > LONGEST for name in wanted):
        raise DossierError(_("Nhãn dài tối đa %d ký tự.") % LONGEST)
    before = {label.name for label in dossier.labels.all()}
    if wanted == before:
        return list(dossier.labels.all())
    labels = [Label.objects.get_or_create(agency=dossier.agency, name=name)[0] for name in wanted]
    dossier.labels.set(labels)
    Label.objects.filter(agency=dossier.agency, dossiers__isnull=True).delete()
    record(dossier, "label", by=by, data={"labels": sorted(wanted), "before": sorted(before)})
    return labels
