"""By which law a dossier is refused or a supplement asked (căn cứ pháp lý)."""

import pytest
from django.urls import reverse

from flows.models import State
from tests import situations as given

pytestmark = pytest.mark.django_db


def test_the_law_behind_a_refusal_is_chosen_or_typed_and_goes_on_the_slip(clerk, office, version):
    """Without one the refusal stands, and those who control procedures find it."""
    law = version.legal_bases.get()
    ways = [
        ({"basis": law.pk, "article": "khoản 2 Điều 5"}, "khoản 2 Điều 5 QĐ 595/QĐ-BHXH"),
        ({"basis": "other", "other_text": "Luật 41/2024/QH15"}, "Luật 41/2024/QH15"),
        ({"basis": "", "article": "Điều 5"}, ""),
    ]
    for chosen, ground in ways:
        dossier = given.filed(version, office)
        url = reverse("admin:work_step", args=[given.item(dossier).pk, "refuse"])
        if "other_text" in chosen:
            bare = clerk.post(url, {"reason": "Sai nơi nộp", "basis": "other"})
            assert "Hãy ghi số, ký hiệu văn bản làm căn cứ." in bare.text
        clerk.post(url, {"reason": "Sai nơi nộp", **chosen})
        dossier.refresh_from_db()
        assert (dossier.state, dossier.legal_ground) == (State.REFUSED, ground)
        assert dossier.issued.get(kind="03").data["legal_ground"] == ground
