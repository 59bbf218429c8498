"""Sectors, applicant classes, life events and the lasting identity of procedures as sheets."""

import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.search.backends import get_search_backends

from catalog.exchange.resource import SubjectResource
from catalog.models import ApplicantClass, LifeEvent, Procedure, Sector

CODE = re.compile(r"\d\.\d{6}|NA-[A-Z0-9]{2,16}")


class SectorResource(SubjectResource):
    sheet = ("sectors", "Lĩnh vực")
    unique = (("name",),)

    class Meta(SubjectResource.Meta):
        model = Sector
        import_id_fields = ("code",)
        fields = ("code", "name", "summary", "order", "name_en", "summary_en")


class ApplicantClassResource(SubjectResource):
    sheet = ("applicant_classes", "Đối tượng thực hiện")

    class Meta(SubjectResource.Meta):
        model = ApplicantClass
        import_id_fields = ("code",)
        fields = ("code", "name", "kind", "name_en")


class LifeEventResource(SubjectResource):
    sheet = ("life_events", "Sự kiện đời sống")

    class Meta(SubjectResource.Meta):
        model = LifeEvent
        import_id_fields = ("code",)
        fields = ("code", "name", "summary", "order", "name_en", "summary_en")


class ProcedureResource(SubjectResource):
    sheet = ("procedures", "Thủ tục")
    derived = ("slug", "search_text")

    class Meta(SubjectResource.Meta):
        model = Procedure
        import_id_fields = ("code",)
        fields = (
            "code", "name", "sector", "for_persons", "for_organisations", "life_events", "summary",
            "guidance", "keywords", "related", "repealed_on", "replaced_by", "name_en",
            "summary_en", "guidance_en",
        )  # fmt: skip

    def check(self, instance):
        if not CODE.fullmatch(instance.code):
            raise ValidationError(
                {"code": _("Mã thủ tục «%s» sai; mã quốc gia có dạng 1.002051.") % instance.code}
            )

    def finish(self):
        """Bulk writing sends no signals: tell the search index once the transaction stands."""
        rows = [*self.fresh, *self.altered]

        def index():
            for backend in get_search_backends(with_auto_update=True):
                backend.add_bulk(Procedure, rows)

        transaction.on_commit(index)
