"""The test base itself: transactional tests leave the next one a whole database."""

import pytest
from django.contrib.auth.models import Permission
from wagtail.models import Page, Site

from accounts.models import User


@pytest.mark.parametrize("time", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_every_transactional_test_finds_the_root_page_and_nobody(time):
    assert Site.objects.get(is_default_site=True).root_page
    assert Page.objects.filter(depth=1).exists()
    assert Permission.objects.exists()
    assert not User.objects.exists()
    User.objects.create_user("somebody")


@pytest.mark.django_db
def test_an_ordinary_test_finds_nobody_either():
    assert not User.objects.exists()
