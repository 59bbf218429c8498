"""By which law a dossier is refused or a supplement asked (căn cứ pháp lý)."""

import pytest
from django.urls import reverse

from flows.models import Decision, State
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


def test_the_law_behind_a_negative_result_is_asked_only_then_and_goes_on_the_result(
    officer, leader, office, version
):
    law = version.legal_bases.get()
    dossier = given.received(version, office)
    url = reverse("admin:work_step", args=[given.item(dossier).pk, "propose"])
    typed = {"outcome": "negative", "content": "Không giải quyết.", "reasons": "Chưa đủ năm đóng."}
    bare = officer.post(url, typed | {"basis": "other"})
    assert "Hãy ghi số, ký hiệu văn bản làm căn cứ." in bare.text
    officer.post(url, typed | {"basis": law.pk, "article": "khoản 1 Điều 9"})
    ground = f"khoản 1 Điều 9 {law.number}"
    proposed = Decision.objects.get(dossier=dossier)
    assert (proposed.reasons, proposed.legal_ground) == ("Chưa đủ năm đóng.", ground)
    url = reverse("admin:work_step", args=[given.item(dossier).pk, "approve"])
    assert ground in leader.get(url).text
    leader.post(url, {})
    assert ground in dossier.issued.get(kind="result").data["reasons"]

    other = given.received(version, office)
    url = reverse("admin:work_step", args=[given.item(other).pk, "propose"])
    officer.post(url, {"outcome": "positive", "content": "Giải quyết.", "basis": "other"})
    assert Decision.objects.get(dossier=other).legal_ground == ""
