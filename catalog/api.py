"""The catalogue as open data (Article 9.2): procedures in force and the offices, for any system."""

import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from catalog import open_data

MOST = 200
router = Router(tags=["Danh mục (dữ liệu mở)"])


class SectorOut(Schema):
    code: str
    name: str


class ProcedureOut(Schema):
    """A procedure (thủ tục hành chính) as it is in force today."""

    code: str
    name: str
    name_en: str
    summary: str
    sector: SectorOut
    for_persons: bool
    for_organisations: bool
    version: int
    effective_from: datetime.date
    service_level: int
    channels: list[str]
    result_channels: list[str]
    competent_levels: list[str]
    page_url: str
    filing_url: str | None


class ProcedureDetailOut(ProcedureOut):
    """With its cases (trường hợp), papers, limits, results, and each form as JSON Schema."""

    guidance_html: str
    decision: dict[str, Any]
    steps: str
    deciding_authority: str
    delegated_authority: str
    coordinating_agencies: list[str]
    conditions: str
    copies: int
    routing: str
    supplement_days: int
    fees: list[dict[str, Any]]
    legal_bases: list[dict[str, Any]]
    cases: list[dict[str, Any]]


class ProceduresOut(Schema):
    """One page; `next` is the value of `after` for the following one, null at the end."""

    items: list[ProcedureOut]
    next: str | None


class AgencyOut(Schema):
    """An office that takes in dossiers."""

    code: str
    office_code: str
    name: str
    level: str
    province: str
    address: str
    phone: str
    email: str


class AgenciesOut(Schema):
    items: list[AgencyOut]
    next: str | None


def open_to_all(response: HttpResponse) -> None:
    """Any page of any site may read it: it is about nobody."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=60"


@router.get("/procedures", response=ProceduresOut, summary="Danh mục thủ tục đang có hiệu lực")
def procedures(
    request: HttpRequest,
    response: HttpResponse,
    after: str = Query("", max_length=40),
    limit: int = Query(50, ge=1, le=MOST),
    sector: str = Query("", max_length=60, description="Mã lĩnh vực"),
    agency: str = Query("", max_length=35, description="Mã cơ quan: chỉ thủ tục nộp được ở đó"),
):
    where = open_data.agency_by(agency) if agency else None
    if agency and where is None:
        raise Http404("Không có cơ quan mang mã này.")
    found = open_data.page(after=after, limit=limit + 1, sector=sector, agency=where)
    open_to_all(response)
    return _page(found, limit, "code")


@router.get("/procedures/{code}", response=ProcedureDetailOut, summary="Một thủ tục và tờ khai")
def procedure(request: HttpRequest, response: HttpResponse, code: str):
    found = open_data.one(code)
    if found is None:
        raise Http404("Không có thủ tục đang có hiệu lực mang mã này.")
    open_to_all(response)
    return found


@router.get("/agencies", response=AgenciesOut, summary="Cơ quan tiếp nhận hồ sơ")
def agencies(
    request: HttpRequest,
    response: HttpResponse,
    after: str = Query("", max_length=10),
    limit: int = Query(100, ge=1, le=MOST),
    province: str = Query("", max_length=80),
):
    found = open_data.agencies(after=after, limit=limit + 1, province=province)
    open_to_all(response)
    return _page(found, limit, "office_code")


def _page(rows: list[dict], limit: int, key: str) -> dict:
    items = rows[:limit]
    return {"items": items, "next": items[-1][key] if len(rows) > limit else None}
