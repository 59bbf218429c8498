"""Every partner at the end of a road that breaks: what we come to owe it, and what it has taken."""

import email
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from urllib.parse import urlsplit

from django.db import transaction

from catalog.models import Fee
from flows.effects import send_mail, send_sms
from flows.effects.outbox import promise
from flows.gateways import payment as gateway
from flows.gateways import smpp
from flows.models import Delivery, IssuedDocument, Payment, Promise, Refund
from flows.papers.issuing import issue
from flows.partners import national_catalogue, webhooks
from flows.services import consigning, paying, refunding, returning
from tests import situations as given
from tests.flows.api import partners
from tests.flows.effects import servers, smsc
from tests.flows.partners.national_portal import PASSWORD, TARGET, UNIT, USER, national_portal
from tests.flows.partners.receiver import receiver
from tests.flows.payments.provider import provider
from tests.flows.services.carrier import carrier
from tests.flows.signatures import authority, online, service
from tests.local_server import Road, road_to

PHONE = "+84912345678"


@dataclass(frozen=True)
class Partner:
    """`owe` makes us owe it one more thing, of these `kinds` of promises, and names it; `taken` names
    what it has, each as often as it counts there (a partner that knows a key counts it once)."""

    road: Road
    kinds: tuple[str, ...]
    owe: Callable[[], str]
    taken: Callable[[], list[str]]
    is_light: bool = True  # not so when owing one more thing takes its time


def _port(url: str) -> int:
    return urlsplit(url).port


@contextmanager
def sms_gateway(settings, tmp_path):
    numbers = count(1)
    with servers.sms_gateway() as server, road_to(server.server_address[1]) as road:
        settings.SMS_URL = f"http://127.0.0.1:{road.port}/send"

        def owe():
            send_sms(PHONE, text := f"Tin {next(numbers)}", key=f"tin:{text}")
            return text

        yield Partner(
            road, ("sms",), owe, lambda: list({head["Idempotency-Key"]: said["text"] for head, said in server.seen}.values())
        )  # fmt: skip


@contextmanager
def mail_server(settings, tmp_path):
    numbers = count(1)
    with (
        servers.smtp_server() as server,
        road_to(server.server_address[1], act=b"\r\n.\r\n", sick=b"421 busy\r\n") as road,
    ):
        settings.EMAIL_URL = f"smtp://127.0.0.1:{road.port}?tls=0"

        def owe():
            send_mail("an@example.vn", subject := f"Thu {next(numbers)}", "…", key=subject)
            return subject

        def taken():
            mails = [email.message_from_string(text) for _to, text in server.mails]
            return list({one["Message-ID"]: one["Subject"] for one in mails}.values())

        yield Partner(road, ("mail",), owe, taken)


@contextmanager
def portal(settings, tmp_path):
    place = given.procedure(), given.office()
    with national_portal() as running, road_to(_port(running.url)) as road:
        settings.NATIONAL_URL = f"http://127.0.0.1:{road.port}/forward"
        settings.NATIONAL_USER, settings.NATIONAL_PASSWORD = USER, PASSWORD
        settings.NATIONAL_UNIT, settings.NATIONAL_TARGET = UNIT, TARGET

        def taken():
            steps = [one["MaHoSo"] for name, one in running.taken if name == "CapNhatTienDoHoSoMC"]
            return [code for code in running.dossiers if code in steps]

        yield Partner(road, ("national",), lambda: given.filed(*place).code, taken)


@contextmanager
def portal_catalogue(settings, tmp_path):
    """Here the portal is asked: done is what was brought whole."""
    numbers = count(1)
    with portal(settings, tmp_path) as partner:

        def owe():
            national_catalogue.ask_for_catalogue(reason := f"lan-{next(numbers)}")
            return reason

        def taken():
            done = Promise.objects.filter(kind=national_catalogue.KIND, done_at__isnull=False)
            return [key.rpartition(":")[2] for key in done.values_list("key", flat=True)]

        yield Partner(partner.road, ("national_catalogue",), owe, taken)


@contextmanager
def subscriber(settings, tmp_path):
    """Who is told of changes by webhook."""
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    place = given.procedure(), given.office()
    with receiver() as server, road_to(_port(server.url)) as road:
        hook = webhooks.Webhook(token=partners.token()[0], url=f"http://127.0.0.1:{road.port}/nhan")
        webhooks.open_webhook(hook)

        def taken():
            told = {head["X-Event-Id"]: event["code"] for head, event, _body in server.seen}
            return list(told.values())

        yield Partner(road, ("webhook",), lambda: given.filed(*place).code, taken)


@contextmanager
def post_office(settings, tmp_path):
    """A parcel is announced, and handed over in a list."""
    version, where = given.procedure(), given.office()
    with carrier(settings) as server, road_to(server.server_address[1]) as road:
        settings.POST_URL = f"http://127.0.0.1:{road.port}/v1"

        def owe():
            facts = {"result_channel": "post", "result_address": "12 Lê Lợi"}
            dossier = given.decided(version, where, **facts)
            returning.send_by_post(given.item(dossier), by=where.desk, tracking_number="")
            batch = consigning.make_list(where.agency, by=where.desk)
            return f"{dossier.code_folded} {batch.code}"

        def taken():
            assert len(server.made) == Delivery.objects.exclude(tracking_number="").count()
            announced = [one["reference"].rpartition("-")[0] for one in server.made.values()]
            return [
                f"{parcel['reference'].rpartition('-')[0]} {one['code']}"
                for one in server.lists.values()
                for parcel in one["parcels"]
                if parcel["reference"].rpartition("-")[0] in announced
            ]

        yield Partner(road, ("consign", "post_batch"), owe, taken, is_light=False)


@contextmanager
def _bank(settings):
    version, where, person = given.procedure(), given.office(), given.citizen()
    Fee.objects.create(version=version, name="Lệ phí cấp lại sổ", amount=50_000)
    with provider(settings) as server, road_to(server.server_address[1]) as road:
        settings.PAYMENT_API_URL = f"http://127.0.0.1:{road.port}/api/transaction"

        def paid():
            """The applicant has paid over there; we have not heard of it."""
            order = given.filed(version, where, person).fee_orders.get()
            payment = paying.start(order, by=person)
            told = {
                "info": "Le phi",
                "address": "10.0.0.1",
                "language": "vi",
                "return_url": "http://x/",
            }
            said = server.pays(gateway.pay_url(payment, **told), number=f"1450{payment.pk}")
            return payment, said

        yield road, server, where, paid


@contextmanager
def payment_provider(settings, tmp_path):
    """The call-back was lost: the provider is asked."""
    with _bank(settings) as (road, _server, _where, paid):

        def owe():
            payment, _said = paid()
            paying.came_back(payment.reference)
            return payment.reference

        def taken():
            settled = Payment.objects.filter(state="paid").order_by("pk")
            assert IssuedDocument.objects.filter(kind="fee").count() == len(settled)
            return [one.reference for one in settled]

        yield Partner(road, ("ask_payment",), owe, taken)


@contextmanager
def refunds(settings, tmp_path):
    with _bank(settings) as (road, server, where, paid):

        def owe():
            payment, said = paid()
            paying.settle(gateway.read(said))
            refund = refunding.ask(payment, by=where.clerk, reason="Nộp nhầm")
            refunding.allow(refund, by=where.leader)
            return payment.reference

        def taken():
            done = Refund.objects.filter(state="done").order_by("pk")
            assert len(set(server.refunds)) >= len(done)
            return [one.payment.reference for one in done]

        yield Partner(road, ("refund",), owe, taken)


@contextmanager
def _papers(road):
    """Papers that wait for their signature."""
    version, where = given.procedure(), given.office()
    dossier = given.filed(version, where)
    Promise.objects.exclude(kind="render").delete()

    def owe():
        return str(issue(dossier, "filing", by=where.clerk).pk)

    def taken():
        made = IssuedDocument.objects.exclude(file=None).exclude(seal={}).order_by("pk")
        return [str(paper.pk) for paper in made if paper.issued_by_id == where.clerk.pk]

    yield Partner(road, ("render",), owe, taken, is_light=False)


@contextmanager
def time_stamp_authority(settings, tmp_path):
    with online.network() as net, road_to(_port(net.url)) as road:
        holder = authority.issue("BHXH thử", by=authority.root(), list_url="")
        settings.SEAL_KEY, settings.SEAL_PASSWORD = authority.kept(holder, tmp_path), ""
        settings.SEAL_TIME_STAMP_URL = f"http://127.0.0.1:{road.port}/tsa"
        with _papers(road) as partner:
            yield partner


@contextmanager
def remote_signer(settings, tmp_path):
    holder = authority.issue("BHXH thử", by=authority.root(), list_url="")
    with service.signing_service(holder) as server, road_to(_port(server.url)) as road:
        settings.SEAL_KEY, settings.SEAL_PASSWORD = "csc:LD-01", service.PIN
        settings.REMOTE_SIGNING_URL = f"http://127.0.0.1:{road.port}/csc/v2"
        settings.REMOTE_SIGNING_CLIENT, settings.REMOTE_SIGNING_SECRET = service.CLIENT
        with _papers(road) as partner:
            yield partner


@contextmanager
def certification_authority(settings, tmp_path):
    """Asked whether a certificate was revoked."""
    numbers = count(1)
    with online.network() as net, road_to(_port(net.url)) as road:
        there = f"http://127.0.0.1:{road.port}"
        holder = authority.issue(
            "Công ty Hòa Bình",
            by=authority.root(),
            list_url=f"{there}/crl",
            ocsp_url=f"{there}/ocsp",
        )
        chain = [holder.der.hex(), authority.root().der.hex()]

        def owe():
            with transaction.atomic():
                promise("ask_revocation", key=(key := f"hoi:{next(numbers)}"), chain=chain)
            return key

        def taken():
            done = Promise.objects.filter(kind="ask_revocation", done_at__isnull=False)
            return list(done.values_list("key", flat=True))

        yield Partner(road, ("ask_revocation",), owe, taken)


PARTNERS = [
    sms_gateway, mail_server, portal, portal_catalogue, subscriber, post_office, payment_provider,
    refunds, time_stamp_authority, remote_signer, certification_authority,
]  # fmt: skip


@contextmanager
def message_centre(settings, tmp_path):
    """An operator's SMPP centre."""
    numbers = count(1)
    with (
        smsc.message_centre(settings) as server,
        road_to(
            server.server_address[1],
            act=b"\0\0\0\x04\0\0\0\0",  # submit_sm
            sick=b"\0\0\0\x10\x80\0\0\0\0\0\0\x08\0\0\0\x01",  # generic_nack: system error
        ) as road,
    ):
        settings.SMS_URL = f"smpp://bhxh:mat%20khau@127.0.0.1:{road.port}"

        def owe():
            send_sms(PHONE, text := f"Tin {next(numbers)}", key=f"tin:{text}")
            return text

        yield Partner(road, ("sms",), owe, lambda: [one["text"].decode() for one in server.seen])
        for session in smpp._sending.values():
            session.drop()
    smpp._sending.clear()
