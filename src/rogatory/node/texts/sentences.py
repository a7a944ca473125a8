# SPDX-License-Identifier: Apache-2.0
"""The sentences that a node keeps of calls and problems, and how they are read again.

What is kept stays as it was written, in English; a page shows it in its reader's language. So each
sentence is a template here, which its writer fills and `read_sentence` recognises. Custody events have
no sentences: they have codes and fields (`custody.act_codes`).
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from rogatory.errors import Code, Reason, known_code
from rogatory.node.texts.phrases import read_phrase
from rogatory.wire.words import N_, PROBLEM, Said

CLOCK_OF_MATTER_DUE_PROMISED_OPEN = N_(
    "{title} ({level}, due {moment}), for {who}; the data are promised to {state} until its request is decided"
)
CLOCK_OF_MATTER_PROMISED_OPEN = N_(
    "{title} ({level}), for {who}; the data are promised to {state} until its request is decided"
)
CLOCK_OF_MATTER_DUE_PROMISED = N_(
    "{title} ({level}, due {moment}), for {who}; the data are promised to {state} until {until}"
)
CLOCK_OF_MATTER_PROMISED = N_(
    "{title} ({level}), for {who}; the data are promised to {state} until {until}"
)
CLOCK_OF_MATTER_DUE = N_("{title} ({level}, due {moment}), for {who}")
CLOCK_OF_MATTER = N_("{title} ({level}), for {who}")
CLOCK_DUE = N_("{title} ({level}, due {moment})")
CLOCK = N_("{title} ({level})")
CLOCKS_APART = N_(
    "The clock of {state} is {count} seconds {way} ours; from 300 on messages are refused"
)
LOG_ACCUSED = N_(
    "The custody log of {state} (epoch {count}) is not consistent with its earlier "
    "checkpoints: {problem}"
)
MISBEHAVES = N_(
    "The custody log of {state} contradicts itself ({title}): checkpoints of {count} and {rest} entries. "
    "The proof is kept: rogatory witness proof {proof}"
)
MISBEHAVES_OTHERWISE = N_(
    "The custody log of {state} contradicts what was signed ({title}). "
    "The proof is kept: rogatory witness proof {proof}"
)
SPLIT_VIEW = N_(
    "The publisher of the directory signed two contents of its version {count}: States were shown different directories. "
    "The proof is kept: rogatory witness proof {proof}"
)
SNAPSHOT_NOT_SHOWN = N_(
    "The node of {state} reported different content for version {count} of the directory and did not show it within a day"
)
WITNESS_POLICY = N_("The witness policy cannot be used: {problem}")
WITNESSES_SILENT = N_(
    "The custody log has not met its witness policy ({name}) since {moment}; without an answer: {states}"
)
WITNESSES_UNASKED = N_(
    "The custody log has not met its witness policy ({name}) since {moment}; no witness was asked"
)
UNFINISHED = N_(
    "An unfinished text of officer {officer} is erased on {day} unless they continue it"
)
LOG_UNLISTED = N_(
    "A receipt of {state} names a custody log that its entry does not list: {problem}"
)
AT_OUR_DOOR = N_("An emergency waits at our door. {problem}")
HELD = N_("{state} is held back: {problem}")
SILENT = N_("The node of {state} gives no receipts ({count} messages wait): {problem}")
SILENT_IN_EMERGENCY = N_("An emergency waits: the node of {state} gives no receipt: {problem}")
UNRECEIPTED = N_("A message to {state} has no receipt yet: {problem}")
FAULT = N_("A job of this node fails again and again ({job}): {problem}")
ASIDE = N_(
    "Set aside until a human looks: {job} ({problem}). The operator finds it with rogatory queue list, "
    "and lets it run again with rogatory queue replay."
)
WITHHELD = N_("Messages of {state} are missing, and requesting them has no result: {problem}")

LOST = N_(
    "The other State relies on a message of ours that is not in this database. If it was "
    "restored from a backup, the node must be stopped and what was lost recovered: rogatory "
    "node recover"
)
RECOVERY_FORK = N_(
    "Two messages of {state} have the number {count} of a thread: {digest} and {other}. Both "
    "are kept, and a repair is needed"
)
RECOVERY_WITHOUT = N_(
    "After the database was restored the node opens without what {state} keeps, by decision of "
    "{officer}: {reason}"
)
RECOVERY_WAITS = N_("{states} did not hand out what they keep")
RECOVERY_EPOCH = N_("the log has not begun a new epoch")
RECOVERY_LATE = N_("{count} messages were taken back from {state} after the door was open")
RECOVERY_REFUSED = N_(
    "{count} items that {state} returned after the database was restored are not valid: {codes}"
)
RECOVERY_RECEIPTS = N_(
    "{state} showed receipts after the database was restored that are not valid or differ from "
    "those here, for {digests}"
)
RECOVERY_GONE = N_(
    "{state} did not return messages of ours on which others rely, after the database was "
    "restored: {digests}"
)

NOT_TRIED = N_("not tried yet")
AHEAD, BEHIND = N_("ahead of"), N_("behind")

_TEMPLATES = tuple(
    text for name, text in list(globals().items()) if name.isupper() and isinstance(text, str)
)
"""In the order in which they are tried: one that says more stands before the one that it begins like."""

_LEVELS = "calm|notice|warning|critical|overdue|expired"
_FORMS: Mapping[str, str] = {
    "state": r"[A-Z]{2}",
    "states": r"[A-Z]{2}(?:, [A-Z]{2})*",
    "officer": r"[a-z]{2}-[0-9]{4,8}",
    "moment": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "until": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "digest": r"[0-9a-f]{64}",
    "other": r"[0-9a-f]{64}",
    "count": r"\d+",
    "rest": r"\d+",
    "level": _LEVELS,
    "who": r"[a-z]{2}[/-][a-z0-9-]+",
    "way": r"ahead of|behind",
    "day": r"\d{4}-\d\d-\d\d",
    "proof": r"[0-9a-f]{16}",
}
LONGEST_READ = 2000
"""Characters. What is longer is shown as it was written."""

MOST_FREE_FIELDS = 4
"""Of a code that is read again: text of a peer's may stand in them, and each one more multiplies the
places where a pattern has to look for its end."""

_PHRASES = frozenset({PROBLEM, "what", "found", "expected"})
"""Fields of codes in which a phrase can stand."""

_FIELD = re.compile(r"\{(\w+)\}")
_CODED = re.compile(r"(?:\A|; )\[(?P<code>[a-z][a-z0-9-]*)\] ")


def read_sentence(text: str) -> Said | None:
    """The template and the fields of a sentence that a node wrote down; None if it is none of ours."""
    if len(text) > LONGEST_READ:
        return None
    for template in _TEMPLATES:
        if _FIELD.search(template) is None:
            if text == template:
                return Said(template)
            continue
        found = _pattern(template, is_ours=True).fullmatch(text)
        if found is not None:
            fields: dict[str, Any] = found.groupdict()
            return Said(template, **fields)
    return None


def read_reasons(text: str) -> tuple[Reason, ...]:
    """The reasons of an error as `str` tells it, code before each; nothing unless all are known."""
    marks = list(_CODED.finditer(text))
    if not marks or marks[0].start() != 0 or len(text) > LONGEST_READ:
        return ()
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    found = [
        _reason(known_code(mark["code"]), text[mark.end() : end])
        for mark, end in zip(marks, ends, strict=True)
    ]
    return tuple(one for one in found if one is not None) if all(found) else ()


def _reason(code: Code | None, sentence: str) -> Reason | None:
    if code is None:
        return None
    template = f"{code.what} {code.remedy}"
    if len(set(_FIELD.findall(template))) > MOST_FREE_FIELDS:
        return None
    found = _pattern(template, is_ours=False).fullmatch(sentence)
    return None if found is None else Reason(code, dict(_read(found.groupdict())))


def _read(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The fields, phrases among them read again."""
    for name, value in fields.items():
        phrase = read_phrase(value) if name in _PHRASES else None
        yield name, value if phrase is None else phrase


@cache
def _pattern(template: str, *, is_ours: bool) -> re.Pattern[str]:
    """What the template makes; the fields of ours have forms, those of a code any text."""
    return re.compile("".join(_parts(template, _FORMS if is_ours else {})), re.DOTALL)


def _parts(template: str, forms: Mapping[str, str]) -> Iterator[str]:
    """A field that stands a second time says there what it said before."""
    seen: set[str] = set()
    for at, part in enumerate(_FIELD.split(template)):
        if at % 2 == 0:
            yield re.escape(part)
        elif part in seen:
            yield f"(?P={part})"
        else:
            seen.add(part)
            yield f"(?P<{part}>{forms.get(part, '.+?')})"
