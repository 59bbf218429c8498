"""Rows of several tables read with one question are those that each table's own question gives."""

import datetime

import pytest
from django.db import connection

from catalog.models import Component, Fee, LegalBasis, ResultKind
from cms.models import Notice
from cms.together import together
from tests import situations

pytestmark = pytest.mark.django_db


def columns(row) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_each_list_is_whole_in_its_own_order_and_costs_one_query_together(
    db, django_assert_num_queries
):
    version = situations.procedure("9.000001")
    Component.objects.create(
        version=version, code="giay-phu", name="Giấy “phụ”", order=0, is_required=False
    )
    Fee.objects.create(version=version, name="Lệ phí", amount=9_007_199_254_740_993, note="")
    LegalBasis.objects.create(version=version, number="61/2018/NĐ-CP", title="Một cửa", order=2)
    LegalBasis.objects.create(version=version, number="118/2025/NĐ-CP", title="Một cửa", order=1)
    Notice.objects.create(
        title="Bảo trì", text="x", starts_on=datetime.date(2026, 11, 22),
        starts_at=datetime.time(8, 30),
    )  # fmt: skip
    asked = [
        Component.objects.order_by("order", "pk"),
        Fee.objects.filter(version=version),
        ResultKind.objects.order_by("-order", "-pk"),
        LegalBasis.objects.all(),
        Notice.objects.all(),
    ]
    assert connection.features.supports_json_field  # asked once in a process
    with django_assert_num_queries(1):
        found = together(*asked)
    for rows, queryset in zip(found, asked, strict=True):
        assert [columns(row) for row in rows] == [columns(row) for row in queryset]
        assert not any(row._state.adding for row in rows)


def test_where_nothing_is_found_stands_an_empty_list(db):
    nothing = Notice.objects.filter(title="không có"), LegalBasis.objects.filter(number="không có")
    assert together(Fee.objects.none(), *nothing) == [[], [], []]
