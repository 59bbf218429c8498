"""The applicant pays on the demo provider's page; the desk takes cash, gives back, and balances the day."""

import pytest
from django.urls import reverse

from flows.models import Payment, Refund
from tests import situations as given
from tests.flows.console.conftest import at_desk

from .test_paying import owing

pytestmark = pytest.mark.django_db


def test_the_applicant_pays_online_and_comes_back_to_a_receipt(client, settings):
    settings.DEMO = True
    settings.PAYMENT_CODE, settings.PAYMENT_SECRET = "THUNGHIEM", "thu"
    dossier, _where, person = owing("receive")
    client.force_login(person)
    page = reverse("home:dossier", kwargs={"code": dossier.code})
    assert "Thanh toán trực tuyến" in client.get(page).content.decode()
    pay = reverse("home:pay", args=[dossier.code, dossier.fee_orders.get().pk])
    given_up = client.get(client.post(pay).url).context["provider_url"]
    back = client.post(given_up, {"choice": "cancel"})
    assert "Chưa thanh toán" in client.get(client.get(back.url).url).content.decode()

    under_way = client.get(client.post(pay).url)
    provider = under_way.context["provider_url"]
    assert "Lệ phí cấp lại sổ" in under_way.content.decode()

    assert "50.000" in client.get(provider).content.decode()
    assert client.get(provider.replace("5000000", "100")).status_code == 400
    back = client.post(provider, {"choice": "pay"})
    told = client.get(client.get(back.url).url).content.decode()
    assert "Đã nhận tiền" in told
    assert "Biên lai số" in told
    assert [one.state for one in Payment.objects.order_by("pk")] == ["failed", "paid"]

    for old in (given_up, provider):  # another tab, or the way back in the browser
        back = client.post(old, {"choice": "pay"})
        assert "Chưa thanh toán" not in client.get(client.get(back.url).url).content.decode()
    assert Payment.objects.filter(state="paid").count() == 1


def test_somebody_elses_fee_is_not_there(client):
    dossier, _where, _person = owing()
    client.force_login(given.citizen())
    pay = reverse("home:pay", args=[dossier.code, dossier.fee_orders.get().pk])
    assert client.post(pay).status_code == 404


def test_the_desk_takes_cash_gives_it_back_and_balances_the_day():
    dossier, where, _person = owing()
    order = dossier.fee_orders.get()

    def step(name, by, **typed):
        client = at_desk(by)
        url = reverse("admin:dossier_step", args=[dossier.pk, name])
        assert client.get(url).status_code == 200
        assert client.post(url, typed).status_code == 302

    step("collect_fee", where.clerk, order=order.pk, payer_name="Nguyễn Thị Bình An")
    payment = Payment.objects.get()
    client = at_desk(where.clerk)
    shown = client.get(reverse("admin:flows_dossier_change", args=[dossier.pk])).content.decode()
    assert payment.receipt.number in shown
    sheet = client.get(reverse("admin:fees"))
    assert sheet.context["totals"][-1][1:] == (1, 50_000)
    step("ask_refund", where.clerk, payment=payment.pk, reason="Nộp nhầm")
    step("allow_refund", where.leader)
    assert Refund.objects.get().state == "done"
    sheet = client.get(reverse("admin:fees"))
    assert sheet.context["totals"][-1][1:] == (1, 0)
    assert client.get(reverse("admin:fees") + "?xlsx=1").content.startswith(b"PK")
    client = at_desk(given.office("BHXH khác").clerk)
    assert client.get(reverse("admin:fees")).context["taken"] == []
