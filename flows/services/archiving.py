"""The electronic dossier as one file (hồ sơ điện tử, Article 16): everything declared, issued, sent
and received, with a manifest of digests, the chain of the journal and a summary to read.
"""

import hashlib
import json
import tempfile
import zipfile
from dataclasses import dataclass, field

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import override

from flows import acts
from flows.audit.export import chain_of
from flows.files import clean_name
from flows.models import Dossier
from flows.papers import render
from flows.papers.summary import summary_pdf

SPOOL = 16 * 1024 * 1024  # bytes kept in memory before the disk is used


@dataclass
class _Archive:
    """A ZIP under way, and what its manifest says of it."""

    zip: zipfile.ZipFile
    rows: list[dict] = field(default_factory=list)

    def add(self, path: str, content: bytes, what: str) -> None:
        self.zip.writestr(path, content)
        digest = hashlib.sha256(content).hexdigest()
        self.rows.append({"path": path, "sha256": digest, "size": len(content), "what": what})

    def add_json(self, path: str, value, what: str) -> None:
        text = json.dumps(value, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder)
        self.add(path, text.encode(), what)


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


def _fill(made: _Archive, dossier: Dossier, whole: bool) -> None:
    for submission in dossier.submissions.order_by("number"):
        made.add_json(
            f"ke-khai/lan-{submission.number}.json",
            {
                "number": submission.number, "filed_at": submission.filed_at,
                "answers": submission.answers, "digest": submission.digest,
                "evidence": submission.evidence,
            },
            f"Nội dung kê khai lần {submission.number} và bằng chứng xác nhận",
        )  # fmt: skip
    for document in dossier.documents.select_related("file").exclude(file=None).order_by("pk"):
        name = clean_name(document.name, document.file.content_type)
        made.add(f"giay-to/{document.pk}-{name}", document.file.content(), document.name)
    issued_papers = dossier.issued.select_related("template", "file").order_by("pk")
    for issued in issued_papers if dossier.disposed_at is None else ():
        if not whole and acts.withheld(issued):
            continue
        name = clean_name(f"{issued.title}.pdf", "application/pdf")
        made.add(f"phat-hanh/{issued.pk}-{name}", render(issued), issued.title)
    notices = dossier.notices.order_by("pk").values(
        "channel", "subject", "body", "state", "sent_at"
    )
    made.add_json("thong-bao.json", list(notices), "Thông báo đã gửi")
    talk = [
        {"from_office": row.from_office, "sent_at": row.sent_at, "body": row.body}
        for row in dossier.messages.order_by("pk")
    ]
    made.add_json("trao-doi.json", talk, "Trao đổi giữa người nộp và cơ quan")
    chain = chain_of(dossier, whole=whole)
    made.add_json("nhat-ky.json", chain, "Chuỗi nhật ký của hồ sơ")
    made.add("tom-tat.pdf", summary_pdf(dossier, made.rows, timezone.now()), "Bản tóm tắt để đọc")
    sums = "".join(f"{row['sha256']}  {row['path']}\n" for row in made.rows)
    manifest = {"dossier": dossier.code, "made_at": timezone.now(), "files": list(made.rows)}
    made.add_json("manifest.json", manifest, "Danh mục tệp và mã băm")
    made.zip.writestr("SHA256SUMS", sums)
