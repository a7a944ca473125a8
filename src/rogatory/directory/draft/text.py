# SPDX-License-Identifier: Apache-2.0
"""The part of an entry that people write, as TOML: who we are, what we do, how we are reached.

Keys and certificates are left out: they come from files that programs wrote, and are added and
ended by commands. What the text leaves out that may be null is null; all else that is missing,
unknown or malformed is reported with every other reason, as for a finished entry.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from typing import Any

from rogatory.directory.draft import refusals
from rogatory.directory.entry import refusals as entry_refusals
from rogatory.directory.entry.entry import DirectoryEntry, build_entry
from rogatory.directory.entry.reading import parse_entry
from rogatory.errors import Phrase, Refused, refuse_if_any
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.foreign_files import read_toml
from rogatory.wire.words import P_, FilledText, problem_of

BY_COMMANDS = ("version", "certificates", "recipients", "officers", "logs", "witnesses", "card")
"""Fields that the text does not have."""

LARGEST_TEXT = 256 << 10
"""Names, hours and competences of a State with hundreds of offices; a larger file is another."""

_HEAD = """\
# The entry of {state} in the directory: what people write of it. Keys, certificates, officers and the
# card are added by `rogatory entry add`, `officers` and `card`.
# `verified` is the day on which somebody last called the office and found all of it so.
# `hours` are by the office's own clock; an office without any is open day and night.
"""


def write_text(entry: DirectoryEntry) -> str:
    """Return the text of an entry, to be edited."""
    document = canonical.decode_object(build_entry(entry))
    shown = {name: value for name, value in document.items() if name not in BY_COMMANDS}
    return _HEAD.format(state=entry.state) + "\n".join(_table(shown, "")) + "\n"


def read_text(text: str, entry: DirectoryEntry) -> DirectoryEntry:
    """Return the entry with what the text says in the place of what it said before.

    Raises:
        Refused: the text is no TOML, too long, or with every field that is missing, unknown or
            malformed.
    """
    if len(text) > LARGEST_TEXT:
        raise _no_toml(FilledText(P_("it has more than {limit} characters"), limit=LARGEST_TEXT))
    try:
        written = plain(read_toml(text))
    except ValueError as error:
        raise _no_toml(problem_of(error)) from error
    refuse_if_any(
        entry_refusals.FIELD_UNKNOWN.because(document=FilledText(P_("entry's text")), field=name)
        for name in BY_COMMANDS
        if name in written
    )
    kept = canonical.decode_object(build_entry(entry))
    document = _with_nulls(written) | {name: kept[name] for name in BY_COMMANDS}
    return parse_entry(canonical.encode(document))


def _no_toml(problem: Phrase) -> Refused:
    return Refused(refusals.ENTRY_TEXT.because(problem=problem))


def _with_nulls(written: dict[str, Json]) -> dict[str, Json]:
    """Return the text; TOML has no null: what may be null is left out there."""
    authorities = written.get("authorities")
    if isinstance(authorities, list):
        written["authorities"] = [
            {"verified": None, "hours": []} | one if isinstance(one, dict) else one
            for one in authorities
        ]
    nothing: dict[str, Json] = {"drill_window": None, "witness_policy": None}
    return nothing | {"party": [], "call_back": []} | written


def plain(value: Any) -> Any:
    """Return TOML's days and times of day as the texts that an entry has; a number with a fraction,
    which no field takes, as the text that it is refused for.
    """
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, float) else value


def _table(values: Mapping[str, Json], within: str) -> Iterator[str]:
    """Yield plain values first, then tables, then lists of tables: TOML reads top to bottom."""
    for name, value in values.items():
        if value is not None and not _is_table(value) and not _is_tables(value):
            yield f"{_key(name)} = {_value(value, within)}"
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from ("", f"[{within}{_key(name)}]", *_table(value, f"{within}{_key(name)}."))
    for name, value in values.items():
        if _is_tables(value):
            for row in value:  # type: ignore[union-attr] # it is a list of objects
                yield from ("", f"[[{within}{_key(name)}]]")
                yield from _table(row, f"{within}{_key(name)}.")  # type: ignore[arg-type] # likewise


def _is_table(value: Json) -> bool:
    return isinstance(value, Mapping)


def _is_tables(value: Json) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _key(name: str) -> str:
    plain = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if plain else _value(name, "")


def _value(value: Json, within: str) -> str:
    if isinstance(value, str) and "\n" in value:
        lines = "\n".join(_value(line, "")[1:-1] for line in value.split("\n"))
        return f'"""\n{lines}"""'
    if isinstance(value, Sequence) and not isinstance(value, str) and len(value) > _ON_A_LINE:
        rows = "".join(f"    {_value(one, within)},\n" for one in value)
        return f"[\n{rows}]"
    # A JSON value is a TOML one, save for DEL, which TOML wants escaped (TOML 1.0).
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


_ON_A_LINE = 6
