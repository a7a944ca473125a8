# SPDX-License-Identifier: Apache-2.0
"""The list of contact points and authorities, as it goes round each year (article 41(2); memory).

One row an office: of every State that the directory lists, and of those without a node that this
State's own register knows. For people as a page and PDF in six languages, for spreadsheets as
CSV. What nobody has verified, or not for a year, is marked; nothing of a card is in it.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path

from rogatory.directory.entry.entry import AuthorityRecord, DirectoryEntry
from rogatory.directory.entry.hours import OpeningHours
from rogatory.directory.view.entry_warnings import VERIFIED_FOR, day_of
from rogatory.directory.view.view import DirectoryView
from rogatory.node.letters import dates
from rogatory.node.letters.citations import cited
from rogatory.node.letters.languages import words_in
from rogatory.node.letters.write import WrittenLetter, printable, printed
from rogatory.node.peers.counterparts import Counterpart
from rogatory.node.printing.blocks import (
    Document,
    DocumentSection,
    DocumentTable,
    Fact,
    FactTable,
    Paragraph,
)
from rogatory.node.printing.languages import RIGHT_TO_LEFT, DocumentTexts
from rogatory.node.printing.shown_text import PrintableText
from rogatory.wire.moments import format_moment
from rogatory.wire.spreadsheet_cells import inert
from rogatory.wire.words import N_

COLUMNS = (
    *("state", "name", "authority", "authority_name", "road", "address", "languages"),
    *("time_zone", "hours", "itself", "forwards", "confirms_emergencies", "verified", "stands"),
)

DAYS: Mapping[str, str] = {
    "mon": N_("Mon"),
    "tue": N_("Tue"),
    "wed": N_("Wed"),
    "thu": N_("Thu"),
    "fri": N_("Fri"),
    "sat": N_("Sat"),
    "sun": N_("Sun"),
}

CURRENT, NEVER, LONG_AGO, NOT_YET = "current", "never", "long-ago", "not-yet"
STANDS: Mapping[str, str] = {
    CURRENT: "",
    NEVER: N_("never verified"),
    LONG_AGO: N_("verified more than a year ago"),
    NOT_YET: N_("a day that has not come or does not exist"),
}


@dataclass(frozen=True, slots=True)
class ListRow:
    """One office. `verified` is as its State wrote it, `stands` what that comes to today."""

    state: str
    state_names: Mapping[str, str]
    authority: str
    names: Mapping[str, str]
    by_letter: bool
    address: str
    languages: tuple[str, ...]
    time_zone: str
    hours: tuple[OpeningHours, ...]
    itself: tuple[str, ...]
    forwards: tuple[str, ...]
    confirms_emergencies: bool
    verified: str | None
    stands: str


@dataclass(frozen=True, slots=True)
class MemberList:
    """All rows, by State; of which version of the directory, verified when; who is held there."""

    rows: tuple[ListRow, ...]
    network: str
    version: int
    read_at: datetime
    at: datetime
    held: tuple[str, ...]


def member_list(
    view: DirectoryView, counterparts: Mapping[str, Counterpart], at: datetime
) -> MemberList:
    """Return the list as of a moment. A State that is held is named, and nothing of it is repeated."""
    rows: list[ListRow] = []
    for state in sorted({*view.states, *counterparts}):
        if state in view.states:
            rows.extend(_of_entry(view.entry(state), at.date()))
        elif state not in view.listed:
            rows.extend(_of_counterpart(counterparts[state], at.date()))
    held = tuple(sorted(view.held))
    return MemberList(tuple(rows), view.network, view.snapshot_version, view.read_as_of, at, held)


def list_csv(found: MemberList) -> str:
    """Return the rows for a spreadsheet, under fixed names, in English."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in found.rows:
        writer.writerow(inert(value) for value in _values(row))
    return out.getvalue()


def list_letter(
    found: MemberList, language: str, *, pdf: bool = True, places: tuple[Path, ...] | None = None
) -> WrittenLetter:
    """Return the list as files in a language of `LANGUAGES`.

    Raises:
        Refused: this machine has no font for the language, or the PDF cannot be printed.
    """
    return printed(
        printable(list_document(found, words_in(language))), found.at, pdf=pdf, places=places
    )


def list_document(found: MemberList, words: DocumentTexts) -> Document:
    facts = [
        Fact(words(N_("As of")), dates.moment(found.at, words)),
        Fact(words(N_("Directory")), found.network),
        Fact(words(N_("Version")), str(found.version)),
        Fact(words(N_("Last known to be current")), dates.moment(found.read_at, words)),
    ]
    if found.held:
        label = words(N_("May not be relied on now"))
        facts.append(Fact(label, ", ".join(found.held)))
    return Document(
        language=words.language,
        title=words(N_("Contact points and authorities")),
        subtitle=words.say(
            N_("The list that is circulated each year: {article}"), article=cited("41(2)", words)
        ),
        footer=words(N_("Verify an office before you rely on it: {version}")).format(
            version=f"{found.network[:16]} / {found.version}"
        ),
        sections=(
            DocumentSection(words(N_("What this list rests on")), (FactTable(tuple(facts)),)),
            DocumentSection(words(N_("Offices")), tuple(_tables(found, words))),
        ),
        right_to_left=words.language in RIGHT_TO_LEFT,
    )


def _tables(found: MemberList, words: DocumentTexts) -> Iterator[Paragraph | DocumentTable]:
    if not found.rows:
        yield Paragraph(words(N_("The directory lists no State.")))
        return
    yield DocumentTable(
        header=(
            words(N_("State")),
            words(N_("Office")),
            words(N_("Open")),
            words(N_("Reached")),
            words(N_("Verified")),
        ),
        rows=tuple(_shown(row, words) for row in found.rows),
        widths=(2, 4, 3, 4, 2),
    )


def _shown(row: ListRow, words: DocumentTexts) -> tuple[str, ...]:
    name = row.state_names.get(words.language) or row.state_names["en"]
    office = row.names.get(words.language) or row.names["en"]
    call = f"; {words(N_('confirms emergencies'))}" if row.confirms_emergencies else ""
    channel = words(N_("by letter")) if row.by_letter else words(N_("by its node"))
    status = words(STANDS[row.stands])
    fields = {"day": row.verified or "", "status": status}
    verified = "{day} – {status}" if row.verified and status else "{day}{status}"
    return (
        words.filled("{state} {name}", {"state": row.state, "name": name}),
        words.filled(f"{{office}} ({{id}}){call}", {"office": office, "id": row.authority}),
        _hours(row, words),
        words.filled(
            "{channel}: {address}; {languages}",
            {"channel": channel, "address": row.address, "languages": ", ".join(row.languages)},
        ),
        words.filled(verified, fields),
    )


def _hours(row: ListRow, words: DocumentTexts) -> str:
    if row.by_letter:
        return "–"
    spans = [
        words.filled(
            "{days} {span}",
            {
                "days": ", ".join(words(DAYS[day]) for day in span.days),
                "span": f"{span.start}–{span.end}",
            },
        )
        for span in row.hours
    ]
    text = "; ".join(spans) or words(N_("day and night"))
    return words.filled("{hours} ({zone})", {"hours": PrintableText(text), "zone": row.time_zone})


def _values(row: ListRow) -> Sequence[str]:
    hours = "; ".join(f"{' '.join(one.days)} {one.start}-{one.end}" for one in row.hours)
    return (
        row.state,
        row.state_names["en"],
        row.authority,
        row.names["en"],
        "letter" if row.by_letter else "node",
        row.address,
        " ".join(row.languages),
        row.time_zone,
        hours or ("" if row.by_letter else "day and night"),
        " ".join(row.itself),
        " ".join(row.forwards),
        "yes" if row.confirms_emergencies else "no",
        row.verified or "",
        row.stands,
    )


def _of_entry(entry: DirectoryEntry, today: date) -> Iterator[ListRow]:
    for office in entry.authorities:
        yield ListRow(
            state=entry.state,
            state_names=entry.names,
            authority=office.id,
            names=office.names,
            by_letter=False,
            address=entry.node_url,
            languages=entry.languages,
            time_zone=office.time_zone,
            hours=office.hours,
            itself=_acting(office, "itself"),
            forwards=_acting(office, "forwards"),
            confirms_emergencies=office.id in entry.call_back,
            verified=office.verified,
            stands=_stands(office.verified, today),
        )


def _of_counterpart(found: Counterpart, today: date) -> Iterator[ListRow]:
    day = found.verified.isoformat()
    for authority, name in found.authorities.items():
        yield ListRow(
            state=found.state,
            state_names={"en": found.name},
            authority=authority,
            names={"en": name},
            by_letter=True,
            address=found.address,
            languages=found.languages,
            time_zone="",
            hours=(),
            itself=(),
            forwards=(),
            confirms_emergencies=False,
            verified=day,
            stands=_stands(day, today),
        )


def _acting(office: AuthorityRecord, how: str) -> tuple[str, ...]:
    return tuple(kind for kind, does in office.acts.items() if does == how)


def _stands(verified: str | None, today: date) -> str:
    if verified is None:
        return NEVER
    day = day_of(verified)
    if day is None or day > today + timedelta(days=1):
        return NOT_YET
    return LONG_AGO if today - day > VERIFIED_FOR else CURRENT


def list_json(found: MemberList) -> dict[str, object]:
    """Return the list for programs."""
    return {
        "network": found.network,
        "version": found.version,
        "read_at": format_moment(found.read_at),
        "at": format_moment(found.at),
        "held": list(found.held),
        "offices": [dict(zip(COLUMNS, _values(row), strict=True)) for row in found.rows],
    }
