# SPDX-License-Identifier: Apache-2.0
"""Bech32 and base64 have one text for each value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rogatory.seal.age import bech32, canonical_base64

_PREFIXES = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=20)


@given(_PREFIXES, st.binary(max_size=100))
def test_what_is_encoded_is_decoded_in_either_case(prefix, data):
    text = bech32.encode(prefix, data)
    assert bech32.decode(text) == (prefix, data)
    assert bech32.decode(text.upper()) == (prefix, data)


@given(st.binary(min_size=1, max_size=60), st.data())
def test_a_changed_character_is_noticed(data, draw):
    text = bech32.encode("age", data)
    place = draw.draw(st.integers(0, len(text) - 1))
    other = draw.draw(st.characters(codec="ascii").filter(lambda c: c != text[place]))
    with pytest.raises(ValueError):
        bech32.decode(text[:place] + other + text[place + 1 :])


@pytest.mark.parametrize(
    "text", ["A12UEL5L", "a12uel5l", "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"]
)
def test_the_examples_of_bip_173_hold(text):
    assert bech32.encode(*bech32.decode(text)) == text.lower()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "10a06t8",
        "1qzzfhee",
        "pzry9x0s0muk",
        "x1b4n0q5v",
        "li1dgmt3",
        "A1G7SGD8",
        "a12UEL5L",
        "äge1qqqqqq",
        "a b1zcudw2",
        "age1" + "q" * 5000,
    ],
)
def test_what_is_no_bech32_is_refused(text):
    with pytest.raises(ValueError):
        bech32.decode(text)


def test_padding_that_is_set_or_too_long_is_refused():
    """Two texts for one value would let one recipient be listed under two names."""
    for groups in ([31], [0], [0, 1], [0, 0, 0]):
        values = [*groups]
        check = bech32._polymod([*bech32._expanded("age"), *values, *[0] * 6]) ^ 1
        values += [check >> 5 * (5 - place) & 31 for place in range(6)]
        with pytest.raises(ValueError, match="padding"):
            bech32.decode("age1" + "".join(bech32._ALPHABET[value] for value in values))


@given(st.binary(max_size=70))
def test_base64_goes_both_ways(data):
    assert canonical_base64.decode(canonical_base64.encode(data)) == data


@given(st.binary(max_size=12) | st.text("AQgw+/=", max_size=9).map(str.encode))
def test_base64_that_is_read_is_written_the_same(text):
    data = canonical_base64.decode(text)
    assert data is None or canonical_base64.encode(data) == text
