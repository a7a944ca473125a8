# SPDX-License-Identifier: Apache-2.0
"""Cards come by themselves: from the State, or from another member that has it already.

A card is asked for by its digest and checked against the entry that names it, so it makes no
difference who passes it on. That a State cannot be reached is exactly when its numbers are needed:
therefore they are fetched as soon as an entry names them, and others are asked when it is silent.
"""

from rogatory.directory.entry import refusals as entry_refusals
from rogatory.directory.entry.card import card_digest, check_card, parse_card
from rogatory.directory.entry.entry import DirectoryEntry
from rogatory.errors import Refused, Unreachable, refuse_if_any
from rogatory.node.contact_cards import refusals
from rogatory.node.context import Node
from rogatory.node.queue import job_codes
from rogatory.node.queue.end_job import done, later
from rogatory.node.repositories.contact_cards import CardRecord
from rogatory.node.repositories.queue import Job
from rogatory.wire.words import Statement, statement_of

REQUESTED_AT_ONCE = 3
"""Nodes asked in one attempt. Each may take its whole patience; more would outlast the lease."""


def keep_card_beat(node: Node, job: Job) -> None:
    """Ask for each card that an entry names and that is not here."""
    with done(node, job):
        ask_for_cards(node)
        node.queue.enqueue(job.kind, job.key, {}, node.clock.now() + node.settings.card_beat)


def ask_for_cards(node: Node) -> None:
    """Queue a job for each card that an entry names and that is not here; within a transaction."""
    for state, digest in _wanted(node).items():
        payload = {"state": state, "digest": digest}
        node.queue.enqueue("card", f"card/{digest}", payload, node.clock.now())


def bring_card(node: Node, job: Job) -> None:
    """Fetch one card, for as long as the State's entry names it."""
    state, digest = str(job.payload["state"]), str(job.payload["digest"])
    if _wanted(node).get(state) != digest:
        with done(node, job):
            return
    entry, problems = node.register.view().entry(state), []
    for peer in _to_ask(node, state, job.attempts):
        try:
            record = _received(node, entry, node.peers.card(peer, digest), peer)
        except (Refused, Unreachable) as error:
            problems.append(
                job_codes.CARD_NOT_BROUGHT.because(state=peer, problem=statement_of(error))
            )
            continue
        with done(node, job):
            node.store.add_card(record)
        return
    later(node, job, Statement(problems))


def install_card(node: Node, data: bytes) -> CardRecord:
    """Keep the own State's card, brought by hand: its entry may come to name it later.

    Raises:
        Refused: the bytes are no card, or of another State, or name an authority that the State's
            entry does not list.
    """
    card = parse_card(data)
    entry = node.register.view().entry(node.state)
    reasons = check_card(entry, card, data)
    refuse_if_any([one for one in reasons if one.code is not entry_refusals.CARD_DIGEST])
    record = _record(node, data, card.state, node.state)
    with node.store.transaction():
        node.store.add_card(record)
    return record


def give_card(node: Node, digest: str) -> bytes:
    """Return the bytes of a card, for any listed node: members pass them on."""
    record = node.store.card(digest)
    if record is None:
        raise Refused(refusals.CARD_UNKNOWN.because(digest=digest))
    return record.data


def _wanted(node: Node) -> dict[str, str]:
    """Return by State the digest of its card, where it names one that is not here."""
    view = node.register.view()
    named = {state: view.entry(state).card for state in view.states if state != node.state}
    return {
        state: digest
        for state, digest in named.items()
        if digest is not None and node.store.card(digest) is None
    }


def _to_ask(node: Node, state: str, attempts: int) -> list[str]:
    """Return the State itself, and some of the others, other ones at each attempt."""
    view = node.register.view()
    others = [other for other in view.states if other not in {state, node.state}]
    first = (attempts - 1) * (REQUESTED_AT_ONCE - 1)
    turned = [others[(first + step) % len(others)] for step in range(len(others))]
    return [state, *turned[: REQUESTED_AT_ONCE - 1]]


def _received(node: Node, entry: DirectoryEntry, data: bytes, peer: str) -> CardRecord:
    refuse_if_any(check_card(entry, parse_card(data), data))
    return _record(node, data, entry.state, peer)


def _record(node: Node, data: bytes, state: str, given_by: str) -> CardRecord:
    return CardRecord(card_digest(data), state, data, node.clock.now(), given_by)
