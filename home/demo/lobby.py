"""The demo's waiting room: an office that gives out numbers, some called, some waiting."""

from django.contrib.auth import get_user_model

from catalog.models import Agency
from flows.models import WaitingRoom
from flows.services import calling

CLERK, OFFICE = "tiepnhan", "07906"
TAKEN = ["A", "B", "A", "C", "A", "B"]


def build() -> None:
    """Once: two were served or did not come, one is being called, three wait."""
    if WaitingRoom.objects.exists():
        return
    clerk = get_user_model().objects.get(username=CLERK)
    room = calling.open_room(Agency.objects.get(office_code=OFFICE), by=clerk)
    for group in TAKEN:
        calling.take_ticket(room, group=group)
    for came in (True, False):
        calling.end(calling.call_next(room, by=clerk, counter="2"), by=clerk, came=came)
    calling.call_next(room, by=clerk, counter="2")
