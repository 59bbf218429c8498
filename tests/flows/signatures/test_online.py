"""Authorities asked over HTTP: what OCSP says decides, silence waits; time-stamps are believed by chain."""

import subprocess
from shutil import which

import pytest

from flows.errors import EffectError
from flows.gateways import revocation
from flows.signatures import RevocationUnknown, Root, SignatureRefused, Trust, verify
from flows.signatures.keys import key_from
from flows.signatures.sealing import seal
from tests.flows.signatures import authority, online

ORIGINAL = authority.paper()


@pytest.fixture
def net():
    with online.network() as server:
        yield server


@pytest.fixture
def holder(net):
    return authority.issue(
        "Công ty Hòa Bình", by=authority.root(), uid=f"MST:{authority.TAX_CODE}",
        **online.addresses(net),
    )  # fmt: skip


def judged(signed: bytes, *answers):
    """The verdict by a strict root and the answers that the authority gave."""
    trust = Trust(
        roots=[Root(authority.root().der)],
        ocsps=[one.content for one in answers if one.kind == "ocsp"],
        crls=[one.content for one in answers if one.kind == "crl"],
    )
    return verify(
        signed, original=ORIGINAL, tax_code=authority.TAX_CODE, trust=trust, at=online.now()
    )


def asked(holder):
    return revocation.ask(holder.der, authority.root().der)


def test_a_good_answer_over_http_lets_the_signature_in(net, holder):
    signed = authority.sign(ORIGINAL, holder)
    with pytest.raises(RevocationUnknown) as waiting:
        judged(signed)
    assert waiting.value.chain == [holder.der, authority.root().der]
    answer = asked(holder)
    assert (answer.kind, net.seen) == ("ocsp", ["/ocsp"])
    assert judged(signed, answer).signer == "Công ty Hòa Bình"


def test_a_revoked_answer_over_http_refuses(net, holder):
    net.revoked.add(holder.certificate.serial_number)
    with pytest.raises(SignatureRefused) as refusal:
        judged(authority.sign(ORIGINAL, holder), asked(holder))
    assert refusal.value.code == "revoked"


def test_a_certificate_that_its_authority_does_not_know_is_not_let_in(net, holder):
    net.unknown.add(holder.certificate.serial_number)
    with pytest.raises(SignatureRefused) as refusal:
        judged(authority.sign(ORIGINAL, holder), asked(holder))
    assert refusal.value.code in {"revocation_unknown", "revoked"}


def test_an_authority_that_is_down_is_told_as_that(net, holder):
    net.is_down = True
    with pytest.raises(EffectError, match="chưa trả lời"):
        asked(holder)
    assert net.seen == ["/ocsp", "/crl"]


@pytest.fixture
def stamped(net, holder, tmp_path):
    with open(authority.kept(holder, tmp_path), "rb") as kept:
        key = key_from(kept.read(), "")
    return seal(ORIGINAL, key, field="ChuKy", time_stamp_url=f"{net.url}/tsa")


def test_a_time_stamp_of_a_known_authority_is_kept_as_the_time_of_signing(net, holder, stamped):
    stamper = revocation.ask(net.stamper.der, authority.root().der)
    found = judged(stamped, asked(holder), stamper)
    assert abs((found.stamped_at - online.now()).total_seconds()) < 60
    assert judged(authority.sign(ORIGINAL, holder), asked(holder)).stamped_at is None


@pytest.mark.skipif(not which("pdfsig"), reason="no pdfsig (Debian package poppler-utils)")
def test_an_outside_verifier_finds_our_signature_whole(stamped, tmp_path):
    path = tmp_path / "da-ky.pdf"
    path.write_bytes(stamped)
    told = _pdfsig(path)
    assert "Signature is Valid." in told
    assert "Total document signed" in told
    place = stamped.index(b"/MediaBox")
    path.write_bytes(stamped[: place + 1] + b"X" + stamped[place + 2 :])
    assert "Signature is Valid." not in _pdfsig(path)


def _pdfsig(path) -> str:
    done = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True)  # noqa: S603,S607
    return done.stdout
