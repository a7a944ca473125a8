# SPDX-License-Identifier: Apache-2.0
"""The roster by week and month, and its draft: nothing typed is lost, nothing with a gap is published."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casts.console.rosters import FIRST, HEAD, XB, rostered  # noqa: F401 - fixtures
from casts.console.world import NOW
from rogatory.node.duty.on_duty import on_duty
from rogatory.node.duty.roster import parse_roster
from rogatory.node.duty.rosters.roster_drafts import draft_roster

DRAFT = "/duty/rosters/draft/"
JSON = {"accept": "application/json"}


def draft_of(world):
    found = draft_roster(world.node("XB"), XB)
    return found and (found.revision, parse_roster(found.document))


def posted(client, act, revision, **fields):
    form = {"authority": XB, "revision": str(revision), **fields}
    page = {"referer": f"http://testserver{DRAFT}?authority={XB}"}
    return client.post(f"{DRAFT}{act}", form, headers=page)


@pytest.fixture
def head(rostered, officer):
    client = officer(HEAD)
    client.post(f"{DRAFT}begin", {"authority": XB})
    return client


def test_a_week_has_a_row_for_each_role_and_every_shift_in_its_table(rostered, officer):
    page = officer().get("/duty/rosters/?day=2026-11-26").content.decode()
    assert page.count('class="roster-week"') == 1
    assert page.count('class="on-duty"') == page.count('class="substitute"') == 6
    assert "Etc/UTC" in page
    month = officer().get("/duty/rosters/?day=2026-11-26&span=month").content.decode()
    assert month.count('class="roster-week"') == 6


def test_a_gap_is_hatched_with_its_times(head, rostered):
    revision, roster = draft_of(rostered)
    gone = roster.shifts[3]
    start = gone.start.strftime("%Y-%m-%dT%H:%M:%SZ")
    answer = posted(head, "remove", revision, was_officer=gone.officer, was_start=start)
    page = head.get(answer["Location"]).content.decode()
    assert "url(#hatch-0)" in page
    assert f"{gone.start:%H:%M}\N{EN DASH}{gone.end:%H:%M}</text>" in page
    assert '<span class="tag bad">nobody</span>' in page


def test_a_draft_with_a_gap_cannot_be_published_and_says_why(head, rostered):
    revision, roster = draft_of(rostered)
    gone = roster.shifts[3]
    start = gone.start.strftime("%Y-%m-%dT%H:%M:%SZ")
    posted(head, "remove", revision, was_officer=gone.officer, was_start=start)
    page = head.get(f"{DRAFT}?authority={XB}").content.decode()
    assert 'value="2" disabled aria-describedby="why-not">Publish' in page
    assert "The draft cannot be published for one reason:" in page
    answer = posted(head, "publish", 2, reason="Winter by force")
    assert answer.status_code == 409
    assert 'value="Winter by force"' in answer.content.decode(), "what was typed is kept"
    assert [one.reason for one in rostered.node("XB").store.rosters(XB)] == ["The month"]
    assert draft_of(rostered)[0] == 2


def test_a_shift_that_is_added_takes_the_place_of_others_and_is_published(head, rostered):
    assert on_duty(rostered.node("XB"), XB, NOW).officer == FIRST
    fields = {"officer": HEAD, "from": "2026-11-24T00:00", "until": "2026-11-24T12:00"}
    posted(head, "shift", 1, **fields, substitute=FIRST)
    assert on_duty(rostered.node("XB"), XB, NOW).officer == FIRST, "a draft is not in force"
    posted(head, "publish", 2, reason="Changed")
    assert on_duty(rostered.node("XB"), XB, NOW).officer == HEAD
    assert draft_of(rostered) is None
    page = head.get("/duty/rosters/").content.decode()
    assert "Changed" in page


def test_two_windows_do_not_overwrite_each_other_and_nothing_typed_is_lost(head, rostered):
    first = {"officer": HEAD, "from": "2026-11-26T00:00", "until": "2026-11-26T12:00"}
    second = {"officer": FIRST, "from": "2026-11-27T01:00", "until": "2026-11-27T11:00"}
    posted(head, "shift", 1, **first, substitute=FIRST)
    before = draft_of(rostered)
    answer = posted(head, "shift", 1, **second, span="week", day="2026-11-24")
    page = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "changed the draft roster" in page
    assert 'value="2026-11-27T01:00"' in page, "what was typed stays in the form"
    assert draft_of(rostered) == before


def test_a_change_is_undone_and_the_undone_is_kept(head, rostered):
    original = draft_of(rostered)[1]
    fields = {"officer": HEAD, "from": "2026-11-26T00:00", "until": "2026-11-26T12:00"}
    posted(head, "shift", 1, **fields, substitute=FIRST)
    changed = draft_of(rostered)[1]
    assert "Undo the last change" in head.get(f"{DRAFT}?authority={XB}").content.decode()
    posted(head, "restore", 2, wanted="1")
    assert draft_of(rostered) == (3, original)
    posted(head, "restore", 3, wanted="2")
    assert draft_of(rostered) == (4, changed)


def test_a_published_roster_is_used_as_the_draft_again(head, rostered):
    original = draft_of(rostered)[1]
    (published,) = rostered.node("XB").store.rosters(XB)
    posted(
        head, "details", 1, **{"from": "2026-11-24T03:00", "until": "2026-12-01T00:00"}, heads=HEAD
    )
    assert draft_of(rostered)[1] != original
    posted(head, "reuse", 2, roster=published.id)
    assert draft_of(rostered) == (3, original)
    assert len(rostered.node("XB").store.rosters(XB)) == 1


def test_a_pattern_is_repeated_by_weeks(head, rostered):
    fields = {"days": ["mon", "tue"], "start": "00:00", "end": "24:00", "turn": "week"}
    answer = posted(
        head,
        "pattern",
        1,
        **fields,
        officers=f"{FIRST}, {HEAD}",
        substitutes=f"{HEAD}, {FIRST}",
        first="2026-11-30",
        last="2026-12-08",
    )
    assert answer.status_code == 302
    shifts = {
        one.start.isoformat()[:10]: one
        for one in draft_of(rostered)[1].shifts
        if one.start.hour == 0
    }
    assert [shifts[day].officer for day in ("2026-11-30", "2026-12-07")] == [FIRST, HEAD]


def test_an_absence_proposes_who_has_no_shift_then(head, rostered):
    query = f"authority={XB}&absent={FIRST}&from=2026-11-26T03:00&until=2026-11-27T03:00"
    absence = head.get(f"{DRAFT}?{query}", headers=JSON).json()["data"]["absence"]
    (proposed,) = absence["shifts"]
    assert proposed["substitutes"][0] == HEAD
    assert FIRST not in proposed["substitutes"]
    taker = {f"taker.{proposed['shift']['start']}": HEAD}
    posted(
        head,
        "absence",
        1,
        absent=FIRST,
        **{"from": "2026-11-26T03:00", "until": "2026-11-27T03:00"},
        **taker,
    )
    roster = draft_of(rostered)[1]
    assert roster.shift_at(roster.shifts[2].start).officer == HEAD
    assert roster.shifts[2].substitute is None


def test_only_an_approver_opens_and_changes_a_draft(head, rostered, officer):
    before = draft_of(rostered)
    client = officer(FIRST)
    assert client.get(f"{DRAFT}?authority={XB}").status_code == 403
    for act in (
        "begin",
        "shift",
        "remove",
        "pattern",
        "absence",
        "details",
        "restore",
        "reuse",
        "publish",
        "discard",
        "calendar",
        "calendar/apply",
    ):
        assert posted(client, act, 1).status_code == 403, act
    assert draft_of(rostered) == before


def test_values_that_are_no_times_or_officers_are_refused_together(head, rostered):
    before = draft_of(rostered)
    answer = posted(
        head, "shift", 1, officer="<b>", **{"from": "soon", "until": "9999-99-99T00:00"}
    )
    assert answer.status_code == 409
    assert answer.content.decode().count("roster-shift-time") == 2
    for query in (
        "day=9999-99-99",
        "span=year",
        "start=x&officer=y",
        "absent=x&from=0001-01-01T00:00&until=z",
    ):
        assert head.get(f"{DRAFT}?authority={XB}&{query}").status_code == 200
    assert draft_of(rostered) == before


def test_a_draft_is_discarded_only_from_its_newest_revision(head, rostered):
    fields = {"officer": HEAD, "from": "2026-11-26T00:00", "until": "2026-11-26T12:00"}
    posted(head, "shift", 1, **fields)
    assert posted(head, "discard", 1).status_code == 409
    assert draft_of(rostered)[0] == 2
    posted(head, "discard", 2)
    assert draft_of(rostered) is None


CALENDAR = """BEGIN:VCALENDAR
PRODID:-//another//calendar//EN
VERSION:2.0
BEGIN:VEVENT
UID:a
SUMMARY:Night of Miller, then xb-0002
DTSTART:20261126T030000Z
DTEND:20261127T030000Z
END:VEVENT
BEGIN:VEVENT
UID:b
SUMMARY:xb-0002
DTSTART:20261128T120000Z
DTEND:20261128T180000Z
END:VEVENT
BEGIN:VEVENT
UID:c
SUMMARY:<b>Dentist
DTSTART:20261129T120000Z
DTEND:20261129T180000Z
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n").encode()


def previewed(client, revision, **fields):
    file = SimpleUploadedFile("duty.ics", CALENDAR, "text/calendar")
    return posted(client, "calendar", revision, calendar=file, **fields)


def test_a_calendar_is_shown_with_all_it_would_change_before_it_is_applied(head, rostered):
    before = draft_of(rostered)
    page = previewed(head, 1, names="Miller=xb-0003").content.decode()
    assert draft_of(rostered) == before, "a preview changes nothing"
    assert "&lt;b&gt;Dentist" in page
    assert "it names no officer" in page
    counts = [
        page.partition(f'id="{anchor}"')[2].partition('class="count">')[2].partition("<")[0]
        for anchor in ("h-unclear", "h-added", "h-changed", "h-removed")
    ]
    assert counts == ["1", "1", "1", "19"]
    shifts = unescape(page.partition('name="shifts" hidden>')[2].partition("</textarea>")[0])
    answer = posted(head, "calendar/apply", 1, shifts=shifts)
    assert answer.status_code == 302
    assert [(one.officer, one.substitute) for one in draft_of(rostered)[1].shifts] == [
        ("xb-0003", HEAD),
        (HEAD, None),
    ]
    assert [one.reason for one in rostered.node("XB").store.rosters(XB)] == ["The month"]


@pytest.mark.parametrize(
    "shifts",
    [
        "x",
        "a b c d",
        "2026-11-26T03:00:00Z 2026-11-27T03:00:00Z <b> -",
        "9999 8 xb-0001 -",
        "2026-11-27T03:00:00Z 2026-11-26T03:00:00Z xb-0001 -",
    ],
)
def test_a_forged_preview_changes_nothing(head, rostered, shifts):
    before = draft_of(rostered)
    assert posted(head, "calendar/apply", 1, shifts=shifts).status_code == 409
    assert draft_of(rostered) == before


def test_a_calendar_is_applied_only_to_the_draft_that_was_previewed(head, rostered):
    previewed(head, 1)
    fields = {"officer": HEAD, "from": "2026-11-26T00:00", "until": "2026-11-26T12:00"}
    posted(head, "shift", 1, **fields)
    before = draft_of(rostered)
    line = "2026-11-26T03:00:00Z 2026-11-27T03:00:00Z xb-0001 -"
    assert posted(head, "calendar/apply", 1, shifts=line).status_code == 409
    assert draft_of(rostered) == before


@pytest.mark.parametrize("names", ["Miller", "=xb-0003", "Miller=<b>"])
def test_a_name_without_a_number_is_refused_with_what_was_typed(head, rostered, names):
    answer = previewed(head, 1, names=names)
    assert answer.status_code == 409
    assert names in unescape(answer.content.decode())
    assert posted(head, "calendar", 1).status_code == 409
