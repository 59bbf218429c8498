"""The electronic dossier as one file (hồ sơ điện tử, Article 16): everything declared, issued, sent
and received, with a manifest of digests, the chain of the journal and a summary to read.
"""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import override

from flows import acts
from flows.audit.export import chain_of
from flows.files import clean_name
from flows.models import Dossier
from flows.papers import render
from flows.papers.binding import bound, readable
from flows.papers.summary import summary_pdf

_PAPERS = ("giay-to/", "phat-hanh/")  # what has pages of its own
SPOOL = 16 * 1024 * 1024  # bytes kept in memory before the disk is used


@dataclass
class _Archive:
    """A ZIP under way, and what its manifest says of it."""

    zip: zipfile.ZipFile
    rows: list[dict] = field(default_factory=list)

    def add(self, path: str, content: bytes, what: str) -> None:
        self.zip.writestr(path, content)
        self.rows.append(_row(path, content, what))


def archive(dossier: Dossier, *, whole: bool):
    """An open temporary file with the ZIP; the caller closes it.

    `whole`: with the office's internal entries, for inspectors; else they keep their place in the
    chain but not their content.
    """
    kept = tempfile.SpooledTemporaryFile(max_size=SPOOL)  # noqa: SIM115 the answer closes it
    with override("vi"), zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        _fill(_Archive(made), dossier, whole)
    kept.seek(0)
    return kept


def book(dossier: Dossier, *, whole: bool) -> bytes:
    """The same as one PDF to read: everything written out, then every paper with pages, bookmarked.

    Signatures are checked on the files themselves, whose digests it lists.
    """
    with override("vi"):
        found = list(_contents(dossier, whole))
        rows = [_row(*one) for one in found]
        sheets = [
            readable(path, what, content)
            for path, content, what in found
            if path.startswith(_PAPERS)
        ]
        at = timezone.now()
        return bound(
            lambda pages: summary_pdf(dossier, rows, at, pages), list(filter(None, sheets))
        )


def _row(path: str, content: bytes, what: str) -> dict:
    digest = hashlib.sha256(content).hexdigest()
    return {"path": path, "sha256": digest, "size": len(content), "what": what}


def _contents(dossier: Dossier, whole: bool) -> Iterator[tuple[str, bytes, str]]:
    """(path, content, what it is) of everything that was declared, handed in, issued, sent, received."""
    for submission in dossier.submissions.order_by("number"):
        filed = {
            "number": submission.number, "filed_at": submission.filed_at,
            "answers": submission.answers, "digest": submission.digest,
            "evidence": submission.evidence,
        }  # fmt: skip
        what = f"Nội dung kê khai lần {submission.number} và bằng chứng xác nhận"
        yield f"ke-khai/lan-{submission.number}.json", _json(filed), what
    for document in dossier.documents.select_related("file").exclude(file=None).order_by("pk"):
        name = clean_name(document.name, document.file.content_type)
        yield f"giay-to/{document.pk}-{name}", document.file.content(), document.name
    issued_papers = dossier.issued.select_related("template", "file").order_by("pk")
    for issued in issued_papers if dossier.disposed_at is None else ():
        if not whole and acts.withheld(issued):
            continue
        name = clean_name(f"{issued.title}.pdf", "application/pdf")
        yield f"phat-hanh/{issued.pk}-{name}", render(issued), issued.title
    notices = dossier.notices.order_by("pk").values(
        "channel", "subject", "body", "state", "sent_at"
    )
    yield "thong-bao.json", _json(list(notices)), "Thông báo đã gửi"
    talk = [
        {"from_office": row.from_office, "sent_at": row.sent_at, "body": row.body}
        for row in dossier.messages.order_by("pk")
    ]
    yield "trao-doi.json", _json(talk), "Trao đổi giữa người nộp và cơ quan"
    chain = chain_of(dossier, whole=whole)
    yield "nhat-ky.json", _json(chain), "Chuỗi nhật ký của hồ sơ"


def _json(value) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder).encode()


def _fill(made: _Archive, dossier: Dossier, whole: bool) -> None:
    for path, content, what in _contents(dossier, whole):
        made.add(path, content, what)
    made.add("tom-tat.pdf", summary_pdf(dossier, made.rows, timezone.now()), "Bản tóm tắt để đọc")
    sums = "".join(f"{row['sha256']}  {row['path']}\n" for row in made.rows)
    manifest = {"dossier": dossier.code, "made_at": timezone.now(), "files": list(made.rows)}
    made.add("manifest.json", _json(manifest), "Danh mục tệp và mã băm")
    made.zip.writestr("SHA256SUMS", sums)
