"""The demo's dossiers: one story per state and routing, told as a walk."""

import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from flows.gateways import payment, post
from flows.models import Dossier, Draft
from flows.services import charging, extending, returning, withdrawing
from home.demo import fees
from home.demo.walking import Walk
from home.rating import rate

User = get_user_model()

VOLUNTARY, CARD, BOOK = "1.002179", "1.001939", "1.002759"
LUMP_SUM, MATERNITY, PENSION = "1.014173", "1.014166", "1.014171"
DIRECT_PAYMENT, CONFIRMATION, CHANGE_PAYEE = "1.014140", "1.014185", "1.014176"
FUNERAL, AUTHORITY = "1.014177", "1.001601"
# Results of CHANGE_PAYEE bear the leader's own signature; the key opens with the demo's password.
SIGNS = "lanhdao"


def build() -> None:
    """Tell every story once; a demo that already has dossiers stays as it is."""
    if Dossier.objects.exists() or Draft.objects.exists():
        return
    for number, story in enumerate(STORIES, start=1):
        with transaction.atomic():
            story(number)


def _begun(n):
    Walk(VOLUNTARY, "07906", "an", days_ago=2, seed=n).drafted(until="papers")


def _just_filed(n):
    Walk(CARD, "07906", "an", days_ago=0, seed=n).filed()


def _filed_yesterday(n):
    Walk(LUMP_SUM, "07906", "binh", days_ago=1, seed=n).filed(result="counter")


def _filed_in_hanoi(n):
    Walk(CONFIRMATION, "00101", "chi", days_ago=1, seed=n).filed()


def _to_complete(n):
    Walk(MATERNITY, "07906", "chi", days_ago=4, seed=n).filed().completion_asked()


def _completed_and_back(n):
    Walk(CONFIRMATION, "07906", "an", days_ago=5, seed=n).filed().completion_asked().wait_days(
        1
    ).supplied()


def _refused(n):
    Walk(FUNERAL, "07906", "binh", days_ago=9, seed=n).filed().refused()


def _received(n):
    Walk(CHANGE_PAYEE, "07906", "dung", days_ago=3, seed=n).filed().received()


def _processing(n):
    Walk(LUMP_SUM, "07906", "dung", days_ago=5, seed=n).filed(result="counter").received().taken()


def _second_department(n):
    Walk(BOOK, "07906", "binh", days_ago=6, seed=n).filed().received().taken()


def _asked_to_supplement(n):
    walk = Walk(DIRECT_PAYMENT, "07906", "an", days_ago=8, seed=n).filed(result="counter")
    walk.received().wait_days(1).supplement_asked()


def _supplemented(n):
    walk = Walk(LUMP_SUM, "07906", "chi", days_ago=12, seed=n).filed(result="counter")
    walk.received().supplement_asked().wait_days(2).supplied()


def _stopped(n):
    walk = Walk(CONFIRMATION, "07906", "dung", days_ago=45, seed=n).filed()
    walk.received().supplement_asked()


def _to_approve(n):
    Walk(CHANGE_PAYEE, "07906", "an", days_ago=4, seed=n).filed().received().proposed()


def _to_sign(n):
    Walk(CHANGE_PAYEE, "07906", "chi", days_ago=3, seed=n).filed().received().proposed()


def _above(n):
    Walk(PENSION, "07906", "dung", days_ago=9, seed=n).filed(result="counter").received().taken()


def _late(n):
    Walk(VOLUNTARY, "07906", "chi", days_ago=20, seed=n).filed().received().taken()


def _apologised(n):
    walk = Walk(VOLUNTARY, "07906", "dung", days_ago=11, seed=n).filed().received().taken()
    with walk.at_work():
        new_due = timezone.localdate(walk.dossier.due_at) + datetime.timedelta(days=10)
        extending.extend(
            walk.dossier, by=User.objects.get(username="lanhdao"), new_due=new_due,
            reason="Phải xác minh quá trình đóng tại cơ quan BHXH khác.",
        )  # fmt: skip


def _wants_out(n):
    walk = Walk(CARD, "07906", "binh", days_ago=3, seed=n).filed().received()
    with walk.at_work():
        withdrawing.ask(walk.dossier, by=walk.person, reason="Tôi đã được cấp thẻ theo đơn vị mới.")


def _withdrawn(n):
    walk = Walk(CARD, "07906", "chi", days_ago=15, seed=n).filed()
    with walk.at_work():
        withdrawing.ask(walk.dossier, by=walk.person, reason="Nộp nhầm nơi đăng ký.")
    with walk.at_work():
        withdrawing.confirm(walk.dossier, by=User.objects.get(username="tiepnhan"))


def _ready(n):
    Walk(LUMP_SUM, "07906", "an", days_ago=10, seed=n).filed(result="counter").received().decided()


def _ready_online(n):
    Walk(CONFIRMATION, "07906", "binh", days_ago=14, seed=n).filed().received().decided()


def _negative(n):
    walk = Walk(LUMP_SUM, "07906", "binh", days_ago=25, seed=n).filed(result="counter")
    walk.received().decided("negative")


def _returned_online(n):
    walk = Walk(CONFIRMATION, "07906", "binh", days_ago=30, seed=n).filed().received().decided()
    walk.collected()
    with walk.at_work():
        rate(
            walk.dossier, by=walk.person, score=5, ease="easy", comment="Nhanh, không phải đi lại."
        )


def _returned_at_desk(n):
    walk = Walk(CARD, "07906", "dung", days_ago=28, seed=n).at_counter().received()
    walk.decided().handed_over()


def _counter_waiting(n):
    Walk(VOLUNTARY, "07906", "an", days_ago=1, seed=n).at_counter()


def _returned_by_post(n):
    walk = Walk(MATERNITY, "07906", "an", days_ago=35, seed=n).filed(result="post")
    walk.received().decided()
    if walk.dossier.result_channel == Dossier.ResultChannel.POST:
        walk.posted()
        with walk.at_work():
            returning.confirm_post(walk.dossier, by=None, delivered=True)
    else:
        walk.handed_over()


def _in_hanoi(n):
    Walk(LUMP_SUM, "00101", "chi", days_ago=7, seed=n).filed(result="counter").received().taken()


def _owes_a_fee(n):
    Walk(fees.CODE, "07906", "an", days_ago=2, seed=n).filed().received()


def _paid_online(n):
    walk = Walk(fees.CODE, "07906", "binh", days_ago=4, seed=n).filed()
    if payment.is_open():
        with walk.at_work():
            fees.pay(walk.dossier.fee_orders.get(), by=walk.person)
    walk.received().taken()


def _paid_at_the_desk(n):
    walk = Walk(fees.CODE, "07906", "dung", days_ago=3, seed=n).at_counter()
    with walk.at_work():
        charging.collect(
            walk.dossier.fee_orders.get(),
            by=User.objects.get(username="tiepnhan"),
            payer_name=walk.person.full_name,
        )
    walk.received()


def _in_the_post(n):
    walk = Walk(MATERNITY, "07906", "binh", days_ago=16, seed=n).filed(result="post")
    walk.received().decided()
    if walk.dossier.result_channel == Dossier.ResultChannel.POST:
        walk.posted(number="" if post.is_connected() else "RB000009999VN")


def _waits_for_opinions(n):
    """Books and cards have answered; finance has not, and its days are not over."""
    walk = Walk(DIRECT_PAYMENT, "07906", "binh", days_ago=3, seed=n).filed(result="counter")
    walk.received().asked_around().answered("books", "Thẻ có giá trị sử dụng trong đợt điều trị.")


def _taken_for_agreed(n):
    """Finance was silent to the end of its days: the round of the morning takes that for consent."""
    walk = Walk(DIRECT_PAYMENT, "07906", "chi", days_ago=16, seed=n).filed(result="counter")
    walk.received().asked_around().answered("books", "Thẻ có giá trị sử dụng trong đợt điều trị.")


def _settled_at_once(n):
    """Taken in, settled, signed and handed over while the person waited."""
    walk = Walk(AUTHORITY, "07906", "dung", days_ago=6, seed=n).at_counter()
    walk.received().decided().handed_over()


def _in_front_of_the_desk(n):
    Walk(AUTHORITY, "07906", "binh", days_ago=0, seed=n).at_counter().received()


def _partly_returned(n):
    """Two of several results were handed over; the rest and an original paper wait at the desk."""
    walk = (
        Walk(VOLUNTARY, "07906", "binh", days_ago=12, seed=n).at_counter().original_kept("Sổ BHXH")
    )
    walk.received().decided().handed_over(first=2)


STORIES = [
    _returned_online, _returned_by_post, _returned_at_desk, _stopped, _negative, _late, _withdrawn,
    _ready_online, _supplemented, _apologised, _ready, _refused, _above, _asked_to_supplement,
    _in_hanoi, _second_department, _completed_and_back, _processing, _to_complete, _to_approve,
    _to_sign, _received, _wants_out, _begun, _counter_waiting, _filed_in_hanoi, _filed_yesterday, _just_filed,
    _owes_a_fee, _paid_online, _paid_at_the_desk, _in_the_post,
    _waits_for_opinions, _taken_for_agreed, _settled_at_once, _in_front_of_the_desk,
    _partly_returned,
]  # fmt: skip
