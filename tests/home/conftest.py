"""An office, a procedure, a person, an organisation, an authority that is believed."""

import pytest

from flows.models import TrustedCertificate
from tests import situations
from tests.flows.signatures import authority
from tests.home.steps import known


@pytest.fixture
def office(db):
    return situations.office()


@pytest.fixture
def version(db):
    situations.loaded_slips()
    return situations.procedure()


@pytest.fixture
def for_organisations(version):
    version.procedure.for_organisations = True
    version.procedure.save()


@pytest.fixture
def person(db):
    return situations.citizen()


@pytest.fixture
def company(db):
    made = situations.citizen("Công ty Hòa Bình", tax_code=authority.TAX_CODE, identity_number="")
    made.kind = "organisation"
    made.save()
    return made


@pytest.fixture
def company_draft(version, office, company):
    """A draft of the company with nothing missing, to be signed."""
    made = situations.draft(version, office, company)
    made.applicant |= {
        "kind": "organisation", "name": company.full_name, "identifier": company.tax_code,
        "insurance_number": "TC0123Z", "email": company.email,
    }  # fmt: skip
    made.save()
    return made


@pytest.fixture
def believed():
    """The authority's root is trusted, and its list of the revoked is known."""
    TrustedCertificate.objects.create(name="Gốc thử nghiệm", pem=authority.root().pem)
    known(authority.revoked_list(authority.root()))
