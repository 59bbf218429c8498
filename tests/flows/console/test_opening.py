"""Opening an account at the desk: what the clerk sees, and never sees."""

import pytest

from accounts.models import User
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db
HERE = "/quan-tri/tiep-nhan/mo-tai-khoan/"
GIVEN = {
    "kind": "organisation", "name": "Công ty Mới", "identifier": "0300588569",
    "contact": "Moi@Example.vn",
}  # fmt: skip


def test_the_clerk_opens_an_account_after_seeing_the_papers_and_learns_no_password():
    page = at_desk(given.office().clerk)
    assert "Hãy đối chiếu giấy tờ" in page.post(HERE, GIVEN).content.decode()
    told = page.post(HERE, GIVEN | {"seen": "on"}, follow=True).content.decode()
    assert "được gửi tới moi@example.vn" in told
    assert "/lan-dau/" not in told
    made = User.objects.get(tax_code="0300588569")
    assert (made.kind, made.email) == ("organisation", "moi@example.vn")
    assert not made.has_usable_password()


@pytest.mark.parametrize("wrong", [{"identifier": "123"}, {"contact": "12"}, {"name": ""}])
def test_what_is_mistyped_is_said_and_opens_nothing(wrong):
    page = at_desk(given.office().clerk).post(HERE, GIVEN | wrong | {"seen": "on"})
    assert "govuk-error-message" in page.content.decode()
    assert not User.objects.filter(tax_code="0300588569").exists()


def test_other_desks_do_not_open_accounts():
    assert at_desk(given.office().officer).get(HERE).status_code == 403
