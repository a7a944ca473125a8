# SPDX-License-Identifier: Apache-2.0
"""The custody events without which a bundle could not be what it says.

An authority's last events can be cut off a journal unseen. So `bundle.json` names the event of the
export, that event names what was exported, and who must have acted before is asked for the act.
"""

from collections.abc import Iterator

from rogatory.custody.events.act_codes import known_act
from rogatory.custody.events.event import CustodyAction, Event, parse_event
from rogatory.custody.journal.journal import JournalEntry
from rogatory.errors import Phrase, Refused, refuse_if_any
from rogatory.evidence.checks import Undecided
from rogatory.node.court import layout, names, refusals
from rogatory.node.court.checks.contents import ContentsChecks
from rogatory.node.court.checks.custody import journals_in
from rogatory.node.court.checks.exporter import WHO_EXPORTED
from rogatory.node.court.listing import BundleHead
from rogatory.node.court.reading import BundleFiles
from rogatory.wire.words import N_, P_, FilledText

CODE = "bundle-exported"


def check_exported(files: BundleFiles, head: BundleHead, content: str) -> str:
    """Decide that the journal has the event of this export.

    1. An event in `custody/` has the digest that bundle.json names; its code is `bundle-exported`,
       and its fields are those of the code.
    2. It is on this bag, by the authority and the officer that bundle.json names.
    3. Its `content` is the digest of this bundle's contents (`content_digest`), its `purpose` the
       reason in bundle.json.

    The check of the journal decides whether it is signed and in sequence.
    """
    event = next((one for digest, one in _own(files) if digest == head.event), None)
    if event is None:
        raise Refused(refusals.EXPORT_EVENT.because(problem=P_("it does not lie in custody/")))
    known = known_act(event)
    fields = event.act.fields if event.act else {}
    stated: dict[str, tuple[object, object]] = {
        "code": (known.code if known else None, CODE),
        "object": (event.object, head.bag),
        "authority": (str(event.authority), head.authority),
        "officer": (event.officer, head.officer),
        "content": (fields.get("content"), content),
        "purpose": (fields.get("purpose"), head.reason),
    }
    problems: list[Phrase] = [
        FilledText(P_("its {name} is not that of this bundle"), name=name)
        for name, (found, wanted) in stated.items()
        if found != wanted
    ]
    refuse_if_any(refusals.EXPORT_EVENT.because(problem=problem) for problem in problems)
    recipients = fields.get("recipients") or ()
    recipients_text = ", ".join(map(str, recipients)) if isinstance(recipients, tuple) else ""
    return (
        FilledText(N_("for {recipients}"), recipients=recipients_text)
        if recipients_text
        else N_("for nobody who is named")
    )


def check_expected(files: BundleFiles, head: BundleHead, contents: ContentsChecks) -> str:
    """Decide that the journal has each event that this bundle cannot be without.

    1. The sender of each seal that counts: `sealed`, on this bag.
    2. The State of the exporter, where a delivery here shows that it got the package from another
       State: `received`, on this bag, in `custody/` or `custody-node/`.
    3. The exporter, where another sealed first: `opened`, on this bag.
    4. The exporter: `exported`, on this bag.

    Raises:
        Undecided: the journal does not hold, or no seal counts.
        Refused: with each event that is missing.
    """
    seals = contents.counting_seals()
    if not seals or not contents.holds(names.JOURNAL):
        raise Undecided(N_("no seal counts, or the custody events do not hold"), WHO_EXPORTED)
    events = [event for _, event in (*_own(files), *_beside(files)) if event.object == head.bag]
    acts = {(event.action, str(event.authority)) for event in events}
    by_state = {(event.action, event.authority.state) for event in events}
    wanted = [(CustodyAction.SEALED, one.seal.sender) for one in seals]  # 1
    if seals[0].seal.sender != head.authority:
        wanted.append((CustodyAction.OPENED, head.authority))  # 3
    wanted.append((CustodyAction.EXPORTED, head.authority))  # 4
    missing = [one for one in wanted if one not in acts]
    state = head.authority[:2].upper()
    if _delivered(contents, state) and (CustodyAction.RECEIVED, state) not in by_state:  # 2
        missing.append((CustodyAction.RECEIVED, state))
    refuse_if_any(
        refusals.EXPECTED_EVENT.because(authority=who, action=action.value)
        for action, who in missing
    )
    return FilledText(N_("{count} events"), count=len(events))


def _delivered(contents: ContentsChecks, state: str) -> bool:
    digests = {one.digest for one in contents.counting_seals()}
    return any(
        one.delivered_seal is not None
        and one.delivered_seal in digests
        and one.envelope.addressee.state == state
        and one.envelope.sender.state != state
        for one in contents.messages.in_force
    )


def _own(files: BundleFiles) -> Iterator[tuple[str, Event]]:
    for read in journals_in(files, layout.CUSTODY):
        if read.earlier == 0:
            yield from _read(read.entries)


def _beside(files: BundleFiles) -> Iterator[tuple[str, Event]]:
    for read in journals_in(files, layout.CUSTODY_NODE):
        yield from _read(read.entries)


def _read(entries: tuple[JournalEntry, ...]) -> Iterator[tuple[str, Event]]:
    for entry in entries:
        try:
            yield entry.digest, parse_event(entry.event)
        except Refused:
            continue  # the check of the journal reports it
