# SPDX-License-Identifier: Apache-2.0
"""Having this node's log cosigned: one witness is asked from what it saw on (C2SP tlog-witness).

What comes back is verified and kept only if it is of every kind of key that the witness's State
has in force. Asking changes nothing at the witness but that it saw more: a request that is lost,
or whose answer is, is made again.
"""

from collections.abc import Sequence
from datetime import timedelta

from rogatory.custody.log.checkpoint import (
    Checkpoint,
    parse_checkpoint,
    read_numeral,
    with_cosignatures,
)
from rogatory.custody.log.quorum import witnessed_by
from rogatory.custody.log.tiles import TileId, consistency
from rogatory.custody.log.witness import AddCheckpoint, Verdict
from rogatory.errors import Refused, RogatoryError, Unreachable
from rogatory.node.context import Node
from rogatory.node.custody_log.log import cosigned_note, signed_checkpoint
from rogatory.node.officers.alerts import page
from rogatory.node.repositories.witnesses import OwnCosignature, WitnessContact
from rogatory.node.witnesses import refusals
from rogatory.node.witnesses.own_policy import needed_sizes, own_policy
from rogatory.node.witnesses.trust import witness_keys
from rogatory.seal.notes import NoteSignature, parse_note, read_signature_line
from rogatory.wire import canonical
from rogatory.wire.words import P_, FilledText, statement_of

TRIES = 3
"""Requests to one witness in a row: the first answer may be an older size, and others ask it
meanwhile.
"""

LARGEST_WITNESS_ANSWER = 64 << 10
"""Lines of a dozen post-quantum keys; a peer cannot make us hold more."""

LEFT_OUT_FOR = timedelta(seconds=30)
"""The time for which a witness that did not answer is left out while a proof is waited for: a
caller that asks for many proofs waits for it once.
"""

REFUSALS = frozenset({Verdict.MALFORMED.value, Verdict.UNSIGNED.value, Verdict.INCONSISTENT.value})
"""The answers of a witness about the checkpoint itself. A witness that does not know this State
yet, or is busy, has not judged it: its directory may be a few minutes older.
"""


def ask_witness(node: Node, state: str, note: str | None = None) -> bool:
    """Have a checkpoint (the published one) cosigned by a State's witness, if it has not been.

    What went wrong is written down beside the State, and officers are called where the witness
    saw a larger log than this one or another one. False if it may go better soon.
    """
    note = note or node.store.checkpoint()
    if note is None:
        return True
    checkpoint = parse_checkpoint(parse_note(note).text)
    known = _known(node, state, checkpoint)
    if known is None:
        return True
    now = node.clock.now()
    try:
        cosignature = _answer_of(node, state, checkpoint, note, known)
    except RogatoryError as error:
        before = _contact(node, state)
        answered = before.answered if before else None
        contact = WitnessContact(
            state, checkpoint.origin, known, now, answered, statement_of(error)
        )
        with node.store.transaction():
            node.store.put_contact(contact)
        if isinstance(error, WitnessRefusesError):
            _call(node, state, error)
        return not isinstance(error, Unreachable)
    if cosignature is None:
        return True
    size, policy = checkpoint.size, own_policy(node)
    with node.store.transaction():
        node.store.put_cosignature(cosignature)
        node.store.put_contact(WitnessContact(state, checkpoint.origin, size, now, now, None))
        kept = node.store.cosignatures(checkpoint.origin)
        node.store.keep_cosignatures(checkpoint.origin, needed_sizes(policy, kept))
    return True


def checkpoint_for_proofs(node: Node) -> str:
    """Return the note under which proofs are given out now: the log as it is, with as many
    cosignatures as its policy asks for, if the witnesses answer.

    They are asked while somebody waits, each for a short time, and one that did not answer lately
    not at all. A proof with fewer is given all the same, and a later one of the same event
    completes it: if evidence could not be handed over while witnesses are silent, silencing them
    would be a weapon.
    """
    note = signed_checkpoint(node, node.store.log_size())
    policy = own_policy(node)
    if policy is None or not policy.rules:
        return note
    checkpoint = parse_checkpoint(parse_note(note).text)
    for state in policy.states:
        kept = node.store.cosignatures(checkpoint.origin)
        if policy.met_by({one.state for one in kept if one.size == checkpoint.size}):
            break
        contact = _contact(node, state)
        silent = contact is not None and contact.problem is not None
        if contact is None or not silent or node.clock.now() - contact.asked > LEFT_OUT_FOR:
            ask_witness(node, state, note)
    return cosigned_note(node, note)


class WitnessRefusesError(Refused):
    """The witness saw another log than the one that it was shown."""


def _answer_of(
    node: Node, state: str, checkpoint: Checkpoint, note: str, known: int
) -> OwnCosignature | None:
    """Return the verified answer of a witness; None if it has cosigned a later checkpoint
    meanwhile.

    Raises:
        Unreachable: it did not answer, or not as a witness does.
        WitnessRefusesError: it saw a larger log, or another one.
    """
    view = node.register.view()
    keys = witness_keys(view, [state])
    if not any(one.counts for one in keys):
        raise Refused(refusals.WITNESS_UNLISTED.because(state=state))
    for _try in range(TRIES):
        request = AddCheckpoint(known, _path(node, known, checkpoint), note)
        answer = node.peers.add_checkpoint(state, request.encode())
        if answer.status == Verdict.OTHER_SIZE.value:
            known = _size(state, answer.body)
            if known > node.store.log_size():
                seen, size = str(known), str(node.store.log_size())
                raise WitnessRefusesError(
                    refusals.WITNESS_SAW_MORE.because(state=state, seen=seen, size=size)
                )
            if known > checkpoint.size:  # another of this node's workers was quicker
                return None
            continue
        if answer.status not in {Verdict.COSIGN.value, *REFUSALS}:
            problem = FilledText(
                P_("status {status} {codes}"), status=answer.status, codes=_codes(answer.body)
            )
            raise Unreachable(refusals.WITNESS_ANSWER.because(state=state, problem=problem))
        if answer.status != Verdict.COSIGN.value:
            codes = _codes(answer.body) or f"status {answer.status}"
            raise WitnessRefusesError(refusals.WITNESS_REFUSES.because(state=state, codes=codes))
        lines = _lines(state, answer.body)
        cosigned = with_cosignatures(note, lines)
        counted = witnessed_by(cosigned, keys)
        if not counted:
            raise Refused(refusals.WITNESS_INCOMPLETE.because(state=state))
        names = {(one.key.name, one.key.key_id) for one in keys if one.counts}
        own = "".join(one.line() for one in lines if (one.name, one.key_id) in names)
        return OwnCosignature(checkpoint.origin, checkpoint.size, state, own, counted[0].at)
    raise Refused(refusals.WITNESS_UNSTEADY.because(state=state))


def _known(node: Node, state: str, checkpoint: Checkpoint) -> int | None:
    """Return the size that a witness is known to have seen of this log; None if it cosigned this
    size or more.
    """
    kept = node.store.cosignatures(checkpoint.origin)
    if any(one.state == state and one.size >= checkpoint.size for one in kept):
        return None
    contact = _contact(node, state)
    if contact is None or contact.origin != checkpoint.origin or contact.size > checkpoint.size:
        return 0
    return contact.size


def _contact(node: Node, state: str) -> WitnessContact | None:
    return next((one for one in node.store.contacts() if one.state == state), None)


def _path(node: Node, old: int, checkpoint: Checkpoint) -> tuple[bytes, ...]:
    if old == 0:
        return ()

    def read(tile: TileId) -> bytes:
        return node.store.read_tile(tile.level, tile.index, tile.width)

    return tuple(consistency(old, node.store.log_tree(checkpoint.size), read))


def _size(state: str, body: bytes) -> int:
    text = body.decode("ascii", errors="replace")
    size = read_numeral(text.removesuffix("\n")) if text.endswith("\n") else None
    if size is None:
        raise Unreachable(
            refusals.WITNESS_ANSWER.because(state=state, problem=P_("it states no size"))
        )
    return size


def _lines(state: str, body: bytes) -> list[NoteSignature]:
    try:
        text = body.decode()
        return [read_signature_line(line) for line in text.removesuffix("\n").split("\n")]
    except (UnicodeDecodeError, Refused) as error:
        problem = P_("its lines are no signatures")
        raise Unreachable(refusals.WITNESS_ANSWER.because(state=state, problem=problem)) from error


def _codes(body: bytes) -> str:
    """Return the codes of a refusal, for a person."""
    try:
        codes = canonical.decode_object(body, limit=LARGEST_WITNESS_ANSWER).get("codes")
    except Refused:
        return ""
    if isinstance(codes, str) or not isinstance(codes, Sequence):
        return ""
    return ", ".join(ascii(code)[1:-1][:60] for code in codes[:20] if isinstance(code, str))


def _call(node: Node, state: str, error: WitnessRefusesError) -> None:
    now, codes = node.clock.now(), "/".join(error.codes)
    page(
        node,
        f"witness-refuses/{state}/{codes}/{now:%Y-%m-%d}",
        statement_of(error),
        at=now,
        thread=None,
    )
