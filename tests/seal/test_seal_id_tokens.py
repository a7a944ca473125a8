# SPDX-License-Identifier: Apache-2.0
"""ID tokens: what counts as a log-in service's word, and every way in which it is none."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.seal.id_tokens import public, signed, text
from rogatory.errors import Refused
from rogatory.seal.id_tokens import LARGEST_TOKEN, ExpectedClaims, token_subject

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
WANTED = ExpectedClaims("https://id.xb.example", "rogatory-xb", "a nonce")
KEYS = [public("RS256")]


def claims(**changes):
    members = {
        "iss": WANTED.issuer,
        "aud": WANTED.client,
        "nonce": WANTED.nonce,
        "sub": "8f14e45f",
        "iat": AT.timestamp(),
        "exp": (AT + timedelta(minutes=5)).timestamp(),
    } | changes
    return {name: value for name, value in members.items() if value is not None}


def problems(token, keys=None):
    with pytest.raises(Refused) as refused:
        token_subject(token, KEYS if keys is None else keys, WANTED, AT)
    return [one.fields["problem"] for one in refused.value.reasons]


@pytest.mark.parametrize("alg", ["RS256", "ES256"])
def test_a_token_that_holds_names_its_subject(alg):
    token = signed(claims(), alg)
    assert token_subject(token, [public(alg)], WANTED, AT) == "8f14e45f"


def test_a_token_for_several_clients_holds_if_it_was_given_to_this_one():
    several = claims(aud=["other", WANTED.client], azp=WANTED.client)
    assert token_subject(signed(several), KEYS, WANTED, AT)
    assert "given to another" in problems(signed(several | {"azp": "other"}))[0]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"iss": "https://id.xb.example/"}, "another issuer"),
        ({"aud": "other"}, "another client"),
        ({"aud": None}, "another client"),
        ({"nonce": "another"}, "does not answer"),
        ({"nonce": None}, "does not answer"),
        ({"sub": ""}, "names nobody"),
        ({"sub": "x" * 256}, "names nobody"),
        ({"sub": 7}, "names nobody"),
        ({"exp": (AT - timedelta(minutes=2)).timestamp()}, "run out"),
        ({"exp": None}, "does not state when"),
        ({"exp": True}, "does not state when"),
        ({"exp": 1e30}, "does not state when"),
        ({"iat": (AT - timedelta(hours=1)).timestamp()}, "not issued just now"),
        ({"iat": (AT + timedelta(hours=1)).timestamp()}, "not issued just now"),
    ],
)
def test_a_token_that_says_anything_else_is_refused_for_it(changes, problem):
    (found,) = problems(signed(claims(**changes)))
    assert problem in found


def test_all_that_is_wrong_is_reported():
    wrong = claims(iss="x", aud="x", nonce="x", iat=0, exp=1)
    assert len(problems(signed(wrong))) == 5


def test_a_token_without_a_signature_is_none():
    head, body, _signature = signed(claims(), header={"alg": "none"}).split(".")
    for alg in ("none", "None", "HS256", "RS512", ""):
        forged = signed(claims(), header={"alg": alg})
        assert "algorithm" in problems(forged)[0]
    assert problems(f"{head}.{body}.")


def test_a_public_key_used_as_a_secret_signs_nothing():
    """The old confusion of algorithms: HMAC under the bytes of the public key."""
    body = ".".join(
        text(json.dumps(one).encode()) for one in ({"alg": "HS256", "kid": "one"}, claims())
    )
    secret = json.dumps(KEYS[0]).encode()
    forged = f"{body}.{text(hmac.digest(secret, body.encode(), hashlib.sha256))}"
    assert "algorithm" in problems(forged)[0]


@pytest.mark.parametrize(
    "header",
    [
        {"crit": ["x"]},
        {"crit": ["b64"], "b64": True},
        {"crit": []},
        {"crit": "b64"},
        {"kid": 7},
        {"kid": ["one"]},
    ],
)
def test_a_header_that_asks_for_more_than_is_known_here_is_refused(header):
    assert "critical extensions" in problems(signed(claims(), header=header))[0]


def test_a_payload_that_is_not_in_the_token_is_none():
    """RFC 7797: a signature over something else than what the token shows."""
    head, _body, signature = signed(claims(), header={"crit": ["b64"], "b64": False}).split(".")
    assert problems(f"{head}..{signature}")
    assert problems(f"{head}.e30.{signature}")


@pytest.mark.parametrize("header", ['["alg"]', '"alg"', "7", "null", "[" * 5000, "{", "\ud800"])
def test_a_header_that_is_no_object_is_no_signed_token(header):
    head = text(header.encode("utf-8", "surrogatepass"))
    _head, body, signature = signed(claims()).split(".")
    assert problems(f"{head}.{body}.{signature}") == ["it is no signed token"]


@pytest.mark.parametrize("junk", ["!", "+", "/", " ", "\n", "é", "\0", "====", "\ud800"])
def test_signs_between_the_letters_are_not_passed_over(junk):
    token = signed(claims())
    assert problems(f"{token}{junk}")
    for part in (0, 1, 2):
        pieces = token.split(".")
        pieces[part] = f"{pieces[part][:8]}{junk}{pieces[part][8:]}"
        assert problems(".".join(pieces))


def test_a_key_of_the_kind_that_the_algorithm_does_not_take_signs_nothing():
    """Elliptic for RSA and the other way round, another curve, a secret, a private half beside it."""
    token, elliptic = signed(claims()), signed(claims(), "ES256")
    assert "may have signed" in problems(token, [public("ES256")])[0]
    assert "may have signed" in problems(elliptic, [public("RS256")])[0]
    assert "may have signed" in problems(token, [{"kty": "oct", "k": "AAAA", "kid": "one"}])[0]
    for curve in ("P-384", "secp256k1", None, 7):
        assert "does not hold" in problems(elliptic, [public("ES256") | {"crv": curve}])[0]
    for name, value in (
        ("n", 7),
        ("n", ""),
        ("e", "AA"),
        ("e", None),
        ("n", ["x"]),
        ("n", "A" * 60_000),
    ):
        assert "does not hold" in problems(token, [KEYS[0] | {name: value}])[0]
    assert token_subject(token, [KEYS[0] | {"d": "AQAB", "alg": "HS256"}], WANTED, AT)


def test_a_key_of_another_or_of_two_minds_or_too_short_signs_nothing():
    token = signed(claims())
    assert "may have signed" in problems(token, [])[0]
    assert "may have signed" in problems(token, [public("RS256", kid="two")])[0]
    assert "may have signed" in problems(token, [public("RS256"), public("RS256")])[0]
    assert "may have signed" in problems(token, [KEYS[0] | {"use": "enc"}])[0]
    assert "does not hold" in problems(token, [KEYS[0] | {"n": KEYS[0]["n"][:-4]}])[0]
    assert "does not hold" in problems(token, [{"kty": "RSA", "kid": "one"}])[0]
    short = signed(claims(), bits=1024)
    assert "does not hold" in problems(short, [public("RS256", bits=1024)])[0]
    assert "critical" in problems(signed(claims(), header={"crit": ["x"]}))[0]


@given(st.data())
def test_a_token_changed_anywhere_does_not_count(data):
    token = signed(claims())
    at = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.sampled_from("ABab01-_."))
    changed = token[:at] + other + token[at + 1 :]
    if changed != token:
        assert problems(changed)


@given(st.text(max_size=200))
def test_any_text_is_a_token_or_refused(found):
    assert problems(found)


def test_a_token_of_any_size_is_not_read():
    assert problems("a" * (LARGEST_TOKEN + 1)) == ["it is no signed token"]
