"""Results reach the applicant by three channels, each with evidence (Article 14.3)."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from flows import acts
from flows.audit.journal import record
from flows.effects.notices import notify
from flows.effects.outbox import promise
from flows.errors import DossierError
from flows.gateways import post
from flows.models import Delivery, Dossier, State, StoredFile, WorkItem
from flows.papers.issuing import issue
from flows.services import acknowledging, confirming, mandating, originals
from flows.services.acting import acting, lock_dossier, opened_dossier
from flows.services.waiting import resume


def hand_over(
    item: WorkItem,
    *,
    by,
    recipient_name: str,
    recipient_identifier: str,
    is_proxy: bool = False,
    proxy_paper: str = "",
    proxy_file: StoredFile | None = None,
    originals_back: Collection[int] = (),
    results: Collection[str] | None = None,
    code: str = "",
) -> Delivery:
    """Give results to a person at the desk; a proxy shows the own paper and the mandate (T14).

    Who receives them signs the receipt, or reads out the `code` that was sent to the applicant.

    `originals_back`: ids of the papers whose kept originals go back with it; all of them must with
    the last result. `results`: keys of `results_left`; fewer than all is a partial return, and the
    dossier stays at the desk until the rest is given.
    """
    challenge = acknowledging.check(item.dossier, code, by=by) if code else None
    with acting(item, "hand_over", by=by) as moment:
        dossier = moment.dossier
        if not recipient_name.strip() or not recipient_identifier.strip():
            raise DossierError(_("Hãy ghi họ tên và số giấy tờ của người nhận kết quả."))
        if is_proxy and not proxy_paper.strip():
            raise DossierError(
                _("Người nhận thay phải có giấy ủy quyền: hãy ghi số, ngày của giấy.")
            )
        if not is_proxy:
            acknowledging.require_own(dossier, recipient_identifier)
        left = results_left(dossier)
        given = left if results is None else [each for each in left if each["key"] in results]
        if not given:
            raise DossierError(_("Hãy đánh dấu kết quả được trả."))
        whole = len(given) == len(left)
        returned = originals.give_back(dossier, originals_back, all_of_them=whole)
        delivery = _open_delivery(dossier)
        delivery.channel = Dossier.ResultChannel.COUNTER
        delivery.recipient_name = recipient_name.strip()
        delivery.recipient_identifier = recipient_identifier.strip()
        delivery.is_proxy, delivery.proxy_paper = is_proxy, proxy_paper.strip() if is_proxy else ""
        delivery.proxy_file = proxy_file if is_proxy else None
        delivery.results = [each["key"] for each in given]
        delivery.handed_by = by
        acknowledged = confirming.use(challenge) if challenge else {"method": "signature"}
        evidence = {"method": "counter", "clerk": str(by), "acknowledged": acknowledged}
        if whole:
            _delivered(dossier, delivery, evidence=evidence)
            moment.finish()
        else:
            _handed(delivery, evidence)
            Delivery.objects.create(dossier=dossier, channel=dossier.result_channel)
        moment.journal(
            "return" if whole else "return_part",
            public_text="Đã trả kết quả tại Bộ phận Một cửa."
            if whole
            else "Đã trả một phần kết quả: " + "; ".join(each["label"] for each in given)[:400],
            channel="counter",
            results=delivery.results,
            originals=[row["label"] for row in returned],
        )
        issue(dossier, "handover", by=by, recipient=_recipient(delivery), items=given + returned)
        notify(
            dossier,
            "returned" if whole else "returned_part",
            items=[each["label"] for each in given],
        )
        return delivery


def send_by_post(
    item: WorkItem,
    *,
    by,
    tracking_number: str,
    carrier: str = "",
    originals_back: Collection[int] = (),
    address: str = "",
) -> Delivery:
    """Hand the result to the public post; it is returned when the post has delivered it.

    `address`: where to, when the applicant chose another way before and asks for the post now.

    `originals_back`: ids of the papers whose kept originals are in the consignment; all must be.
    After a consignment came back it may be sent again, under a new number. Without a number the
    carrier that is connected is asked for one; the applicant is told when it has come.
    """
    with acting(item, "send_by_post", by=by) as moment:
        number = tracking_number.strip()
        if not number and not post.is_connected():
            raise DossierError(_("Hãy ghi số bưu gửi."))
        if number and moment.dossier.deliveries.filter(tracking_number=number).exists():
            raise DossierError(_("Số bưu gửi này đã dùng cho lần gửi trước của hồ sơ."))
        returned = originals.give_back(moment.dossier, originals_back)
        _choose_post(moment.dossier, address.strip())
        delivery = _open_delivery(moment.dossier)
        delivery.channel = Dossier.ResultChannel.POST
        delivery.state, delivery.handed_by = Delivery.State.SENT, by
        delivery.tracking_number, delivery.carrier = number, carrier.strip()
        left = results_left(moment.dossier)
        delivery.results = [each["key"] for each in left]
        delivery.sent_at = timezone.now()
        delivery.save()
        issue(
            moment.dossier, "post", by=by, items=left + returned, parcel=number,
            carrier=delivery.carrier,
        )  # fmt: skip
        moment.finish()
        moment.journal(
            "post",
            public_text=f"Kết quả đã gửi qua bưu chính, số bưu gửi {number}."
            if number
            else "Kết quả đã bàn giao bưu chính.",
            asked_at_desk=bool(address),
            originals=[row["label"] for row in returned],
        )
        if not number:
            promise(
                "consign",
                moment.dossier,
                key=f"consign:{delivery.pk}:{moment.dossier.code}",
                delivery=delivery.pk,
            )
            return delivery
        notify(
            moment.dossier,
            "sent_by_post",
            tracking_number=delivery.tracking_number,
            carrier=delivery.carrier,
        )
        return delivery


def results_left(dossier: Dossier) -> list[dict]:
    """What is still to be given: the issued results, and where the case has several kinds of
    results (a book and a card) each of them. [{key, label, note, summary, day}]"""
    found = [
        {
            "key": f"paper:{paper.pk}",
            "label": paper.title,
            "note": paper.number,
            "summary": dossier.procedure.name,
            "day": f"{timezone.localdate(paper.issued_at):%d/%m/%Y}",
        }
        for paper in dossier.issued.filter(kind="result", revoked_at__isnull=True)
    ]
    kinds = list(dossier.case.result_kinds())
    if len(kinds) > 1:
        found += [
            {"key": f"kind:{kind.pk}", "label": kind.name, "note": "", "summary": "", "day": ""}
            for kind in kinds
            if dossier.outcome_positive
        ]
    given = {
        key
        for delivery in dossier.deliveries.filter(state=Delivery.State.DELIVERED)
        for key in delivery.results
    }
    return [each for each in found if each["key"] not in given]


@transaction.atomic
def confirm_post(dossier: Dossier, *, by, delivered: bool) -> Delivery:
    """The post has delivered, or brought the result back to the desk. `by` None: a carrier's report."""
    if by is None:
        dossier = lock_dossier(dossier.pk)
    else:
        dossier = opened_dossier(dossier, "confirm_post", by=by)
    delivery = dossier.deliveries.get(state=Delivery.State.SENT)
    before = dossier.state
    if delivered:
        _delivered(
            dossier, delivery, evidence={"method": "post", "number": delivery.tracking_number}
        )
    else:
        delivery.state, delivery.came_back_at = Delivery.State.FAILED, timezone.now()
        delivery.results = []
        delivery.save(update_fields=["state", "came_back_at", "results"])
        Delivery.objects.create(dossier=dossier, channel=Dossier.ResultChannel.COUNTER)
    dossier.save()
    record(
        dossier, "return" if delivered else "post_failed", by=by, before=before,
        public_text="Bưu chính đã phát kết quả." if delivered
        else "Bưu chính hoàn lại kết quả; mời nhận tại Bộ phận Một cửa.",
    )  # fmt: skip
    resume(dossier)
    notify(dossier, "returned" if delivered else "post_failed")
    return delivery


@transaction.atomic
def collect_online(dossier: Dossier, *, by) -> Delivery | None:
    """The applicant downloads the result: that is its delivery. Downloading again changes nothing.

    Only where online return was chosen and no original waits at the desk; otherwise the download is
    no hand-over (None).
    """
    dossier = lock_dossier(dossier.pk)
    if (
        dossier.result_channel != Dossier.ResultChannel.ONLINE
        or dossier.state != State.RESULT_READY
        or originals.kept(dossier).exists()
    ):
        return None
    mandating.require_act(dossier, by, _("Chỉ người nộp hồ sơ được nhận kết quả."))
    if owed := acts.fee_owed(dossier, "give_back"):
        raise DossierError(owed)
    delivery = _open_delivery(dossier)
    delivery.recipient_name = str(by)
    before = dossier.state
    _delivered(dossier, delivery, evidence={"method": "online", "account": by.pk})
    _finish_desk(dossier, by)
    dossier.save()
    record(
        dossier, "return", by=by, before=before,
        public_text="Người nộp đã nhận kết quả trực tuyến.", data={"channel": "online"},
    )  # fmt: skip
    notify(dossier, "returned")
    return delivery


def _recipient(delivery: Delivery) -> dict:
    return {
        "name": delivery.recipient_name,
        "identifier": delivery.recipient_identifier,
        "is_proxy": delivery.is_proxy,
        "proxy_paper": delivery.proxy_paper,
        "acknowledged": delivery.evidence.get("acknowledged", {}),
    }


def _choose_post(dossier: Dossier, address: str) -> None:
    """The applicant's later wish; what was chosen when filing stands in the submission."""
    if dossier.result_channel == Dossier.ResultChannel.POST:
        return
    if not address:
        raise DossierError(
            _("Người nộp chưa chọn nhận qua bưu chính: hãy ghi địa chỉ người nộp yêu cầu gửi đến.")
        )
    dossier.result_channel, dossier.result_address = Dossier.ResultChannel.POST, address
    dossier.save(update_fields=["result_channel", "result_address"])


def _open_delivery(dossier: Dossier) -> Delivery:
    return dossier.deliveries.filter(state=Delivery.State.WAITING).latest("created_at")


def _delivered(dossier: Dossier, delivery: Delivery, *, evidence: dict) -> None:
    _handed(delivery, evidence)
    dossier.state, dossier.returned_at = State.RETURNED, timezone.now()


def _handed(delivery: Delivery, evidence: dict) -> None:
    delivery.state, delivery.delivered_at = Delivery.State.DELIVERED, timezone.now()
    delivery.evidence = evidence
    delivery.save()


def _finish_desk(dossier: Dossier, by) -> None:
    """The desk's item is done by the applicant's own download: the flow ends with it."""
    item = dossier.work_items.open().get(step="give_back")
    with item.activation() as activation:
        activation.process.dossier = dossier
        if activation.assign.can_proceed():
            activation.assign(by)
        activation.start(None)
        activation.execute()
