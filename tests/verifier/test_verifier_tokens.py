# SPDX-License-Identifier: Apache-2.0
"""Timestamps whose form is another: each is refused by a reason, none by an exception."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from rogatory.errors import Refused
from rogatory.seal.signatures import Anchors
from rogatory.seal.timestamping.timestamps import verify_token
from rogatory.seal.timestamping.token import parse_token

AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
SHA1 = "1.3.14.3.2.26"
SHA256, SHA512 = "2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.3"
ECDSA_SHA256, ECDSA_SHA512 = "1.2.840.10045.4.3.2", "1.2.840.10045.4.3.4"
ED25519 = "1.3.101.112"
STAMPING = x509.oid.ExtendedKeyUsageOID.TIME_STAMPING


def tlv(tag, *parts):
    content = b"".join(parts)
    size = len(content)
    width = (size.bit_length() + 7) // 8
    length = bytes([size]) if size < 0x80 else bytes([0x80 | width]) + size.to_bytes(width, "big")
    return bytes([tag]) + length + content


@pytest.fixture(scope="module")
def authority():
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "stamps")])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(77)
        .not_valid_before(AT - timedelta(days=9))
        .not_valid_after(AT + timedelta(days=9))
        .add_extension(x509.ExtendedKeyUsage([STAMPING]), critical=True)
    )
    return built.sign(key, hashes.SHA256()), key


@pytest.fixture
def token(verifier, authority):
    """Return a token over `document`, one part of it another than it should be."""
    found, key = authority

    def algorithm(text):
        return tlv(0x30, tlv(0x06, verifier.oid(text)))

    def make(document, *, more=b"", signed_with=None, over=hashes.SHA256, digest=SHA256, ess=None,
             attributes=True):  # fmt: skip
        der, name = found.public_bytes(Encoding.DER), found.issuer.public_bytes()
        imprint = tlv(0x30, algorithm(SHA256), tlv(0x04, hashlib.sha256(document).digest()))
        tst = tlv(0x30, b"\x02\x01\x01", tlv(0x06, verifier.oid("1.2.3")), imprint, b"\x02\x01\x07",
                  tlv(0x18, b"20261124030000Z"), more)  # fmt: skip
        bound = ess or tlv(0x30, tlv(0x04, hashlib.sha256(der).digest()))
        hashed = hashlib.new({SHA256: "sha256", SHA512: "sha512"}.get(digest, "sha1"), tst).digest()
        named = {
            verifier.CONTENT_TYPE: tlv(0x06, verifier.ID_TST_INFO),
            verifier.MESSAGE_DIGEST: tlv(0x04, hashed),
            verifier.SIGNING_CERTIFICATE_V2: tlv(0x30, tlv(0x30, bound)),
        }
        if not attributes:
            del named[verifier.MESSAGE_DIGEST]
        signed = b"".join(tlv(0x30, tlv(0x06, n), tlv(0x31, v)) for n, v in named.items())
        value = key.sign(tlv(0x31, signed), ec.ECDSA(over()))
        info = tlv(0x30, b"\x02\x01\x01", tlv(0x30, name, b"\x02\x01\x4d"), algorithm(digest),
                   tlv(0xA0, signed), algorithm(signed_with or ECDSA_SHA256), tlv(0x04, value))  # fmt: skip
        inner = tlv(0x30, tlv(0x06, verifier.ID_TST_INFO), tlv(0xA0, tlv(0x04, tst)))
        body = tlv(0x30, b"\x02\x01\x03", tlv(0x31, algorithm(digest)), inner, tlv(0xA0, der),
                   tlv(0x31, info))  # fmt: skip
        return tlv(0x30, tlv(0x06, verifier.ID_SIGNED_DATA), tlv(0xA0, body))

    make.algorithm = algorithm
    return make


def directory_name(value):
    attribute = tlv(0x30, tlv(0x06, b"\x55\x04\x03"), value)
    return tlv(0xA4, tlv(0x30, tlv(0x31, attribute)))


NAMES = [
    directory_name(tlv(0x0C, b"Zeit")),
    tlv(0x86, b"https://tsa.example"),
    tlv(0x87, bytes(4)),
    tlv(0x88, b"\x2a\x03"),
]
BROKEN_NAMES = [
    directory_name(tlv(0x0C, b"\xff\xfe")),
    tlv(0xA4, tlv(0x30, tlv(0x30, b""))),
    tlv(0x86, b"\xc3\xa4"),
    tlv(0x87, bytes(5)),
    tlv(0x0C, b"text"),
    b"",
    b"\x86\x7f",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_token_may_name_its_authority(verifier, token, name):
    assert verifier.stamped(token(b"x", more=tlv(0xA0, name)), b"x")[0] == AT


@pytest.mark.parametrize("name", BROKEN_NAMES)
def test_a_name_of_the_authority_that_cannot_be_read_is_refused(verifier, token, name):
    with pytest.raises(verifier.Wrong):
        verifier.stamped(token(b"x", more=tlv(0xA0, name)), b"x")


def test_a_member_of_no_kind_is_refused_by_a_reason(verifier, token):
    assert verifier.stamped(token(b"x"), b"x")[0] == AT
    with pytest.raises(verifier.Wrong, match="something more"):
        verifier.stamped(token(b"x", more=tlv(0xA5, b"")), b"x")


def test_a_signature_over_another_digest_than_is_named_is_refused(verifier, token):
    both = token(b"x", digest=SHA512, signed_with=ECDSA_SHA512, over=hashes.SHA512)
    assert verifier.stamped(both, b"x")[0] == AT
    with pytest.raises(verifier.Wrong, match="another digest"):
        verifier.stamped(token(b"x", signed_with=ECDSA_SHA512, over=hashes.SHA512), b"x")


def test_the_signer_is_bound_by_a_digest_of_three(verifier, token, authority):
    der = authority[0].public_bytes(Encoding.DER)
    digest = tlv(0x04, hashlib.sha512(der).digest())
    bound = tlv(0x30, token.algorithm(SHA512), digest)
    assert verifier.stamped(token(b"x", ess=bound), b"x")[0] == AT
    by_sha1 = tlv(0x30, token.algorithm(SHA1), tlv(0x04, hashlib.sha1(der).digest()))
    for ess in (by_sha1, tlv(0x30, b""), tlv(0x04, b"x"), tlv(0x30, token.algorithm(SHA512))):
        with pytest.raises(verifier.Wrong):
            verifier.stamped(token(b"x", ess=ess), b"x")


@pytest.mark.parametrize(
    "other", [{"digest": SHA1}, {"signed_with": ED25519}, {"attributes": False}]
)
def test_a_token_with_a_part_of_no_kind_is_refused_by_a_reason(verifier, token, other):
    with pytest.raises(verifier.Wrong):
        verifier.stamped(token(b"x", **other), b"x")


@pytest.mark.parametrize("data", [b"", b"\x30", b"\x30\x00", b"\x30\x03\x02\x01\x01", b"\xff" * 40])
def test_what_is_no_token_is_refused_by_a_reason(verifier, data):
    with pytest.raises(verifier.Wrong):
        verifier.stamped(data, b"x")


@pytest.mark.parametrize("beside", [False, True])
def test_an_authority_that_came_along_proves_nothing_that_has_a_name(
    verifier, judged, made, authority, token, capsys, beside
):
    """Anybody makes one in a second: it is shown with its fingerprint, to be compared, beside one of a State."""
    folder, (certificate, _) = made("sealed"), authority
    der = certificate.public_bytes(Encoding.DER)
    (folder / "certificates/tsa.9.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    name = "seal.json.2.tst" if beside else "seal.json.tst"
    (folder / name).write_bytes(token((folder / "seal.json").read_bytes()))
    checks = judged(folder)
    (stamped,) = (one for one in checks.done if one.id == "seal-stamped")
    assert stamped.outcome == "holds"
    proof = checks.seal.proof()
    assert (proof["proved_at"], proof["proved_by"]) == (verifier.shown(AT), None)
    assert (proof["bounded_at"], proof["bounded_by"], proof["proved_alone"]) == (None, None, False)
    verifier.print_answer(checks, None, compared=False, as_json=False)
    shown = capsys.readouterr().out
    named = f"CN=stamps, SHA-256 {verifier.sha256(der)}"
    assert f"says an authority that came along ({named}), which nobody vouches for" in shown
    assert f"{named}: compare it" in shown
    assert "proved by" not in shown


def test_a_token_without_its_signers_certificate_is_by_an_authority_that_is_not_known(
    verifier, token, trust
):
    """All that needs no certificate is asked first; where a directory is at hand no other one may know it."""
    before, _, after = token(b"x").rpartition(
        b"\x02\x01\x4d"
    )  # the serial number that names the signer
    unknown = before + b"\x02\x01\x4e" + after
    directory = verifier.Directory(verifier._reader(trust), None, given=True)
    with pytest.raises(verifier.Undecided):
        verifier.Judge(None).stamp(unknown, b"x")
    with pytest.raises(verifier.Unlisted):
        verifier.Judge(directory).stamp(unknown, b"x")
    for judge in (verifier.Judge(None), verifier.Judge(directory)):
        with pytest.raises(verifier.Wrong, match="over something else"):
            judge.stamp(unknown, b"y")


@pytest.mark.parametrize("text", [b"\x0c\x06\xfftamps", b"\x2c\x06stamps"])
def test_a_certificate_in_a_token_that_cannot_be_read_fails_it(verifier, token, text):
    """Its issuer's name altered, it is no longer that of the signer; the token is not one of a stranger for that."""
    altered = token(b"x").replace(b"\x0c\x06stamps", text, 1)
    with pytest.raises(verifier.Wrong, match="not in its form"):
        verifier.Judge(None).stamp(altered, b"x")
    with pytest.raises(Refused) as refusal:
        parse_token(altered)
    assert refusal.value.codes == ("timestamp-malformed",)


def outcome_of_independent(verifier, data, known):
    try:
        verifier.stamped(data, b"x", known)
    except verifier.Undecided:
        return "unknown"
    except verifier.Wrong:
        return "fails"
    return "holds"


def outcome_of_ours(data, known):
    try:
        verify_token(data, hashlib.sha256(b"x").digest(), anchors=Anchors(tuple(known)))
    except Refused as refused:
        return "unknown" if refused.codes == ("timestamp-unknown-authority",) else "fails"
    return "holds"


@pytest.mark.filterwarnings("ignore:Parsed a serial number")
@pytest.mark.parametrize("turn", [0, 4])
def test_of_each_byte_of_a_token_an_altered_bit_is_judged_alike(verifier, token, authority, turn):
    """It holds if another certificate, or none, then came along, and the known one signed."""
    der = authority[0].public_bytes(Encoding.DER)
    honest = token(b"x")
    first = honest.index(der) + der.index(b"\x02\x01\x4d")
    issuer = authority[0].issuer.public_bytes()
    last = honest.index(der) + der.index(issuer) + len(issuer)
    unsigned = {honest.index(tlv(0xA0, der)), *range(first, last)}
    for place in range(len(honest)):
        data = bytearray(honest)
        data[place] ^= 1 << (place + turn) % 8
        altered = bytes(data)
        for known in ([], [der]):
            found = outcome_of_independent(verifier, altered, known)
            assert found == outcome_of_ours(altered, known), (place, known)
            assert found != "holds" or (known and place in unsigned), place
