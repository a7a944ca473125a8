# SPDX-License-Identifier: Apache-2.0
"""The decision of a witness about a checkpoint that is shown to it (C2SP tlog-witness), and why.

Pure: it takes what the witness saw of the log before. A verdict to cosign names what must be
persisted *before* anything is signed; a contradiction comes with the proof of misbehaviour.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from rogatory.custody import refusals
from rogatory.custody.log import tree
from rogatory.custody.log.checkpoint import (
    Checkpoint,
    parse_checkpoint,
    read_hash,
    read_numeral,
    verify_checkpoint,
    write_hash,
)
from rogatory.custody.log.epoch import LogOrigin, opening_entry, parse_origin
from rogatory.custody.log.misbehaviour import build_misbehaviour
from rogatory.custody.log.proof import LONGEST_PATH
from rogatory.errors import Phrase, Reason, Refused
from rogatory.seal.notes import parse_note
from rogatory.wire.words import P_, FilledText

LARGEST_REQUEST = 96 * 1024
"""A path and a checkpoint with the lines of sixteen post-quantum keys; more is only work."""

SIZE_MEDIA_TYPE = "text/x.tlog.size"


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """A request to cosign: from which size on, the consistency path, and the signed note."""

    old: int
    path: tuple[bytes, ...]
    note: str

    def encode(self) -> bytes:
        lines = [f"old {self.old}", *map(write_hash, self.path)]
        return ("\n".join(lines) + "\n\n" + self.note).encode()


def parse_add_checkpoint(body: bytes) -> AddCheckpoint:
    """Return the request of these bytes; refuses another form. The note in it is not looked at."""
    if len(body) > LARGEST_REQUEST:
        raise Refused(
            _malformed(FilledText(P_("it is larger than {limit} bytes"), limit=LARGEST_REQUEST))
        )
    try:
        head, separator, note = body.decode().partition("\n\n")
    except UnicodeDecodeError as error:
        raise Refused(_malformed(P_("it is not UTF-8"))) from error
    first, *lines = head.split("\n")
    old = read_numeral(first.removeprefix("old ")) if first.startswith("old ") else None
    if not separator or old is None:
        problem: Phrase = P_("it does not begin with the old size and an empty line after the path")
        raise Refused(_malformed(problem))
    path = [read_hash(line) for line in lines[: LONGEST_PATH + 1]]
    hashes = tuple(each for each in path if each is not None)
    if len(path) > LONGEST_PATH or len(hashes) < len(path):
        problem = FilledText(
            P_("a line is no hash, or there are more than {limit}"), limit=LONGEST_PATH
        )
        raise Refused(_malformed(problem))
    return AddCheckpoint(old, hashes, note)


class Verdict(Enum):
    """The value is the HTTP status that C2SP gives to it."""

    COSIGN = 200
    MALFORMED = 400
    UNSIGNED = 403
    UNKNOWN_LOG = 404
    OTHER_SIZE = 409
    INCONSISTENT = 422


@dataclass(frozen=True, slots=True)
class SeenCheckpoint:
    """The last checkpoint of a log that a witness cosigned, as it keeps it.

    A new epoch that an officer accepted by hand counts as seen empty, without a note.
    """

    checkpoint: Checkpoint
    note: str | None


type LogKeys = Callable[[str], Sequence[str]]
"""The keys (vkeys) that the directory lists for the origin of a log of the State that asks; none for
any other."""


class NotCosignedError(Refused):
    """The checkpoint is not cosigned.

    `size` is what the witness has seen of the log. `alarm` means that this is no mistake of a
    program's but a log that shows another history, or begins an epoch that does not follow.
    `misbehaviour` is the proof, with as much as the request itself shows; where it leaves the case
    unexplained, the log's tiles may show more.
    """

    def __init__(
        self,
        verdict: Verdict,
        reasons: Reason | Iterable[Reason],
        *,
        size: int = 0,
        alarm: bool = False,
        misbehaviour: bytes | None = None,
    ) -> None:
        super().__init__(reasons)
        self.verdict = verdict
        self.size = size
        self.alarm = alarm
        self.misbehaviour = misbehaviour


def judge_request(body: bytes, *, keys: LogKeys, seen: Mapping[int, SeenCheckpoint]) -> Checkpoint:
    """Return the checkpoint of a request that a witness may cosign.

    `seen` has what was seen of each epoch of the log of the State that asks, by its number.

    What must hold, in the order of C2SP tlog-witness:
      1. The request is in its form, and so are note and checkpoint; no extension line, since the
         ML-DSA kind would not cover it.
      2. The log is one that this witness follows.
      3. A key of the log signed the note, and no signature by one of them fails.
      4. The old size is not larger than the checkpoint's.
      5. The log has not ended: no later epoch of it was seen.
      6. Of a log seen before: the old size is the size seen; the path leads from there; an equal
         size has an equal root and no path.
      7. Of one not seen before: the old size is 0 and the path is empty.
      8. Of a new epoch, where an earlier one was seen: that is the one before, and this is the
         opening (size 1) over exactly the checkpoint seen last.

    The caller persists the checkpoint if what it saw still is what was judged, and only then
    signs.

    Raises:
        NotCosignedError: one of these does not hold.
    """
    # 1.
    request, checkpoint = _read(body)
    origin, size = checkpoint.origin, checkpoint.size
    # 2.
    vkeys = keys(origin)
    if not vkeys:
        raise NotCosignedError(Verdict.UNKNOWN_LOG, refusals.WITNESS_ORIGIN.because(origin=origin))
    # 3.
    try:
        verify_checkpoint(request.note, origin=origin, vkeys=vkeys)
    except Refused as error:
        raise NotCosignedError(Verdict.UNSIGNED, error.reasons) from error
    # 4.
    if request.old > size:
        problem = P_("the old size is larger than the checkpoint's")
        raise NotCosignedError(Verdict.MALFORMED, _malformed(problem))
    # 5.
    log = parse_origin(origin)
    if any(epoch > log.epoch for epoch in seen):
        raise NotCosignedError(
            Verdict.INCONSISTENT, refusals.WITNESS_EPOCH_OVER.because(origin=origin)
        )
    # 6, 7.
    last = seen.get(log.epoch)
    _refuse_contradiction(request, checkpoint, last)
    # 8.
    if last is None and seen:
        _refuse_other_opening(checkpoint, log, seen[max(seen)])
    return checkpoint


def _read(body: bytes) -> tuple[AddCheckpoint, Checkpoint]:
    try:
        request = parse_add_checkpoint(body)
        checkpoint = parse_checkpoint(parse_note(request.note).text)
        parse_origin(checkpoint.origin)
    except Refused as error:
        raise NotCosignedError(Verdict.MALFORMED, error.reasons) from error
    if checkpoint.extensions:
        problem = P_("its checkpoint has extension lines")
        raise NotCosignedError(Verdict.MALFORMED, _malformed(problem))
    return request, checkpoint


def _refuse_contradiction(
    request: AddCheckpoint, checkpoint: Checkpoint, last: SeenCheckpoint | None
) -> None:
    seen_size = 0 if last is None else last.checkpoint.size
    is_other = last is not None and checkpoint.root != last.checkpoint.root
    if last is not None and is_other and checkpoint.size == seen_size:
        raise _contradicted(request, checkpoint, last)
    if request.old != seen_size:
        raise NotCosignedError(
            Verdict.OTHER_SIZE,
            refusals.WITNESS_OLD_SIZE.because(old=str(request.old), seen=str(seen_size)),
            size=seen_size,
        )
    if last is None or seen_size in {0, checkpoint.size}:
        if request.path:
            raise NotCosignedError(
                Verdict.INCONSISTENT,
                _malformed(P_("a path leads from nothing, or to the same size")),
            )
        return
    try:
        tree.verify_consistency(
            seen_size, last.checkpoint.root, checkpoint.size, checkpoint.root, request.path
        )
    except Refused as error:
        raise _contradicted(request, checkpoint, last) from error


def _contradicted(
    request: AddCheckpoint, checkpoint: Checkpoint, last: SeenCheckpoint
) -> NotCosignedError:
    """Return the refusal of a log that shows another history than before, or no way from the one to
    the other.
    """
    proof = None if last.note is None else build_misbehaviour(last.note, request.note, request.path)
    return NotCosignedError(
        Verdict.INCONSISTENT,
        refusals.WITNESS_FORK.because(origin=checkpoint.origin),
        size=last.checkpoint.size,
        alarm=True,
        misbehaviour=proof,
    )


def _refuse_other_opening(checkpoint: Checkpoint, log: LogOrigin, before: SeenCheckpoint) -> None:
    if checkpoint.size != 1:
        raise NotCosignedError(
            Verdict.INCONSISTENT, refusals.WITNESS_EPOCH_FIRST.because(size=str(checkpoint.size))
        )
    if not _opens(checkpoint, log, before.checkpoint):
        size = str(before.checkpoint.size)
        raise NotCosignedError(
            Verdict.INCONSISTENT,
            refusals.WITNESS_EPOCH_OPENING.because(origin=checkpoint.origin, size=size),
            alarm=True,
        )


def _opens(checkpoint: Checkpoint, log: LogOrigin, last: Checkpoint) -> bool:
    """Decide whether a log of one entry is the opening over that checkpoint of the epoch before."""
    try:
        return checkpoint.root == tree.leaf_hash(opening_entry(log, last))
    except Refused:  # an epoch was left out
        return False


def _malformed(problem: Phrase) -> Reason:
    return refusals.WITNESS_REQUEST.because(problem=problem)
