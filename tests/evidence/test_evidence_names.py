# SPDX-License-Identifier: Apache-2.0
"""Stored names: what is plain stays, what is not is mapped, and nothing ever collides."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rogatory.evidence.names import (
    LONGEST_COMPONENT,
    fold,
    is_plain,
    is_plain_path,
    stored_names,
)


@pytest.mark.parametrize(
    ("original", "stored"),
    [
        (b"report.pdf", "report.pdf"),
        ("Übersicht é.txt".encode(), "Übersicht é.txt"),
        (b"a~1", "a~1"),
        (b"100%.txt", "100_.txt~1"),
        (b"a\nb", "a_b~1"),
        (b"\xff\xfe", "__~1"),
        ("u\u0308ber".encode(), "über~1"),
        ("evil\u202efdp.exe".encode(), "evil_fdp.exe~1"),
        (b"trailing.", "trailing_~1"),
        (b"trailing ", "trailing_~1"),
        (b"...", "___~1"),
        (b"..", "__~1"),
        (b".", "_~1"),
        (b"con", "_con~1"),
        (b"LPT1.txt", "_LPT1.txt~1"),
        ("com\u00b9".encode(), "_com¹~1"),
        (b"x" * 255, "x" * 238 + "~1"),
        (b"back\\slash", "back_slash~1"),
        ("line\u2028sep".encode(), "line_sep~1"),
    ],
)
def test_one_name_is_stored_as_the_rule_says(original: bytes, stored: str) -> None:
    assert stored_names([original]) == {original: stored}


def test_of_names_equal_after_folding_the_first_in_byte_order_keeps_its_name() -> None:
    assert stored_names([b"readme", b"README", b"ReadMe"]) == {
        b"README": "README",
        b"ReadMe": "ReadMe~1",
        b"readme": "readme~2",
    }


def test_a_plain_name_is_never_renamed_by_an_odd_one() -> None:
    mapped = stored_names([b"a?", b"a_~1", b"a*"])
    assert mapped == {b"a_~1": "a_~1", b"a*": "a_~2", b"a?": "a_~3"}


def test_a_folder_of_names_that_all_clean_to_one_is_mapped_quickly() -> None:
    originals = [bytes([b"?*<>|"[n % 5], *f"{n:05}".encode().translate(_ODD)]) for n in range(3000)]
    assert len(set(stored_names(originals).values())) == len(set(originals))


_ODD = bytes.maketrans(b"0123456789", b"?*<>|?*<>|")

_PIECES = st.one_of(
    st.binary(min_size=1, max_size=12),
    st.text(min_size=1, max_size=90).map(lambda t: t.encode("utf-8", "surrogatepass")),
    st.sampled_from([b"CON", b"a", b"A", b"~1", b"nul.", b"e\xcc\x81", b"\xc3\xa9", b"_", b".."]),
)
_NAMES = st.lists(_PIECES, min_size=1, max_size=5).map(
    lambda parts: b"".join(parts).replace(b"/", b"").replace(b"\0", b"")[:255] or b"x"
)


@given(st.lists(_NAMES, max_size=12, unique=True))
def test_any_folder_is_stored_under_plain_unique_names(originals: list[bytes]) -> None:
    mapped = stored_names(originals)
    assert set(mapped) == set(originals)
    assert all(is_plain(name) for name in mapped.values())
    assert len({fold(name) for name in mapped.values()}) == len(originals)
    for original, name in mapped.items():
        assert len(name.encode()) <= LONGEST_COMPONENT
        assert unicodedata.is_normalized("NFC", name)
        if name.encode() != original:
            assert "~" in name


@given(st.lists(_NAMES, max_size=12, unique=True), st.randoms())
def test_the_mapping_does_not_depend_on_the_order_of_listing(originals, random) -> None:
    shuffled = list(originals)
    random.shuffle(shuffled)
    assert stored_names(shuffled) == stored_names(originals)


@given(_NAMES)
def test_a_plain_name_keeps_its_bytes_and_mapping_twice_changes_nothing(original: bytes) -> None:
    once = stored_names([original])[original]
    assert stored_names([once.encode()])[once.encode()] == once


@pytest.mark.parametrize("path", ["../x", "/x", "a//b", "a/./b", "a/..", "", "a\\b", "data/\udc80"])
def test_paths_that_lead_elsewhere_are_not_plain(path: str) -> None:
    assert not is_plain_path(path)
