# SPDX-License-Identifier: Apache-2.0
"""The kinds of file that convict somebody by his own signatures, and whom each one convicts.

Each is verified by the directory alone, so it may come from anybody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from rogatory.custody.log.epoch import parse_origin
from rogatory.custody.log.misbehaviour import SUFFIX as CONTRADICTION_SUFFIX
from rogatory.custody.log.misbehaviour import Contradiction, check_misbehaviour, origin_of
from rogatory.directory.view import split
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Refused
from rogatory.node.misbehaviour import refusals, unlogged
from rogatory.node.repositories.witnesses import Accusation
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.words import N_

LARGEST_PROOF = split.LARGEST_SPLIT
"""The largest of the kinds."""

PUBLISHER = ""
"""In place of a State: a proof against the directory's publisher."""

FORKED = frozenset({Contradiction.FORK.value, Contradiction.REWRITTEN.value})
"""Kinds after which nobody may cosign the log any more."""

_TITLES = {one.value: one.title for one in Contradiction} | {
    unlogged.KIND: N_("The log has another entry where a receipt places its message"),
    split.KIND: N_("The publisher signed two contents of one snapshot of the directory"),
}

_SUFFIXES = {unlogged.KIND: unlogged.SUFFIX, split.KIND: split.SUFFIX}


@dataclass(frozen=True, slots=True)
class MisbehaviourProof:
    """The proof in a file, of a State's log or of the publisher (`PUBLISHER`).

    `sizes` are the entries of the two checkpoints, where it has two. `proves` is False for a fact
    that is only unexplained.
    """

    state: str
    origin: str
    kind: str
    proves: bool
    sizes: tuple[int, int] | None = None
    version: int | None = None


def stated_kind(document: bytes) -> Json:
    """Return what a file says it shows; nothing is verified.

    Raises:
        Refused: it is no canonical JSON, or too long for any kind.
    """
    return canonical.decode_object(document, limit=LARGEST_PROOF).get("kind")


def read_proof(view: DirectoryView, document: bytes, at: datetime) -> MisbehaviourProof:
    """Decide what a file shows, by the keys that the directory lists or ever listed.

    Raises:
        Refused: with every reason why it shows nothing.
    """
    kind = stated_kind(document)
    if kind == split.KIND:
        if view.published is None:
            raise Refused(refusals.PROOF_UNCHECKED.because())
        found = split.check_split(document, view.published.keys, view.network)
        origin = f"{view.network}/directory"
        return MisbehaviourProof(PUBLISHER, origin, split.KIND, proves=True, version=found.version)
    if kind == unlogged.KIND:
        entry = unlogged.check_unlogged(document, view, at).entry
        return MisbehaviourProof(
            parse_origin(entry.origin).state, entry.origin, unlogged.KIND, proves=True
        )
    origin = origin_of(document)
    vkeys = [
        record.vkey
        for state in view.states
        for record in view.entry(state).logs
        if record.origin == origin
    ]
    shown = check_misbehaviour(document, vkeys)
    return MisbehaviourProof(
        parse_origin(origin).state,
        origin,
        shown.contradiction.value,
        proves=shown.contradiction.proves,
        sizes=(shown.first.checkpoint.size, shown.second.checkpoint.size),
    )


def title_of(kind: str) -> str:
    """Return what a kind of proof shows, in plain words (English source for translation)."""
    return _TITLES[kind]


def suffix_of(kind: str) -> str:
    """Return how the name of such a file ends."""
    return _SUFFIXES.get(kind, CONTRADICTION_SUFFIX)


def is_forked(accusations: Iterable[Accusation], origin: str) -> bool:
    """Decide whether one of these proves that a log has two histories."""
    return any(one.origin == origin and one.kind in FORKED for one in accusations)
