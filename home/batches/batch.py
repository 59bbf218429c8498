"""A signed batch: how far the worker is, what became of each row, and the rows to be mended."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from catalog.exchange.writing import Column, Page, workbook
from flows.errors import DossierError
from flows.models import Batch
from flows.services import batch_rows, batching
from home.batches.shown import as_workbook, listing, told_of

_WITH = ("draft__procedure", "draft__version", "draft__case__form", "draft__agency", "branch")


def signed_page(view):
    """The batch that this person sees; one not signed yet goes on with its draft."""

    @never_cache
    @login_required
    @wraps(view)
    def inner(request, key, *args, **kwargs):
        batches = Batch.objects.visible_to(request.user).select_related(*_WITH)
        batch = get_object_or_404(batches, draft__key=key)
        if batch.confirmed_at is None:
            return redirect("home:tasks", code=batch.draft.procedure.code, key=key)
        return view(request, batch, *args, **kwargs)

    return inner


@require_safe
@signed_page
def batch(request, batch):
    """Progress, counters and every row with its dossier."""
    placed = batch.rows.placed()
    waiting = batch.rows.filter(state="right").count()
    context = {
        "batch": batch,
        "signature": batch.evidence.get("signature", {}),
        "total": placed.count(),
        "done": placed.count() - waiting,
        "filed": batch.rows.filter(dossier__isnull=False).count(),
        "to_mend": batch.rows.to_mend().exclude(cells={}).count(),
        **listing(request, batch),
    }
    return render(request, "home/batches/batch.html", context)


@require_safe
@signed_page
def corrections(request, batch):
    """The rows that were not filed, each wrong cell with its comment."""
    return as_workbook(batch_rows.corrections(batch), f"chua-dung-{batch.number}.xlsx")


@require_safe
@signed_page
def outcome(request, batch):
    """Every row with its state and the code of its dossier, as a workbook."""
    with override("vi"):
        lines = [
            [
                row.number, row.title, row.person, row.get_state_display(),
                row.dossier.code if row.dossier else "", " ".join(told_of(row, batch, {})),
            ]
            for row in batch.rows.select_related("dossier")
        ]  # fmt: skip
    columns = [
        Column("Dòng"), Column("Người được khai"), Column("Số", format="@"), Column("Tình trạng"),
        Column("Mã hồ sơ"), Column("Lời nhắc", wide=60),
    ]  # fmt: skip
    return as_workbook(workbook([Page("Kết quả", columns, lines)]), f"ket-qua-{batch.number}.xlsx")


@require_POST
@signed_page
def follow(request, batch):
    """On to a further batch for the rows that were mended."""
    try:
        made = batching.follow(batch, by=request.user)
    except DossierError as error:
        messages.error(request, str(error))
        return redirect("home:batch", key=batch.key)
    code = made.draft.procedure.code
    if made.draft.case_id is None:
        return redirect("home:choice", code=code, key=made.key)
    messages.info(
        request, _("Tải lên bảng tính các dòng đã sửa; các lựa chọn của lô trước được giữ.")
    )
    return redirect("home:rows", code=code, key=made.key)
