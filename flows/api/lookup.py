"""The public look-up of Article 12 as JSON: the same service, limit and silence as the page's."""

import datetime

from django.http import HttpRequest
from ninja import Query, Router, Schema

from flows import limits, tracking
from flows.api.problems import ERRORS, Problem

router = Router(tags=["Tra cứu"])


class StatusOut(Schema):
    """Exactly the items of Article 12; nothing about a person."""

    code: str
    agency: str
    department: str
    received_on: datetime.date | None
    due_on: datetime.date | None
    returned_on: datetime.date | None
    status: str
    status_label: str


@router.get(
    "/status/{code}", response={200: StatusOut, **ERRORS}, summary="Tra cứu tình trạng hồ sơ"
)
def status(
    request: HttpRequest,
    code: str,
    check: str = Query("", description="Mã kiểm tra, hoặc 4 số cuối điện thoại, số định danh"),
):
    if not tracking.may_look_up(limits.client_address(request)):
        raise Problem(429)
    found = tracking.lookup(code[:200], check[:40])
    if found is None:
        raise Problem(404, detail="Không tìm thấy hồ sơ, hoặc mã kiểm tra không đúng.")
    return found
