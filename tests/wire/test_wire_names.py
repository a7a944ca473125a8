# SPDX-License-Identifier: Apache-2.0
"""Moments, identifiers, States, authorities, digests: one written form each."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rogatory.errors import Refused
from rogatory.wire.digests import parse_digest, sha256
from rogatory.wire.identifiers import parse_authority, parse_state, parse_uuid7, uuid7
from rogatory.wire.moments import format_moment, parse_moment

moments = st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC))


@given(moments)
def test_a_moment_is_read_back_to_the_second(at):
    assert parse_moment(format_moment(at)) == at.replace(microsecond=0)


def test_a_moment_of_another_zone_is_written_in_utc():
    at = datetime(2026, 11, 24, 5, 0, tzinfo=timezone(timedelta(hours=2)))
    assert format_moment(at) == "2026-11-24T03:00:00Z"


def test_a_moment_without_zone_is_a_fault():
    with pytest.raises(ValueError, match="time zone"):
        format_moment(datetime(2026, 11, 24))


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24T03:00:00+00:00",
        "2026-11-24 03:00:00Z",
        "2026-11-24T03:00:00z",
        "2026-11-24T03:00:00.0Z",
        "2026-02-30T03:00:00Z",
        "2026-11-24T24:00:00Z",
        "٢٠٢٦-11-24T03:00:00Z",
        "",
        None,
        5,
    ],
)
def test_other_spellings_of_a_moment_are_refused(text):
    with pytest.raises(Refused) as refusal:
        parse_moment(text)
    assert refusal.value.codes == ("moment-malformed",)


@given(moments, st.binary(min_size=10, max_size=10))
def test_a_uuid7_is_well_formed_and_ordered_by_its_moment(at, random):
    made = uuid7(at, random)
    assert parse_uuid7(made) == made
    assert int(made.replace("-", "")[:12], 16) == int(at.timestamp() * 1000)


@pytest.mark.parametrize(
    "text",
    ["", "018f6a3c-0000-4000-8000-000000000000", "018F6A3C-0000-7000-8000-000000000000", None],
)
def test_other_identifiers_are_refused(text):
    with pytest.raises(Refused):
        parse_uuid7(text)


def test_an_authority_has_a_state_and_an_office():
    authority = parse_authority("xa/central-authority")
    assert (authority.state, authority.office, str(authority)) == (
        "XA",
        "central-authority",
        "xa/central-authority",
    )


@pytest.mark.parametrize(
    "text",
    [
        "XA/contact-point",
        "xa",
        "xa/",
        "xa/a/b",
        "xa/../b",
        "xa/A",
        "xa/" + "a" * 70,
        "xa/-a",
        "xa/a\n",
        3,
    ],
)
def test_other_names_are_no_authority(text):
    with pytest.raises(Refused) as refusal:
        parse_authority(text)
    assert refusal.value.codes == ("authority-name",)


@pytest.mark.parametrize("text", ["xa", "XAA", "X1", "", None])
def test_other_names_are_no_state(text):
    with pytest.raises(Refused):
        parse_state(text)


def test_a_digest_is_lower_case_hex():
    assert (
        parse_digest(sha256(b""))
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
    for text in (sha256(b"").upper(), sha256(b"")[:-1], 3, sha256(b"") + "\n"):
        with pytest.raises(Refused):
            parse_digest(text)
