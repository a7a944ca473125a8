# SPDX-License-Identifier: Apache-2.0
"""Two States that write messages: each knows what reached it, and builds on that alone."""

import itertools
from datetime import UTC, datetime, timedelta

from casts.requests import bodies
from rogatory.requests.envelope import MessageDraft, build_message, parse_message
from rogatory.requests.thread.transcript import fold, next_links, repair_links
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import Authority, uuid7

NETWORK = sha256(b"1.root.json")
LATER = {"measure_lifted": timedelta(days=60)}
"""Kinds that are written some time after the others: when the day of a hearing has passed."""
START = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
THREAD = uuid7(START, bytes(10))
OTHER = {"XA": "XB", "XB": "XA"}


class Play:
    """A thread and the two ends of it. `write` writes at an end, `pass_on` carries to the other, `send` does both."""

    def __init__(self):
        self.at = {"XA": [], "XB": []}
        self.written = []
        self._numbers = itertools.count(1)

    def copy(self):
        """Return the same two ends, which continue apart from these."""
        other = Play()
        other.at = {state: list(envelopes) for state, envelopes in self.at.items()}
        other.written = list(self.written)
        other._numbers = itertools.count(len(self.written) + 1)
        return other

    def fold(self, state="XA"):
        return fold(self.at[state])

    def write(self, state, kind, body, *, links=None, related=(), keep=True, issued=None):
        links = links or next_links(self.fold(state), state)
        number = next(self._numbers)
        issued = (issued or START + timedelta(minutes=number)) + LATER.get(kind, timedelta())
        draft = MessageDraft(
            network=NETWORK,
            kind=kind,
            sender=Authority(state, "contact-point"),
            addressee=Authority(OTHER[state], "contact-point"),
            thread=THREAD,
            language="en",
            body=body,
        )
        data = build_message(
            draft,
            links,
            message_id=uuid7(issued, number.to_bytes(10)),
            issued=issued,
            related=related,
        )
        envelope = parse_message(data)
        self.written.append(data)
        if keep:
            self.at[state].append(envelope)
        return envelope

    def pass_on(self, *envelopes):
        for envelope in envelopes:
            self.at[OTHER[envelope.sender.state]].append(envelope)

    def send(self, state, kind, body, **more):
        """Write a message and pass it on at once: nothing crosses it."""
        envelope = self.write(state, kind, body, **more)
        self.pass_on(envelope)
        return envelope

    def repair(self, state, head, sequence, holds, abandoned):
        links = repair_links(self.fold(state), state, head)
        return self.write(state, "repair", bodies.repair(sequence, holds, abandoned), links=links)


def held():
    """A preservation that is asked for, acknowledged and confirmed."""
    play = Play()
    play.send("XA", "preservation", bodies.preservation())
    play.send("XB", "acknowledgement", bodies.acknowledgement())
    play.send("XB", "preservation_confirmed", bodies.preservation_confirmed())
    return play


def accepted():
    """A request for stored data, accepted."""
    play = Play()
    play.send("XA", "mla_stored_data", bodies.mla_stored_data())
    play.send("XB", "acceptance", bodies.acceptance())
    return play
