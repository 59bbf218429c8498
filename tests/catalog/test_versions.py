"""The next version is a copy, prepared while one runs; approval takes two."""

import pytest
from django.core.exceptions import ValidationError

from catalog.versions import next_version
from tests import situations as given

pytestmark = pytest.mark.django_db


def _pair():
    version = given.procedure()
    author = given.citizen("Người soạn")
    return version, next_version(version, by=author), author


def test_the_next_version_is_a_draft_with_everything_that_hangs_on_the_old_one():
    old, new, author = _pair()
    assert new.is_draft
    assert (new.number, new.prepared_by) == (old.number + 1, author)
    for name in ("cases", "components", "result_kinds", "fees", "legal_bases", "step_rules"):
        assert getattr(new, name).count() == getattr(old, name).count(), name
    assert not set(new.cases.values_list("pk")) & set(old.cases.values_list("pk"))
    for before, after in zip(old.cases.all(), new.cases.all(), strict=True):
        assert list(before.applicant_classes.all()) == list(after.applicant_classes.all())
    assert all(paper.case is None or paper.case.version == new for paper in new.components.all())


def test_who_prepared_a_version_cannot_approve_it():
    _old, new, author = _pair()
    with pytest.raises(ValidationError, match="khác người soạn"):
        new.approve(by=author)
