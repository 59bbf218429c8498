"""Fees are owed once and paid once, whatever the provider does; acts wait where the catalogue says."""

import datetime
import re

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import given as examples
from hypothesis import settings as profile
from hypothesis import strategies as st

from catalog.models import Fee
from flows import acts
from flows.effects import keep_due
from flows.errors import DossierError, NotPermitted
from flows.gateways import payment as gateway
from flows.models import FeeState, Notice, Promise, Refund
from flows.papers.amounts import in_words
from flows.services import charging, intake, paying, refunding
from flows.status import national_code
from tests import situations as given

from .provider import provider

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(settings):
    with provider(settings) as server:
        yield server


def owing(stage="", **facts):
    """A dossier that owes 50.000 đồng, its office and its applicant."""
    version, where, person = given.procedure(**facts), given.office(), given.citizen()
    Fee.objects.create(
        version=version, name="Lệ phí cấp lại sổ", amount=50_000, required_before=stage
    )
    dossier = given.filed(version, where, person)
    return dossier, where, person


@pytest.fixture
def owed():
    dossier, _where, person = owing()
    return dossier, person


def url_of(payment) -> str:
    return gateway.pay_url(
        payment, info="Le phi", address="10.0.0.1", language="vi", return_url="http://x/"
    )


def hears(client, said) -> str:
    return client.get(reverse("flows:payment_call_back"), said).json()["RspCode"]


def test_a_fee_is_owed_once_from_the_filing_on_and_the_dossier_goes_its_own_way(bank, client, owed):
    dossier, person = owed
    charging.raise_orders(dossier)
    order = dossier.fee_orders.get()
    assert (order.amount, dossier.fee_state, dossier.state) == (50_000, "due", "submitted")
    assert dossier.notices.filter(subject__contains="cần nộp phí").exists()
    payment = paying.start(order, by=person)
    assert paying.start(order, by=person) == payment  # begun twice is begun once

    said = bank.pays(url_of(payment))
    assert [hears(client, said), hears(client, said)] == ["00", "02"]

    dossier.refresh_from_db()
    payment.refresh_from_db()
    assert (payment.state, payment.provider_number) == ("paid", "14500001")
    assert (dossier.fee_state, dossier.state) == (FeeState.PAID, "submitted")
    receipt = dossier.issued.get(kind="fee")
    assert re.fullmatch(r"BL\d\d-\d{5}-0000001", receipt.number)
    assert receipt.data["amount_words"] == "Năm mươi nghìn đồng"
    with pytest.raises(DossierError, match="đã được nộp"):
        paying.start(order, by=person)


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({"vnp_Amount": "100"}, "97"),  # altered on the way
        ({"vnp_SecureHash": "0" * 128}, "97"),
        ({"vnp_SecureHash": "ạ"}, "97"),
        ({"vnp_TxnRef": "BH0"}, "97"),
    ],
)
def test_an_unsigned_or_altered_word_changes_nothing(bank, client, owed, change, answer):
    dossier, person = owed
    payment = paying.start(dossier.fee_orders.get(), by=person)
    assert hears(client, bank.pays(url_of(payment)) | change) == answer
    payment.refresh_from_db()
    assert payment.state == "open"


def test_another_sum_or_payment_than_ours_is_not_taken_and_is_shown(bank, client, owed):
    dossier, person = owed
    payment = paying.start(dossier.fee_orders.get(), by=person)
    assert hears(client, bank.pays(url_of(payment), vnp_Amount="100")) == "04"
    assert hears(client, bank.pays(url_of(payment), vnp_TxnRef="BHKHAC")) == "01"
    payment.refresh_from_db()
    assert payment.state == "open"
    assert "báo 1 đồng" in payment.remark


def test_a_call_back_that_never_comes_is_asked_for_even_when_the_provider_is_down_first(bank, owed):
    dossier, person = owed
    payment = paying.start(dossier.fee_orders.get(), by=person)
    bank.pays(url_of(payment))
    bank.down = True
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=21)):
        keep_due()
        bank.down, bank.lies = False, True
        with time_machine.travel(timezone.now() + datetime.timedelta(minutes=5)):
            keep_due()
            payment.refresh_from_db()
            assert payment.state == "open"
            assert "chữ ký" in Promise.objects.get(kind="ask_payment").error
            bank.lies = False
            with time_machine.travel(timezone.now() + datetime.timedelta(minutes=5)):
                keep_due()
    payment.refresh_from_db()
    assert payment.state == "paid"


def test_what_nobody_has_paid_in_its_time_fails_and_can_be_begun_anew(bank, owed):
    dossier, person = owed
    first = paying.start(dossier.fee_orders.get(), by=person)
    later = timezone.now() + datetime.timedelta(minutes=16)
    with time_machine.travel(later), pytest.raises(DossierError, match="đối soát"):
        paying.start(first.order, by=person)
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=21)):
        keep_due()
        first.refresh_from_db()
        assert first.state == "failed"
        assert paying.start(first.order, by=person).reference != first.reference


def test_a_late_word_on_a_payment_given_up_counts_and_the_newer_one_is_given_back(
    bank, client, owed
):
    dossier, person = owed
    order = dossier.fee_orders.get()
    first = paying.start(order, by=person)
    late = bank.pays(url_of(first))
    cancelled = bank.pays(url_of(first), vnp_ResponseCode="24", vnp_TransactionStatus="02")
    assert hears(client, cancelled) == "00"  # out of order: the failure first
    second = paying.start(order, by=person)
    assert hears(client, late) == "00"
    assert hears(client, bank.pays(url_of(second), number="14500002")) == "00"
    assert [p.state for p in order.payments.order_by("pk")] == ["paid", "surplus"]
    refund = Refund.objects.get()
    assert (refund.payment, refund.asked_by, refund.state) == (second, None, "asked")
    assert dossier.issued.filter(kind="fee").count() == 1


@profile(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@examples(chance=st.randoms(use_true_random=False))
def test_whatever_the_order_of_words_no_order_is_ever_paid_twice(bank, client, owed, chance):
    with transaction.atomic():
        dossier, person = owed
        order, words = dossier.fee_orders.get(), []
        for number in range(3):
            if order.payments.filter(state="paid").exists():
                break
            payment = paying.start(order, by=person)
            url = url_of(payment)
            words.append(bank.pays(url, number=f"1450{number}"))
            words.append(bank.pays(url, vnp_ResponseCode="24", vnp_TransactionStatus="02"))
            hears(client, chance.choice(words))
            order.refresh_from_db()
        again = words * 2
        chance.shuffle(again)
        assert {hears(client, said) for said in again} <= {"00", "02"}
        states = list(order.payments.values_list("state", flat=True))
        assert states.count("paid") == dossier.issued.filter(kind="fee").count() <= 1
        assert Refund.objects.count() == states.count("surplus")
        transaction.set_rollback(True)


def test_cash_at_the_desk_waits_for_a_running_payment_and_gets_a_receipt(bank, client):
    dossier, where, person = owing()
    order = dossier.fee_orders.get()
    payment = paying.start(order, by=person)
    with pytest.raises(DossierError, match="không thu hai lần"):
        charging.collect(order, by=where.clerk, payer_name="An")
    hears(client, bank.pays(url_of(payment), vnp_ResponseCode="24", vnp_TransactionStatus="02"))
    cash = charging.collect(order, by=where.clerk, payer_name="Nguyễn Thị Bình An")
    assert (cash.state, cash.taken_by, cash.receipt.issued_by) == ("paid", where.clerk, where.clerk)
    with pytest.raises(DossierError):
        charging.collect(order, by=where.clerk, payer_name="An")
    with pytest.raises(NotPermitted):
        charging.collect(order, by=where.officer, payer_name="An")


@pytest.mark.parametrize("stage", ["receive", "propose", ""])
def test_the_act_that_the_catalogue_names_waits_for_the_fee(bank, stage):
    dossier, where, _person = owing(stage)
    given.papers_checked(dossier, where)
    item = given.item(dossier)
    if stage == "receive":
        with pytest.raises(DossierError, match="Lệ phí cấp lại sổ"):
            intake.receive(item, by=where.clerk)
        charging.collect(dossier.fee_orders.get(), by=where.clerk, payer_name="An")
    intake.receive(item, by=where.clerk)
    dossier.refresh_from_db()
    names = {act.name for act in acts.available(given.item(dossier), where.officer)}
    assert ("propose" in names) is (stage != "propose")
    dossier.state = "processing"
    assert national_code(dossier) == (4 if stage == "receive" else 6)


def test_the_applicant_does_not_read_a_result_before_its_fee(bank, client):
    version, where, person = given.procedure(), given.office(), given.citizen()
    Fee.objects.create(version=version, name="Lệ phí", amount=9_000, required_before="give_back")
    given.loaded_slips()
    dossier = given.decided(version, where, person)
    client.force_login(person, backend="accounts.backends.CitizenDoorBackend")
    result = reverse("flows:issued", args=[dossier.issued.get(kind="result").token])
    assert client.get(result).status_code == 402
    charging.collect(dossier.fee_orders.get(), by=where.desk, payer_name="Nguyễn Thị Bình An")
    assert client.get(result).status_code == 200


def test_money_goes_back_by_two_persons_once_and_the_receipt_is_out_of_force(bank, client):
    dossier, where, person = owing()
    order = dossier.fee_orders.get()
    payment = paying.start(order, by=person)
    hears(client, bank.pays(url_of(payment)))
    payment.refresh_from_db()
    refund = refunding.ask(payment, by=where.clerk, reason="Nộp nhầm")
    with pytest.raises(DossierError):
        refunding.ask(payment, by=where.desk, reason="Nộp nhầm")
    with pytest.raises(NotPermitted):
        refunding.allow(refund, by=where.clerk)
    refunding.allow(refund, by=where.leader)
    bank.down = True
    keep_due()
    bank.down = False
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=1)):
        keep_due()
    refund.refresh_from_db()
    order.refresh_from_db()
    dossier.refresh_from_db()
    assert (refund.state, order.state, dossier.fee_state) == ("done", "refunded", "refunded")
    # The request that met the closed door and the one after it bear one number: one refund there.
    assert len(set(bank.refunds)) == 1
    assert not dossier.issued.get(kind="fee").is_valid
    assert Notice.objects.filter(dossier=dossier, subject__contains="hoàn trả").exists()


def test_a_dossier_without_fees_asks_nothing_more(bank, django_assert_num_queries):
    version, where = given.procedure(), given.office()
    dossier = given.filed(version, where)
    assert dossier.fee_state == ""
    with django_assert_num_queries(0):
        assert acts.fee_owed(dossier, "receive") == acts.owes_a_fee(dossier)[:0]


def test_sums_are_written_in_words():
    assert in_words(1_250_000) == "Một triệu hai trăm năm mươi nghìn đồng"
    assert in_words(105_021) == "Một trăm lẻ năm nghìn không trăm hai mươi mốt đồng"
    assert in_words(15_000_000) == "Mười lăm triệu đồng"
