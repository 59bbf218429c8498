"""How new work reaches a department's people (cách chia việc mới): its head decides, at any time."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils.translation import gettext as _

from catalog.leading import leads
from catalog.models import Department
from flows.errors import AlreadyDone, NotPermitted


@transaction.atomic
def share_out(department: Department, *, by, automatic: bool) -> None:
    """From now on new work falls to the least loaded colleague, or waits for whoever takes it.

    What lies in the department's queue already stays there.
    """
    if not (by.is_superuser or leads(by, department)):
        raise NotPermitted(_("Chỉ phụ trách phòng hoặc lãnh đạo cơ quan được đổi cách chia việc."))
    department = Department.objects.select_for_update().get(pk=department.pk)
    if department.shares_out == automatic:
        raise AlreadyDone(_("Cách chia việc của %s đã như vậy rồi.") % department)
    department.shares_out = automatic
    department.save(update_fields=["shares_out"])
    LogEntry.objects.log_actions(
        by.pk, [department], CHANGE, [{"changed": {"fields": ["shares_out"]}}], single_object=True
    )
