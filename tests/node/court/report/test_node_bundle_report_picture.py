# SPDX-License-Identifier: Apache-2.0
"""The picture of custody: everything in it is in the table, at any number of acts, in both directions."""

import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from rogatory.custody.events.event import CustodyAction, Event
from rogatory.node.court.report.custody_diagram import (
    MOST_LANES,
    MOST_ROWS,
    ROWS,
    TIMES,
    WIDTH,
    lanes_of,
    pictures,
    wrapped,
)
from rogatory.node.court.report.happenings import givers, happenings, late_acts, together
from rogatory.node.court.report.languages import words_in
from rogatory.node.printing.blocks import Document, DocumentSection
from rogatory.node.printing.pdf import to_pdf
from rogatory.node.printing.svg import to_svg
from rogatory.node.workstation.journals.timeline import TimelineEntry
from rogatory.wire.identifiers import parse_authority
from rogatory.wire.moments import format_moment

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
LOG = "ab/{state}/1"


def event_of(action, at):
    """An event of version 1, whose reason is shown as it is."""
    return Event(
        network=None,
        id="01a20b7e-f780-71fc-a468-eb0847c3588a",
        object="0" * 64,
        action=CustodyAction(action),
        authority=parse_authority("xb/central-authority"),
        officer="xb-0005",
        act=None,
        reason="why",
        basis=None,
        occurred=at,
        previous=None,
    )


def act(number, action="verified", authority="xb/central-authority", *, index=None, at=None):
    at = at or AT + timedelta(hours=number)
    state = authority[:2]
    return TimelineEntry(
        occurred=format_moment(at),
        action=action,
        title="Seal and contents were verified"
        if action == "verified"
        else "The package was opened",
        authority=authority,
        officer="xb-0005",
        event=event_of(action, at),
        basis=None,
        subject="0" * 64,
        log=LOG.format(state=state) if index is not None else None,
        index=index,
        size=None if index is None else 400,
    )


def alternating(count):
    """Return acts of two authorities in turn, so that none is described together with another."""
    offices = ("xb/central-authority", "xa/central-authority")
    return [act(n, authority=offices[n % 2], index=n) for n in range(count)]


def drawn(report, lines, language="en"):
    report = replace(report, words=words_in(language))
    rows = together(happenings(report, lines))
    return rows, pictures(report, rows)


@pytest.mark.parametrize("count", [3, 30, 300])
def test_every_act_is_drawn_or_it_is_said_that_not_all_are(report, count):
    rows, found = drawn(report, alternating(count))
    proofs = sum(row.proved for row in rows)
    marks = [m for one in found for m in one.marks if not m.shape.startswith("arrow")]
    assert len(marks) == min(count + proofs, MOST_ROWS)
    numbers = {m[1] for one in found for x in one.labels if (m := re.match(r"(\d+)\. ", x.text))}
    if count <= 30:
        assert numbers == {str(n) for n in range(1, count + 1)}
    else:
        assert {"1", "300"} <= numbers
    assert len(found) == -(-len(marks) // ROWS)
    assert all(one.height < 690 for one in found), [one.height for one in found]


@pytest.mark.parametrize("language", ["en", "ar", "zh", "ru"])
@pytest.mark.parametrize("count", [3, 30, 300])
def test_nothing_is_drawn_beside_the_sheet(report, language, count):
    _, found = drawn(report, alternating(count), language)
    for one in found:
        places = [(m.x, m.y) for m in one.marks] + [(x.x, x.y) for x in one.labels]
        places += [(x.x1, x.y1) for x in one.lines] + [(x.x2, x.y2) for x in one.lines]
        assert all(0 <= x <= WIDTH and 0 <= y <= one.height for x, y in places)


def test_arabic_is_the_mirror_and_its_words_run_the_other_way(report):
    _, plain = drawn(report, alternating(3))
    _, turned = drawn(report, alternating(3), "ar")
    assert [round(WIDTH - m.x, 6) for m in turned[0].marks] == [m.x for m in plain[0].marks]
    times = [x for x in turned[0].labels if x.text.startswith("2026-")]
    words = [x for x in turned[0].labels if x.style == "text"]
    assert all(x.x == WIDTH and x.anchor == "right" and not x.right_to_left for x in times)
    assert all(x.x < WIDTH - TIMES and x.right_to_left for x in words)


def test_like_acts_in_a_row_are_shown_as_one(report):
    lines = [act(n, "extracted", index=n) for n in range(12)]
    rows, found = drawn(report, lines)
    one = next(row for row in rows if not row.proved)
    assert (one.number, one.last_number, one.acts) == (1, 12, 12) or one.acts < 12
    assert sum(row.acts for row in rows if not row.proved) == 12
    assert any("times" in x.text for x in found[0].labels)


def test_a_week_without_an_act_is_marked(report):
    start = AT + timedelta(days=30)
    lines = [act(0, at=start), act(1, "opened", at=start + timedelta(days=6, hours=23))]
    lines.append(act(2, at=start + timedelta(days=16)))
    rows, found = drawn(report, lines)
    gaps = [x.text for one in found for x in one.labels if x.style == "gap"]
    assert gaps == ["29 days without a recorded act", "9 days without a recorded act"]
    assert len(rows) > 3


def test_an_act_that_its_log_has_after_later_ones_is_marked_late(report):
    lines = [act(0, index=7), act(5, index=6), act(9, index=8)]
    assert late_acts(lines) == {1}
    _, found = drawn(report, lines)
    assert [m.style for m in found[0].marks].count("late") == 1
    assert any(x.style == "late" for x in found[0].labels)
    assert late_acts([act(0, index=7), act(5, index=6, authority="xa/police")]) == frozenset()
    near = [act(0, index=1), act(1, index=0, at=AT + timedelta(minutes=59))]
    assert late_acts(near) == frozenset()


def test_an_arrow_leads_from_who_gave_to_who_received(report):
    lines = [
        act(0, "sealed", index=0),
        act(1, "dispatched", index=1),
        act(2, "received", "xa/central-authority", index=0),
        act(3, "opened", "xa/central-authority", index=1),
    ]
    rows, found = drawn(report, lines)
    pairs = [(rows[a].action, rows[b].action) for b, a in givers(rows).items()]
    assert pairs == [("dispatched", "received")]
    assert [m.shape for m in found[0].marks].count("arrow-right") == 1


def test_a_claimed_time_and_a_proved_one_have_other_signs(report):
    rows, found = drawn(report, [act(0), act(1, "opened", index=3)])
    shapes = [m.shape for m in found[0].marks]
    assert shapes.count("ring") == 1
    assert shapes.count("circle") == 1
    assert shapes.count("diamond") == sum(row.proved for row in rows) >= 2


def test_many_authorities_share_the_last_lane(report):
    lines = [act(n, authority=f"x{'abmt'[n % 4]}/office-{n}") for n in range(20)]
    rows, found = drawn(report, lines)
    assert max(lanes_of(rows).values()) == MOST_LANES - 1
    assert len(lanes_of(rows)) >= 20
    assert all(m.x < WIDTH - 150 for m in found[0].marks)


@pytest.mark.parametrize("text", ["one two three four " * 9, "电子证据报告" * 20, "x" * 300, ""])
def test_words_are_broken_and_none_is_lost(text):
    lines = wrapped(text, 150, 8)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_the_picture_is_named_and_described_and_holds_no_markup_of_others(report):
    _, found = drawn(report, [replace(act(0, authority='xb/"><script>'), title="<b>&")])
    svg = to_svg(found[0], "4-2")
    tree = ET.fromstring(svg)
    assert tree.attrib["role"] == "img"
    assert {one.tag for one in tree.iter()} == {
        "svg",
        "title",
        "desc",
        "line",
        "circle",
        "polygon",
        "text",
    }
    assert "<script" not in svg


@pytest.mark.judge
@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_it_is_printed_as_words_that_can_be_searched(report, language, tmp_path):
    _, found = drawn(report, alternating(30), language)
    document = Document(
        language,
        "T",
        "S",
        "F",
        (DocumentSection("One", tuple(found)),),
        right_to_left=language == "ar",
    )
    place = tmp_path / "one.pdf"
    place.write_bytes(to_pdf(document, AT).data)
    text = subprocess.run(["pdftotext", place, "-"], capture_output=True, check=True).stdout
    assert "2026-11-24 09:00:00" in text.decode()
    assert "XB 7/400" in text.decode()
