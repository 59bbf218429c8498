"""The people of the demo are whole: number, name and everything declared of them agree."""

import pytest

from catalog.demo.answers import sample_answers
from catalog.eforms.identifiers import identity_number, identity_tells
from home.demo import exchange, identity_provider, people
from tests.catalog.eforms import workbook

CODES = sorted({row["form"] for row in workbook.rows("case_forms")})
PEOPLE = {
    **{identity: name for _user, name, _phone, _mail, identity, _insurance in people.CITIZENS},
    **{person[1]: person[0] for person in identity_provider.PEOPLE.values()},
    exchange.APPLICANT["identifier"]: exchange.APPLICANT["name"],
}


@pytest.mark.django_db
def test_what_the_demo_declares_of_its_people_fits_their_identity_numbers():
    """Sex and year of birth that the number tells: in the name, and in a filled copy of every form."""
    assert len(PEOPLE) > 5
    sexes = {number: identity_tells(identity_number(number))[0] for number in PEOPLE}
    assert {
        name for number, name in PEOPLE.items() if "Thị" in name and sexes[number] == "nam"
    } == set()
    declared = 0
    for code in CODES:
        spec = workbook.form_spec(code)
        for number, name in PEOPLE.items():
            person = {"kind": "person", "name": name, "identifier": number}
            answers = sample_answers(spec, person=person, seed=declared)
            assert spec.warnings(answers) == {}, (code, name)
            declared += number in answers.values()
    assert declared > len(PEOPLE)
