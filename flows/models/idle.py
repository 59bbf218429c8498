"""After how many days without an act a person is named to the head (số ngày không thao tác)."""

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from flows.models.agency_rule import AgencyRule


class IdleRule(AgencyRule):
    """The days of one agency, or of all without a row of their own."""

    days = models.PositiveSmallIntegerField(_("nêu tên sau (ngày)"), default=14)

    class Meta:
        verbose_name = _("quy định theo dõi cán bộ ít thao tác")
        verbose_name_plural = _("quy định theo dõi cán bộ ít thao tác")
        constraints = [
            models.UniqueConstraint(
                Coalesce("agency", 0),
                name="idle_rule_one_for_all",
                violation_error_message=_("Đã có quy định chung; hãy sửa dòng đó."),
            ),
        ]
