# SPDX-License-Identifier: Apache-2.0
"""A message that another State changed."""

import pytest

from casts.node.world import NETWORK, NOW, World, bodies, snapshot
from rogatory.errors import Refused
from rogatory.node.messages.receive import receive
from rogatory.node.threads.dispatch import (
    Dispatch,
    build_dispatch,
)
from rogatory.node.threads.receipt import parse_receipt, parse_reply
from rogatory.requests import envelope
from rogatory.requests.envelope import Links, build_message
from rogatory.seal.approval_document import encode_approvals
from rogatory.wire.identifiers import parse_authority, uuid7

XA, XB = "xa/contact-point", "xb/contact-point"


class Attack:
    """A dispatch of Arcadia's, true in all that is not changed."""

    def __init__(self, world: World):
        self.world = world
        self.state = world.states["XA"]
        self.content = envelope.MessageDraft(
            network=NETWORK,
            kind="preservation",
            sender=parse_authority(XA),
            addressee=parse_authority(XB),
            thread=uuid7(NOW, bytes(10)),
            language="en",
            body=bodies.preservation(),
        )
        self.links = Links(1, None, None)
        self.issued = NOW
        self.approvers = {"xa-0002": self.state}
        self.attachments = {}

    def approvals(self, content=None, verdict="approve"):
        digest = envelope.content_digest(content or self.content)
        return encode_approvals(
            self.state.officers[number].approve(number, verdict, digest)
            for number in self.approvers
        )

    def message(self):
        return build_message(
            self.content, self.links, message_id=uuid7(NOW, bytes(10)), issued=self.issued
        )

    def signed(self, message=None, *, keys=None):
        office = str(self.content.sender)
        return (keys or self.state.offices[office]).sign(message or self.message(), NOW)

    def dispatch(self, **parts):
        message = parts.pop("message", self.message())
        return build_dispatch(
            Dispatch(
                message,
                parts.pop("signatures", None) or self.signed(message),
                parts.pop("approvals", None) or self.approvals(),
                self.attachments,
            )
        )

    def refused(self, dispatch=None, peer="XA"):
        """Return the codes of the signed refusal; the store must not have changed."""
        node = self.world.node("XB")
        before = snapshot(node)
        reply = receive(node, peer, dispatch or self.dispatch())
        receipt = parse_receipt(parse_reply(reply)[0])
        assert snapshot(node) == before
        assert receipt.verdict == "refused"
        assert receipt.log is None
        return set(receipt.codes)

    def turned_away(self, dispatch, peer="XA"):
        """Return the codes of an answer that nobody signs; the store must not have changed."""
        node = self.world.node("XB")
        before = snapshot(node)
        with pytest.raises(Refused) as caught:
            receive(node, peer, dispatch)
        assert snapshot(node) == before
        return set(caught.value.codes)
