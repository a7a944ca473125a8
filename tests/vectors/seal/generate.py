# SPDX-License-Identifier: Apache-2.0
"""Writes the vectors of the seal package beside this file: one scenario a file.

Each says by `matter` what is verified, holds the input, and states in `expect` what a verifier must
say: `holds`, or the codes of the refusal, which are written here by hand. Binary fields are base64.
ECDSA and Ed25519 are deterministic, so those files come out the same each time. ML-DSA is not:
files whose name begins with `hybrid-` are made once and stay, unless removed first.
"""

import base64
import json
import sys
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from cryptography import x509  # noqa: E402 - the path to the cast comes first
from cryptography.hazmat import asn1  # noqa: E402

from casts.seal.authorities import AUTHORITY, DOCUMENT, LEAF_UNTIL, MADE, NOW, drawn, new_cast  # noqa: E402
from rogatory.seal import cms  # noqa: E402
from rogatory.seal import cms_structures as structures  # noqa: E402
from rogatory.seal.keys import key_from_pem  # noqa: E402
from rogatory.seal.notes import NoteSigner, write_note  # noqa: E402
from rogatory.seal.signatures import signing_keys_from_pem  # noqa: E402
from rogatory.seal.software_authenticator import SoftwareAuthenticator  # noqa: E402
from rogatory.seal.timestamping import timestamps  # noqa: E402
from rogatory.wire.moments import format_moment  # noqa: E402

RP, ORIGIN = "console.xa.example", "https://console.xa.example"
CONTENT = sha256(b"content").hexdigest()


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def signature(expect, p256: bytes, anchors, *, mldsa65=None, **changes):
    return {
        "matter": "signature",
        "document": b64(DOCUMENT),
        "signatures": {"p256": b64(p256), "mldsa65": mldsa65 and b64(mldsa65)},
        "anchors": [b64(one) for one in anchors],
        "holder": AUTHORITY,
        "at": format_moment(NOW),
        "require_mldsa65": False,
        "use": "authority",
        "expect": expect,
    } | changes


def signatures(cast):
    keys = signing_keys_from_pem(AUTHORITY, *cast.issued["p256"], None, None)
    made = keys.sign(DOCUMENT, NOW).p256
    ca = [cast.xa.certificates["p256"]]
    at = format_moment
    yield "signature-holds", signature("holds", made, ca)
    yield (
        "signature-p384-holds",
        signature(
            "holds",
            signing_keys_from_pem(AUTHORITY, *cast.issued["p384"], None, None)
            .sign(DOCUMENT, NOW)
            .p256,
            ca,
        ),
    )
    other = {"document": b64(DOCUMENT + b" ")}
    yield "signature-document-altered", signature(["signature-other-document"], made, ca, **other)
    flipped = made[:-1] + bytes([made[-1] ^ 1])
    yield "signature-bit-flipped", signature(["signature-wrong"], flipped, ca)
    stretched = b"\x30\x83" + bytes(1) + made[2:]
    yield "signature-length-not-minimal", signature(["signature-malformed"], stretched, ca)
    yield "signature-trailing-byte", signature(["signature-malformed"], made + b"\0", ca)
    yield "signature-attribute-twice", signature(["signature-malformed"], doubled(cast, made), ca)
    contact = {"holder": "xa/contact-point"}
    yield "signature-other-holder", signature(["certificate-holder"], made, ca, **contact)
    yield "signature-other-use", signature(["certificate-use"], made, ca, use="receipts")
    late, early = LEAF_UNTIL + timedelta(seconds=1), MADE - timedelta(seconds=1)
    yield "signature-expired", signature(["certificate-expired"], made, ca, at=at(late))
    yield (
        "signature-not-yet-valid",
        signature(["certificate-not-yet-valid"] * 2, made, ca, at=at(early)),
    )
    xb = [cast.xb.certificates["p256"]]
    yield "signature-other-state-ca", signature(["certificate-chain"], made, xb)
    yield (
        "signature-certificate-exchanged",
        signature(["signature-other-certificate"], exchanged(cast, made), ca),
    )
    required = {"require_mldsa65": True}
    yield "signature-post-quantum-missing", signature(["signature-missing"], made, ca, **required)


def hybrid(cast):
    made = cast.keys.sign(DOCUMENT, NOW)
    both = {"mldsa65": made.mldsa65, "require_mldsa65": True}
    anchors = cast.xa.certificates.values()
    yield "hybrid-holds", signature("holds", made.p256, anchors, **both)


def doubled(cast, made: bytes) -> bytes:
    """One attribute twice, signed by the holder himself."""
    info = asn1.decode_der(structures.ContentInfo, made)
    signer = info.content.signer_infos.as_list()[0]
    attributes = signer.signed_attributes.as_list()
    signer.signed_attributes = asn1.SetOf([*attributes, attributes[0]])
    key = key_from_pem(cast.issued["p256"].key, what="x", algorithms=("p256",))
    signer.signature = cms.sign_raw(key, structures.signed_bytes(signer.signed_attributes))
    info.content.signer_infos = asn1.SetOf([signer])
    return asn1.encode_der(info)


def exchanged(cast, made: bytes) -> bytes:
    """Another certificate of the same key and holder slipped under the signature."""
    key = key_from_pem(cast.issued["p256"].key, what="x", algorithms=("p256",))
    other = cast.xa.certify(
        AUTHORITY, "authority", key.public_key(), at=MADE, until=NOW, random=drawn("renewed")
    )
    info = asn1.decode_der(structures.ContentInfo, made)
    info.content.certificates = asn1.SetOf([x509.load_pem_x509_certificate(other)])
    return asn1.encode_der(info)


def stamps(cast):
    authority = timestamps.TimestampAuthority(*cast.issue("xa/tsa", "tsa", "p256"))
    digest = sha256(DOCUMENT).digest()
    token = timestamps.token_of(authority.reply(timestamps.request(digest, nonce=5), NOW, 17))

    def vector(expect, made, **changes):
        return {
            "matter": "timestamp",
            "digest": digest.hex(),
            "token": b64(made),
            "anchors": [b64(cast.xa.certificates["p256"])],
            "at": format_moment(NOW),
            "expect": expect,
        } | changes

    yield "timestamp-holds", vector("holds", token)
    other = {"digest": sha256(b"other").hexdigest()}
    yield "timestamp-other-document", vector(["timestamp-other-document"], token, **other)
    written = NOW.strftime("%Y%m%d").encode()
    moved = token.replace(written, b"20261203", 1)
    yield "timestamp-time-changed", vector(["timestamp-wrong"], moved)
    anchors = {"anchors": [b64(cast.xb.certificates["p256"])]}
    yield "timestamp-unknown-authority", vector(["certificate-chain"], token, **anchors)


def approvals():
    token = SoftwareAuthenticator.generate(RP, ORIGIN, drawn("officer xa-0002"))
    made = token.approve("xa-0002", "approve", CONTENT)

    def vector(expect, approval, **changes):
        return {
            "matter": "approval",
            "officer": approval.officer,
            "verdict": approval.verdict,
            "credential": b64(approval.credential),
            "authenticator_data": b64(approval.authenticator_data),
            "client_data": b64(approval.client_data),
            "signature": b64(approval.signature),
            "key": b64(token.key),
            "rp_id": RP,
            "origins": [ORIGIN],
            "content_digest": CONTENT,
            "expect": expect,
        } | changes

    def approved(**changes):
        return replace(token, **changes).approve("xa-0002", "approve", CONTENT)

    yield "approval-holds", vector("holds", made)
    other = {"content_digest": sha256(b"other").hexdigest()}
    yield "approval-other-content", vector(["approval-other-matter"], made, **other)
    rejected = token.approve("xa-0002", "reject", CONTENT)
    verdict = {"verdict": "approve"}
    yield "approval-other-verdict", vector(["approval-other-matter"], rejected, **verdict)
    yield (
        "approval-not-verified",
        vector(["approval-not-verified"], approved(verifies_user=False)),
    )
    yield "approval-cross-origin", vector(["approval-cross-origin"], approved(cross_origin=True))
    elsewhere = approved(origin="https://console.xb.example")
    yield "approval-other-origin", vector(["approval-origin"], elsewhere)
    party = {"rp_id": "console.xb.example"}
    yield "approval-other-relying-party", vector(["approval-relying-party"], made, **party)


def notes():
    log = NoteSigner.generate("log.example/xa/1", drawn("log xa"))
    witness = NoteSigner.generate("witness.xb", drawn("witness xb"))
    text = "log.example/xa/1\n42\nqINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=\n"

    def vector(expect, note, vkeys):
        return {"matter": "note", "note": note, "vkeys": vkeys, "text": text, "expect": expect}

    both = write_note(text, [witness.signature(text), log.signature(text)])
    yield "note-holds", vector("holds", log.sign(text), [log.vkey])
    yield "note-unknown-signature-kept", vector("holds", both, [log.vkey])
    altered = log.sign(text).replace("\n42\n", "\n43\n")
    yield "note-text-altered", vector(["note-signature"], altered, [log.vkey])
    yield "note-unsigned", vector(["note-unsigned"], log.sign(text), [witness.vkey])
    hyphen = log.sign(text).replace("— ", "- ")
    yield "note-hyphen-for-dash", vector(["note-malformed"], hyphen, [log.vkey])


def scenarios():
    """Every deterministic vector by name."""
    cast = new_cast()
    return dict([*signatures(cast), *stamps(cast), *approvals(), *notes()])


def written(vector) -> str:
    return json.dumps(vector, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name, vector in scenarios().items():
        HERE.joinpath(f"{name}.json").write_text(written(vector))
    for name, vector in hybrid(new_cast()):
        file = HERE / f"{name}.json"
        if not file.exists():
            file.write_text(written(vector))
