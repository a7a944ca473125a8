# SPDX-License-Identifier: Apache-2.0
"""Tokens whose authority signed a TSTInfo that RFC 3161 has in no such form: no judge reads one."""

import hashlib

import pytest

from casts.court.bundle_attacks import standalone
from casts.seal.authorities import DOCUMENT, NOW, codes_of, new_cast
from casts.seal.token_forms import TokenForm, algorithm, integer, oid, tlv
from rogatory.seal.certificates.reading import pem_to_der
from rogatory.seal.timestamping.timestamps import verify_token

CAST = new_cast()
ISSUED = CAST.issue("xa/tsa", "tsa", "p256")
DIGEST = hashlib.sha256(DOCUMENT).digest()
ACCURACY, ORDERING, NONCE = tlv(0x30, integer(1)), tlv(0x01, b"\xff"), integer(7)
EXTENSIONS = tlv(0xA1, tlv(0x30, oid("unknown"), tlv(0x04, b"x")))

FALSE = {
    "another version": TokenForm(version=2),
    "a member of no kind": TokenForm(info_rest=[tlv(0x0C, b"x")]),
    "another order": TokenForm(info_rest=[NONCE, ACCURACY]),
    "two nonces": TokenForm(info_rest=[NONCE, integer(8)]),
    "a name of the authority that is none": TokenForm(info_rest=[tlv(0xA0, tlv(0x0C, b"x"))]),
    "more behind the extensions": TokenForm(info_rest=[EXTENSIONS, tlv(0xA2, tlv(0x05))]),
}


def made(form):
    return form.made(DOCUMENT, ISSUED.key, pem_to_der(ISSUED.certificate), NOW)


@pytest.mark.parametrize("form", FALSE.values(), ids=FALSE)
def test_no_judge_reads_a_tst_info_of_another_form(form):
    token = made(form)
    found = codes_of(lambda: verify_token(token, DIGEST, anchors=CAST.anchors))
    assert found == ("timestamp-malformed",)
    with pytest.raises(Exception, match=r"TSTInfo|tuple\.index|a name of no kind"):
        standalone().stamped(token, DOCUMENT)


def test_a_signature_over_another_digest_than_its_signer_names_does_not_hold():
    """RFC 8933 2: the digest of the content and that of the signature are one."""
    token = made(
        TokenForm(
            signer_digest="sha512",
            signature_algorithm=algorithm("ecdsa-sha256"),
            signature_digest="sha256",
        )
    )
    found = codes_of(lambda: verify_token(token, DIGEST, anchors=CAST.anchors))
    assert found == ("timestamp-wrong",)


def test_all_that_may_follow_the_time_is_read():
    token = made(TokenForm(info_rest=[ACCURACY, ORDERING, NONCE, EXTENSIONS]))
    assert verify_token(token, DIGEST, anchors=CAST.anchors).at == NOW
    assert standalone().stamped(token, DOCUMENT)[0] == NOW
