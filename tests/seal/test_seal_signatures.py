# SPDX-License-Identifier: Apache-2.0
"""Signatures of a document: when they count, and every way in which they do not."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat import asn1
from hypothesis import given
from hypothesis import strategies as st

from casts.seal.authorities import (
    AUTHORITY,
    DOCUMENT,
    LEAF_UNTIL,
    MADE,
    NOW,
    codes_of,
    drawn,
    new_cast,
)
from casts.seal.rsa_authority import issue_rsa
from rogatory.errors import Refused
from rogatory.seal import cms
from rogatory.seal import cms_structures as structures
from rogatory.seal.keys import key_from_pem, key_to_pem, new_key
from rogatory.seal.signatures import (
    Anchors,
    Signatures,
    certificates_in,
    signing_keys_from_pem,
    verify_signatures,
)

LENIENT = pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
"""The library warns about some bent certificates and reads them; we must refuse them anyway."""

CAST = new_cast()
SIGNED = CAST.keys.sign(DOCUMENT, NOW)


def verify(given=SIGNED, document=DOCUMENT, **kwargs):
    arguments = {
        "anchors": CAST.anchors,
        "holder": AUTHORITY,
        "at": NOW,
        "require_mldsa65": True,
        "use": "authority",
    }
    return verify_signatures(document, given, **(arguments | kwargs))


def refusal(*args, **kwargs):
    return codes_of(lambda: verify(*args, **kwargs))


class TestWhatCounts:
    def test_both_signatures_state_who_signed_and_the_claimed_time(self):
        found = verify()
        assert [(one.holder, one.algorithm, one.at_claimed) for one in found] == [
            (AUTHORITY, "p256", NOW),
            (AUTHORITY, "mldsa65", NOW),
        ]
        assert {one.algorithm: one.certificate for one in found} == CAST.keys.certificates

    def test_any_holder_will_do_when_none_is_asked_for(self):
        assert {one.holder for one in verify(holder=None)} == {AUTHORITY}

    def test_one_signature_is_enough_where_no_post_quantum_one_is_required(self):
        without_mldsa = replace(SIGNED, mldsa65=None)
        assert [one.algorithm for one in verify(without_mldsa, require_mldsa65=False)] == ["p256"]

    def test_p384_serves_in_the_place_of_p256(self):
        keys = signing_keys_from_pem(AUTHORITY, *CAST.issued["p384"], None, None)
        (found,) = verify(keys.sign(DOCUMENT, NOW), require_mldsa65=False)
        assert found.algorithm == "p384"

    def test_receipts_are_signed_by_the_state(self):
        keys = CAST.signing_keys("xa", "receipts")
        found = verify(keys.sign(DOCUMENT, NOW), holder="xa", use="receipts")
        assert [one.holder for one in found] == ["xa", "xa"]

    def test_the_ecdsa_signature_of_a_moment_is_always_the_same(self):
        assert CAST.keys.sign(DOCUMENT, NOW).p256 == SIGNED.p256
        assert CAST.keys.sign(DOCUMENT, NOW + timedelta(seconds=1)).p256 != SIGNED.p256

    @given(document=st.binary(max_size=300), seconds=st.integers(0, 3 * 10**9))
    def test_what_is_signed_verifies(self, document, seconds):
        at = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
        keys = signing_keys_from_pem(AUTHORITY, *CAST.issued["p256"], None, None)
        (found,) = verify(keys.sign(document, at), document, require_mldsa65=False)
        assert found.at_claimed == at

    def test_a_signing_time_after_2049_is_written_in_four_digits(self):
        at = datetime(2050, 1, 1, tzinfo=UTC)
        signed = CAST.keys.sign(DOCUMENT, at)
        assert b"20500101000000Z" in signed.p256
        assert verify(signed)[0].at_claimed == at

    def test_the_certificates_in_a_signature_can_be_looked_at(self):
        assert certificates_in(SIGNED.p256) == [CAST.keys.certificates["p256"]]
        for broken in (b"", SIGNED.p256[:-1], bytes(40_000)):
            assert codes_of(lambda broken=broken: certificates_in(broken)) == (
                "signature-malformed",
            )


class TestTheHybridRule:
    def test_a_stripped_post_quantum_signature_is_missed(self):
        for absent in (None, b""):
            assert refusal(replace(SIGNED, mldsa65=absent)) == ("signature-missing",)

    def test_a_stripped_classical_signature_is_missed(self):
        for required in (True, False):
            assert refusal(replace(SIGNED, p256=b""), require_mldsa65=required) == (
                "signature-missing",
            )

    def test_a_post_quantum_signature_that_nobody_required_must_still_hold(self):
        other = CAST.keys.sign(b"another document", NOW)
        mixed = replace(SIGNED, mldsa65=other.mldsa65)
        assert refusal(mixed, require_mldsa65=False) == ("signature-other-document",)

    def test_a_second_classical_signature_does_not_replace_the_post_quantum_one(self):
        assert refusal(Signatures(SIGNED.p256, SIGNED.p256)) == ("signature-algorithm",)
        assert refusal(Signatures(SIGNED.mldsa65, SIGNED.mldsa65)) == ("signature-algorithm",)

    def test_both_signatures_are_of_one_holder(self):
        contact = CAST.signing_keys("xa/contact-point").sign(DOCUMENT, NOW)
        mixed = replace(SIGNED, mldsa65=contact.mldsa65)
        assert refusal(mixed, holder=None) == ("signature-holders-differ",)
        assert refusal(mixed) == ("certificate-holder",)


class TestAttacks:
    def test_a_tampered_document(self):
        for document in (b"", DOCUMENT + b" ", DOCUMENT.replace(b"test", b"real")):
            assert refusal(document=document) == ("signature-other-document",) * 2

    def test_a_flipped_bit_of_a_signature_value(self):
        p256 = SIGNED.p256[:-1] + bytes([SIGNED.p256[-1] ^ 1])
        mldsa65 = SIGNED.mldsa65[:-1] + bytes([SIGNED.mldsa65[-1] ^ 1])
        assert refusal(Signatures(p256, mldsa65)) == ("signature-wrong",) * 2

    def test_every_reason_of_both_signatures_is_given(self):
        late = LEAF_UNTIL + timedelta(days=1)
        assert refusal(document=b"x", holder="xb", use="receipts", at=late) == (
            "signature-other-document",
            "certificate-use",
            "certificate-holder",
            "certificate-expired",
            "signature-other-document",
        )

    def test_the_certificate_of_another_holder(self):
        keys = CAST.signing_keys("xa/contact-point")
        assert refusal(keys.sign(DOCUMENT, NOW)) == ("certificate-holder",)

    def test_an_authority_of_the_same_office_in_another_state(self):
        keys = CAST.signing_keys("xb/central-authority")
        assert refusal(keys.sign(DOCUMENT, NOW)) == ("certificate-holder",)

    def test_a_state_ca_that_is_not_trusted(self):
        anchors = Anchors(tuple(CAST.xb.certificates.values()))
        assert refusal(anchors=anchors) == ("certificate-chain",)
        assert refusal(anchors=Anchors(())) == ("certificate-chain",)

    @pytest.mark.parametrize(
        ("at", "code"),
        [
            (MADE - timedelta(seconds=1), "certificate-not-yet-valid"),
            (LEAF_UNTIL + timedelta(seconds=1), "certificate-expired"),
        ],
    )
    def test_a_certificate_out_of_its_period(self, at, code):
        assert set(refusal(at=at)) == {code}  # of the leaf, and before its time of the CA, too

    def test_the_claimed_time_does_not_rescue_an_expired_certificate(self):
        late = CAST.keys.sign(DOCUMENT, MADE)
        assert refusal(late, at=LEAF_UNTIL + timedelta(days=1)) == ("certificate-expired",)

    def test_a_node_key_signs_no_document_of_an_authority(self):
        keys = CAST.signing_keys("xa", "receipts")
        assert refusal(keys.sign(DOCUMENT, NOW), holder="xa") == ("certificate-use",)

    def test_a_receipt_signed_by_an_authority(self):
        assert refusal(use="receipts") == ("certificate-use",)

    def test_a_certificate_exchanged_for_another_of_the_same_key(self):
        """A later certificate of the same key must not be slipped under an older signature."""
        key = key_from_pem(CAST.issued["p256"].key, what="x", algorithms=("p256",))
        other = CAST.xa.certify(
            AUTHORITY, "authority", key.public_key(), at=MADE, until=NOW, random=drawn("renewed")
        )
        certificate = x509.load_pem_x509_certificate(other)
        assert refusal(altered(certificates=[certificate])) == ("signature-other-certificate",)

    def test_a_signature_named_for_another_certificate_of_another_key(self):
        certificate = x509.load_pem_x509_certificate(CAST.issued["p384"].certificate)
        assert refusal(altered(certificates=[certificate])) == (
            "signature-other-certificate",
            "signature-algorithm",
        )

    @LENIENT
    @given(data=st.data())
    def test_no_byte_can_be_changed(self, data):
        for name in ("p256", "mldsa65"):
            original = getattr(SIGNED, name)
            position = data.draw(st.integers(0, len(original) - 1))
            bit = data.draw(st.integers(0, 7))
            broken = bytearray(original)
            broken[position] ^= 1 << bit
            with pytest.raises(Refused):
                verify(replace(SIGNED, **{name: bytes(broken)}))

    @given(junk=st.binary(max_size=200))
    def test_junk_is_refused_and_nothing_else_happens(self, junk):
        with pytest.raises(Refused):
            verify(Signatures(junk, junk))

    @given(cut=st.integers(0, len(SIGNED.p256) - 1), more=st.binary(min_size=1, max_size=4))
    def test_a_signature_cut_or_lengthened(self, cut, more):
        assert refusal(replace(SIGNED, p256=SIGNED.p256[:cut]))
        assert refusal(replace(SIGNED, p256=SIGNED.p256 + more))

    def test_a_huge_signature_is_not_parsed(self):
        huge = bytes(cms.LARGEST_SIGNATURE + 1)
        assert refusal(Signatures(huge, huge)) == ("signature-malformed",) * 2


class TestTheStrictForm:
    def test_our_own_parts_put_together_again_are_the_signature(self):
        assert altered().p256 == SIGNED.p256

    def test_a_duplicate_attribute(self):
        twice = [*attributes(), attributes()[0]]
        assert refusal(altered(attributes=twice)) == ("signature-malformed",)

    def test_an_attribute_with_two_values(self):
        first, *others = attributes()
        both = [*first.values.as_list(), structures.tlv(b"x")]
        doubled = structures.Attribute(type=first.type, values=asn1.SetOf(both))
        assert refusal(altered(attributes=[doubled, *others])) == ("signature-malformed",)

    def test_an_attribute_that_is_not_admitted(self):
        kind = x509.ObjectIdentifier("1.2.840.113549.1.9.16.2.16")
        more = cms.attribute(kind, structures.tlv(b"proof of receipt"))
        assert refusal(altered(attributes=[*attributes(), more])) == ("signature-malformed",)

    @pytest.mark.parametrize("left_out", range(4))
    def test_an_attribute_left_out(self, left_out):
        fewer = [one for place, one in enumerate(attributes()) if place != left_out]
        assert refusal(altered(attributes=fewer)) == ("signature-malformed",)

    def test_another_content_type(self):
        found = replaced(structures.CONTENT_TYPE, structures.tlv(structures.SIGNED_DATA))
        assert refusal(altered(attributes=found)) == ("signature-malformed",)

    def test_a_binding_to_another_certificate(self):
        other = x509.load_der_x509_certificate(CAST.keys.certificates["mldsa65"])
        found = replaced(structures.SIGNING_CERTIFICATE_V2, structures.tlv(cms.binding(other)))
        assert refusal(altered(attributes=found)) == ("signature-other-certificate",)

    def test_a_binding_to_two_certificates(self):
        certificate = x509.load_der_x509_certificate(CAST.keys.certificates["p256"])
        two = structures.SigningCertificateV2(
            certificates=cms.binding(certificate).certificates * 2
        )
        found = replaced(structures.SIGNING_CERTIFICATE_V2, structures.tlv(two))
        assert refusal(altered(attributes=found)) == ("signature-other-certificate",)

    @pytest.mark.parametrize(
        "time",
        [
            asn1.GeneralizedTime(NOW),
            asn1.GeneralizedTime(datetime(2050, 1, 1, 0, 0, 0, 500000, tzinfo=UTC)),
        ],
    )
    def test_a_time_written_another_way(self, time):
        found = replaced(structures.SIGNING_TIME, structures.tlv(time))
        assert refusal(altered(attributes=found)) == ("signature-malformed",)

    def test_a_time_that_is_none(self):
        found = replaced(structures.SIGNING_TIME, structures.tlv(b"yesterday"))
        assert refusal(altered(attributes=found)) == ("signature-malformed",)

    def test_a_version_that_is_not_one(self):
        assert refusal(altered(version=3)) == ("signature-malformed",)

    def test_content_of_another_type(self):
        assert refusal(altered(content=structures.SIGNED_DATA)) == ("signature-malformed",)

    def test_two_certificates_or_none(self):
        both = [x509.load_der_x509_certificate(der) for der in CAST.keys.certificates.values()]
        for certificates in (both, []):
            assert refusal(altered(certificates=certificates)) == ("signature-malformed",)

    @pytest.mark.parametrize("digest", ["sha384", "sha512"])
    def test_a_digest_that_does_not_go_with_the_key(self, digest):
        named = {suite.digest: suite.digest_id for suite in cms.SUITES.values()}[digest]
        found = replaced(
            structures.MESSAGE_DIGEST, structures.tlv(hashlib.new(digest, DOCUMENT).digest())
        )
        assert refusal(altered(attributes=found, digest=named)) == ("signature-algorithm",)

    def test_bytes_that_are_not_der(self):
        """A length in more bytes than it needs: BER allows it, and two readers may differ."""
        original = SIGNED.p256
        length = int.from_bytes(original[2:4])
        assert original[:2] == b"\x30\x82"
        stretched = b"\x30\x83" + length.to_bytes(3) + original[4:]
        indefinite = b"\x30\x80" + original[4:] + b"\x00\x00"
        for other in (stretched, indefinite):
            assert refusal(replace(SIGNED, p256=other)) == ("signature-malformed",)

    def test_attributes_out_of_their_order(self):
        encoded = [asn1.encode_der(one) for one in attributes()]
        ordered = b"".join(sorted(encoded))
        assert ordered in SIGNED.p256
        disordered = SIGNED.p256.replace(ordered, b"".join(sorted(encoded, reverse=True)))
        assert refusal(replace(SIGNED, p256=disordered)) == ("signature-malformed",)


class TestSigningKeys:
    def test_no_document_is_signed_with_rsa(self):
        issued = issue_rsa(CAST.xa, "xa", at=MADE, until=LEAF_UNTIL, random=drawn("rsa"))
        key = key_from_pem(issued.key, what="x", algorithms=("rsa",))
        certificate = x509.load_pem_x509_certificate(issued.certificate)
        with pytest.raises(ValueError, match="ML-DSA-65"):
            cms.CmsSigner(key, certificate)

    def test_a_key_beside_the_wrong_certificate(self):
        other = new_key("p256", drawn("stray"))
        assert codes_of(
            lambda: signing_keys_from_pem(
                AUTHORITY, key_to_pem(other), CAST.issued["p256"].certificate, None, None
            )
        ) == ("key-not-of-certificate",)

    def test_a_certificate_of_another_holder(self):
        assert codes_of(
            lambda: signing_keys_from_pem("xa/contact-point", *CAST.issued["p256"], None, None)
        ) == ("certificate-holder",)

    def test_a_key_of_the_wrong_kind(self):
        assert codes_of(
            lambda: signing_keys_from_pem(AUTHORITY, *CAST.issued["mldsa65"], None, None)
        ) == ("key-algorithm",)

    def test_a_key_without_its_certificate_is_our_own_mistake(self):
        with pytest.raises(ValueError, match="certificate"):
            signing_keys_from_pem(AUTHORITY, *CAST.issued["p256"], b"key", None)

    def test_what_is_no_key(self):
        encrypted = (
            b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n"
        )
        for key in (b"", b"nonsense", encrypted):
            assert codes_of(
                lambda key=key: signing_keys_from_pem(
                    AUTHORITY, key, CAST.issued["p256"].certificate, None, None
                )
            ) == ("key-unreadable",)

    def test_nothing_that_is_printed_shows_a_key(self):
        shown = repr(CAST.keys) + repr(CAST.xa) + repr(CAST.keys._p256)
        assert "PRIVATE" not in shown
        assert AUTHORITY in repr(CAST.keys)


def parts() -> structures.SignedData:
    return asn1.decode_der(structures.ContentInfo, SIGNED.p256).content


def attributes() -> list[structures.Attribute]:
    return parts().signer_infos.as_list()[0].signed_attributes.as_list()


def replaced(kind, value) -> list[structures.Attribute]:
    return [cms.attribute(kind, value) if one.type == kind else one for one in attributes()]


def altered(*, attributes=None, certificates=None, version=1, content=None, digest=None):
    """The ECDSA signature with parts exchanged by someone who has the key, and signed by it."""
    signed = parts()
    signer = signed.signer_infos.as_list()[0]
    if attributes is not None:
        key = key_from_pem(CAST.issued["p256"].key, what="x", algorithms=("p256",))
        signer.signed_attributes = asn1.SetOf(attributes)
        signer.signature = cms.sign_raw(key, structures.signed_bytes(signer.signed_attributes))
    if digest is not None:
        signer.digest_algorithm = structures.AlgorithmIdentifier(algorithm=digest)
        signed.digest_algorithms = asn1.SetOf([signer.digest_algorithm])
    if certificates is not None:
        signed.certificates = asn1.SetOf(certificates)
    if content is not None:
        signed.content = structures.DetachedContent(content_type=content)
    signed.version = version
    signed.signer_infos = asn1.SetOf([signer])
    info = structures.ContentInfo(content_type=structures.SIGNED_DATA, content=signed)
    return replace(SIGNED, p256=asn1.encode_der(info))
