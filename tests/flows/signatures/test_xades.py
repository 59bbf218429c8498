"""Verifying signed XML declarations: every way to bring a wrong one is refused with its own sentence."""

import base64
import datetime
import hashlib

import pytest
from asn1crypto import tsp
from cryptography.hazmat.primitives.asymmetric import rsa
from lxml import etree

from catalog.eforms.review import ReviewTable
from flows.papers.declaration_xml import NAMESPACE, SCHEMA, declaration_xml
from flows.signatures import RevocationUnknown, SignatureRefused, Trust, verify_xml
from flows.signatures.xades_stamp import DS, XADES
from tests.flows.signatures import authority
from tests.flows.signatures.authority import DAY, NOW, TAX_CODE, trust

MADE_AT = datetime.datetime(2026, 11, 23, 8, 30, tzinfo=datetime.UTC)


def made(mark="draft:1", note="Báo tăng lao động") -> bytes:
    table = ReviewTable("<table>…</table>")
    table.headings, table.rows = ["Họ và tên"], [["Trần Văn B"], ["Đỗ & <C>"]]
    return declaration_xml(
        title="Tờ khai", organisation={"name": "Công ty Hòa Bình", "tax_code": TAX_CODE}, mark=mark,
        digest="0" * 64, parts=[("Thông tin", [("Nội dung", note), ("Danh sách", table)])],
        files=[{"paper": "Mẫu D02", "name": "d02.pdf", "sha256": "1" * 64}],
        answers={"noi_dung": note, "so": 3, "dung": True, "trong": None, "chon": ["a", "b"],
                 "nguoi": [{"ho_ten": "Trần Văn B"}]},
        reading_sha256="2" * 64, at=MADE_AT,
    )  # fmt: skip


ORIGINAL = made()


def judged(signed: bytes, *, by=None, at=NOW, original=ORIGINAL, tax_code=TAX_CODE):
    return verify_xml(signed, original=original, tax_code=tax_code, trust=by or trust(), at=at)


def refused(signed: bytes, **how) -> SignatureRefused:
    with pytest.raises(SignatureRefused) as caught:
        judged(signed, **how)
    return caught.value


def rewritten(signed: bytes, change) -> bytes:
    """The signed file after `change(root, signature)`, as somebody in between would do it."""
    root = etree.fromstring(signed)
    kept = change(root, root.find(f"{{{DS}}}Signature"))
    return etree.tostring(root if kept is None else kept)


@pytest.fixture(scope="module")
def signed():
    return authority.sign_xml(ORIGINAL, authority.company())


def test_the_declaration_is_canonical_stable_and_follows_its_schema():
    assert made() == ORIGINAL
    assert etree.tostring(etree.fromstring(ORIGINAL), method="c14n", exclusive=True) == ORIGINAL
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(etree.fromstring(ORIGINAL))
    fields = {
        one.get("ma"): "".join(one.itertext())
        for one in etree.fromstring(ORIGINAL).iter(f"{{{NAMESPACE}}}Truong")
    }
    assert fields["dung"] == "true"
    assert (fields["so"], fields["trong"], fields["chon"]) == ("3", "", "ab")


def test_what_xml_cannot_say_is_marked_and_breaks_nothing():
    odd = etree.fromstring(made(note="a\x00b\x1fc\r\nd"))
    assert odd.find(f".//{{{NAMESPACE}}}Muc").text == "a\ufffdb\ufffdc\nd"


def test_the_organisations_own_signature_holds_and_tells_who_signed(signed):
    found = judged(signed)
    assert (found.signer, found.tax_code) == ("Công ty Hòa Bình", TAX_CODE)
    assert found.root == "Gốc thử nghiệm"
    assert found.claimed_at is not None
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(etree.fromstring(signed))


def test_an_rsa_signature_holds_too():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    holder = authority.issue("Cty", by=authority.root(), uid=f"MST:{TAX_CODE}", key=key)
    assert judged(authority.sign_xml(ORIGINAL, holder, algorithm="rsa-sha256")).signer


def test_a_changed_answer_is_refused(signed):
    assert refused(signed.replace("Báo tăng".encode(), "Báo giảm".encode(), 1)).code == "changed"


def test_a_changed_signature_value_is_refused(signed):
    def spoil(_root, signature):
        value = signature.find(f"{{{DS}}}SignatureValue")
        raw = bytearray(base64.b64decode(value.text))
        raw[-1] ^= 1
        value.text = base64.b64encode(raw).decode()

    assert refused(rewritten(signed, spoil)).code == "changed"


def stamped(signed: bytes, *, by=None, when=NOW, of: bytes = b"", way: str = "") -> bytes:
    """The signature with a time-stamp over its value (or over that of another file), as XAdES-T has it."""

    def add(_root, signature):
        told = etree.fromstring(of).find(f"{{{DS}}}Signature") if of else signature
        value = told.find(f"{{{DS}}}SignatureValue")
        covered = etree.tostring(value, method="c14n", exclusive="exc" in way, with_tail=False)
        token = authority.stamping(when, by).request_tsa_response(
            tsp.TimeStampReq(
                {
                    "version": 1, "cert_req": True,
                    "message_imprint": {
                        "hash_algorithm": {"algorithm": "sha256"},
                        "hashed_message": hashlib.sha256(covered).digest(),
                    },
                }
            )
        )["time_stamp_token"].dump()  # fmt: skip
        place = signature.find(f".//{{{XADES}}}QualifyingProperties")
        for name in ("UnsignedProperties", "UnsignedSignatureProperties", "SignatureTimeStamp"):
            place = etree.SubElement(place, f"{{{XADES}}}{name}")
        if way:
            etree.SubElement(place, f"{{{DS}}}CanonicalizationMethod", Algorithm=way)
        kept = etree.SubElement(place, f"{{{XADES}}}EncapsulatedTimeStamp")
        kept.text = base64.b64encode(token).decode()

    return rewritten(signed, add)


@pytest.mark.parametrize("way", ["", "http://www.w3.org/2001/10/xml-exc-c14n#"])
def test_a_time_stamp_over_the_signature_proves_the_time(signed, way):
    when = NOW - datetime.timedelta(hours=2)
    assert judged(stamped(signed, when=when, way=way)).stamped_at == when
    assert judged(signed).stamped_at is None


def test_the_stamp_of_another_signature_is_refused(signed):
    other = authority.sign_xml(ORIGINAL, authority.company())
    assert refused(stamped(signed, of=other)).code == "bad_stamp"


def test_a_stamp_of_nobody_whom_we_believe_is_refused(signed):
    alien = authority.issue("Gốc lạ")
    assert refused(stamped(signed, by=authority.time_authority(alien))).code == "unknown_stamper"
    # A certificate that may sign papers may not stamp time.
    assert (
        refused(stamped(signed, by=authority.time_authority(stamps_time=False))).code
        == "unknown_stamper"
    )


def test_a_stamp_from_the_future_or_from_before_the_certificate_is_refused(signed):
    assert refused(stamped(signed, when=NOW + DAY)).code == "bad_stamp"
    assert refused(stamped(signed, when=NOW - 60 * DAY)).code == "expired"


def test_s44_what_was_stamped_before_the_certificate_ended_stays_signed():
    holder = authority.issue("Cty", by=authority.root(), uid=f"MST:{TAX_CODE}", ends=-1)
    told = trust(crls=[authority.revoked_list(authority.root(), age=2)])
    old = authority.sign_xml(ORIGINAL, holder)
    assert judged(stamped(old, when=NOW - 3 * DAY), by=told).signer
    for late in (old, stamped(old, when=NOW)):
        assert refused(late, by=told).code == "expired"


@pytest.mark.parametrize("told", ["", "khong phai", base64.b64encode(b"0\x03abc").decode()])
def test_a_stamp_that_cannot_be_read_is_refused(signed, told):
    def spoil(_root, signature):
        signature.find(f".//{{{XADES}}}EncapsulatedTimeStamp").text = told

    assert refused(rewritten(stamped(signed), spoil)).code in {"bad_stamp", "broken"}


def test_another_signer_is_named():
    other = authority.issue("Công ty Khác", by=authority.root(), uid="MST:0100233488")
    refusal = refused(authority.sign_xml(ORIGINAL, other))
    assert refusal.code == "other_signer"
    assert "Công ty Khác" in str(refusal)


def test_a_certificate_laid_over_another_signature_is_refused():
    """The attacker signs, and the file shows the organisation's certificate."""
    other = authority.issue("Công ty Khác", by=authority.root(), uid="MST:0100233488")

    def exchange(_root, signature):
        shown = signature.find(f".//{{{DS}}}X509Certificate")
        shown.text = base64.b64encode(authority.company().der).decode()

    assert refused(rewritten(authority.sign_xml(ORIGINAL, other), exchange)).code in {
        "changed", "broken",
    }  # fmt: skip


@pytest.mark.parametrize("dates", [{"starts": -90, "ends": -1}, {"starts": 1, "ends": 90}])
def test_a_certificate_outside_its_time_is_refused(dates):
    holder = authority.issue("Cty", by=authority.root(), uid=f"MST:{TAX_CODE}", **dates)
    assert refused(authority.sign_xml(ORIGINAL, holder)).code == "expired"


def test_a_revoked_certificate_is_refused(signed):
    assert refused(signed, by=trust(authority.company())).code == "revoked"


def test_under_a_strict_root_unknown_revocation_waits_and_names_the_chain(signed):
    refusal = refused(signed, by=trust(crls=[]))
    assert isinstance(refusal, RevocationUnknown)
    assert refusal.chain == [authority.company().der, authority.root().der]


def test_an_unknown_root_is_refused(signed):
    holder = authority.issue("Cty", by=authority.issue("Gốc lạ"), uid=f"MST:{TAX_CODE}")
    assert refused(authority.sign_xml(ORIGINAL, holder)).code == "unknown_root"
    assert refused(signed, by=Trust(roots=[])).code == "unknown_root"


def test_a_certificate_that_may_not_sign_is_refused():
    holder = authority.issue("Cty", by=authority.root(), uid=f"MST:{TAX_CODE}", may_sign=False)
    assert refused(authority.sign_xml(ORIGINAL, holder)).code == "not_for_signing"


def test_the_signature_of_another_dossier_is_refused():
    other = authority.sign_xml(made("draft:2"), authority.company())
    assert refused(other).code == "other_declaration"


def test_a_signature_moved_onto_another_declaration_is_refused():
    other = authority.sign_xml(made("draft:2"), authority.company())

    def move(_root, signature):
        mine = etree.fromstring(ORIGINAL)
        mine.append(signature)
        return mine

    assert refused(rewritten(other, move)).code == "changed"


def test_a_wrapped_signature_is_refused():
    """What was signed hides inside; what a careless reader would read stands outside."""
    inner = etree.fromstring(ORIGINAL)
    inner.set("Id", "that")
    signed = etree.fromstring(
        authority.sign_xml(etree.tostring(inner), authority.company(), reference_uri="#that")
    )
    signature = signed.find(f"{{{DS}}}Signature")
    signed.remove(signature)
    forged = etree.fromstring(made(note="Nội dung giả"))
    forged.append(signature)
    forged.insert(0, signed)
    assert refused(etree.tostring(forged)).code == "other_declaration"
    # Even when what is signed was exactly ours, nothing else may stand around it.
    whole = rewritten(authority.sign_xml(ORIGINAL, authority.company()), _wrapped)
    assert refused(whole).code in {"changed", "rewritten", "not_enveloped"}


def _wrapped(root, signature):
    outside = etree.Element(f"{{{NAMESPACE}}}ToKhai")
    outside.append(signature)
    outside.append(root)
    return outside


def test_a_signature_of_a_part_alone_is_refused():
    root = etree.fromstring(ORIGINAL)
    root[0].set("Id", "title")
    part = authority.sign_xml(etree.tostring(root), authority.company(), reference_uri="#title")
    assert refused(part).code == "other_declaration"


def test_a_stylesheet_before_the_declaration_is_refused(signed):
    plain = etree.tostring(etree.fromstring(signed))
    assert refused(b"<?xml-stylesheet href='x.xsl'?>" + plain).code == "rewritten"


def test_two_signatures_are_refused(signed):
    twice = authority.sign_xml(etree.tostring(etree.fromstring(signed)), authority.company())
    assert refused(twice).code == "several"


def test_a_signature_around_the_declaration_is_refused():
    def turned(root, signature):
        root.remove(signature)
        etree.SubElement(signature, f"{{{DS}}}Object").append(root)
        return signature

    signed = authority.sign_xml(ORIGINAL, authority.company())
    assert refused(rewritten(signed, turned)).code == "not_enveloped"


def test_sha1_is_refused_wherever_it_stands(signed):
    for tag in ("SignatureMethod", "DigestMethod"):

        def weaken(_root, signature, tag=tag):
            signature.find(f".//{{{DS}}}{tag}").set("Algorithm", f"{DS}sha1")

        assert refused(rewritten(signed, weaken)).code == "weak"


def test_a_plain_xml_signature_without_signed_properties_is_refused(signed):
    def strip(_root, signature):
        signature.remove(signature.find(f"{{{DS}}}Object"))

    assert refused(rewritten(signed, strip)).code == "not_xades"


LAUGHS = b"""<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">]><x>&f;</x>"""
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


@pytest.mark.parametrize("content", [
    LAUGHS, OUTSIDE, LAUGHS.decode().encode("utf-16"), b"", b"khong phai xml", b"<x>",
    b'<!DOCTYPE x SYSTEM "http://example.vn/x.dtd"><x/>', b"<a>" * 3000,
], ids=["laughs", "outside", "laughs-16", "empty", "text", "open", "dtd", "deep"])  # fmt: skip
def test_nonsense_and_every_dtd_are_refused(content):
    assert refused(content).code == "broken"


def test_a_dtd_before_a_sound_signature_is_refused(signed):
    plain = etree.tostring(etree.fromstring(signed))
    assert refused(b'<!DOCTYPE ToKhai [<!ENTITY a "x">]>' + plain).code == "broken"


def test_a_file_that_is_not_signed_is_refused():
    assert refused(ORIGINAL).code == "not_signed"


@pytest.mark.parametrize("key", ["rsa-1024", "rsa-1536", "p-192"])
def test_an_xml_signature_by_a_small_key_is_refused(key):
    how = {"algorithm": "rsa-sha256"} if key.startswith("rsa") else {}
    key = authority.small_keys()[key]
    holder = authority.issue("Cty", by=authority.root(), uid=f"MST:{TAX_CODE}", key=key)
    assert refused(authority.sign_xml(ORIGINAL, holder, **how)).code == "weak"


@pytest.mark.parametrize("way", [
    "http://www.w3.org/2001/04/xmldsig-more#md5", "http://www.w3.org/2001/04/xmldsig-more#rsa-md5",
    "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256", "http://www.w3.org/2000/09/xmldsig#dsa-sha1",
])  # fmt: skip
def test_md5_and_a_shared_secret_are_no_signature(signed, way):
    def weaken(_root, signature):
        signature.find(f".//{{{DS}}}SignatureMethod").set("Algorithm", way)

    assert refused(rewritten(signed, weaken)).code in {"weak", "broken"}


@pytest.mark.parametrize("way", ["sha1", "md5"])
def test_a_certificate_issued_by_a_weak_hash_is_refused(way):
    holder, by = authority.weakly_issued(way)
    assert refused(authority.sign_xml(ORIGINAL, holder), by=by).code in {"weak", "unknown_root"}


@pytest.mark.parametrize("uri", ["http://127.0.0.1:9/x.xml", "file:///etc/passwd", "other.xml"])
def test_a_reference_to_anything_outside_is_refused_and_never_read(signed, uri, monkeypatch):
    def never(*_given, **_more):
        raise AssertionError("the network was asked")

    def point(_root, signature):
        signature.find(f".//{{{DS}}}Reference").set("URI", uri)

    monkeypatch.setattr("socket.socket.connect", never)
    assert refused(rewritten(signed, point)).code in {"changed", "broken", "other_declaration"}


@pytest.mark.parametrize("transform", [
    "http://www.w3.org/TR/1999/REC-xslt-19991116", "http://www.w3.org/TR/1999/REC-xpath-19991116",
    "http://www.w3.org/2002/06/xmldsig-filter2", "http://www.w3.org/2000/09/xmldsig#base64",
])  # fmt: skip
def test_a_transform_that_hides_part_of_what_was_signed_is_refused(signed, transform):
    def add(_root, signature):
        ways = signature.find(f".//{{{DS}}}Transforms")
        way = etree.SubElement(ways, f"{{{DS}}}Transform", Algorithm=transform)
        etree.SubElement(way, f"{{{DS}}}XPath").text = "false()"

    assert refused(rewritten(signed, add)).code in {"changed", "broken"}


def test_a_certificate_other_than_the_signed_properties_name_is_refused():
    """A second certificate over the same key: the signature fits both, the properties name one."""
    twin = authority.issue(
        "Công ty Khác", by=authority.root(), uid=f"MST:{TAX_CODE}", key=authority.company().key
    )

    def exchange(_root, signature):
        shown = signature.find(f".//{{{DS}}}X509Certificate")
        shown.text = base64.b64encode(twin.der).decode()

    signed = authority.sign_xml(ORIGINAL, authority.company())
    assert refused(rewritten(signed, exchange)).code in {"changed", "broken"}


def test_what_expired_after_signing_and_before_filing_is_refused(signed):
    assert refused(signed, at=NOW + 500 * DAY).code == "expired"
