# SPDX-License-Identifier: Apache-2.0
"""The act of each endpoint: reads its values, calls the use-case, writes the answer."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from rogatory.custody.log.witness import SIZE_MEDIA_TYPE, Verdict
from rogatory.errors import Refused
from rogatory.node.contact_cards import fetch_cards
from rogatory.node.context import Node
from rogatory.node.custody_log import log
from rogatory.node.messages.receive import receive
from rogatory.node.misbehaviour.take import take_proof as take_proof_of
from rogatory.node.packages import serve, take_in
from rogatory.node.packages.own_acts import acts_on, encode_acts
from rogatory.node.packages.package_documents import decode_documents, encode_documents
from rogatory.node.packages.submit_custody import log_events
from rogatory.node.packages.waiting import request_files, waiting
from rogatory.node.packages.waiting_form import encode_waiting
from rogatory.node.recovery.form import encode_exchange
from rogatory.node.recovery.hand_out import exchange_since
from rogatory.node.snapshots.form import encode_snapshots
from rogatory.node.snapshots.keep import own_snapshots, snapshot_file
from rogatory.node.threads import dispatch_refusals
from rogatory.node.threads.dispatch import encode_page, from_base64, signatures_from_json, to_base64
from rogatory.node.witnesses import cosign
from rogatory.seal.signatures import Signatures
from rogatory.transport.door.caller import Caller
from rogatory.transport.door.endpoint import JSON, Reply
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.words import P_

_WITNESS_TYPES = {Verdict.COSIGN.value: "text/plain", Verdict.OTHER_SIZE.value: SIZE_MEDIA_TYPE}

type PathValues = Mapping[str, str]

LARGEST_SUBMISSION = 8 << 20
"""200 events with their signatures."""


def take_message(node: Node, caller: Caller, body: bytes, _values: PathValues) -> bytes:
    return receive(node, caller.state, body)


def give_messages(node: Node, caller: Caller, _body: bytes, values: PathValues) -> bytes:
    after = int(values.get("after", "0"))
    found = serve.messages_after(node, caller.state, values["thread"], after)
    return encode_page(found)


def give_exchange(node: Node, caller: Caller, _body: bytes, values: PathValues) -> bytes:
    since = datetime.fromtimestamp(int(values["since"]), UTC)
    return encode_exchange(exchange_since(node, caller.state, since, values.get("after")))


def give_documents(node: Node, caller: Caller, _body: bytes, values: PathValues) -> bytes:
    found = serve.documents(node, caller.state, values["seal"], caller.authority)
    return encode_documents(found)


def give_acts(node: Node, caller: Caller, _body: bytes, values: PathValues) -> bytes:
    return encode_acts(acts_on(node, values["seal"], str(caller.authority)))


def give_waiting(node: Node, caller: Caller, _body: bytes, _values: PathValues) -> bytes:
    return encode_waiting(waiting(node, str(caller.authority)))


def give_request(node: Node, caller: Caller, _body: bytes, values: PathValues) -> bytes:
    return encode_documents(request_files(node, str(caller.authority), values["thread"]))


def give_segment(
    node: Node, caller: Caller, _body: bytes, values: PathValues
) -> serve.ServedSegment:
    return serve.segment(node, caller.state, bytes.fromhex(values["blake3"]), caller.authority)


def take_documents(node: Node, caller: Caller, body: bytes, values: PathValues) -> bytes:
    documents, authority = decode_documents(body), str(caller.authority)
    missing = take_in.take_documents(node, documents, seal=values["seal"], authority=authority)
    return canonical.encode({"missing": [digest.hex() for digest in missing]})


def take_segment(node: Node, caller: Caller, body: bytes, values: PathValues) -> bytes:
    digest, authority = bytes.fromhex(values["blake3"]), str(caller.authority)
    whole = take_in.take_segment(node, digest, body, authority=authority)
    return canonical.encode({"complete": whole})


def take_events(node: Node, _caller: Caller, body: bytes, _values: PathValues) -> bytes:
    document = canonical.decode_object(body, limit=LARGEST_SUBMISSION)
    events = document.get("events")
    if document.keys() != {"events"} or isinstance(events, str) or not isinstance(events, Sequence):
        raise Refused(dispatch_refusals.DISPATCH_MALFORMED.because(problem=P_("no list of events")))
    proofs = log_events(node, [_event(each) for each in events])
    return canonical.encode({"logged": [{"proof": to_base64(proof)} for proof in proofs]})


def give_card(node: Node, _caller: Caller, _body: bytes, values: PathValues) -> bytes:
    return fetch_cards.give_card(node, values["digest"])


def take_proof(node: Node, _caller: Caller, body: bytes, _values: PathValues) -> bytes:
    take_proof_of(node, body)
    return canonical.encode({})


def give_snapshots(node: Node, _caller: Caller, _body: bytes, _values: PathValues) -> bytes:
    return encode_snapshots(own_snapshots(node))


def give_snapshot(node: Node, _caller: Caller, _body: bytes, values: PathValues) -> bytes:
    return snapshot_file(node, values["digest"])


def give_checkpoint(node: Node, _caller: Caller, _body: bytes, values: PathValues) -> bytes:
    return log.serve_checkpoint(node, _epoch(values)).encode()


def give_tile(node: Node, _caller: Caller, _body: bytes, values: PathValues) -> bytes:
    return log.tile(node, f"tile/{values['tile']}", _epoch(values))


def _epoch(values: PathValues) -> int | None:
    """Return the epoch that the path names, if it names one."""
    return int(values["epoch"]) if "epoch" in values else None


def cosign_checkpoint(node: Node, caller: Caller, body: bytes, _values: PathValues) -> Reply:
    answer = cosign.add_checkpoint(node, caller.state, body)
    return Reply(answer.status, answer.body, _WITNESS_TYPES.get(answer.status, JSON))


def give_cosigned(node: Node, _caller: Caller, _body: bytes, values: PathValues) -> bytes | Reply:
    note = cosign.last_cosigned(node, values["log"])
    return Reply(404, canonical.encode({"codes": []}), JSON) if note is None else note.encode()


def _event(value: Json) -> tuple[bytes, Signatures]:
    if not isinstance(value, Mapping) or value.keys() != {"event", "p256", "mldsa65"}:
        raise Refused(
            dispatch_refusals.DISPATCH_MALFORMED.because(problem=P_("an event has other parts"))
        )
    signatures = {name: value[name] for name in ("p256", "mldsa65")}
    return from_base64(value["event"]), signatures_from_json(signatures)
