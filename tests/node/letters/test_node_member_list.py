# SPDX-License-Identifier: Apache-2.0
"""The yearly list: every office once, what is stale marked, no formula of another State run."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from rogatory.directory.entry.entry import AuthorityRecord, Channels, DirectoryEntry, RelyingParty
from rogatory.directory.entry.hours import DAYS, OpeningHours
from rogatory.directory.entry.register import OfficerRegister
from rogatory.directory.refusals import NOTHING_IN_FORCE
from rogatory.directory.view.view import DirectoryView, ListedState
from rogatory.node.letters.languages import words_in
from rogatory.node.letters.member_list import list_csv, list_document, list_json, member_list
from rogatory.node.peers.counterparts import Counterpart
from rogatory.node.printing.blocks import DocumentTable
from rogatory.node.printing.languages import LANGUAGES
from rogatory.node.repositories.peers import Channel

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
NIGHT = OpeningHours(DAYS[:5], "22:00", "06:00")


def office(state, name, **changes):
    record = AuthorityRecord(
        f"{state.lower()}/contact-point", {"en": name, "fr": f"{name} (fr)"}, (), (),
        {"preservation": "itself", "emergency_data": "forwards"}, "Etc/GMT-3", (NIGHT,), "2026-11-20",
    )  # fmt: skip
    return replace(record, **changes)


def listed(state, *offices):
    entry = DirectoryEntry(
        state=state, names={"en": f"State {state}"}, authorities=offices, node_url="https://node.example",
        certificates=(), recipients=(), officers="0" * 64, logs=(), witnesses=(), versions=(1,), kinds=(),
        approvals={}, relying_party=RelyingParty("x", ("https://x",)), languages=("en", "fr"),
        channels=Channels(diplomatic_only=False, interpol_urgent=True),
        call_back=tuple(one.id for one in offices[:1]),
    )  # fmt: skip
    return ListedState(entry, OfficerRegister(state), b"", b"")


def view_of(*states, held=()):
    why = (NOTHING_IN_FORCE.because(holder="x", use="y", at="z"),)
    found = {one.entry.state: one for one in states}
    return DirectoryView("ab" * 32, 7, NOW, found, dict.fromkeys(held, why))


COUNTERPART = Counterpart(
    state="XM", name="Meridia", authorities={"xm/ministry": "=cmd()"}, channels=(Channel.POST,),
    languages=("en",), address="+1 Harbour Street", contacts="", source="Note 1", verified=date(2025, 1, 2),
)  # fmt: skip


def rows(found):
    return list(csv.DictReader(list_csv(found).splitlines()))


def test_every_office_is_in_it_once_with_how_it_is_reached():
    found = member_list(
        view_of(listed("XB", office("XB", "Point")), listed("XA", office("XA", "P"))), {}, NOW
    )
    cells = rows(found)
    assert [row["authority"] for row in cells] == ["xa/contact-point", "xb/contact-point"]
    assert cells[0] | {"state": "XA"} == cells[0]
    assert (cells[0]["hours"], cells[0]["itself"], cells[0]["forwards"]) == (
        "mon tue wed thu fri 22:00-06:00", "preservation", "emergency_data",
    )  # fmt: skip
    assert (cells[0]["confirms_emergencies"], cells[0]["stands"]) == ("yes", "current")


@pytest.mark.parametrize(
    ("verified", "stands"),
    [
        ("2026-11-24", "current"),
        ("2025-11-23", "long-ago"),
        (None, "never"),
        ("2027-01-01", "not-yet"),
    ],
)
def test_what_was_not_verified_for_a_year_is_marked(verified, stands):
    found = member_list(view_of(listed("XA", office("XA", "P", verified=verified))), {}, NOW)
    assert rows(found)[0]["stands"] == stands


def test_states_without_a_node_are_in_it_by_the_own_register():
    found = member_list(view_of(listed("XA", office("XA", "P"))), {"XM": COUNTERPART}, NOW)
    assert (rows(found)[1]["state"], rows(found)[1]["road"]) == ("XM", "letter")
    assert rows(found)[1]["stands"] == "long-ago"


def test_a_listed_state_is_never_described_by_the_register():
    impostor = replace(COUNTERPART, state="XA", address="elsewhere")
    for held in ((), ("XA",)):
        view = view_of(listed("XA", office("XA", "P")), held=held)
        assert "elsewhere" not in list_csv(member_list(view, {"XA": impostor}, NOW))


def test_of_a_state_that_is_held_only_that_is_reported():
    view = view_of(listed("XA", office("XA", "P")), listed("XB", office("XB", "P")), held=("XA",))
    found = member_list(view, {}, NOW)
    assert (found.held, {row.state for row in found.rows}) == (("XA",), {"XB"})
    assert list_json(found)["held"] == ["XA"]


def test_no_cell_is_a_formula_for_a_spreadsheet():
    """Names and addresses are other States' words; a spreadsheet runs what begins like a formula."""
    found = member_list(view_of(listed("XA", office("XA", "@SUM(A1)"))), {"XM": COUNTERPART}, NOW)
    cells = rows(found)
    assert (cells[0]["authority_name"], cells[1]["authority_name"]) == ("'@SUM(A1)", "'=cmd()")
    assert cells[1]["address"] == "'+1 Harbour Street"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_every_language_and_names_offices_in_it_where_they_do(language):
    view = view_of(listed("XA", office("XA", "Point", hours=(), verified=None)))
    document = list_document(member_list(view, {"XM": COUNTERPART}, NOW), words_in(language))
    (table,) = [block for block in document.sections[1].blocks if isinstance(block, DocumentTable)]
    assert len(table.rows) == 2
    assert "memory" not in document.subtitle
    assert ("Point (fr)" in table.rows[0][1]) is (language == "fr")
    if language != "en":
        assert "never verified" not in table.rows[0][4]


def test_a_list_of_nobody_says_so():
    document = list_document(member_list(view_of(), {}, NOW), words_in("en"))
    assert "lists no State" in document.sections[1].blocks[0].text
