# SPDX-License-Identifier: Apache-2.0
"""Writes the vectors of signed requests (SPECIFICATION 12.1) beside this file.

`requests.json` holds what a receiver knows (its State, its clock, public keys by `keyid` as
SubjectPublicKeyInfo in base64), and cases: a request as it came (method, target URI, header fields,
body in base64) and either `accepted` (keyid, nonce, and the second until which the nonce is
remembered) or `refused`, a sentence for people: an outsider learns nothing.

Kept free of the project's code: the signature base is put together here by hand.
"""

import base64
import hashlib
import json
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

NOW = 1795489200  # 2026-11-24T03:00:00Z
URI = "https://node.xb.example/v1/messages"
BODY = b'{"a":1}'
COVERED = ["@method", "@target-uri", "content-digest", "rogatory-state"]
NONCE = "AAECAwQFBgcICQoLDA0ODxAR"

KEYS = {
    name: ec.derive_private_key(secret, ec.SECP256R1())
    for name, secret in (("xa", 11), ("xb/central-authority", 12), ("nobody", 13))
}


def digest_of(body, algorithm="sha-256"):
    found = hashlib.new(algorithm.replace("-", ""), body).digest()
    return f"{algorithm}=:{base64.b64encode(found).decode()}:"


def signed(
    *,
    method="POST",
    uri=URI,
    body=BODY,
    key="xa",
    keyid=None,
    covered=COVERED,
    digest=None,
    state="XB",
    label="rogatory",
    parameters=None,
    **changed,
):
    """A request that the key's holder signed in earnest, in the form that the arguments say."""
    fields = {"Content-Digest": digest or digest_of(body), "Rogatory-State": state}
    values = {
        "created": NOW,
        "expires": NOW + 60,
        "keyid": keyid or key,
        "nonce": NONCE,
        "tag": "rogatory",
    } | changed
    written = parameters or "".join(
        f";{name}={value}" if isinstance(value, int) else f';{name}="{value}"'
        for name, value in values.items()
        if value is not None
    )
    described = f"({' '.join(json.dumps(one) for one in covered)}){written}"
    known = {
        "@method": method,
        "@target-uri": uri,
        "@authority": "node.xb.example",
        "content-digest": fields["Content-Digest"],
        "rogatory-state": state,
    }
    lines = [f'"{one}": {known[one]}' for one in covered] + [f'"@signature-params": {described}']
    r, s = decode_dss_signature(
        KEYS[key].sign(
            "\n".join(lines).encode(), ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
        )
    )
    value = base64.b64encode(r.to_bytes(32) + s.to_bytes(32)).decode()
    fields |= {"Signature-Input": f"{label}={described}", "Signature": f"{label}=:{value}:"}
    return {
        "method": method,
        "target_uri": uri,
        "fields": fields,
        "body": base64.b64encode(body).decode(),
    }


def edited(request, field=None, change=None, **parts):
    """The request with one header field, or another part, altered after it was signed."""
    fields = dict(request["fields"])
    if field is not None:
        fields[field] = change(fields[field])
    return {**request, "fields": fields, **parts}


def two_signatures():
    one, other = signed(), signed(label="x", tag="other")
    fields = dict(one["fields"])
    for name in ("Signature-Input", "Signature"):
        fields[name] = f"{fields[name]}, {other['fields'][name]}"
    return {**one, "fields": fields}


def accepted(request, keyid="xa", nonce=NONCE, expires=NOW + 60):
    return {
        "request": request,
        "accepted": {"keyid": keyid, "nonce": nonce, "remembered_until": expires + 300},
    }


def cases():
    """Each case under its name."""
    good = signed()
    yield "holds", accepted(good)
    yield "holds-empty-body", accepted(signed(method="GET", body=b""))
    yield "holds-query", accepted(signed(method="GET", uri=f"{URI}?after=3", body=b""))
    yield "holds-other-label", accepted(signed(label="a.b-1"))
    yield (
        "holds-parameters-in-another-order",
        accepted(
            signed(
                parameters=f';tag="rogatory";nonce="{NONCE}";keyid="xa";expires={NOW + 60};created={NOW}'
            )
        ),
    )
    yield "holds-workstation", accepted(signed(key="xb/central-authority"), "xb/central-authority")
    early = NOW - 360
    yield (
        "holds-at-the-edge-of-its-time",
        accepted(signed(created=early, expires=early + 60), expires=early + 60),
    )
    yield (
        "holds-from-a-clock-that-is-ahead",
        accepted(signed(created=NOW + 300, expires=NOW + 360), expires=NOW + 360),
    )
    yield "holds-longest-nonce", accepted(signed(nonce="n" * 64), nonce="n" * 64)
    for name, request, why in (
        ("method", edited(good, method="PUT"), "another method than was signed"),
        ("path", edited(good, target_uri=f"{URI}2"), "another address than was signed"),
        ("query", edited(good, target_uri=f"{URI}?after=0"), "a query that was not signed"),
        ("body", edited(good, body=base64.b64encode(b"{}").decode()), "another body"),
        ("state", edited(good, "Rogatory-State", lambda _: "XT"), "addressed to another State"),
        ("state-signed", signed(state="XT"), "signed for another State"),
        ("state-small", signed(state="xb"), "the State in small letters"),
        ("signature", edited(good, "Signature", lambda text: text.replace("=:", "=:AAAA", 1)), "another value"),
        ("key", signed(key="nobody", keyid="xa"), "signed by another key"),
        ("keyid-unknown", signed(key="nobody"), "a key that nobody lists"),
        ("keyid-capitals", signed(keyid="XA"), "a second name for the key of xa"),
        ("keyid-mixed", signed(keyid="Xa"), "a third name for the key of xa"),
        ("created-late", signed(created=NOW + 301, expires=NOW + 361), "made after the receiver's clock and 300 s"),
        ("expired", signed(created=NOW - 361, expires=NOW - 301), "expired for more than 300 s"),
        ("long-life", signed(expires=NOW + 61), "lives longer than 60 s"),
        ("expires-first", signed(expires=NOW - 1), "expires before it was made"),
        ("created-absent", signed(created=None), "no created"),
        ("expires-absent", signed(expires=None), "no expires"),
        ("created-text", signed(created=str(NOW)), "created is no integer"),
        ("nonce-absent", signed(nonce=None), "no nonce"),
        ("nonce-short", signed(nonce="n" * 15), "a nonce of 15 characters"),
        ("nonce-long", signed(nonce="n" * 65), "a nonce of 65 characters"),
        ("nonce-padded", signed(nonce="n" * 23 + "="), "a character that no nonce has"),
        ("tag-absent", signed(tag=None), "no tag"),
        ("tag-other", signed(tag="other"), "another tag"),
        ("alg", signed(alg="ecdsa-p256-sha256"), "a parameter that is not listed, though RFC 9421 knows it"),
        ("parameter-unknown", signed(extra="1"), "a parameter that nobody knows"),
        ("component-missing", signed(covered=COVERED[:3]), "a component is not covered"),
        ("component-further", signed(covered=[*COVERED, "@authority"]), "a further component is covered"),
        ("component-order", signed(covered=COVERED[::-1]), "the components in another order"),
        ("component-twice", signed(covered=[*COVERED, COVERED[0]]), "a component twice"),
        ("white-space", edited(good, "Signature-Input", lambda text: text.replace(";keyid", "; keyid")), "another spelling of what was signed"),
        ("two-signatures", two_signatures(), "a second signature"),
        ("digest-sha-512", signed(digest=digest_of(BODY, "sha-512")), "a digest by SHA-512"),
        ("digest-both", signed(digest=f"{digest_of(BODY)}, {digest_of(BODY, 'sha-512')}"), "a digest by SHA-512 beside"),
        ("digest-other", signed(digest=digest_of(b"other")), "the digest of another body, signed"),
        ("label-capital", signed(label="Rogatory"), "a label in capitals"),
    ):  # fmt: skip
        yield f"refused-{name}", {"request": request, "refused": why}


def vector():
    return {
        "state": "XB",
        "now": NOW,
        "keys": {
            name: base64.b64encode(
                key.public_key().public_bytes(
                    serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
                )
            ).decode()
            for name, key in KEYS.items()
            if name != "nobody"
        },
        "cases": dict(cases()),
    }


def text_of(found):
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("requests.json").write_text(text_of(vector()))
