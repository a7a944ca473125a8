# SPDX-License-Identifier: Apache-2.0
"""Messages between two real nodes on this machine: approved, signed, stored, logged, receipted.

    python -m bench.studies.messages NETWORK ROUNDS MESSAGES [durable]     (a child: see `child`)

The child is an officer's process at Arcadia's node, as a console is; doors and workers of both
nodes run beside it, with real keys, TLS and a real directory.
"""

import math
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.child import SKIPPED, ask, report, set_up
from bench.counting import counting
from bench.limits import Syncing, signature_seconds
from bench.rows import Found, Row, SkippedError, WrongOutputError, at_least, at_most, median
from bench.study import Study
from bench.watching import command_of, descendants
from bench.workplace import Workplace

if TYPE_CHECKING:
    from rogatory.exercises.federation import Federation
    from rogatory.node.context import Node

CODES = ("XA", "XB")

SIGNATURES = {
    "p256 sign": 6,  # approval, message, its event, the line, receipt, its event
    "p256 verify": 5,  # approval by the signer and by the peer, message, the line, receipt
    "mldsa65 sign": 4,  # message, its event, receipt, its event
    "mldsa65 verify": 2,  # message, receipt
    "ed25519 sign": 1,  # the receipt's checkpoint
    "ed25519 verify": 1,
}
"""The signatures that one message cannot do without; certificates' own signatures are not
counted."""

COMMITS = 6
"""At the sender: approval, message, lease of its delivery, receipt; at the receiver: message,
receipt. Those of what follows the receipt (applying it to the desk) are not counted."""

SECONDS_TO_RECEIPT = 60
SECONDS_BETWEEN_LOOKS = 0.001
SECONDS_TO_APPLY = 3
"""After the last receipt: what follows from a message is written down in a fraction of this."""
SECONDS_BETWEEN = 0.3
"""Between messages of which each is to find idle nodes."""

RATE = Row(
    "message-rate",
    "message between two nodes: approved, signed, stored, logged, receipted; rate",
    "processor time of its signatures plus its commits at the raw fdatasync rate",
    at_least(0.4, 0.7, "of that bound"),
)
P99 = Row(
    "message-p99",
    "the same, one after another: from the approval to the receipt, 99th percentile",
    "-",
    at_most(500, None, "ms"),
)

SYNCS = Row(
    "message-syncs",
    "fsyncs of all processes of both nodes for each message, from the approval until it is applied and its alert raised",
    "-",
    at_most(9, None, "fsyncs"),
)
BYTES = Row(
    "message-bytes",
    "the same: bytes written",
    "-",
    at_most(0.5, None, "MB"),
)


def measure(work: Workplace) -> dict[str, Found]:
    network = work.folder / "message-network"
    measured = ask("messages", network, work.scale.rounds, work.scale.messages)
    rounds = measured["rounds"]
    bounds = [1 / (each["signatures_s"] + COMMITS / each["syncs"]) for each in rounds]
    took = sorted(1000 * seconds for seconds in measured["took_s"])
    figures = {
        "messages_per_s": median([each["rate"] for each in rounds]),
        "bound_per_s": median(bounds),
        "signatures_ms": 1000 * median([each["signatures_s"] for each in rounds]),
        "fdatasyncs_per_s": median([each["syncs"] for each in rounds]),
    }
    latency = {"median_ms": median(took), "largest_ms": took[-1], "messages": len(took)}
    shares = [each["rate"] / bound for each, bound in zip(rounds, bounds, strict=True)]
    return {RATE.id: Found(shares, figures), P99.id: Found([_percentile(took, 0.99)], latency)}


def measure_durable(work: Workplace) -> dict[str, Found]:
    network = work.folder / "message-durable"
    found = ask("messages", network, work.scale.rounds, work.scale.messages, "durable")
    single = {"one_at_a_time": found["single"]["syncs"]}
    singly = {"one_at_a_time_mb": found["single"]["mb"]}
    return {
        SYNCS.id: Found([each["syncs"] for each in found["rounds"]], single),
        BYTES.id: Found([each["mb"] for each in found["rounds"]], singly),
    }


STUDIES = (Study((RATE, P99), measure), Study((SYNCS, BYTES), measure_durable))


def _percentile(ordered: Sequence[float], share: float) -> float:
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


class Officers:
    """The officers of Arcadia's contact point, writing to Borealia's."""

    def __init__(self, node: "Node", federation: "Federation") -> None:
        from rogatory.exercises.cast import HEAD_OF_DUTY

        self._node = node
        self._authenticator = federation.authenticator("XA", HEAD_OF_DUTY)

    @classmethod
    def of(cls, federation: "Federation") -> "Officers":
        """Make this process one of Arcadia's node."""
        from rogatory.bootstrap.home.folder import read_home

        set_up(read_home(federation.node("XA")).path)
        from rogatory.bootstrap.node import running_node

        node = running_node()
        node.register.refresh(node.clock.now())
        return cls(node, federation)

    def draft(self) -> Any:
        """A preservation request, written down: what an officer does before it counts."""
        from rogatory.exercises import case
        from rogatory.exercises.acts.lawyers import answer_law
        from rogatory.exercises.cast import DUTY
        from rogatory.node.drafts.draft import NewMessage, draft_message

        now = datetime.now(UTC)  # noqa: TID251 - the edge, where time comes from
        draft = draft_message(
            self._node,
            message=NewMessage(
                kind="preservation",
                sender="xa/contact-point",
                addressee="xb/contact-point",
                language="en",
                body=case.preservation(now, "comity"),
            ),
            officer=DUTY.known_as("XA"),
        )
        answer_law(self._node, draft.id, DUTY.known_as("XA"))
        return draft

    def approve_and_send(self, draft: Any) -> str:
        """The digest of the message."""
        from rogatory.exercises.cast import DUTY, HEAD_OF_DUTY
        from rogatory.node.drafts.approve import approve
        from rogatory.node.messages.send import send
        from rogatory.seal.approval_document import encode_approvals
        from rogatory.wire import canonical

        given = self._authenticator.approve(HEAD_OF_DUTY.known_as("XA"), "approve", draft.content)
        document: Any = canonical.decode_object(encode_approvals([given]), limit=1 << 20)
        approve(self._node, draft.id, document["approvals"][0])
        return send(self._node, draft.id, DUTY.known_as("XA")).digest

    def await_receipt(self, digest: str) -> None:
        from rogatory.node.repositories.messages import Delivery

        until = time.monotonic() + SECONDS_TO_RECEIPT
        while time.monotonic() < until:
            message = self._node.store.message(digest)
            if message is not None and message.delivery is Delivery.RECEIPTED:
                return
            time.sleep(SECONDS_BETWEEN_LOOKS)
        raise WrongOutputError(f"no receipt: {message.problem if message else 'no message'}")


def _round(officers: Officers, syncing: Syncing, messages: int) -> dict[str, float]:
    """The bound as it is now, then the messages, as fast as they go."""
    signatures, syncs = signature_seconds(SIGNATURES), syncing.rate(0.5)
    drafts = [officers.draft() for _ in range(messages)]
    started = time.perf_counter()
    sent = [officers.approve_and_send(draft) for draft in drafts]
    for digest in sent:
        officers.await_receipt(digest)
    took = time.perf_counter() - started
    return {"rate": messages / took, "signatures_s": signatures, "syncs": syncs}


def _send(officers: Officers, drafts: Sequence[Any], *, at_once: bool) -> None:
    """Send drafts, and wait for their receipts: of all, or of each before the next."""
    sent = []
    for draft in drafts:
        sent.append(officers.approve_and_send(draft))
        if not at_once:
            officers.await_receipt(sent[-1])
            time.sleep(SECONDS_BETWEEN)
    for digest in sent:
        officers.await_receipt(digest)


def _one_by_one(officers: Officers, messages: int) -> list[float]:
    took = []
    for _ in range(messages):
        draft = officers.draft()
        started = time.perf_counter()
        officers.await_receipt(officers.approve_and_send(draft))
        took.append(time.perf_counter() - started)
    return took


def found_two_states(folder: Path, ports: Sequence[int]) -> "Federation":
    """A directory, a timestamp authority and the homes of two States, on this machine."""
    from rogatory.exercises.cast import STATES
    from rogatory.exercises.entries import stated_parties
    from rogatory.exercises.federation import Addresses
    from rogatory.exercises.founding import found_federation

    folder.mkdir(parents=True)
    directory, timestamps = ports
    return found_federation(
        folder,
        [STATES[code] for code in CODES],
        Addresses(f"http://127.0.0.1:{directory}", f"http://127.0.0.1:{timestamps}"),
        tsa_state="XB",
        instruments={code: stated_parties(code) for code in CODES},
        at=datetime.now(UTC),  # noqa: TID251 - the edge, where time comes from
        random=os.urandom,
    )


def _measure(federation: "Federation", rounds: int, messages: int) -> dict[str, Any]:
    from rogatory.bootstrap.home.folder import read_home

    home = read_home(federation.node("XA"))
    set_up(home.path)
    from rogatory.bootstrap.node import build_node

    node = build_node(home)
    node.register.refresh(node.clock.now())
    officers, syncing = Officers(node, federation), Syncing(home.path)
    officers.await_receipt(officers.approve_and_send(officers.draft()))
    found = {
        "rounds": [_round(officers, syncing, messages) for _ in range(rounds)],
        "took_s": _one_by_one(officers, rounds * messages),
    }
    syncing.close()
    return found


def _durable(federation: "Federation", rounds: int, messages: int) -> dict[str, Any]:
    """Count what messages make durable: as fast as they go, and one after another."""
    officers = Officers.of(federation)
    _send(officers, [officers.draft()], at_once=True)
    time.sleep(SECONDS_TO_APPLY)
    pids = [pid for pid in descendants(os.getpid()) if "exercises.services" not in command_of(pid)]

    def counted(count: int, *, at_once: bool) -> dict[str, float]:
        drafts = [officers.draft() for _ in range(count)]
        with counting(pids, federation.folder) as found:
            _send(officers, drafts, at_once=at_once)
            time.sleep(SECONDS_TO_APPLY)
        return {"syncs": found.syncs / count, "mb": found.written / count / 1e6}

    try:
        found = [counted(messages, at_once=True) for _ in range(rounds)]
        single = counted(messages, at_once=False)
    except SkippedError as error:
        return {SKIPPED: str(error)}
    return {"rounds": found, "single": single}


@contextmanager
def two_nodes(network: Path) -> "Iterator[Federation]":
    """Provide two States whose doors and workers run, with a directory and timestamps."""
    from rogatory.bootstrap.home.folder import read_home
    from rogatory.bootstrap.home.free_ports import free_port
    from rogatory.bootstrap.processes.background import background_node
    from rogatory.exercises.processes import Ensemble

    ports = [free_port(), free_port()]
    federation = found_two_states(network, ports)
    words = [str(federation.folder), *map(str, ports), "XB"]
    with Ensemble(network / "logs") as ensemble:
        ensemble.await_ready([ensemble.start("services", ["rogatory.exercises.services", *words])])
        names = ("door", "worker")
        with (
            background_node(read_home(federation.node("XA")), names),
            background_node(read_home(federation.node("XB")), names),
        ):
            yield federation


def main(network: str, rounds: str, messages: str, what: str = "rate") -> None:
    measured = _durable if what == "durable" else _measure
    with two_nodes(Path(network)) as federation:
        report(measured(federation, int(rounds), int(messages)))


if __name__ == "__main__":
    main(*sys.argv[1:])
