"""When kept pages are thrown away: a publication in the editor, a change of the catalogue."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Site
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    published,
    unpublished,
)

from catalog import models as catalog
from cms.editions import purge
from cms.models import Faq, FooterLink, FormFile, MenuLink, Notice, PortalSettings, Synonym

# An import writes in bulk, but its own row and the versions it approves are saved.
WATCHED = (
    catalog.Agency,
    catalog.ApplicantClass,
    catalog.CatalogImport,
    catalog.LifeEvent,
    catalog.Procedure,
    catalog.ProcedureVersion,
    catalog.Responsibility,
    catalog.Sector,
    catalog.Calendar,
    catalog.WorkingHours,
    Faq,
    FooterLink,
    FormFile,
    MenuLink,
    Notice,
    PortalSettings,
    Site,
    Synonym,
)


def _purge(**kwargs) -> None:
    purge()


def connect() -> None:
    publications = (
        page_published, page_unpublished, page_slug_changed, post_page_move, published, unpublished,
    )  # fmt: skip
    for signal in publications:
        signal.connect(_purge, dispatch_uid="cms.purging")
    for model in WATCHED:
        post_save.connect(_purge, sender=model, dispatch_uid="cms.purging.save")
        post_delete.connect(_purge, sender=model, dispatch_uid="cms.purging.delete")
