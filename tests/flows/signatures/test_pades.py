"""Verifying signed declarations: every way to bring a wrong one is refused with its own sentence."""

import datetime
import io

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from flows.signatures import RevocationUnknown, Root, SignatureRefused, Trust, verify
from tests.flows.signatures import authority
from tests.flows.signatures.authority import DAY, NOW, TAX_CODE, trust

ORIGINAL = authority.paper()


def judged(signed: bytes, *, by=None, at=NOW, original=ORIGINAL, tax_code=TAX_CODE):
    return verify(signed, original=original, tax_code=tax_code, trust=by or trust(), at=at)


def refused(signed: bytes, **how) -> SignatureRefused:
    with pytest.raises(SignatureRefused) as caught:
        judged(signed, **how)
    return caught.value


@pytest.fixture(scope="module")
def signed():
    return authority.sign(ORIGINAL, authority.company())


def test_the_organisations_own_signature_holds_and_tells_who_signed(signed):
    found = judged(signed)
    assert (found.signer, found.tax_code) == ("Công ty Hòa Bình", TAX_CODE)
    assert found.root == "Gốc thử nghiệm"
    assert found.serial == f"{authority.company().certificate.serial_number:X}"
    assert found.summary()["valid_to"].startswith(f"{found.valid_to:%Y-%m-%d}")


def test_an_invisible_signature_holds_too():
    assert judged(authority.sign(ORIGINAL, authority.company(), box=None)).signer


def test_a_changed_byte_is_refused(signed):
    place = signed.index(b"/MediaBox")
    changed = signed[: place + 1] + b"X" + signed[place + 2 :]
    assert refused(changed, original=changed[: len(ORIGINAL)]).code == "changed"


def test_another_signer_is_named(signed):
    other = authority.issue("Công ty Khác", by=authority.root(), uid="MST:0100233488")
    refusal = refused(authority.sign(ORIGINAL, other))
    assert refusal.code == "other_signer"
    assert "Công ty Khác" in str(refusal)
    assert TAX_CODE in str(refusal)


def test_a_certificate_without_tax_code_is_no_organisations():
    person = authority.issue("Nguyễn Văn A", by=authority.root())
    assert refused(authority.sign(ORIGINAL, person)).code == "other_signer"


@pytest.mark.parametrize("text", ["MST:0300588569", "0300588569", "mst: 0300588569"])
def test_the_tax_code_is_read_as_authorities_write_it(text):
    holder = authority.issue("Công ty Hòa Bình", by=authority.root(), uid=text)
    assert judged(authority.sign(ORIGINAL, holder)).tax_code == TAX_CODE


def test_a_household_business_signs_by_its_owners_number_when_it_is_told_as_a_tax_code():
    number = "079090001234"
    own = authority.issue("Hộ kinh doanh An", by=authority.root(), uid=f"MST:{number}")
    assert judged(authority.sign(ORIGINAL, own), tax_code=number).tax_code == number
    person = authority.issue("Nguyễn Văn An", by=authority.root(), uid=f"CCCD:{number}")
    assert refused(authority.sign(ORIGINAL, person), tax_code=number).code == "other_signer"


def test_a_branch_is_not_its_mother(signed):
    assert refused(signed, tax_code=f"{TAX_CODE}-001").code == "other_signer"


@pytest.mark.parametrize("dates", [{"starts": -90, "ends": -1}, {"starts": 1, "ends": 90}])
def test_a_certificate_outside_its_time_is_refused(dates):
    holder = authority.issue("Cty", by=authority.root(), uid=f"MST:{TAX_CODE}", **dates)
    assert refused(authority.sign(ORIGINAL, holder)).code == "expired"


def test_what_expired_after_signing_and_before_filing_is_refused(signed):
    assert refused(signed, at=NOW + 500 * DAY).code == "expired"


def test_a_revoked_certificate_is_refused(signed):
    assert refused(signed, by=trust(authority.company())).code == "revoked"


def test_an_unknown_root_is_refused():
    alien = authority.issue("Gốc lạ")
    holder = authority.issue("Công ty Hòa Bình", by=alien, uid=f"MST:{TAX_CODE}")
    assert refused(authority.sign(ORIGINAL, holder)).code == "unknown_root"


def test_a_root_of_the_same_name_is_not_the_root():
    twin = authority.issue("Gốc thử nghiệm")
    holder = authority.issue("Công ty Hòa Bình", by=twin, uid=f"MST:{TAX_CODE}")
    assert refused(authority.sign(ORIGINAL, holder)).code in {"unknown_root", "changed"}


def test_without_any_root_nothing_is_believed(signed):
    assert refused(signed, by=Trust(roots=[])).code == "unknown_root"


def test_an_appended_update_is_refused_though_the_signature_is_intact(signed):
    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    writer.root["/Ghi"] = generic.NameObject("/them")
    writer.update_root()
    kept = io.BytesIO()
    writer.write(kept)
    assert refused(kept.getvalue()).code == "appended"


def test_pages_changed_in_the_revision_that_is_signed_are_refused():
    writer = IncrementalPdfFileWriter(io.BytesIO(ORIGINAL))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    writer.update_container(page)
    assert refused(authority.sign_in(writer, authority.company())).code == "rewritten"


def test_a_signature_moved_into_another_file_is_refused(signed):
    other = authority.paper("Hồ sơ khác")
    assert refused(other + signed[len(ORIGINAL) :], original=other).code in {"broken", "changed"}


def test_the_signature_of_another_dossier_is_refused():
    other = authority.sign(authority.paper("Hồ sơ khác"), authority.company())
    assert refused(other).code == "other_declaration"


def test_two_signatures_are_refused(signed):
    twice = authority.sign(signed, authority.company(), field="ChuKy2", box=(300, 60, 500, 130))
    assert refused(twice).code == "several"


def test_a_file_that_is_not_signed_is_refused():
    assert refused(ORIGINAL).code == "not_signed"


def test_a_file_that_is_no_pdf_is_refused():
    assert refused(b"khong phai pdf").code == "broken"


def test_an_encrypted_file_is_refused(signed):
    kept = io.BytesIO()
    with pikepdf.open(io.BytesIO(ORIGINAL)) as pdf:
        pdf.save(kept, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert refused(kept.getvalue()).code == "encrypted"


def test_a_certificate_that_may_not_sign_is_refused():
    holder = authority.issue("Cty", by=authority.root(), uid=f"MST:{TAX_CODE}", may_sign=False)
    assert refused(authority.sign(ORIGINAL, holder)).code == "not_for_signing"


def test_under_a_strict_root_unknown_revocation_waits_and_names_the_chain(signed):
    refusal = refused(signed, by=trust(crls=[]))
    assert isinstance(refusal, RevocationUnknown)
    assert refusal.chain == [authority.company().der, authority.root().der]


def test_an_old_list_of_the_revoked_is_not_enough(signed):
    stale = [authority.revoked_list(authority.root(), age=30)]
    assert isinstance(refused(signed, by=trust(crls=stale)), RevocationUnknown)


def test_under_a_lenient_root_unknown_revocation_is_accepted_but_revoked_is_not(signed):
    lenient = [Root(authority.root().der, is_strict=False)]
    assert judged(signed, by=trust(roots=lenient, crls=[])).signer
    assert refused(signed, by=trust(authority.company(), roots=lenient)).code == "revoked"


@pytest.mark.parametrize("hashed", ["sha1", "md5"])
def test_a_signature_over_a_weak_hash_is_refused(hashed):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    holder = authority.issue("Cty", by=authority.root(), uid=f"MST:{TAX_CODE}", key=key)
    assert refused(authority.sign(ORIGINAL, holder, hashed=hashed)).code == "weak"


@pytest.mark.parametrize("key", ["rsa-1024", "rsa-1536", "p-192"])
def test_a_signature_by_a_small_key_is_refused(key):
    key = authority.small_keys()[key]
    holder = authority.issue("Cty", by=authority.root(), uid=f"MST:{TAX_CODE}", key=key)
    assert refused(authority.sign(ORIGINAL, holder)).code == "weak"


@pytest.mark.parametrize("way", ["sha1", "md5"])
def test_a_certificate_issued_by_a_weak_hash_is_refused(way):
    holder, by = authority.weakly_issued(way)
    assert refused(authority.sign(ORIGINAL, holder), by=by).code in {"weak", "unknown_root"}


def ended(*, days: int = 1):
    """A certificate that ended some days ago."""
    return authority.issue(
        "Công ty Hòa Bình", by=authority.root(), uid=f"MST:{TAX_CODE}", ends=-days
    )


def stamped(holder, when, by=None) -> bytes:
    return authority.sign(ORIGINAL, holder, stamper=authority.stamping(when, by))


def lists(age: int) -> list[bytes]:
    return [authority.revoked_list(authority.root(), age=age)]


def test_a_time_stamp_over_a_pdf_proves_the_time(signed):
    when = NOW - datetime.timedelta(hours=2)
    assert judged(stamped(authority.company(), when)).stamped_at == when
    assert judged(signed).stamped_at is None


def test_s44_what_was_stamped_before_the_certificate_ended_stays_signed():
    old = stamped(ended(), NOW - 3 * DAY)
    assert judged(old, by=trust(crls=lists(2))).stamped_at == NOW - 3 * DAY
    lenient = [Root(authority.root().der, is_strict=False)]
    assert judged(old, by=trust(roots=lenient, crls=[])).signer
    # Without a stamp, or by a list that may have left out who has expired, it is no more.
    assert refused(authority.sign(ORIGINAL, ended()), by=trust(crls=lists(2))).code == "expired"
    assert refused(old, by=trust(crls=lists(0))).code == "expired"


def test_s44_a_stamp_newer_than_the_end_of_the_certificate_does_not_help():
    late = stamped(ended(days=5), NOW - 3 * DAY)
    assert refused(late, by=trust(crls=lists(6))).code == "expired"


def test_s44_what_was_revoked_before_the_stamp_stays_revoked():
    holder = ended()
    revoked = [authority.revoked_list(authority.root(), holder, age=1)]  # two days ago
    assert refused(stamped(holder, NOW - DAY * 3 / 2), by=trust(crls=revoked)).code == "revoked"


def test_s44_a_stamp_of_another_signature_of_a_stranger_or_from_the_future_is_refused():
    alien = authority.time_authority(authority.issue("Gốc lạ"))
    for holder in (authority.company(), ended()):
        assert refused(stamped(holder, NOW - 3 * DAY, alien)).code == "unknown_stamper"
        signs_papers = authority.time_authority(stamps_time=False)
        assert refused(stamped(holder, NOW - 3 * DAY, signs_papers)).code == "unknown_stamper"
        assert refused(stamped(holder, NOW + DAY)).code == "bad_stamp"
    other = authority.stamping(NOW - 3 * DAY)
    ask = other.request_tsa_response

    def of_another(request):
        request["message_imprint"]["hashed_message"] = b"0" * 32
        return ask(request)

    other.request_tsa_response = of_another
    forged = authority.sign(ORIGINAL, authority.company(), stamper=other)
    assert refused(forged).code == "bad_stamp"
