# SPDX-License-Identifier: Apache-2.0
"""Digests found in any text."""

import pytest

from rogatory.wire.digests import digests_in, sha256

ONE, OTHER = sha256(b"one"), sha256(b"other")


@pytest.mark.parametrize("kind", [str, str.encode])
def test_every_digest_in_a_text_is_found(kind):
    text = f'{{"a":"{ONE}","b":["sha256-{OTHER}"],"c":"{ONE[:63]}"}}'
    assert list(digests_in(kind(text))) == [ONE, OTHER]
    assert list(digests_in(kind(""))) == []


def test_digests_without_anything_between_them_are_found():
    assert {ONE, OTHER} < set(digests_in(f"{ONE}{OTHER}"))
    assert len(set(digests_in(f"{ONE}{OTHER}"))) == 65


def test_upper_case_is_no_digest():
    assert list(digests_in(ONE.upper())) == []
