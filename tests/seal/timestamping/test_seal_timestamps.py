# SPDX-License-Identifier: Apache-2.0
"""Timestamps: given, verified, attacked, and exchanged with `openssl ts`."""

import hashlib
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from hypothesis import given
from hypothesis import strategies as st

from casts.court.bundle_attacks import standalone
from casts.seal.authorities import DOCUMENT, LEAF_UNTIL, MADE, NOW, codes_of, drawn, new_cast
from casts.seal.rsa_authority import authority_of, issue_rsa
from rogatory.errors import Refused
from rogatory.seal import certificates, cms
from rogatory.seal import cms_structures as structures
from rogatory.seal.certificates import new_state_ca
from rogatory.seal.signatures import Anchors
from rogatory.seal.timestamping import structures as tsp
from rogatory.seal.timestamping.der_walk import elements
from rogatory.seal.timestamping.timestamps import (
    TimestampAuthority,
    request,
    token_of,
    verify_token,
)
from rogatory.seal.timestamping.token import parse_token

CAST = new_cast()
DIGEST = hashlib.sha256(DOCUMENT).digest()
ISSUED = {name: CAST.issue("xa/tsa", "tsa", name) for name in ("p256", "p384")}
ISSUED["rsa"] = issue_rsa(CAST.xa, "xa/tsa", at=MADE, until=LEAF_UNTIL, random=drawn("rsa tsa"))
TSA = TimestampAuthority(*ISSUED["p256"])
NONCE = 2**64 + 5


def token(*, tsa=TSA, digest=DIGEST, at=NOW, serial=17, nonce=NONCE) -> bytes:
    return token_of(tsa.reply(request(digest, nonce=nonce), at, serial))


TOKEN = token()


def verify(given=TOKEN, digest=DIGEST, *, anchors=CAST.anchors, nonce=None):
    return verify_token(given, digest, anchors=anchors, nonce=nonce)


def refusal(*args, **kwargs):
    return codes_of(lambda: verify(*args, **kwargs))


class TestWhatCounts:
    @pytest.mark.parametrize("algorithm", ["p256", "p384", "rsa"])
    @pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
    def test_a_token_states_its_time_and_authority(self, algorithm, digest):
        hashed = hashlib.new(digest, DOCUMENT).digest()
        made = token(tsa=authority_of(algorithm, ISSUED[algorithm]), digest=hashed)
        found = verify(made, hashed, nonce=NONCE)
        assert (found.at, found.authority, found.serial) == (NOW, "xa/tsa", 17)
        assert found.certificate == certificates.pem_to_der(ISSUED[algorithm].certificate)

    def test_a_listed_authority_needs_no_state_ca(self):
        listed = certificates.pem_to_der(ISSUED["p256"].certificate)
        assert verify(anchors=Anchors((listed,))).authority == "xa/tsa"

    def test_a_token_without_its_certificate_is_verified_with_the_listed_one(self):
        parsed = asn1.decode_der(tsp.TimeStampRequest, request(DIGEST))
        parsed.certificate_wanted = False
        made = token_of(TSA.reply(asn1.encode_der(parsed), NOW, 3))
        assert len(made) < len(TOKEN) - 400
        assert verify(made, anchors=Anchors((TSA.certificate,))).serial == 3
        assert refusal(made) == ("timestamp-unknown-authority",)

    def test_what_needs_no_certificate_is_asked_of_a_token_without_its_certificate(self):
        parsed = asn1.decode_der(tsp.TimeStampRequest, request(DIGEST))
        parsed.certificate_wanted = False
        made = token_of(TSA.reply(asn1.encode_der(parsed), NOW, 3))
        with pytest.raises(Refused) as refused:
            verify_token(made, bytes(32), anchors=Anchors(()))
        assert refused.value.codes == ("timestamp-other-document", "timestamp-unknown-authority")

    def test_the_second_is_the_unit_of_time(self):
        assert verify(token(at=NOW + timedelta(microseconds=999_999))).at == NOW

    def test_a_large_serial_number_and_nonce_come_back(self):
        assert verify(token(serial=2**159, nonce=2**127)).serial == 2**159


class TestOurOwnAuthority:
    def test_it_has_no_rsa_key_and_none_is_made_for_it(self):
        with pytest.raises(Refused) as caught:
            TimestampAuthority(*ISSUED["rsa"])
        assert caught.value.codes == ("key-algorithm",)
        assert codes_of(lambda: CAST.issue("xa/tsa", "tsa", "rsa")) == ("certificate-algorithm",)


class TestAttacks:
    def test_a_token_for_another_document(self):
        other = hashlib.sha256(b"other").digest()
        assert refusal(digest=other) == ("timestamp-other-document",)

    def test_a_digest_of_another_kind(self):
        assert refusal(digest=hashlib.sha512(DOCUMENT).digest()) == ("timestamp-other-document",)

    def test_a_token_that_answers_another_request(self):
        assert refusal(nonce=NONCE + 1) == ("timestamp-other-request",)
        assert refusal(token(nonce=None), nonce=NONCE) == ("timestamp-other-request",)

    def test_an_authority_that_nobody_listed(self):
        found = refusal(anchors=Anchors(tuple(CAST.xb.certificates.values())))
        assert found == ("certificate-chain",)

    def test_a_time_before_or_after_the_certificate(self):
        late, early = LEAF_UNTIL + timedelta(seconds=1), MADE - timedelta(seconds=1)
        assert refusal(token(at=late)) == ("certificate-expired",)
        assert set(refusal(token(at=early))) == {"certificate-not-yet-valid"}
        listed = Anchors((TSA.certificate,))
        assert refusal(token(at=late), anchors=listed) == ("certificate-expired",)

    def test_a_certificate_for_documents_gives_no_time(self):
        """An authority signs the right structure with the wrong certificate."""
        forger = TimestampAuthority(*ISSUED["p256"])
        issued = CAST.issued["p256"]
        forger._key = load_pem_private_key(issued.key, None)
        forger._certificate = x509.load_pem_x509_certificate(issued.certificate)
        made = token(tsa=forger)
        assert refusal(made) == ("certificate-use", "certificate-key-usage")
        listed = Anchors((CAST.keys.certificates["p256"],))
        assert refusal(made, anchors=listed) == ("certificate-key-usage",)

    def test_such_a_certificate_makes_no_authority(self):
        assert codes_of(lambda: TimestampAuthority(*CAST.issued["p256"])) == ("certificate-use",)
        mixed = (ISSUED["p256"].key, CAST.issued["p256"].certificate)
        assert codes_of(lambda: TimestampAuthority(*mixed)) == ("key-not-of-certificate",)

    def test_a_changed_time(self):
        written = NOW.strftime("%Y%m%d%H%M%SZ").encode()
        changed = TOKEN.replace(written, b"2020" + written[4:])
        assert changed != TOKEN
        assert "timestamp-wrong" in refusal(changed)

    def test_a_flipped_bit_of_the_signature(self):
        assert refusal(TOKEN[:-1] + bytes([TOKEN[-1] ^ 1])) == ("timestamp-wrong",)

    def test_every_reason_is_given(self):
        assert refusal(
            TOKEN[:-1] + bytes([TOKEN[-1] ^ 1]), bytes(32), nonce=1, anchors=Anchors(())
        ) == (
            "timestamp-other-document",
            "timestamp-other-request",
            "timestamp-wrong",
            "certificate-chain",
        )

    def test_a_signature_of_a_document_is_no_timestamp(self):
        signed = CAST.keys.sign(DOCUMENT, NOW).p256
        assert refusal(signed) == ("timestamp-malformed",)

    def test_a_huge_token_is_not_parsed(self):
        assert refusal(bytes(70_000)) == ("timestamp-malformed",)
        assert codes_of(lambda: token_of(bytes(70_000))) == ("timestamp-rejected",)

    @pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
    @given(position=st.integers(0, len(TOKEN) - 1), bit=st.integers(0, 7))
    def test_no_changed_bit_yields_another_time(self, position, bit):
        broken = bytearray(TOKEN)
        broken[position] ^= 1 << bit
        try:
            found = verify(bytes(broken), nonce=NONCE)
        except Refused:
            return
        assert found == verify(nonce=NONCE)

    @given(junk=st.binary(max_size=100), cut=st.integers(0, len(TOKEN) - 1))
    def test_junk_and_torn_tokens_are_refused(self, junk, cut):
        for bad in (junk, TOKEN[:cut], TOKEN + b"\0"):
            assert refusal(bad)
            assert codes_of(lambda bad=bad: token_of(bad))

    def test_two_signers_or_none(self):
        signed = asn1.decode_der(tsp.TimestampToken, TOKEN)
        (signer,) = signed.content.signer_infos.as_list()
        other = asn1.decode_der(
            tsp.TimestampToken, token(serial=18)
        ).content.signer_infos.as_list()[0]
        for signers in ([], [signer, other]):
            signed.content.signer_infos = asn1.SetOf(signers)
            assert refusal(asn1.encode_der(signed)) == ("timestamp-malformed",)

    @pytest.mark.parametrize(
        ("kind", "value"),
        [
            (structures.CONTENT_TYPE, structures.tlv(structures.DATA)),
            (structures.SIGNING_CERTIFICATE_V2, structures.tlv(b"not a binding")),
            (structures.SIGNING_TIME, None),
            (structures.SIGNING_CERTIFICATE_V2, None),
            (structures.MESSAGE_DIGEST, None),
        ],
    )
    def test_attributes_that_do_not_bind_what_they_ought_to(self, kind, value):
        """Signed with the authority's own key, so nothing but the attribute is wrong."""
        signed = asn1.decode_der(tsp.TimestampToken, TOKEN)
        (signer,) = signed.content.signer_infos.as_list()
        attributes = [one for one in signer.signed_attributes.as_list() if one.type != kind]
        attributes += [cms.attribute(kind, value)] if value else []
        signer.signed_attributes = asn1.SetOf(attributes)
        signer.signature = cms.sign_raw(TSA._key, structures.signed_bytes(signer.signed_attributes))
        signed.content.signer_infos = asn1.SetOf([signer])
        made = asn1.encode_der(signed)
        if kind == structures.SIGNING_TIME:  # which RFC 3161 does not ask for
            assert verify(made).at == NOW
        else:
            assert refusal(made) == ("timestamp-wrong",)

    def test_an_attribute_that_occurs_twice(self):
        signed = asn1.decode_der(tsp.TimestampToken, TOKEN)
        (signer,) = signed.content.signer_infos.as_list()
        attributes = signer.signed_attributes.as_list()
        signer.signed_attributes = asn1.SetOf([*attributes, attributes[0]])
        signed.content.signer_infos = asn1.SetOf([signer])
        assert refusal(asn1.encode_der(signed)) == ("timestamp-malformed",)

    def test_a_signature_algorithm_that_does_not_go_with_the_key(self):
        for name in ("1.2.840.113549.1.1.11", "1.3.101.112"):
            signed = asn1.decode_der(tsp.TimestampToken, TOKEN)
            (signer,) = signed.content.signer_infos.as_list()
            algorithm = x509.ObjectIdentifier(name)
            signer.signature_algorithm = structures.AlgorithmIdentifier(algorithm=algorithm)
            signed.content.signer_infos = asn1.SetOf([signer])
            assert refusal(asn1.encode_der(signed)) == ("timestamp-wrong",)

    def test_a_sea_of_empty_elements(self):
        sea = b"\x05\x00" * 2000
        made = b"\x30\x82" + len(sea).to_bytes(2) + sea
        assert refusal(made) == ("timestamp-malformed",)


class TestTheAuthority:
    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"version": 2}, "version"),
            ({"policy": structures.DATA}, "policy"),
            ({"imprint": ("1.3.14.3.2.26", bytes(20))}, "SHA-256"),
            ({"imprint": ("2.16.840.1.101.3.4.2.1", bytes(31))}, "length"),
        ],
    )
    def test_a_request_that_is_not_granted_gives_the_reason(self, change, words):
        parsed = asn1.decode_der(tsp.TimeStampRequest, request(DIGEST))
        if imprint := change.pop("imprint", None):
            algorithm = structures.AlgorithmIdentifier(algorithm=type(structures.DATA)(imprint[0]))
            parsed.message_imprint = tsp.MessageImprint(
                algorithm=algorithm, hashed_message=imprint[1]
            )
        for name, value in change.items():
            setattr(parsed, name, value)
        reply = TSA.reply(asn1.encode_der(parsed), NOW, 1)
        with pytest.raises(Refused, match=words) as caught:
            token_of(reply)
        assert caught.value.codes == ("timestamp-rejected",)

    @given(junk=st.binary(max_size=100))
    def test_junk_is_answered_by_a_rejection(self, junk):
        assert codes_of(lambda: token_of(TSA.reply(junk, NOW, 1))) == ("timestamp-rejected",)

    def test_a_huge_request_is_rejected(self):
        assert codes_of(lambda: token_of(TSA.reply(bytes(5000), NOW, 1))) == ("timestamp-rejected",)

    def test_a_digest_of_no_known_length_is_our_own_mistake(self):
        with pytest.raises(ValueError, match="32, 48 or 64"):
            request(bytes(20))


class TestForeignShapes:
    """Forms that RFC 5652 allows and our own tokens do not have."""

    def test_a_signer_named_by_key_identifier(self):
        identifier = certificate_key_identifier(TSA.certificate)
        assert verify(named_by_key(identifier)).at == NOW

    def test_a_key_identifier_of_nobody(self):
        assert refusal(named_by_key(bytes(20))) == ("timestamp-unknown-authority",)


class TestTime:
    @pytest.mark.parametrize(
        "text", [b"20261204030000Z", b"20261204030000.5Z", b"20261204030000.999999Z"]
    )
    def test_both_judges_drop_the_fraction_that_an_authority_writes(self, text):
        made = timed(text)
        assert verify(made).at == NOW
        assert standalone().stamped(made, DOCUMENT)[0] == NOW

    @pytest.mark.parametrize(
        "text",
        [
            b"20261204030000.50Z",
            b"20261204030000.0Z",
            b"20261204030000.Z",
            b"20261204030000.1234567Z",
            b"20261204030000+0000",
            b"202612040300Z",
        ],
    )
    def test_both_judges_refuse_a_time_that_der_writes_otherwise(self, text):
        """Two readers would take one token for two moments, or one of them for none."""
        made = timed(text)
        assert refusal(made) == ("timestamp-malformed",)
        module = standalone()
        with pytest.raises(module.Wrong, match="time is in another form"):
            module.stamped(made, DOCUMENT)


@pytest.mark.judge
class TestOpenssl:
    def ts(self, folder, *arguments):
        return subprocess.run(
            ["openssl", "ts", *arguments], cwd=folder, capture_output=True, text=True
        )

    def put(self, folder, **files):
        for name, data in files.items():
            (folder / name).write_bytes(data)

    @pytest.mark.parametrize("algorithm", ["p256", "p384", "rsa"])
    def test_openssl_verifies_our_tokens(self, tmp_path, algorithm):
        tsa = authority_of(algorithm, ISSUED[algorithm])
        query = request(DIGEST, nonce=NONCE)
        reply = tsa.reply(query, NOW, 17)
        ca = CAST.xa.to_pem()["p256.pem"]
        self.put(tmp_path, ca=ca, req=query, rep=reply, tok=token_of(reply), doc=DOCUMENT, bad=b"x")
        at = ("-CAfile", "ca", "-attime", str(int(NOW.timestamp())))
        for given_, outcome in (
            (("-in", "tok", "-token_in", "-data", "doc"), 0),
            (("-in", "tok", "-token_in", "-data", "bad"), 1),
            (("-in", "rep", "-queryfile", "req"), 0),
        ):
            found = self.ts(tmp_path, "-verify", *given_, *at)
            assert found.returncode == outcome, found.stderr
        shown = self.ts(tmp_path, "-reply", "-in", "rep", "-text").stdout
        assert "Status: Granted." in shown
        assert "Serial number: 0x11" in shown
        assert "Time stamp: Dec  4 03:00:00 2026 GMT" in shown

    def test_openssl_reads_our_rejections_and_requests(self, tmp_path):
        self.put(tmp_path, rep=TSA.reply(b"junk", NOW, 1), req=request(DIGEST, nonce=5))
        shown = self.ts(tmp_path, "-reply", "-in", "rep", "-text").stdout
        assert "Status: Rejected." in shown
        assert "the request is not that of RFC 3161" in shown
        shown = self.ts(tmp_path, "-query", "-in", "req", "-text").stdout
        assert "Certificate required: yes" in shown

    @pytest.mark.parametrize("algorithm", ["p256", "rsa"])
    @pytest.mark.parametrize("ess", ["sha1", "sha256", "sha512"])
    def test_we_verify_tokens_of_openssl(self, tmp_path, algorithm, ess):
        """They carry a chain in no order of DER, a name, an accuracy, and other attributes."""
        today = datetime.now(UTC) - timedelta(hours=1)  # openssl stamps with the machine's clock
        ca = new_state_ca("XA", at=today, years=1, random=drawn("today's ca"))
        period = {"at": today, "until": today + timedelta(days=1), "random": drawn("today's tsa")}
        issued = (
            issue_rsa(ca, "xa/tsa", **period)
            if algorithm == "rsa"
            else ca.issue("xa/tsa", "tsa", algorithm, **period)
        )
        self.put(
            tmp_path,
            key=issued.key,
            cert=issued.certificate,
            chain=ca.to_pem()["p256.pem"] + CAST.xb.to_pem()["p256.pem"],
            conf=_CONFIGURATION.format(ess=ess).encode(),
            serial=b"01\n",
            doc=DOCUMENT,
        )
        query = ("-query", "-data", "doc", "-sha512", "-cert", "-out", "q")
        assert self.ts(tmp_path, *query).returncode == 0
        answer = self.ts(
            tmp_path, "-reply", "-config", "conf", "-section", "tsa", "-queryfile", "q", "-out", "r"
        )
        assert answer.returncode == 0, answer.stderr
        digest = hashlib.sha512(DOCUMENT).digest()
        made = token_of((tmp_path / "r").read_bytes())
        for anchor in (certificates.pem_to_der(issued.certificate), ca.certificates["p256"]):
            anchors = Anchors((anchor,))
            found = verify(made, digest, anchors=anchors)
            assert found.authority == "xa/tsa"
            assert today < found.at < today + timedelta(hours=2)
            assert refusal(made, bytes(64), anchors=anchors) == ("timestamp-other-document",)
            broken = made[:-3] + bytes([made[-3] ^ 1]) + made[-2:]
            assert refusal(broken, digest, anchors=anchors) == ("timestamp-wrong",)
        assert refusal(made, digest) == ("certificate-chain",)

    def test_we_read_replies_and_requests_of_openssl(self, tmp_path):
        self.put(tmp_path, doc=DOCUMENT)
        for option in ("-sha256", "-sha384", "-sha512"):
            self.ts(tmp_path, "-query", "-data", "doc", option, "-cert", "-out", "q")
            digest = hashlib.new(option[1:], DOCUMENT).digest()
            made = token_of(TSA.reply((tmp_path / "q").read_bytes(), NOW, 1))
            assert verify(made, digest).at == NOW


_CONFIGURATION = """
[tsa]
serial = serial
signer_cert = cert
signer_key = key
certs = chain
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256, sha384, sha512
accuracy = secs:1, millisecs:500, microsecs:100
clock_precision_digits = 3
ordering = yes
tsa_name = yes
ess_cert_id_chain = yes
ess_cert_id_alg = {ess}
"""


def certificate_key_identifier(der: bytes) -> bytes:
    certificate = x509.load_der_x509_certificate(der)
    return certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest


def timed(text: bytes) -> bytes:
    """A token whose authority wrote and signed its time so."""
    kind, content = elements(elements(TOKEN)[0].content)
    version, digests, inner, certificates, signers = elements(elements(content.content)[0].content)
    (signer,) = elements(signers.content)
    number, sid, digest, attributes, method, _signature = elements(signer.content)
    old = parse_token(TOKEN).content
    parts = [
        tlv(0x18, text) if one.tag == 0x18 else one.der
        for one in elements(elements(old)[0].content)
    ]
    new = tlv(0x30, *parts)
    attributed = attributes.content.replace(
        hashlib.sha256(old).digest(), hashlib.sha256(new).digest()
    )
    key = load_pem_private_key(ISSUED["p256"].key, None)
    signature = key.sign(tlv(0x31, attributed), ECDSA(SHA256()))
    signer = tlv(
        0x30, *_ders((number, sid, digest)), tlv(0xA0, attributed), method.der, tlv(0x04, signature)
    )
    inner = tlv(0x30, elements(inner.content)[0].der, tlv(0xA0, tlv(0x04, new)))
    signed = tlv(0x30, *_ders((version, digests)), inner, certificates.der, tlv(0x31, signer))
    return tlv(0x30, kind.der, tlv(0xA0, signed))


def named_by_key(identifier):
    signer = asn1.decode_der(tsp.TimestampToken, TOKEN).content.signer_infos.as_list()[0]
    old = asn1.encode_der(signer)
    _version, _sid, *rest = elements(elements(old)[0].content)
    return with_signer(TOKEN, old, [b"\x02\x01\x03", tlv(0x80, identifier), *_ders(rest)])


def with_signer(token, old, parts):
    return with_other_lengths(token, old, tlv(0x30, *parts))


def tlv(tag, *parts):
    content = b"".join(parts)
    return bytes([tag]) + length(len(content)) + content


def _ders(parts):
    return [part.der for part in parts]


def with_all_that_is_free():
    """Return the token with everything that RFC 5652 permits beside what its signature covers: the
    whole, and the places of what is free.
    """
    other = CAST.xb.certificates["p256"]
    unsigned = tlv(0xA1, tlv(0x30, tlv(0x06, b"\x2a\x03\x04"), tlv(0x31, tlv(0x04, b"anything"))))
    revoked = tlv(0xA1, tlv(0x30, tlv(0x04, b"a list that nobody reads")))
    kind, content = elements(elements(TOKEN)[0].content)
    version, digests, inner, certificates, signers = elements(elements(content.content)[0].content)
    (signer,) = elements(signers.content)
    signed = tlv(
        0x30, *_ders((version, digests, inner)),
        tlv(0xA0, certificates.content, other), revoked,
        tlv(0x31, tlv(0x30, signer.content, unsigned)),
    )  # fmt: skip
    made = tlv(0x30, kind.der, tlv(0xA0, signed))
    free = set()
    for part in (elements(other)[0].content, elements(revoked)[0].content):
        start = made.index(part)
        free |= set(range(start, start + len(part)))
    start = made.index(unsigned)
    return made, free | set(range(start + 2, start + len(unsigned)))


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@pytest.mark.parametrize(
    "change", [1, 2, 4, 8, 16, 32, 64, 128, 0xFF, 0x91], ids=lambda change: f"{change:#04x}"
)
def test_no_byte_of_a_token_of_ours_can_be_changed(change):
    """Its signature covers about half of them; of the others, nothing is left free."""
    assert accepted(TOKEN, change) == []


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@pytest.mark.parametrize("change", [1, 0x20, 0xFF])
def test_of_a_foreign_token_only_what_the_standards_leave_free(change):
    """Certificates of others, revocation lists, unsigned attributes: what is within them."""
    made, free = with_all_that_is_free()
    assert verify(made, nonce=NONCE) == verify(nonce=NONCE)
    places = accepted(made, change, free)
    assert places, "nothing is free, or the free parts are not there"
    assert set(places) <= free


def accepted(made, change, free=frozenset()):
    """The places at which a changed byte goes unseen; what the token says is never another. The
    stand-alone verifier takes no more than ours, but that it reads nothing of what is `free`.
    """
    found = []
    module = standalone()
    judge = module.Judge(None, tuple(map(module.certificate, CAST.anchors.certificates)))
    assert judge.stamp(made, DOCUMENT)[0] == NOW
    for position in range(len(made)):
        broken = bytearray(made)
        broken[position] ^= change
        try:
            verified = verify(bytes(broken), nonce=NONCE)
        except Refused:
            if position in free:
                continue
            with pytest.raises((module.Wrong, module.Undecided, *module.OUT_OF_FORM)):
                judge.stamp(bytes(broken), DOCUMENT)
            continue
        assert verified == verify(nonce=NONCE)
        found.append(position)
    return found


def with_other_lengths(der: bytes, old: bytes, new: bytes) -> bytes:
    """The DER with one element exchanged and all lengths around it corrected."""
    if der == old:
        return new
    parts = elements(der)
    made = b""
    for part in parts:
        if old in part.content and part.tag & 0x20:
            content = b"".join(
                with_other_lengths(child.der, old, new) for child in elements(part.content)
            )
            made += bytes([part.tag]) + length(len(content)) + content
        else:
            made += new if part.der == old else part.der
    return made


def length(size: int) -> bytes:
    if size < 0x80:
        return bytes([size])
    written = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([0x80 | len(written)]) + written
