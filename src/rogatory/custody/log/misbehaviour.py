# SPDX-License-Identifier: Apache-2.0
"""A proof of misbehaviour: two checkpoints that one log signed and that cannot both be.

A file that convinces a third party, offline, with nothing but the log's public key:

- *fork*: both are of one size and have other roots.
- *rewritten*: the later one has another beginning. `nodes` (as `tree.beginning` gives) lead to its
  root and show what its first entries hash to: not to the earlier one's root.
- *unexplained*: the earlier one is smaller, and the log gave nothing that joins them. That is an
  accusation and proves nothing yet: ask the log for a consistency proof. It has none if it lies.

A log that merely shows an older checkpoint again has contradicted nobody: checkpoints have no time.
So a shrink is refused and reported to officers, and proved only by what the log signs next.
"""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from rogatory.custody import refusals
from rogatory.custody.collect_reasons import attempt
from rogatory.custody.log import tree
from rogatory.custody.log.checkpoint import (
    Checkpoint,
    SignedCheckpoint,
    parse_checkpoint,
    read_hash,
    verify_checkpoint,
)
from rogatory.custody.log.proof import LONGEST_PATH
from rogatory.errors import Phrase, Reason, Refused
from rogatory.seal.notes import parse_note
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.words import N_, P_, FilledText

MISBEHAVIOUR_VERSION = 1

LARGEST_MISBEHAVIOUR = 256 * 1024
"""Two checkpoints with the cosignatures of a dozen witnesses each, and a path."""

SUFFIX = ".misbehaviour.json"

_NAMES = {"version", "kind", "first", "second", "nodes"}


class Contradiction(Enum):
    """How two checkpoints contradict each other."""

    FORK = "fork"
    REWRITTEN = "rewritten"
    UNEXPLAINED = "unexplained"

    @property
    def proves(self) -> bool:
        """Decide whether the file alone shows that the log lied."""
        return self is not Contradiction.UNEXPLAINED

    @property
    def title(self) -> str:
        """Return what it means in plain words (English source for translation)."""
        return {
            Contradiction.FORK: N_("The log signed two contents of one size"),
            Contradiction.REWRITTEN: N_("The log changed or removed entries that it had signed"),
            Contradiction.UNEXPLAINED: N_(
                "The log did not show how one checkpoint follows the other"
            ),
        }[self]


@dataclass(frozen=True, slots=True)
class Misbehaviour:
    """A file that holds: what it shows of which log."""

    contradiction: Contradiction
    first: SignedCheckpoint
    second: SignedCheckpoint

    @property
    def origin(self) -> str:
        return self.first.checkpoint.origin


def build_misbehaviour(first: str, second: str, nodes: Sequence[bytes] = ()) -> bytes:
    """Return the file about two signed checkpoints of one log, in either order.

    `nodes` may show the beginning of the larger one; what shows nothing is left out. Nobody's
    signature is verified: the caller did, and so does every reader.

    Raises:
        Refused: they do not contradict each other.
    """
    earlier, later = sorted((first, second), key=lambda note: (_read(note).size, _read(note).root))
    shown = tuple(nodes) if _shows_other_beginning(_read(earlier), _read(later), nodes) else ()
    contradiction = _contradiction(_read(earlier), _read(later), shown)
    return canonical.encode(
        {
            "version": MISBEHAVIOUR_VERSION,
            "kind": contradiction.value,
            "first": earlier,
            "second": later,
            "nodes": [base64.b64encode(node).decode("ascii") for node in shown],
        }
    )


def origin_of(data: bytes) -> str:
    """Return the origin of the log that a file accuses, so that its keys can be looked up; nothing
    is verified.
    """
    return _read(_parse(data).first).origin


def check_misbehaviour(data: bytes, vkeys: Iterable[str]) -> Misbehaviour:
    """Decide, offline, what a file proves.

    What must hold:
      1. The file is in its form.
      2. Both checkpoints are signed by a key of the log (`vkeys`: as the directory listed them).
      3. Both are of one origin.
      4. They contradict each other in the way that the file says.

    Raises:
        Refused: with every reason; nothing is shown against the log.
    """
    # 1.
    read = _parse(data)
    # 2, 3.
    keys, origin = tuple(vkeys), _read(read.first).origin
    reasons: list[Reason] = []
    first = attempt(reasons, lambda: verify_checkpoint(read.first, origin=origin, vkeys=keys))
    second = attempt(reasons, lambda: verify_checkpoint(read.second, origin=origin, vkeys=keys))
    if first is None or second is None:
        raise Refused(reasons)
    # 4.
    found = _contradiction(first.checkpoint, second.checkpoint, read.nodes)
    if found is not read.kind:
        raise _malformed(P_("its kind is another than what it shows"))
    return Misbehaviour(found, first, second)


@dataclass(frozen=True, slots=True)
class _File:
    kind: Contradiction
    first: str
    second: str
    nodes: tuple[bytes, ...]


def _parse(data: bytes) -> _File:
    document = canonical.decode_object(data, limit=LARGEST_MISBEHAVIOUR)
    if document.keys() != _NAMES:
        raise _malformed(P_("it has other members than version, kind, first, second and nodes"))
    if not canonical.is_version(document["version"], MISBEHAVIOUR_VERSION):
        raise _malformed(
            FilledText(P_("this program reads version {version}"), version=MISBEHAVIOUR_VERSION)
        )
    first, second = document["first"], document["second"]
    if not isinstance(first, str) or not isinstance(second, str):
        raise _malformed(P_("a checkpoint is no text"))
    try:
        kind = Contradiction(document["kind"])
    except ValueError as error:
        raise _malformed(P_("its kind is unknown")) from error
    return _File(kind, first, second, _nodes(document["nodes"]))


def _nodes(value: Json) -> tuple[bytes, ...]:
    if isinstance(value, str) or not isinstance(value, Sequence) or len(value) > LONGEST_PATH + 1:
        raise _malformed(P_("its nodes are no list"))
    found = [read_hash(each) if isinstance(each, str) else None for each in value]
    nodes = tuple(node for node in found if node is not None)
    if len(nodes) != len(found):
        raise _malformed(P_("a node is not a hash in base64"))
    return nodes


def _contradiction(first: Checkpoint, second: Checkpoint, nodes: Sequence[bytes]) -> Contradiction:
    """Return how two checkpoints of one log contradict each other; refuses that they do."""
    if first.origin != second.origin:
        wanted = first.origin
        raise Refused(refusals.CHECKPOINT_ORIGIN.because(found=second.origin, wanted=wanted))
    if first.size == second.size and first.root != second.root and not nodes:
        return Contradiction.FORK
    if 0 < first.size < second.size:
        if not nodes:
            return Contradiction.UNEXPLAINED
        if _shows_other_beginning(first, second, nodes):
            return Contradiction.REWRITTEN
    raise Refused(refusals.MISBEHAVIOUR_NONE.because())


def _shows_other_beginning(first: Checkpoint, second: Checkpoint, nodes: Sequence[bytes]) -> bool:
    try:
        found = tree.root_of_beginning(first.size, second.size, second.root, nodes)
    except Refused:
        return False
    return found != first.root


def _read(note: str) -> Checkpoint:
    return parse_checkpoint(parse_note(note).text)


def _malformed(problem: Phrase) -> Refused:
    return Refused(refusals.MISBEHAVIOUR_FORM.because(problem=problem))
