# SPDX-License-Identifier: Apache-2.0
"""Checking that two officers agreed to each act that claims so, by what each of them signed."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rogatory.custody.events.act_codes import known_act
from rogatory.custody.events.event import CustodyAction, Event, parse_event
from rogatory.disk import Beneath, is_plain_folder, names_in, read_open
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence.checks import Checklist, Title, Undecided, are_of_held_back
from rogatory.evidence.conditions import parse_conditions
from rogatory.evidence.layout import CONDITIONS, DATA_FOLDER
from rogatory.evidence.protected import ProtectedItems, protected_items
from rogatory.evidence.trust.stamps import NOTHING_KNOWN, KnownMoment
from rogatory.node.workstation import refusals
from rogatory.node.workstation.consent.document import Consent, ConsentText, read_consent
from rogatory.node.workstation.consent.officers_listed import is_of_authority
from rogatory.node.workstation.journals.folders import JournalReading
from rogatory.node.workstation.verification.signers import Whom
from rogatory.seal.signature_moments import SignatureMoments
from rogatory.seal.signatures import Anchors, Slot, unknown_families
from rogatory.wire.canonical import LARGEST_DOCUMENT
from rogatory.wire.identifiers import parse_authority
from rogatory.wire.words import N_, FilledText

CONSENTS = Title("custody-consents", N_("Two officers consented to each act that says so"))

MOST_LOOKED_AT = 10_000
"""Entries of the folder that consents are looked for in; it may be anybody's."""

SHORTEST_CUT = 239
"""Characters of the shortest name whose middle an event leaves out."""

NOT_HERE = N_("{count} consents that events name do not lie here")
NONE_NAMED = N_(
    "protected material came out by an act whose custody event names no consent of two officers"
)
UNCLEAR = N_(
    "the event of an act on protected material is not understood here: whether two officers consented "
    "is not known"
)
WHO_HAS_THEM = N_("the authority that acted, which kept them beside what came out")
UNREAD = N_("a consent lies here that only custody events name which are not understood here")
WHO_READS = N_("anyone with a newer version of this program, which understands these events")
NO_STATE_CA = N_("the State CA of {states} is not known here")
WHO_HAS_CA = N_("anyone with the directory (--trust)")

_ACTS: Mapping[str, str] = {
    "opened": "opened",
    "salvaged": "salvaged",
    "salvaged-unproved": "salvaged",
    "viewed": "extracted",
    "extracted-file": "extracted",
    "extracted-files": "extracted",
    "extracted-bytes": "extracted",
    "extracted-bytes-alone": "extracted",
    "disclosed": "disclosed",
}
"""Which act the consent to an event of that code is of; with the recovery identity it may be any."""


_WHOLE = frozenset({"opened", "salvaged", "salvaged-unproved"})
"""Codes of acts by which everything came out."""

_MAY_TAKE_OUT = frozenset({CustodyAction.OPENED, CustodyAction.EXTRACTED})
"""Actions by which something came out, or may have, where the event is not understood."""

_NAMED = frozenset(_ACTS) - _WHOLE - {"disclosed"}
"""Codes of acts whose events name what came out by its path."""


@dataclass(frozen=True, slots=True)
class ProtectedBag:
    """The protected items of a bag, and the digest by which custody knows it."""

    digest: str
    items: ProtectedItems


type FindConsent = Callable[[str], Consent | None]
"""The consent with a digest, or None where there is none; refuses one that cannot be read."""


def run_consents(
    checks: Checklist,
    journals: Iterable[JournalReading],
    whom: Whom,
    find: FindConsent,
    known: KnownMoment = NOTHING_KNOWN,
    bag: ProtectedBag | None = None,
    lying: frozenset[str] | None = None,
) -> None:
    """Make the check, where an event names a consent, or took out what the bag protects and names none;
    `known` is when something else proves all signatures here. In a bundle with consents `lying` are their
    digests, and the check is made in any case: one that only events name that are not understood is read by
    nobody.
    """
    events = _events(journals)
    named = [event for event in events if consent_named(event) is not None]
    unconsented = [event for event in events if bag is not None and lacks_consent(event, bag)]
    if named or unconsented or lying is not None:
        unread = _unread(events, lying or frozenset())
        checks.run(CONSENTS, lambda: _check(named, whom, find, known, unconsented, unread))


def is_check_due(journals: Iterable[JournalReading], bag: ProtectedBag | None) -> bool:
    """Decide whether the check is to be made."""
    return any(
        consent_named(event) is not None or (bag is not None and lacks_consent(event, bag))
        for event in _events(journals)
    )


def naming_consents(journals: Iterable[JournalReading]) -> list[Event]:
    """Return the events in their form that name a consent, whether they hold or not, each once."""
    return [event for event in _events(journals) if consent_named(event) is not None]


def _events(journals: Iterable[JournalReading]) -> list[Event]:
    found: dict[str, Event] = {}
    for entry in (entry for read in journals for entry in read.entries):
        with suppress(Refused):
            found[entry.digest] = parse_event(entry.event)
    return list(found.values())


def protected_bag(bag: Beneath, digest: str | None) -> ProtectedBag | None:
    """Read what a bag protects; None where its conditions are not there or not in their form, which the
    checks of the bag report.
    """
    with suppress(Refused):
        data = read_open(bag.open_read(CONDITIONS), CONDITIONS, limit=LARGEST_DOCUMENT)
        items = protected_items(parse_conditions(data).protected_items)
        return ProtectedBag(digest, items) if digest and items else None
    return None


def lacks_consent(event: Event, bag: ProtectedBag) -> bool:
    """Decide whether an event says that protected material of the bag came out, and names no consent; or may say
    so, since it is not understood: half a consent, or a field more, hides nothing.
    """
    if event.object != bag.digest or consent_named(event) is not None:
        return False
    if known_act(event) is None or event.act is None:
        return event.action in _MAY_TAKE_OUT
    fields: Mapping[str, Any] = event.act.fields
    paths = (*(fields.get("paths") or ()), *((fields["path"],) if "path" in fields else ()))
    return event.act.code in _WHOLE or (
        event.act.code in _NAMED
        and any(bag.items.covers(path.removeprefix(DATA_FOLDER)) for path in paths)
    )


def _unread(events: Iterable[Event], lying: frozenset[str]) -> list[str]:
    """Return the digests of the consents that lie there and that only events name that are not understood."""
    events = list(events)
    read = {consent_named(event) for event in events}
    named = (event.act.fields.get("consent") for event in events if event.act is not None)
    return sorted(
        {one for one in named if isinstance(one, str) and one in lying and one not in read}
    )


def consent_named(event: Event) -> str | None:
    """Return the digest of the consent that an event names, if it is understood."""
    if known_act(event) is None or event.act is None:
        return None
    found = event.act.fields.get("consent")
    return found if isinstance(found, str) else None


def _check(
    events: list[Event],
    whom: Whom,
    find: FindConsent,
    known: KnownMoment,
    unconsented: list[Event],
    unread: list[str],
) -> str:
    times = Counter(str(consent_named(event)) for event in events)
    reasons: list[Reason] = [
        refusals.CONSENT_TWICE.because(digest=digest, events=number)
        for digest, number in times.items()
        if number > 1
    ]
    missing: set[str] = set()
    strangers: set[str] = set()
    for event in events:
        digest = str(consent_named(event))
        try:
            consent = find(digest)
            if consent is None:
                missing.add(digest)
                continue
            text = consent.text
            reasons += _differing(event, text, digest)
            moments = SignatureMoments(text.at, signatures=known.of(str(event.authority)))
            state = event.authority.state
            anchors = None if whom.lacks(state) else whom.anchors(state, moments)
            if anchors is None:  # all is asked but the issuer
                anchors = Anchors(())
            decided = whom.decides(state)
            unknown = frozenset[Slot]() if decided else unknown_families(anchors, state)
            strangers |= {state} if unknown else set()
            signed = consent.verify(anchors, unknown)
            reasons += whom.withdrawn(signed, moments)
            reasons += _unlisted(text, whom)
        except Refused as refused:
            reasons += refused.reasons
    reasons += _unreadable(unread, find)
    _leave_unread(reasons, unread)
    refuse_if_any(reasons)
    if unconsented:
        is_understood = any(known_act(event) is not None for event in unconsented)
        raise Undecided(NONE_NAMED if is_understood else UNCLEAR, WHO_HAS_THEM)
    if missing:
        raise Undecided(FilledText(NOT_HERE, count=len(missing)), WHO_HAS_THEM)
    if strangers:
        raise Undecided(FilledText(NO_STATE_CA, states=", ".join(sorted(strangers))), WHO_HAS_CA)
    return FilledText(N_("{count} consents"), count=len({consent_named(event) for event in events}))


def _unreadable(unread: Iterable[str], find: FindConsent) -> Iterator[Reason]:
    for digest in unread:
        try:
            find(digest)
        except Refused as refused:
            yield from refused.reasons


def _leave_unread(reasons: Iterable[Reason], unread: Sequence[str]) -> None:
    """Leave the check undecided where a consent lies there that nobody read, and nothing fails it."""
    reasons = tuple(reasons)
    if unread and (not reasons or are_of_held_back(reasons)):
        left = [refusals.CONSENT_UNREAD.because(digest=digest) for digest in unread]
        raise Undecided(UNREAD, WHO_READS, left)


def consents_in(place: Path) -> FindConsent:
    """Find consents in the folders in `place` that are named after their digest; what lies there
    under such a name, and is not that consent, was altered.
    """

    def find(digest: str) -> Consent | None:
        ending = f"-consent-{digest[:12]}"
        found: Consent | None = None
        for folder in (place / name for name in names_in(place)[:MOST_LOOKED_AT]):
            if folder.name.endswith(ending) and is_plain_folder(folder):
                found = read_consent(folder)
                if found.digest != digest:
                    raise Refused(refusals.CONSENT_DIFFERS.because(digest=digest, field="digest"))
        return found

    return find


def _differing(event: Event, text: ConsentText, digest: str) -> Iterator[Reason]:
    assert event.act is not None
    is_recovery = event.act.code == "recovery-used"
    wanted = {
        "authority": (text.authority, str(event.authority)),
        "first": (text.first, event.officer),
        "second": (text.second, event.act.fields["second"]),
        "bag": (text.bag, event.object if text.bag is not None else None),
        "network": (text.network, event.network if None not in (text.network, event.network) else text.network),
        "act": (text.act, text.act if is_recovery else _ACTS.get(event.act.code)),
        "identity": (text.identity, "recovery" if is_recovery else "workstation"),
    }  # fmt: skip
    for field, (found, expected) in wanted.items():
        if found != expected:
            yield refusals.CONSENT_DIFFERS.because(digest=digest, field=field)
    if not is_recovery and not _are_items(text.items, event.act.fields):
        yield refusals.CONSENT_DIFFERS.because(digest=digest, field="items")
    if text.at > event.occurred:
        yield refusals.CONSENT_DIFFERS.because(digest=digest, field="at")
    if event.occurred > text.until:
        yield refusals.CONSENT_DIFFERS.because(digest=digest, field="until")


def _are_items(items: tuple[str, ...] | None, fields: Mapping[str, Any]) -> bool:
    """Decide whether an event's fields name the items that were consented to, and no other: of a
    disclosure by the digest of its selection, else by the names that fit.
    """
    names = [
        *(fields.get("paths") or ()),
        *(fields[one] for one in ("path", "selection") if one in fields),
    ]
    if items is None or not names:
        return items is None and not names
    return len(items) == len(names) + (fields.get("more") or 0) and all(
        _is_named(item, name) for item, name in zip(items, names, strict=False)
    )


def _is_named(item: str, name: str) -> bool:
    """Decide whether a name in an event is an item's, perhaps without its middle; `data/` may be
    before either.
    """
    bare = item.removeprefix(DATA_FOLDER)
    half = (len(name) - len("...")) // 2
    return any(
        name == one
        or (
            len(one) > len(name) >= SHORTEST_CUT
            and name == f"{one[:half]}...{one[len(one) - half :]}"
        )
        for one in (bare, DATA_FOLDER + bare)
    )


def _unlisted(text: ConsentText, whom: Whom) -> Iterator[Reason]:
    newest = whom.registers
    if newest is None:
        return
    yield from newest.held.get(parse_authority(text.authority).state, ())
    for officer in (text.first, text.second):
        if officer[:2].upper() not in newest.held and not is_of_authority(
            officer, text.authority, newest, text.at
        ):
            yield refusals.PROTECTED_OFFICE.because(officer=officer, authority=text.authority)
