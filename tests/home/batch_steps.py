"""What an organisation does at the pages of a batch, one line each."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from catalog.models import Question, Section
from flows.effects.outbox import keep_due
from flows.models import Batch, BatchRow, Declaration, Promise
from flows.services import batching
from tests.flows.signatures import authority
from tests.home.steps import content_of, pdf, sign_in, upload

START = "/nop-ho-so/1.002179/"
LIST = ["STT", "Họ và tên", "Ngày sinh", "Số định danh", "Lý do", "Nơi mới", "Nội dung đề nghị"]


def takes_batches(version) -> None:
    """The form asks for a number, a choice and what depends on it; the procedure takes batches."""
    version.takes_batches = True
    version.save()
    section = Section.objects.get(form__code="TK-THU")
    kind = Question.Kind
    more = {"section": section, "is_required": True}
    Question.objects.create(
        key="so", kind=kind.IDENTITY_NUMBER, label="Số định danh", order=3, **more
    )
    Question.objects.create(
        key="ly_do", kind=kind.CHOICE, label="Lý do", order=4,
        choices=[["mat", "Bị mất"], ["doi", "Đổi nơi khám"]], **more,
    )  # fmt: skip
    Question.objects.create(
        key="noi", kind=kind.TEXT, label="Nơi mới", order=5,
        condition={"question": "ly_do", "op": "eq", "value": "doi"}, **more,
    )  # fmt: skip
    Question.objects.filter(section=section, key="noi_dung").update(order=6)


def person(number: int, **changed) -> list:
    """A line of the workbook about somebody; `changed` by heading."""
    line = {
        "STT": number, "Họ và tên": f"Nguyễn Văn {number}", "Ngày sinh": "20/05/1990",
        "Số định danh": f"07909{number:07d}", "Lý do": "Bị mất",
    }  # fmt: skip
    return [(line | changed).get(heading, "") for heading in LIST]


def sheet(lines: list[list], headings=LIST, name="Danh sách") -> bytes:
    book = Workbook()
    book.active.title = name
    book.active.append(headings)
    for line in lines:
        book.active.append(line)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def begun(client, who, office, **more) -> Batch:
    """A batch with its choices, applicant and papers, waiting for its list."""
    sign_in(client, who)
    answer = client.post(START, {"batch": "1", "co-quan": office.agency.office_code} | more)
    batch = Batch.objects.latest("pk")
    assert answer.url == there(batch)
    draft = batch.draft
    client.post(there(batch, "truong-hop/"), {"agency": office.agency.pk, "lock": draft.lock})
    draft.refresh_from_db()
    contact = {"insurance_number": "TC0123Z", "phone": "0912345678", "email": "", "address": ""}
    branch = {"branch": more["branch"]} if "branch" in more else {"branch": "0"}
    client.post(there(batch, "chu-ho-so/"), contact | branch | {"lock": draft.lock})
    draft.refresh_from_db()
    paper = draft.version.components.get()
    files = {"paper": f"giay-{paper.pk}", "files": [pdf("danh-sach.pdf")]}
    client.post(there(batch, "giay-to/"), files)
    draft.refresh_from_db()
    client.post(there(batch, "ket-qua/"), {"channel": "online", "lock": draft.lock})
    return batch


def there(batch, page: str = "") -> str:
    return f"{START}{batch.key}/{page}"


def given(client, batch, content: bytes, name="ds.xlsx"):
    """Upload a workbook; the page after it, with what is said."""
    file = SimpleUploadedFile(name, content)
    return client.post(there(batch, "danh-sach/"), {"file": file}, follow=True).content.decode()


def signed(client, batch):
    """Sign the declaration of the batch and send it; the answer."""
    assert client.post(there(batch, "kiem-tra/"), {"truth": "on"}).url == there(batch, "xac-nhan/")
    made = Declaration.objects.live().latest("pk")
    done = authority.sign(content_of(made), authority.company())
    return upload(client, there(batch, "xac-nhan/"), done)


def worked() -> None:
    """The worker, with the batches alone."""
    while Promise.objects.filter(kind=batching.KIND, done_at=None).exists():
        Promise.objects.filter(done_at=None).exclude(kind=batching.KIND).update(
            lease_until="2100-01-01T00:00+07:00"
        )
        keep_due()


def counts(batch) -> dict:
    return {
        state: found
        for state in BatchRow.State.values
        if (found := batch.rows.filter(state=state).count())
    }


def told_in(content: bytes) -> tuple[list[list], dict[str, str]]:
    """The lines of an error workbook below the headings, and its comments by cell."""
    page = load_workbook(io.BytesIO(content))["Danh sách"]
    comments = {
        cell.coordinate: cell.comment.text
        for row in page.iter_rows(min_row=2)
        for cell in row
        if cell.comment
    }
    return [[cell.value for cell in row] for row in page.iter_rows(min_row=2)], comments
