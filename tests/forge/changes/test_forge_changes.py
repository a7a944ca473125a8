# SPDX-License-Identifier: Apache-2.0
"""Changes that the forge makes to a file, whatever it holds."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from forge.changes import file_changes
from forge.looking import FIRST_SIGNING_TIME, moment_of
from forge.material import Artifact


def flipped(folder, data):
    """Return a file's bytes after the drawn flip."""
    place = folder / "file"
    place.write_bytes(data)
    artifact = Artifact("bag", folder, "file")
    (change,) = (one for one in file_changes("file", artifact) if one.name == "flip-drawn")
    change.apply(artifact)
    return place.read_bytes()


@given(data=st.binary(min_size=1, max_size=200))
def test_a_drawn_flip_changes_one_bit_and_the_same_one_of_the_same_bytes(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("drawn")
    found = flipped(folder, data)
    assert len(found) == len(data)
    assert sum((one ^ other).bit_count() for one, other in zip(found, data, strict=True)) == 1
    assert flipped(folder, data) == found


def test_drawn_flips_reach_every_part_of_files(tmp_path):
    places = set()
    for number in range(400):
        data = number.to_bytes(4) * 2
        found = flipped(tmp_path, data)
        places |= {
            (place, (one ^ other).bit_length())
            for place, (one, other) in enumerate(zip(found, data, strict=True))
            if one != other
        }
    assert len(places) == 64


def test_a_claimed_moment_that_no_signature_can_state_is_the_first_that_one_can():
    assert moment_of("1900-01-01T00:00:00Z") == FIRST_SIGNING_TIME
    assert moment_of("2026-11-24T03:00:00Z") == datetime(2026, 11, 24, 3, tzinfo=UTC)
