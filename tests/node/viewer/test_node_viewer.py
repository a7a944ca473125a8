# SPDX-License-Identifier: Apache-2.0
"""The workstation without its pages: idle time, limits, numbers, pictures and texts by their bytes."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.cli.commands import keys_of, run
from casts.node.workstation import png
from rogatory.errors import Refused
from rogatory.evidence.opening.browsing import browse_bag, order_of
from rogatory.evidence.pictures.raster import MOST_PIXELS, raster_of
from rogatory.evidence.plain_text import text_of
from rogatory.node.viewer import opened, searching, showing
from rogatory.node.viewer.item_numbers import Numbers
from rogatory.node.viewer.keys_in_use import Unlocking
from rogatory.node.viewer.searching import page_of_items, run_search, search_of
from rogatory.node.viewer.session import SessionInputs, ViewerSession
from rogatory.node.viewer.showing import may_be_shown, open_item, readable

UNLOCKING = Unlocking("xa-0005", "Case 12/26", "")


class Clock:
    def __init__(self):
        self.at = datetime.now(UTC)

    def __call__(self):
        return self.at


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench")
    source = folder / "source"
    for number in range(130):
        place = source / f"folder-{number % 7}" / f"{number:04d}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"text {number}: {'needle' if number % 10 == 0 else 'hay'}\n")
    keys_of("xa/central-authority", folder / "keys")
    (folder / "packages").mkdir()
    result = run("evidence", "collect", source, "--out", folder / "packages/bag", "--key",
               folder / "keys")  # fmt: skip
    assert result.status == 0, result.err
    return folder


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def session(packages, clock):
    given = SessionInputs(packages / "keys", packages / "packages", packages / "packages")
    made = ViewerSession(given, clock=clock, random=os.urandom)
    made.unlock(UNLOCKING)
    yield made
    made.lock()


@pytest.fixture
def evidence(session):
    return session.opened(session.packages()[0].id)


def test_what_is_on_its_way_ends_with_an_officer_who_locks_and_not_with_the_idle_time(
    session, clock, monkeypatch
):
    stopped = []
    monkeypatch.setattr(session.exchange, "stop", lambda: stopped.append(1))
    clock.at += timedelta(minutes=16)
    session.lock_if_idle()
    assert session.keys_or_none is None
    assert stopped == []
    session.unlock(UNLOCKING)
    assert stopped == [], "who comes back finds it still on its way"
    session.lock()
    assert stopped == [1]


def test_keys_are_forgotten_when_nobody_is_here(session, clock, evidence):
    clock.at += timedelta(minutes=14)
    session.touch()
    clock.at += timedelta(minutes=14)
    assert session.keys_or_none
    clock.at += timedelta(minutes=1)
    session.lock_if_idle()
    assert session.keys_or_none is None
    with pytest.raises(Refused) as caught:
        session.opened(evidence.kept.id)
    assert caught.value.codes == ("viewer-locked",)
    session.touch()
    assert session.keys_or_none is None, "who comes back must unlock them again"


@pytest.mark.parametrize("officer", ["", "0003", "xa/central-authority", "xa-0003 xa-0004"])
def test_keys_stay_locked_for_who_gives_no_number_of_an_officer(packages, clock, officer):
    given = SessionInputs(packages / "keys", packages / "packages", packages / "packages")
    session = ViewerSession(given, clock=clock, random=os.urandom)
    with pytest.raises(Refused) as caught:
        session.unlock(Unlocking(officer, "", UNLOCKING.passphrase))
    assert caught.value.codes == ("viewer-officer", "viewer-no-reason")
    assert session.keys_or_none is None


def test_a_list_is_shown_a_page_at_a_time_and_misses_nothing(evidence):
    after, seen, pages = "", [], 0
    while after is not None:
        stretch = page_of_items(evidence, after)
        seen += [hit.listed.item.path for hit in stretch.hits]
        after, pages = stretch.after, pages + 1
    assert len(seen) == len(set(seen)) == evidence.browsed.count == 137
    assert pages == 3


@pytest.mark.parametrize("most", [1, 10, 50_000])
@pytest.mark.parametrize("read", [1, 64, 1 << 20])
def test_a_search_goes_on_where_its_stretch_ended(evidence, monkeypatch, most, read):
    monkeypatch.setattr(searching, "MOST_LOOKED_AT", most)
    monkeypatch.setattr(searching, "MOST_READ", read)
    wanted, after, found = search_of("words", "NEEDLE"), "", []
    while after is not None:
        stretch = run_search(evidence, wanted, after)
        assert stretch.looked_at <= most
        found += [hit.listed.item.path for hit in stretch.hits]
        after = stretch.after
    assert len(found) == 13


def test_what_was_found_is_where_it_is_said_to_be(evidence, monkeypatch):
    monkeypatch.setattr(searching, "_AROUND", 4)
    (hit, *_) = run_search(evidence, search_of("words", "ext 10:"), "").hits
    assert hit.around == ("t", "ext 10:", " nee")


def test_a_journal_is_not_filled_without_end(evidence, monkeypatch):
    monkeypatch.setattr(opened, "MOST_ACTS", 3)
    items = [hit.listed for hit in page_of_items(evidence, "").hits if hit.listed.item.has_data]
    for listed in items[:2]:
        open_item(evidence, listed, None, evidence.kept.path)
    with pytest.raises(Refused) as caught:
        open_item(evidence, items[2], None, evidence.kept.path)
    assert caught.value.codes == ("viewer-many-acts",)
    assert [may_be_shown(evidence, listed) for listed in items[:3]] == [True, True, False]


def test_protected_material_is_shown_for_a_while_and_no_longer(evidence, clock):
    listed = next(
        hit.listed for hit in page_of_items(evidence, "").hits if hit.listed.item.has_data
    )
    open_item(evidence, listed, None, evidence.kept.path)
    shielded = type(listed)(listed.item, protected=True)
    clock.at += showing.PROTECTED_FOR - timedelta(seconds=1)
    assert may_be_shown(evidence, shielded)
    clock.at += timedelta(seconds=1)
    assert not may_be_shown(evidence, shielded)
    assert may_be_shown(evidence, listed)


@given(st.lists(st.text(max_size=5), max_size=30), st.integers(1, 5))
def test_numbers_mean_the_newest_keys(keys, most):
    numbers = Numbers(most)
    given = {key: numbers.of(key) for key in keys}
    newest = list(dict.fromkeys(reversed(keys)))[:most]
    for key in newest:
        assert numbers.key(numbers.of(key)) == key
    for number in given.values():
        try:
            assert numbers.of(numbers.key(number)) == number
        except Refused as refused:
            assert refused.codes == ("viewer-no-number",)


def test_an_item_is_found_by_its_key_and_no_other(packages):
    with browse_bag(packages / "packages/bag") as browsed:
        for listed in browsed.items():
            assert browsed.item(order_of(listed.item)) == listed
        for key in ("folder-1", "folder-1/../x", "", "\ud800", "zz"):
            with pytest.raises(Refused):
                browsed.item(key)


JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb00040000ffc00011080040006003012200"
)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (png(3, 2), ("image/png", 3, 2)),
        (JPEG, ("image/jpeg", 96, 64)),
        (b"GIF89a\x05\x00\x06\x00" + bytes(5), ("image/gif", 5, 6)),
        (b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x03\0\0\x04\0\0", ("image/webp", 4, 5)),
        (b"RIFF\0\0\0\0WEBPVP8L\x0a\0\0\0\x2f\x03\x40\x01\x00" + bytes(8), ("image/webp", 4, 6)),
        (b"RIFF\0\0\0\0WEBPVP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\x07\0\x08\0" + bytes(8),
         ("image/webp", 7, 8)),
        (b"<svg/>", None),
        (b"\xff\xd8\xff\xe0\x00", None),
        (b"%PDF-1.7", None),
    ],
)  # fmt: skip
def test_a_picture_is_known_by_its_bytes(data, expected):
    found = raster_of(data)
    assert (found and (found.media_type, found.width, found.height)) == expected


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", JPEG[:20], b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP"]),
)
def test_no_bytes_make_the_reader_of_pictures_fail(data, head):
    found = raster_of(head + data)
    assert found is None or isinstance(found.is_bearable, bool)


def test_a_canvas_without_end_or_without_space_is_not_accepted():
    assert not raster_of(b"GIF89a\0\0\0\0" + bytes(9)).is_bearable
    assert raster_of(png(3, 2)).is_bearable
    assert MOST_PIXELS < 65535 * 65535


@pytest.mark.parametrize(
    ("data", "text", "encoding", "is_guessed"),
    [
        (b"plain", "plain", "utf-8", False),
        (b"\xef\xbb\xbfmarked", "marked", "utf-8", False),
        ("né".encode("utf-16"), "né", "utf-16-le", False),
        ("né".encode("cp1252"), "né", "windows-1252", True),
        (b"\xfe\xff\0n", "n", "utf-16-be", False),
    ],
)
def test_a_text_is_read_in_the_encoding_that_it_says(data, text, encoding, is_guessed):
    found = text_of(data)
    assert (found.text, found.encoding, found.is_guessed) == (text, encoding, is_guessed)


@pytest.mark.parametrize("data", [b"a\0b", b"\xff\xfa\x01\x02", bytes(range(256))])
def test_what_is_no_text_is_none(data):
    assert text_of(data) is None


@given(st.text(min_size=1, max_size=40), st.integers(0, 60), st.integers(0, 60))
def test_a_part_of_a_text_is_a_part_of_it(text, start, end):
    data = (text + "\N{BLACK SUN WITH RAYS}").encode()
    if b"\0" in data or data.startswith(b"\xef\xbb\xbf"):
        return
    found = text_of(data[start : start + end], is_part=True)
    assert found is not None
    assert found.is_guessed or found.text in text + "\N{BLACK SUN WITH RAYS}"


@given(st.binary(max_size=300))
def test_what_is_shown_has_nothing_unseen_in_it(data):
    found = text_of(data)
    if found is not None:
        shown = readable(found)
        assert not set(shown) & set(
            "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00\x1b\x7f"
        )
