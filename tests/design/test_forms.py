"""Forms speak to everybody: label, hint, error and control belong together."""

import re

import pytest
from django import forms
from django.template.loader import render_to_string

from config.forms import file_types


class Sample(forms.Form):
    name = forms.CharField(label="Họ và tên", help_text="Viết như trên căn cước.")
    email = forms.EmailField(
        label="Thư điện tử",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    months = forms.IntegerField(label="Số tháng", min_value=1)
    way = forms.ChoiceField(
        label="Nhận kết quả",
        widget=forms.RadioSelect,
        choices=[("a", "Trực tuyến"), ("b", "Bưu chính")],
    )
    paper = forms.FileField(
        label="Giấy ra viện",
        widget=forms.FileInput(attrs={"accept": ".pdf,image/jpeg", "data-max-mb": "10"}),
    )
    agree = forms.BooleanField(label="Tôi cam đoan")
    secret = forms.CharField(label="Mật khẩu", widget=forms.PasswordInput)
    when = forms.SplitDateTimeField(label="Hẹn đến", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.fixture
def refused():
    form = Sample({"email": "không phải thư"})
    form.is_valid()
    return str(form)


def test_every_control_has_a_label_or_a_legend():
    html = str(Sample())
    for control in re.findall(r'<(?:input|select|textarea)[^>]*\bid="(id_[^"]+)"[^>]*>', html):
        tag = re.search(rf'<[^>]*\bid="{control}"[^>]*>', html).group()
        assert 'type="hidden"' in tag or f'for="{control}"' in html or "aria-label" in tag
    assert html.count("<legend") == 2


def test_what_may_be_left_out_says_so_in_words():
    html = str(Sample())
    assert re.search(r"Thư điện tử <span[^>]*>\(không bắt buộc\)", html)
    assert not re.search(r"Họ và tên <span", html)


def test_an_error_and_a_hint_are_announced_with_their_control(refused):
    assert 'aria-describedby="id_name_helptext id_name_error"' in refused
    assert 'id="id_name_error"' in refused
    assert 'aria-invalid="true"' in refused
    assert 'value="không phải thư"' in refused


def test_a_number_is_typed_as_text_with_the_number_keyboard():
    tag = re.search(r'<input[^>]*name="months"[^>]*>', str(Sample())).group()
    assert 'type="text"' in tag
    assert 'inputmode="numeric"' in tag
    assert " min=" not in tag


def test_a_file_states_its_limits_before_it_is_chosen():
    html = str(Sample())
    assert "Loại tệp: PDF, JPG." in html
    assert "Dung lượng tối đa 10 MB." in html
    assert file_types("image/*") == ""


def test_the_summary_leads_to_every_wrong_control():
    form = Sample({})
    summary = render_to_string("components/error_summary.html", {"form": form})
    html = str(form)
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert len(targets) == 6
    assert all(f'id="{target}"' in html for target in targets)
    assert render_to_string("components/error_summary.html", {"form": Sample()}).strip() == ""


def test_bare_widgets_stay_as_django_has_them():
    assert "govuk" not in str(Sample()["name"])
    assert "govuk" not in Sample().as_p()
