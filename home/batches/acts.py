"""What an organisation signs of a batch: every row with the digest of its own declaration."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from catalog.eforms.review import ReviewTable
from flows.models import BatchRow, Challenge
from flows.services import batching
from home.confirming.signed import SignedAct, listed


def batch_act(draft, parts: Callable[[], list]) -> SignedAct:
    """The one signature for all rows; `parts` is what they have in common, when it is made."""
    batch, who = draft.batch, draft.applicant
    found = batching.digests(batch)
    seals = [seal for _row, seal in found]
    return SignedAct(
        user=draft.owner,
        purpose=Challenge.Purpose.FILE,
        subject=f"draft:{draft.key}",
        digest=batching.digest_over(batch, seals),
        summary=_("nộp %(count)d hồ sơ %(code)s của lô %(number)s")
        % {"count": len(found), "code": draft.procedure.code, "number": batch.number},
        title=_("Tờ khai lô %(number)s: %(procedure)s")
        % {"number": batch.number, "procedure": draft.procedure.name},
        organisation={"name": who.get("name", ""), "tax_code": who.get("identifier", "")},
        content=lambda: (
            [
                *parts(),
                (_("Các hồ sơ của lô"), [(_("Từng hồ sơ và mã băm SHA-256"), _table(found))]),
            ],
            listed(draft.files.select_related("file", "component")),
            {
                "lo": batch.number,
                "ho_so": [
                    {"dong": row.number, "nguoi": row.person, "ma_bam": seal} for row, seal in found
                ],
            },
        ),
        as_xml=draft.version.signs_xml,
    )


def _table(found) -> ReviewTable:
    table = ReviewTable()
    table.headings = [_("Dòng"), _("Người được khai"), _("Số"), _("Mã băm nội dung")]
    table.rows = [[str(row.number), row.title, row.person, seal] for row, seal in found]
    return table


def counted(batch, url: str) -> list[tuple]:
    """How many rows are filed and how many are not, as lines of a summary."""
    state = BatchRow.State
    filed = batch.rows.to_file(batch).count()
    wrong = batch.rows.filter(state=state.WRONG).count()
    others = batch.rows.count() - filed - wrong
    lines = [(_("Số hồ sơ sẽ nộp"), str(filed), url)]
    if wrong:
        lines.append((_("Dòng chưa đúng, không nộp"), str(wrong), url))
    if others:
        lines.append((_("Dòng trùng hoặc đã nộp, không nộp"), str(others), url))
    return lines
