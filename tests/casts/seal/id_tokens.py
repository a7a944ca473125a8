# SPDX-License-Identifier: Apache-2.0
"""A log-in service's keys, and the ID tokens that it signs, honest or not."""

import base64
import json
from functools import cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature


def text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(value):
    return text(value.to_bytes((value.bit_length() + 7) // 8))


@cache
def key_of(alg, bits=2048):
    if alg == "ES256":
        return ec.derive_private_key(0x1CE, ec.SECP256R1())
    return rsa.generate_private_key(65537, bits)


def public(alg, kid="one", bits=2048):
    numbers = key_of(alg, bits).public_key().public_numbers()
    if alg == "ES256":
        x, y = (text(one.to_bytes(32)) for one in (numbers.x, numbers.y))
        return {"kty": "EC", "crv": "P-256", "kid": kid, "use": "sig", "x": x, "y": y}
    return {"kty": "RSA", "kid": kid, "use": "sig", "n": number(numbers.n), "e": number(numbers.e)}


def signed(claims, alg="RS256", header=None, bits=2048):
    head = {"alg": alg, "kid": "one", "typ": "JWT"} | (header or {})
    body = ".".join(text(json.dumps(one).encode()) for one in (head, claims))
    if alg == "ES256":
        r, s = decode_dss_signature(key_of(alg).sign(body.encode(), ec.ECDSA(hashes.SHA256())))
        return f"{body}.{text(r.to_bytes(32) + s.to_bytes(32))}"
    made = key_of("RS256", bits).sign(body.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{body}.{text(made)}"
