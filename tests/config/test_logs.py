"""Logs: one line an event, no personal numbers."""

import json
import logging
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.logs import formatter, without_personal_data


def line(message, *args, as_json=True) -> str:
    record = logging.LogRecord("portal", logging.INFO, __file__, 1, message, args, None)
    return formatter(as_json).format(record)


@pytest.mark.parametrize("number", ["001085012345", "0123456789", "+84912345678", "482913"])
def test_identity_phone_and_one_time_numbers_never_reach_the_log(number):
    assert number not in line("gửi tới %s xong", number)
    assert number not in line("gửi tới %s xong", number, as_json=False)


def test_dossier_codes_stay_readable():
    assert "000.00.01.G24-261122-0001" in line("hồ sơ 000.00.01.G24-261122-0001")


@given(st.text())
def test_an_event_is_one_line_whatever_people_type(text):
    assert "\n" not in line("tên %s", text)
    json.loads(line("tên %s", text))


@given(st.integers(10**11, 10**12 - 1))
def test_nested_values_are_blotted_out_too(number):
    blotted = without_personal_data({"a": [f"số {number}", {"b": f"({number})"}], "n": 1})
    assert not re.search(r"\d{9}", json.dumps(blotted))
