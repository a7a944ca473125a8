# SPDX-License-Identifier: Apache-2.0
"""RFC 9421 on the line: what is covered, and what an attacker can change."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver
from http_message_signatures.algorithms import ECDSA_P256_SHA256

from casts.node.world import new_state
from rogatory.errors import Refused
from rogatory.seal.certificates.reading import pem_to_der
from rogatory.seal.http_keys import http_key_from_pem, http_public_key
from rogatory.transport.http_signatures import (
    COVERED,
    LIFETIME,
    LineRequest,
    holds_under,
    line_key,
    sign_request,
    verify_head,
)
from rogatory.wire.moments import CLOCK_TOLERANCE

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
URL = "https://node.xb.example/v1/messages?after=3"
BODY = b'{"a":1}'


@pytest.fixture(scope="module")
def key():
    made = new_state("XA").http
    return line_key("xa", http_key_from_pem(made.key, made.certificate).private_pem)


@pytest.fixture(scope="module")
def find():
    holds = holds_under(http_public_key(pem_to_der(new_state("XA").http.certificate)))
    return {"xa": holds}.get


@pytest.fixture
def signed(key):
    request = LineRequest("POST", URL, {})
    sign_request(request, BODY, key, state="XB", at=AT, nonce=b"n" * 18)
    return request


def check(request, find, body=BODY, *, state="XB", now=AT):
    head = verify_head(request, find, state=state, now=now)
    head.check_body(body)
    return head.verified


def test_what_was_signed_is_verified_with_its_nonce(signed, find):
    found = check(signed, find)
    assert (found.keyid, found.nonce) == ("xa", base64.urlsafe_b64encode(b"n" * 18).decode())
    assert found.until == AT + LIFETIME + CLOCK_TOLERANCE


def test_the_digest_is_that_of_rfc_9530(signed):
    digest = base64.b64encode(hashlib.sha256(BODY).digest()).decode()
    assert signed.headers["Content-Digest"] == f"sha-256=:{digest}:"


@pytest.mark.parametrize(
    "change",
    [
        lambda request: setattr(request, "method", "PUT"),
        lambda request: setattr(request, "url", URL.replace("after=3", "after=0")),
        lambda request: setattr(request, "url", URL.replace("xb", "xt")),
        lambda request: request.headers.update({"Rogatory-State": "XT"}),
        lambda request: request.headers.pop("Content-Digest"),
        lambda request: request.headers.update({"Content-Digest": "sha-256=:AAAA:"}),
        lambda request: request.headers.pop("Signature"),
        lambda request: request.headers.pop("Signature-Input"),
        lambda request: request.headers.update({"Signature": "rogatory=:AAAA:"}),
        lambda request: request.headers.update(
            {"Signature-Input": request.headers["Signature-Input"].replace('"xa"', '"xb"')}
        ),
        lambda request: request.headers.update(
            {"Signature-Input": request.headers["Signature-Input"].replace("created=", "created=1")}
        ),
        lambda request: request.headers.update(
            {"Signature-Input": request.headers["Signature-Input"].replace("rogatory=(", "x=(")}
        ),
        lambda request: request.headers.update(
            {"Signature-Input": request.headers["Signature-Input"].replace('"@method" ', "")}
        ),
        lambda request: request.headers.update({"Signature-Input": "\x00" * 10_000}),
    ],
)
def test_nothing_that_is_covered_can_be_changed(signed, find, change):
    change(signed)
    with pytest.raises(Refused) as caught:
        check(signed, find)
    assert caught.value.codes == ("line-signature",)


@pytest.mark.parametrize("body", [b"", b'{"a":2}', BODY + b" "])
def test_another_body_than_was_signed_is_refused(signed, find, body):
    with pytest.raises(Refused):
        check(signed, find, body)


@pytest.mark.parametrize("body", [b"", b"\x00" * 100_000])
def test_an_empty_body_is_signed_like_any_other(key, find, body):
    request = LineRequest("GET", URL, {})
    sign_request(request, body, key, state="XB", at=AT, nonce=b"n" * 18)
    assert check(request, find, body).keyid == "xa"
    with pytest.raises(Refused):
        check(request, find, body + b"x")


@pytest.mark.parametrize(
    ("away", "holds"),
    [
        (-CLOCK_TOLERANCE, True),
        (-CLOCK_TOLERANCE - timedelta(seconds=1), False),
        (LIFETIME + CLOCK_TOLERANCE, True),
        (LIFETIME + CLOCK_TOLERANCE + timedelta(seconds=1), False),
    ],
)
def test_a_request_counts_for_a_minute_and_the_skew_of_clocks(signed, find, away, holds):
    if holds:
        assert check(signed, find, now=AT + away)
        return
    with pytest.raises(Refused):
        check(signed, find, now=AT + away)


def test_a_signature_that_claims_a_longer_life_is_refused(key, find, monkeypatch):
    monkeypatch.setattr("rogatory.transport.http_signatures.LIFETIME", timedelta(days=1))
    request = LineRequest("POST", URL, {})
    sign_request(request, BODY, key, state="XB", at=AT, nonce=b"n" * 18)
    monkeypatch.undo()
    with pytest.raises(Refused):
        check(request, find)


@pytest.mark.parametrize("size", [0, 8, 16, 100])
def test_a_nonce_that_no_door_takes_is_not_signed(key, size):
    request = LineRequest("POST", URL, {})
    with pytest.raises(ValueError, match="no door takes the nonce"):
        sign_request(request, BODY, key, state="XB", at=AT, nonce=b"n" * size)
    assert request.headers == {}


def test_a_signature_over_less_than_all_components_is_refused(find):
    made = new_state("XA").http
    signer = HTTPMessageSigner(
        signature_algorithm=ECDSA_P256_SHA256,
        key_resolver=MappingKeyResolver(public_keys={}, private_keys={"xa": made.key}),
    )
    request = LineRequest("POST", URL, {"Rogatory-State": "XB"})
    signer.sign(
        request,
        key_id="xa",
        created=AT,
        expires=AT + LIFETIME,
        nonce="n" * 24,
        label="rogatory",
        tag="rogatory",
        covered_component_ids=("@method", "@target-uri"),
        body=BODY,
    )
    with pytest.raises(Refused):
        check(request, find)


def signed_otherwise(key, **changes):
    """A request that the key's holder signed in earnest, but in another form than the specified one."""
    signer = HTTPMessageSigner(
        signature_algorithm=ECDSA_P256_SHA256,
        key_resolver=MappingKeyResolver(
            public_keys={}, private_keys={"xa": new_state("XA").http.key}
        ),
    )
    headers = {"Rogatory-State": "XB", **changes.pop("headers", {})}
    request = LineRequest("POST", URL, headers)
    form = {
        "key_id": "xa",
        "created": AT,
        "expires": AT + LIFETIME,
        "nonce": "n" * 24,
        "label": "rogatory",
        "tag": "rogatory",
        "include_alg": False,
        "covered_component_ids": COVERED,
    }
    signer.sign(request, **{**form, "body": BODY, **changes})
    return request


@pytest.mark.parametrize("nonce", ["", "n" * 15, "n" * 65, "n" * 22 + "==", "n" * 23 + "="])
def test_a_nonce_of_another_length_or_with_padding_is_refused(find, key, nonce):
    with pytest.raises(Refused):
        check(signed_otherwise(key, nonce=nonce), find)


def test_the_specified_form_is_taken_from_any_program_under_any_label(find, key):
    assert check(signed_otherwise(key, label="x"), find).keyid == "xa"


@pytest.mark.parametrize(
    "changes",
    [
        {"include_alg": True},
        {"covered_component_ids": COVERED[:-1]},
        {"covered_component_ids": COVERED[::-1]},
        {"covered_component_ids": (*COVERED, "@authority")},
        {"covered_component_ids": ("@method", "@target-uri", '"content-digest";sf', COVERED[3])},
        {"nonce": "n" * 23 + " "},
        {"nonce": "n" * 23 + "="},
        {"tag": "other"},
        {"key_id": "xa", "label": "x", "tag": None},
    ],
)
def test_a_signature_of_another_form_is_refused_though_it_holds(find, key, changes):
    """Two readers that pass over different things would differ about what was signed."""
    with pytest.raises(Refused) as caught:
        check(signed_otherwise(key, **changes), find)
    assert caught.value.codes == ("line-signature",)


def test_a_digest_by_another_algorithm_is_refused_though_it_was_signed(find, key):
    sha256 = base64.b64encode(hashlib.sha256(BODY).digest()).decode()
    sha512 = base64.b64encode(hashlib.sha512(BODY).digest()).decode()
    for digest in (f"sha-512=:{sha512}:", f"sha-256=:{sha256}:, sha-512=:{sha512}:"):
        request = signed_otherwise(
            key, headers={"Content-Digest": digest}, use_existing_digest=True
        )
        with pytest.raises(Refused) as caught:
            check(request, find)
        assert caught.value.codes == ("line-signature",)


def test_a_second_signature_is_refused_even_where_both_hold(find, key):
    request = signed_otherwise(key)
    other = signed_otherwise(key, tag="other", label="x")
    for name in ("Signature", "Signature-Input"):
        request.headers[name] = f"{request.headers[name]}, {other.headers[name]}"
    with pytest.raises(Refused):
        check(request, find)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(";keyid", "; keyid"),
        lambda text: text.replace(";tag=", f";created={int(AT.timestamp())};tag="),
        lambda text: f"{text}, x=()",
        lambda text: text.replace("rogatory=", "Rogatory="),
    ],
)
def test_another_spelling_of_what_was_signed_is_refused(find, key, change):
    request = signed_otherwise(key)
    request.headers["Signature-Input"] = change(request.headers["Signature-Input"])
    with pytest.raises(Refused):
        check(request, find)


def test_a_parameter_that_nobody_specified_is_refused(find, key):
    request = signed_otherwise(key)
    request.headers["Signature-Input"] += ";extra=1"
    with pytest.raises(Refused):
        check(request, find)


def test_a_raw_signature_is_r_and_s_of_64_bytes(key, find):
    """RFC 9421 section 3.3.4."""
    assert len(key.sign(b"anything")) == 64
    assert find("xa")(b"anything", key.sign(b"anything"))
    assert not find("xa")(b"anything else", key.sign(b"anything"))
    assert not find("xa")(b"anything", b"")
