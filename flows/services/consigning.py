"""Handing the day's parcels to the postal carrier: one list, on paper, as a file and over its service."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.eforms.identifiers import phone_as_read
from catalog.exchange.writing import Column, Page, comma_separated, workbook
from catalog.models import Agency
from flows.effects.outbox import handler, promise
from flows.errors import DossierError
from flows.gateways import post
from flows.models import CarrierColumn, Delivery, PostBatch, Promise
from flows.papers.handing import issue_batch
from flows.services.posting import reference_of

KIND = "post_batch"
Content = CarrierColumn.Content
STANDARD = [
    (gettext_lazy("STT"), Content.ORDER),
    (gettext_lazy("Mã tham chiếu"), Content.REFERENCE),
    (gettext_lazy("Số bưu gửi"), Content.NUMBER),
    (gettext_lazy("Người nhận"), Content.RECIPIENT),
    (gettext_lazy("Địa chỉ nhận"), Content.ADDRESS),
    (gettext_lazy("Điện thoại người nhận"), Content.PHONE),
    (gettext_lazy("Cơ quan gửi"), Content.SENDER),
    (gettext_lazy("Nội dung bưu gửi"), Content.CONTENTS),
]


def unlisted(agency: Agency):
    """Parcels of the office that are sent and stand in no list yet, the first sent first."""
    sent = Delivery.objects.filter(state=Delivery.State.SENT, batch=None, dossier__agency=agency)
    return sent.filter(sent_at__isnull=False).order_by("sent_at", "pk")


@transaction.atomic
def make_list(agency: Agency, *, by) -> PostBatch:
    """Put everything that is sent and unlisted into one list.

    Asked again with nothing new it is the day's last list; DossierError when there is none.
    """
    if not PostBatch.objects.serves(by, agency):
        raise DossierError(_("Bạn không trả kết quả ở cơ quan này."))
    Agency.objects.select_for_update().get(pk=agency.pk)  # one list at a time: numbers follow on
    today, parcels = timezone.localdate(), list(unlisted(agency).values_list("pk", flat=True))
    lists = PostBatch.objects.filter(agency=agency, day=today)
    last = lists.order_by("number").last()
    if not parcels:
        if last is None:
            raise DossierError(_("Không có bưu gửi nào chờ vào bảng kê."))
        return last
    number = last.number + 1 if last else 1
    batch = PostBatch.objects.create(agency=agency, day=today, number=number, made_by=by)
    Delivery.objects.filter(pk__in=parcels).update(batch=batch)
    issue_batch(batch, parcels_of(batch), by=by)
    if post.is_connected():
        promise(KIND, key=f"{KIND}:{batch.pk}:{batch.code}", batch=batch.pk)
    return batch


@handler(KIND)
def tell_carrier(kept: Promise) -> None:
    """Announce the list to the carrier, once under its code."""
    batch = PostBatch.objects.select_related("agency").get(pk=kept.payload["batch"])
    if batch.told_at:
        return
    parcels = [
        {"reference": reference_of(one), "number": one.tracking_number} for one in parcels_of(batch)
    ]
    post.hand_over({"code": batch.code, "day": f"{batch.day}", "parcels": parcels}, key=kept.key)
    PostBatch.objects.filter(pk=batch.pk).update(told_at=timezone.now())


def parcels_of(batch: PostBatch):
    found = batch.deliveries.select_related("dossier__procedure", "dossier__agency")
    return found.order_by("sent_at", "pk")


def table(batch: PostBatch) -> tuple[list[str], list[list[str]]]:
    """(headings, rows) in the carrier's columns; the standard ones where none are set up."""
    columns = [(one.heading, one.content, one.text) for one in CarrierColumn.objects.all()]
    columns = columns or [(str(heading), content, "") for heading, content in STANDARD]
    rows = [
        [_cell(content, text, number, parcel, batch) for _heading, content, text in columns]
        for number, parcel in enumerate(parcels_of(batch), start=1)
    ]
    return [heading for heading, _content, _text in columns], rows


def as_workbook(batch: PostBatch) -> bytes:
    headings, rows = table(batch)
    return workbook([Page(batch.code, [Column(heading) for heading in headings], rows)])


def as_csv(batch: PostBatch) -> bytes:
    return comma_separated(*table(batch))


def _cell(content: str, text: str, number: int, parcel: Delivery, batch: PostBatch) -> str:
    dossier = parcel.dossier
    agency = dossier.agency
    return {
        Content.ORDER: str(number),
        Content.REFERENCE: reference_of(parcel),
        Content.NUMBER: parcel.tracking_number,
        Content.DOSSIER: dossier.code,
        Content.RECIPIENT: dossier.applicant_name,
        Content.ADDRESS: dossier.result_address or dossier.applicant_address,
        # As people dial it: a mark of a country would be guarded against as a formula.
        Content.PHONE: phone_as_read(dossier.applicant_phone).replace(" ", ""),
        Content.SENDER: agency.name,
        Content.SENDER_ADDRESS: agency.address,
        Content.SENDER_PHONE: agency.phone,
        Content.CONTENTS: _("Kết quả hồ sơ %s") % dossier.code,
        Content.DAY: f"{batch.day:%d/%m/%Y}",
        Content.TEXT: text,
    }[Content(content)]
