# SPDX-License-Identifier: Apache-2.0
"""The sentences that a node writes down, in custody events and calls, and how they are read again.

What is signed or kept stays as it was written, in English; a page shows it in its reader's language.
So each sentence is a template here, which its writer fills and `read_sentence` recognises: in a journal
of last year, too, and in one that another State's node of the same version wrote.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from rogatory.errors import Code, Reason, known_code
from rogatory.node.phrases import read_phrase
from rogatory.wire.words import N_, PROBLEM, Said

TAKEN_BACK_RECEIVED = N_(
    "Received from {state} at {moment}: {kind}. Its event was lost with the books; {state} handed it out "
    "with the receipt {digest}"
)
TAKEN_BACK_SENT = N_(
    "Sent to {state}, as issued at {moment}: {kind}. Its event was lost with the books; {state} handed it "
    "out with the receipt {digest}"
)
TAKEN_BACK_UNRECEIPTED = N_(
    "Sent to {state}, as issued at {moment}: {kind}. Its event was lost with the books; {state} handed it "
    "out without a receipt"
)
RECEIVED = N_("Received from {authority}: {kind}")
SENT_BY_ITSELF = N_("Sent to {authority}: {kind}, by the node itself")
SENT_ALONE = N_("Sent to {authority}: {kind}, approved by its writer alone: {reason}")
SENT = N_("Sent to {authority}: {kind}")
TO_BE_DISPATCHED = N_("Signed for {authority}, to be dispatched by letter: {kind}")
DISPATCHED_WITH_PROOF = N_(
    "Dispatched by {channel} on {moment}, reference {reference}; proof of posting {digest}. "
    "That it arrived is not known"
)
DISPATCHED = N_(
    "Dispatched by {channel} on {moment}, reference {reference}. That it arrived is not known"
)
TRANSCRIBED = N_(
    "Transcribed, not verified: {kind} from {authority} by {channel}; original {digest}; "
    "transcription {other} by {officer}, compared by {second}"
)
TRANSCRIPTION_CORRECTED = N_(
    "Transcription corrected, not verified: {kind} from {authority} by {channel}; original {digest}; "
    "transcription {other} by {officer}, compared by {second}"
)
FETCHED = N_("Fetched whole from {state}; every segment has the digest that the seal names")
BY_COURIER = N_(
    "Come whole from {state}: {count} segments by courier (disks whose lists begin with {disks}); "
    "every segment has the digest that the seal names"
)
BY_COURIER_AND_LINE = N_(
    "Come whole from {state}: {count} segments by courier (disks whose lists begin with {disks}), "
    "{rest} on the line; every segment has the digest that the seal names"
)
HANDED_OVER = N_(
    "Every segment has arrived from the authority's workstation; the line names no officer"
)
HANDED_OVER_BEFORE = N_(
    "The seal has arrived from the authority's workstation, and every segment was here under "
    "another seal; the line names no officer"
)
DECISIONS = N_("Decisions that the message rests on: {count}")
DIRECTORY = N_("Version {count} of the directory was verified")
WATCH_TAKEN = N_("The watch of {authority} was taken over from {officer}")
ROSTER = N_("Roster of {authority}, {moment} to {until}: {reason}")
NEW_STATE_KEY = N_("The new key of {state} was compared with {state} and confirmed: {reason}")
MAY_PROCEED = N_("The request held under policy {digest} may proceed. {reason}")
MAY_NOT_PROCEED = N_("The request held under policy {digest} may not proceed. {reason}")
POLICY_CONFIRMED_WHOLE = N_("Policy towards {state} confirmed: {stance} for all kinds. {reason}")
POLICY_CONFIRMED = N_("Policy towards {state} confirmed: {stance} for {kinds}. {reason}")
POLICY_DECLINED_WHOLE = N_("Policy towards {state} declined: {stance} for all kinds. {reason}")
POLICY_DECLINED = N_("Policy towards {state} declined: {stance} for {kinds}. {reason}")
COUNTERPART_CONFIRMED = N_("Register entry of {state}, a State without a node, confirmed. {reason}")
COUNTERPART_DECLINED = N_("Register entry of {state}, a State without a node, declined. {reason}")
TRANSCRIPTION_DECLINED = N_("The transcription of a paper from {authority} was declined. {reason}")
LAW_PROPOSED = N_("Proposed ({section}): {reason}")
LAW_ACCEPTED = N_("Accepted ({section}): {reason}")
LAW_DECLINED = N_("Declined ({section}): {reason}")
NOT_REACHED = N_("Call-back not answered; telephoned and decided to {answer}: {reason}")

COLLECTED = N_("Collected {count} files at the source")
COLLECTED_SEALING = N_("Collected {count} files at the source, in one pass with the sealing")
SEALED = N_("Sealed for {authorities}")
SEALED_LATER = N_("Sealed for {authorities}; it was the bag {digest} before")
STAMPED = N_("A timestamp was put on the seal {digest}")
REWRAPPED_WHY = N_(
    "Re-wrapped for {authorities} ({count} keys), in place of the seal {digest}: {reason}"
)
REWRAPPED = N_("Re-wrapped for {authorities} ({count} keys), in place of the seal {digest}")
OPENED = N_("Opened by {authority}")

BY_TWO_OFFICERS = N_(
    "{problem} (protected material, by two officers: {officer} and {second}; consent {digest})"
)
LISTED_NAMES = N_("Listed. {reason}: names and sizes, from {name}")
LISTED_HERE = N_("{reason}: names and sizes, from {name}, of {path}")
EVERYTHING = N_("everything")
SEARCHED_BY_NAME = N_("Searched. {reason}: by name: {text}")
SEARCHED_BY_DIGEST = N_("Searched. {reason}: by digest: {text}")
SEARCHED_BY_KIND = N_("Searched. {reason}: by kind: {text}")
SEARCHED_BY_WORDS = N_("Searched. {reason}: by words: {text}")
VIEWED_ITEM = N_("Viewed. {reason}: {path} (SHA-256 {digest})")
EXTRACTED_FILES = N_(
    "{reason}: {count} files, {rest} bytes: {path} (SHA-256 of their list {digest})"
)
EXTRACTED_BYTES = N_(
    "{reason}: bytes {start} to {end} of {path}, which has {size} (SHA-256 of these bytes {digest}; "
    "the file was read whole and has its digest)"
)
EXTRACTED_BYTES_ALONE = N_(
    "{reason}: bytes {start} to {end} of {path}, which has {size} (SHA-256 of these bytes {digest}; "
    "the digest of the whole file was not computed)"
)
SALVAGED_UNPROVED = N_(
    "{reason}: salvaged from a damaged package, not evidence; files: {counted}; who sealed it could not be "
    "shown"
)
SALVAGED = N_("{reason}: salvaged from a damaged package, not evidence; files: {counted}")
EXTRACTED_FILE = N_("{reason}: {path} (SHA-256 {digest})")
NO_FILES = N_("none")
BARE_LISTED, BARE_EXTRACTED, BARE_SALVAGED = N_("Listed"), N_("Extracted"), N_("Salvaged")

LISTED = N_("Listed. {reason}")
SEARCHED = N_("Searched. {reason}")
VIEWED = N_("Viewed. {reason}")

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
    "The custody log of {state} (epoch {count}) does not keep to what it said: {problem}"
)
MISBEHAVES = N_(
    "The custody log of {state} contradicts itself ({title}): checkpoints of {count} and {rest} entries. "
    "The proof is kept: rogatory witness proof {proof}"
)
WITNESS_POLICY = N_("The witness policy cannot be used: {problem}")
WITNESSES_SILENT = N_(
    "The custody log has not met its witness policy ({name}) since {moment}; without an answer: {states}"
)
WITNESSES_UNASKED = N_(
    "The custody log has not met its witness policy ({name}) since {moment}; no witness was asked"
)
UNFINISHED = N_(
    "An unfinished text of officer {officer} is erased on {day} unless he goes on with it"
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
WITHHELD = N_("Messages of {state} are missing, and asking for them brings none: {problem}")

LOST = N_(
    "The other State builds on a message of ours that is not in these books. If they were restored from "
    "a backup, the node must be stopped and what was lost taken back: rogatory node recover"
)
RECOVERY_FORK = N_(
    "Two messages of {state} bear the number {count} of a thread: {digest} and {other}. Both are kept, and "
    "a repair is needed"
)
RECOVERY_WITHOUT = N_(
    "After books were restored the node opens without what {state} keeps, by the word of {officer}: {reason}"
)
RECOVERY_WAITS = N_("{states} did not hand out what they keep")
RECOVERY_EPOCH = N_("the log has not begun a new epoch")
RECOVERY_LATE = N_("{count} messages were taken back from {state} after the door was open")
RECOVERY_REFUSED = N_(
    "{count} things that {state} handed out after books were restored do not hold: {codes}"
)
RECOVERY_RECEIPTS = N_(
    "{state} showed other receipts after books were restored than hold or stand here, for {digests}"
)
RECOVERY_GONE = N_(
    "{state} did not hand out messages of ours on which others build, after books were restored: {digests}"
)

NOT_TRIED = N_("not tried yet")
AHEAD, BEHIND = N_("ahead of"), N_("behind")

_TEMPLATES = tuple(
    text for name, text in list(globals().items()) if name.isupper() and isinstance(text, str)
)
"""In the order in which they are tried: one that says more stands before the one that it begins like."""

_LEVELS = "calm|notice|warning|critical|overdue|expired"
_FORMS: Mapping[str, str] = {
    "authority": r"[a-z]{2}/[a-z0-9-]+",
    "authorities": r"[a-z]{2}/[a-z0-9-]+(?:, [a-z]{2}/[a-z0-9-]+)*",
    "kind": r"[a-z][a-z0-9_]*",
    "kinds": r"[a-z][a-z0-9_]*(?:, [a-z][a-z0-9_]*)*",
    "stance": r"[a-z-]+",
    "section": r"[a-z_]+",
    "state": r"[A-Z]{2}",
    "states": r"[A-Z]{2}(?:, [A-Z]{2})*",
    "officer": r"[a-z]{2}-[0-9]{4,8}",
    "second": r"[a-z]{2}-[0-9]{4,8}",
    "moment": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "until": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "digest": r"[0-9a-f]{64}",
    "other": r"[0-9a-f]{64}",
    "count": r"\d+",
    "rest": r"\d+",
    "path": r"(?:(?!: ).)+?",
    "start": r"\d+",
    "end": r"\d+",
    "size": r"\d+",
    "level": _LEVELS,
    "who": r"[a-z]{2}[/-][a-z0-9-]+",
    "channel": r"[a-z-]+",
    "answer": r"[a-z-]+",
    "way": r"ahead of|behind",
    "day": r"\d{4}-\d\d-\d\d",
    "proof": r"[0-9a-f]{16}",
}
LONGEST_READ = 2000
"""Characters; a custody event's reason has no more. What is longer is shown as it was written."""

MOST_FREE_FIELDS = 4
"""Of a code that is read again: text of a peer's may stand in them, and each one more multiplies the
places where a pattern has to look for its end."""

_PHRASES = frozenset({PROBLEM, "what", "found", "expected"})
"""Fields of codes in which a phrase can stand."""

_FIELD = re.compile(r"\{(\w+)\}")
_CODED = re.compile(r"(?:\A|; )\[(?P<code>[a-z][a-z0-9-]*)\] ")


def about(template: str, **fields: str | int) -> str:
    """What a workstation's event says after its reason, by the template of the whole."""
    return template.partition("{reason}: ")[2].format(**fields)


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
