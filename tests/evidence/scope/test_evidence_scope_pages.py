# SPDX-License-Identifier: Apache-2.0
"""Pages: tables, lists and messages in HTML, broken tags included; and what of a page belongs to none of them."""

import io
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuzz.targets import AUTHORISED
from rogatory.evidence.scope.authorised import parse_authorised
from rogatory.evidence.scope.judging import ScopeState, judge
from rogatory.evidence.scope.pages import LONGEST_MARKUP, read_page
from rogatory.evidence.scope.text_encoding import encoding_of_page

ONE_MAILBOX = json.loads(AUTHORISED) | {
    "accounts": [{"kind": "email", "value": "anna@example.net"}],
    "categories": ["content", "subscriber", "traffic"],
}
SCOPE = parse_authorised(json.dumps(ONE_MAILBOX).encode())
WITHIN, OUTSIDE, OPEN = ScopeState.WITHIN, ScopeState.OUTSIDE, ScopeState.NOT_CHECKED
SUBSCRIBER = "<ul><li>e-Mail: anna@example.net</li><li>Name: Anna Müller</li><li>Created on: 2012-01-01</li></ul>"
LOGINS = (
    "<h2>IP</h2><table><tr><th colspan=2>Logins<tr><th>Timestamp<th>IP Address"
    "<tr><td>2026-01-15 10:00:00 Z<td>192.0.2.7<tr><td>2025-01-15 10:00:00 UTC<td>192.0.2.8</table>"
)
HEAD = "<tr><th>Sender<th>Recipient<th>Sent<th>Body"
ROW = "<tr><td>{}<td>b@example.org<td>2026-01-15T10:00:00Z<td>x"


def _read(text):
    return list(read_page(io.BytesIO(text if isinstance(text, bytes) else text.encode())))


def _judged(text):
    return {one.place: judge(one, SCOPE) for one in _read(text)}


def _states(text):
    return {place: verdict.state for place, verdict in _judged(text).items()}


def _problems(text):
    return _read(text)[-1].problems


def test_rows_of_a_table_are_judged_one_by_one_though_their_ends_are_missing():
    rows = ROW.format("anna@example.net") + ROW.format("c@example.org")
    assert _states(f"<title>Mail</title><table>{HEAD}{rows}</table>") == {
        "table 1, row 2": WITHIN,
        "table 1, row 3": OUTSIDE,
    }


def test_a_list_of_the_subscriber_says_whose_the_tables_after_it_are():
    assert _states(SUBSCRIBER + LOGINS) == {
        "list 1": WITHIN,
        "table 1, row 3": WITHIN,
        "table 1, row 4": OUTSIDE,
    }
    other = SUBSCRIBER.replace("anna@", "zed@")
    assert set(_states(other + LOGINS).values()) == {OUTSIDE}
    assert _states(LOGINS)["table 1, row 3"] is OPEN


def test_a_page_of_two_subscribers_does_not_say_whose_a_table_is():
    page = SUBSCRIBER + SUBSCRIBER.replace("anna@", "zed@") + LOGINS
    assert _states(page)["table 1, row 3"] is OPEN


def test_names_with_values_in_tables_and_definitions_are_records():
    pairs = "<table><tr><td>Email:<td>{}<tr><td>Address<td>x</table>"
    assert _states(pairs.format("anna@example.net")) == {"table 1, up to row 2": WITHIN}
    page = "<dl><dt>Email<dd>c@example.org<dt>Address:<dd>x</dl>"
    assert _states(page) == {"list 1": OUTSIDE}
    assert _problems("<dl><dt>Flour<dd>200 g</dl>") == ("text-outside-records",)


TELEGRAM = (
    '<div class="message default clearfix" id="message2"><div class="pull_left userpic_wrap"></div>'
    '<div class="body"><div class="pull_right date details" title="15.01.2024 10:00:00 UTC+03:00">10:00</div>'
    '<div class="from_name">علي محمد</div><div class="text">مرحبا</div></div></div>'
)
META = (
    '<section class="_a6-g"><h2 class="_2ph_ _a6-h _a6-i">Anna</h2><div class="_2ph_ _a6-p">hi</div>'
    '<footer class="_a6-o"><div class="_a72d">Jan 15, 2020 3:45:30 pm</div></footer></section>'
)
ACTIVITY = (
    '<div class="outer-cell mdl-cell"><div class="header-cell"><p>Search<br></p></div><div class="content-cell">'
    'Searched for <a href="x">y</a><br>Dec 25, 2023, 10:30:45\u202fAM PST<br></div></div>'
)


@pytest.mark.parametrize(
    ("page", "first"),
    [(TELEGRAM, "2024-01-15T07:00:00+00:00"), (META, "2020-01-15T01:45:30+00:00"), (ACTIVITY, "2023-12-24T20:30:45+00:00")],
)  # fmt: skip
def test_messages_of_known_archives_state_their_time(page, first):
    (record,) = _read(page)
    assert record.span.first.isoformat() == first
    assert judge(record, SCOPE).state is OUTSIDE


def test_a_displayed_name_is_nobodys_account_and_one_side_is_not_both():
    (record,) = _read(TELEGRAM.replace("2024", "2026"))
    assert (record.category, record.complete) == ("content", False)
    assert [code for code, _ in judge(record, SCOPE).reasons] == ["account-undecided"]
    page = '<div class=message><i class=sender>c@example.org</i> <time datetime="2026-01-15T10:00:00Z">x</time> hi</div>'
    assert set(_states(page).values()) == {OPEN}
    assert set(_states(page.replace(" hi", "<b class=to>d@example.org</b>")).values()) == {OUTSIDE}


def test_messages_in_a_message_are_records_of_their_own():
    page = f'<div class="message">{META}{META} and more</div>'
    problems = [one.problems for one in _read(page)]
    assert problems == [(), (), ("text-outside-records",)]


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        ("<p>Dear officer, see below", "text-outside-records"),
        ("<h1>" + "long " * 40 + "</h1>", "text-outside-records"),
        ("<h1>Mail</h1>" * 2000, "text-outside-records"),
        ("<ul><li>Email: a@b.org<li>free</ul>", "text-outside-records"),
        ("<ul>free<li>Email: a@b.org</ul>", "text-outside-records"),
        ("<table><tr><td><table><tr><td>a<td>b</table>free</table>", "text-outside-records"),
        ('<input value="secret words">', "text-outside-records"),
        ("<script>data = []</script>", "script-not-read"),
        ("<!--" + "long " * 40 + "-->", "comment-not-read"),
        ('<img src=" DATA:image/png;base64,AA">', "embedded-not-read"),
        ('<iframe srcdoc="x"></iframe>', "embedded-not-read"),
        ("<table><tr><td>a<td>b<td>c</table>", "columns-unknown"),
        ("<a href='x", "markup-unfinished"),
        ("<script>x", "markup-unfinished"),
        ("<!-- x", "markup-unfinished"),
        ("<div>" * 600, "nested-too-deep"),
        ("<a " + "x" * LONGEST_MARKUP, "markup-too-long"),
        ("<table>" + HEAD + "<tr>" + "<td>" * 3000, "too-many-fields"),
        ("<ul>" + ("<li>" + "x" * 60_000) * 80, "too-much-open"),
    ],
)
def test_what_of_a_page_is_not_judged_is_named(page, problem):
    assert problem in _problems(page)
    assert ScopeState.WITHIN not in _states(page).values()


@pytest.mark.parametrize(
    "row",
    ["<tr><td>anna@example.net<td>b@example.org<td>2026-01-15", "<tr><td colspan=2>anna@example.net<td>x<td>2026-01-15<td>y",
     ROW.format("anna@example.net\0"), ROW.format("anna@example.net" + "x" * 70_000)],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_a_record_of_its_own(row):
    (record,) = _read(f"<table>{HEAD}{row}</table>")
    assert record.problems == ("row-unreadable",)


def test_markup_that_never_ends_costs_neither_time_nor_memory():
    page = b"<a " * (1 << 19) + b"<![" * (1 << 18)
    tracemalloc.start()
    assert _read(page)[-1].problems
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 256 << 20


def test_a_long_table_takes_no_more_memory_than_a_row():
    page = f"<table>{HEAD}" + ROW.format("anna@example.net") * 5_000
    data = io.BytesIO(page.encode())
    tracemalloc.start()
    count = sum(1 for _ in read_page(data))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 5_000
    assert peak < 8 << 20


@pytest.mark.parametrize(
    ("start", "encoding"),
    [
        (b"\xff\xfea\0", "utf-16"),
        (b"\xef\xbb\xbfa", "utf-8-sig"),
        (b'<meta charset="windows-1256">', "cp1256"),
        (b'<meta http-equiv=x content="text/html; charset=Shift_JIS">', "cp932"),
        (b"<meta charset=utf-7>\xe4 at home", "cp1252"),
        (b"<meta charset=idna>", "utf-8-sig"),
        ("ä".encode(), "utf-8-sig"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_states_if_browsers_know_it(start, encoding):
    assert encoding_of_page(start) == encoding


def test_pages_in_other_encodings_are_read():
    page = f"<meta charset=utf-16><table>{HEAD}{ROW.format('anna@example.net')}"
    assert _states(page.encode("utf-16")) == {"table 1, row 2": WITHIN}
    page = page.replace("utf-16", "koi8-r").replace("<td>x", "<td>Анна")
    assert _states(page.encode("koi8-r")) == {"table 1, row 2": WITHIN}


TAGS = st.sampled_from("table tr td th ul li dl dt dd div p h1 script b".split())  # noqa: SIM905 - as they are written
PIECES = st.one_of(
    TAGS.map(lambda tag: f"<{tag}>"), TAGS.map(lambda tag: f"</{tag}>"), st.just('<div class="message date">'),
    st.sampled_from(["Email", "Time", "a@b.org", "2026-01-15", "x: y", "<", "<!", "&amp;", "<!--", "-->", "\0"]),
)  # fmt: skip


@given(st.lists(PIECES, max_size=40))
def test_no_text_of_a_page_is_lost_without_a_record(pieces):
    page = "".join(pieces)
    assert ScopeState.WITHIN not in _states(page).values()
    if "a@b.org" in page.rpartition(">")[2] and "<" not in page:
        assert _read(page)
