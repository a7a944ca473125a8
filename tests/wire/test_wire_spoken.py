# SPDX-License-Identifier: Apache-2.0
"""A digest read over the telephone: what is equal, what was misheard, what is something else."""

import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rogatory.errors import Refused
from rogatory.wire.spoken_digest import BASE, compare_heard, parse_spoken, spoken

VECTORS = sorted((Path(__file__).parents[1] / "vectors" / "spoken").glob("*.json"))
digests = st.binary(min_size=32, max_size=32).map(bytes.hex)
places = st.integers(0, 6)


def written(groups):
    return " ".join(f"{group:05}" for group in groups)


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_vector(path):
    vector = json.loads(path.read_text())
    if "groups" not in vector:
        with pytest.raises(Refused) as refused:
            compare_heard(vector["heard"], vector["digest"])
        assert refused.value.codes == (vector["expect"],)
    else:
        found = compare_heard(vector["heard"], vector["digest"])
        assert (found.result, list(found.groups)) == (vector["expect"], vector["groups"])


def test_there_are_vectors():
    assert len(VECTORS) >= 12


@given(digests)
def test_what_is_spoken_is_equal(digest):
    assert compare_heard(spoken(digest), digest).result == "equal"


@given(digests, places, st.integers(0, 99_999))
def test_one_misheard_group_is_always_noticed(digest, place, heard):
    groups = list(parse_spoken(spoken(digest)))
    assume(groups[place] != heard)
    groups[place] = heard
    found = compare_heard(written(groups), digest)
    assert (found.result, found.groups) == ("misheard", (place + 1,))


@given(digests, places, places)
def test_two_swapped_groups_are_always_noticed(digest, one, other):
    groups = list(parse_spoken(spoken(digest)))
    assume(groups[one] != groups[other])
    groups[one], groups[other] = groups[other], groups[one]
    assert compare_heard(written(groups), digest).result == "misheard"


@given(digests, digests)
def test_another_digest_is_another_thing(one, other):
    assume(one != other)
    assert compare_heard(spoken(one), other).result == "different"


@given(st.text(max_size=60))
def test_any_text_is_refused_or_compared(text):
    try:
        compare_heard(text, "0" * 64)
    except Refused as refused:
        assert set(refused.codes) <= {"spoken-length", "spoken-malformed"}


def test_six_groups_carry_the_stated_strength():
    assert 2**99.6 < BASE**6 < 2**99.7
    assert all(BASE % divisor for divisor in range(2, 317))


def test_a_pasted_book_is_not_read():
    with pytest.raises(Refused, match="spoken-malformed"):
        compare_heard("1" * 100_000, "0" * 64)
