"""Whatever goes wrong below /api/ is an RFC 9457 problem in Vietnamese with a code."""

import pytest
from django.test import Client

from catalog import open_data

pytestmark = pytest.mark.django_db


def is_problem(response, status, code):
    assert response.status_code == status, response.content
    assert response["Content-Type"].startswith("application/problem+json")
    body = response.json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["detail"]
    return body


@pytest.mark.parametrize("path", ["/api/", "/api/v2/x", "/api/v1/khong-co", "/api/v1"])
def test_an_unknown_address_is_a_problem(client, path):
    is_problem(client.get(path), 404, "not_found")
    is_problem(client.post(path, b"x", content_type="text/plain"), 404, "not_found")


def test_a_wrong_method_is_a_problem_that_names_the_right_ones(client):
    response = client.delete("/api/v1/procedures")
    is_problem(response, 405, "method_not_allowed")
    assert "GET" in response["Allow"]


def test_wrong_parameters_are_named_one_by_one(client):
    body = is_problem(client.get("/api/v1/procedures?limit=0&after=" + "x" * 99), 422, "invalid")
    assert [one["path"] for one in body["errors"]] == ["/query/after", "/query/limit"]
    assert body["errors"][1]["detail"] == "Nhỏ quá giới hạn."


def test_a_nul_in_an_address_is_refused(client):
    is_problem(client.get("/api/v1/procedures?after=%00"), 400, "bad_text")
    is_problem(client.get("/api/v1/procedures/%00"), 400, "bad_text")


def test_a_crash_is_a_problem_without_any_detail_of_it(monkeypatch):
    def crash(*args, **kwargs):
        raise ValueError("bí mật")

    monkeypatch.setattr(open_data, "page", crash)
    response = Client(raise_request_exception=False).get("/api/v1/procedures")
    is_problem(response, 500, "server_error")
    assert "bí mật" not in response.text


def test_the_document_names_every_address_and_its_page_asks_nobody_outside(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert {"/api/v1/procedures", "/api/v1/procedures/{code}", "/api/v1/status/{code}"} <= set(
        paths
    )
    start = client.get("/api/v1/").json()
    assert start["openapi"].endswith("/api/v1/openapi.json")
    assert client.get(start["procedures"]).status_code == 200
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    assert "//cdn" not in page.text
    assert "unsafe" not in page["Content-Security-Policy"]
