"""Changing a filed dossier before it is taken up: opens the draft that holds what was filed."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from flows.errors import DossierError
from flows.services import amending
from home.dossiers.access import acting_page


@require_POST
@acting_page
def amend(request, dossier):
    """To the task list of the change, begun now or before."""
    try:
        draft = amending.open_amendment(dossier, by=request.user)
    except DossierError as error:
        messages.error(request, str(error))
        return redirect("home:dossier", code=dossier.code)
    return redirect("home:tasks", code=draft.procedure.code, key=draft.key)
