# SPDX-License-Identifier: Apache-2.0
"""An officer's acts on a node's store: `python desk_of_a_node.py NETWORK STATE COMMAND ...`."""

import json
import os
import sys
from pathlib import Path


def node_of(federation, state):
    os.environ["ROGATORY_HOME"] = str(federation.node(state))
    os.environ["DJANGO_SETTINGS_MODULE"] = "rogatory.bootstrap.settings.worker"
    import django

    django.setup()
    from rogatory.bootstrap.node import running_node

    return running_node()


def send(node, federation, count):
    """Send so many preservation requests, each drafted, approved and signed; their digests."""
    from casts.requests.bodies import preservation
    from rogatory.exercises.cast import DUTY
    from rogatory.node.drafts.draft import NewMessage, draft_message

    sent = []
    for _ in range(int(count)):
        draft = draft_message(
            node,
            message=NewMessage(
                kind="preservation",
                sender="xa/contact-point",
                addressee="xb/contact-point",
                language="en",
                body=preservation(),
            ),
            officer=DUTY.known_as("XA"),
        )
        sent.append(approved_and_sent(node, federation, draft.id))
    return sent


def confirm(node, federation, thread):
    """Confirm a preservation of another State for sixty days; the digest of what is sent."""
    from datetime import timedelta

    from casts.requests.bodies import preservation_confirmed
    from rogatory.exercises.cast import DUTY
    from rogatory.node.drafts.draft import NewMessage, draft_message
    from rogatory.wire.moments import format_moment

    opening, now = node.store.transcript(thread)[0], node.clock.now()
    draft = draft_message(
        node,
        message=NewMessage(
            kind="preservation_confirmed",
            sender=f"{node.state.lower()}/contact-point",
            addressee=f"{opening.peer.lower()}/contact-point",
            language="en",
            body=preservation_confirmed(
                format_moment(now), format_moment(now + timedelta(days=60))
            ),
            thread=thread,
        ),
        officer=DUTY.known_as(node.state),
    )
    return approved_and_sent(node, federation, draft.id)


def approved_and_sent(node, federation, draft, *numbers):
    """Approve a draft by the head of duty, or by the officers of these numbers, and send it; its digest."""
    from rogatory.exercises.acts.lawyers import answer_law
    from rogatory.exercises.cast import DUTY, HEAD_OF_DUTY, Player
    from rogatory.node.drafts.approve import approve
    from rogatory.node.messages.send import send as send_message
    from rogatory.seal.approval_document import encode_approvals

    content = node.store.draft(draft).content
    for number in map(int, numbers or (HEAD_OF_DUTY.number,)):
        player = Player(number, (), (), "")
        authenticator = federation.authenticator(node.state, player)
        approval = authenticator.approve(player.known_as(node.state), "approve", content)
        (given,) = json.loads(encode_approvals([approval]))["approvals"]
        approve(node, draft, given)
    answer_law(node, draft, DUTY.known_as(node.state))
    return send_message(node, draft, DUTY.known_as(node.state)).digest


def refused_to_send(node, federation, draft, *numbers):
    """Try the same; the codes of its refusal."""
    from rogatory.errors import Refused

    try:
        approved_and_sent(node, federation, draft, *numbers)
    except Refused as error:
        return list(error.codes)
    return []


def receipted(node, _federation):
    """Wait until no message is without a receipt: one process looks again and again, and none is started to look."""
    from casts.steady.patience import until

    until(lambda: not node.store.undelivered())


def receipted_soon(node, _federation):
    """Do the same, and run what waits for its next attempt now, as `rogatory queue replay` does."""
    from casts.steady.patience import until

    def is_done():
        if troubled := node.queue.troubled():
            now = node.clock.now()
            with node.store.transaction():
                for job in troubled:
                    node.queue.replay(job.key, now)
        return not node.store.undelivered()

    until(is_done)


def long_silent(node, _federation, state):
    """Have the line to a State as it is after hours without an answer: the next try is far off."""
    from rogatory.node.queue.end_job import PAUSES
    from rogatory.node.repositories.peer_health import PeerLine

    now = node.clock.now()
    with node.store.transaction():
        line = PeerLine(state, failures=20, silent_since=now, tried=now, next_try=now + PAUSES[-1])
        node.store.put_peer_line(line)
    return len(node.store.undelivered())


def enqueue(node, _federation, kind, key, payload):
    """Ask for a job as it is given, that may be none of ours."""
    with node.store.transaction():
        node.queue.enqueue(kind, key, json.loads(payload), node.clock.now())


def known(node, _federation, *digests):
    found = [node.store.message(digest) for digest in digests]
    return [[message.delivery, message.digest] for message in found if message]


def received(node, _federation):
    """How many custody events say that a message was received."""
    events = node.store.events_since(0, 1000)
    return sum(event.action == "message-received" for event in events)


def log(node, _federation):
    """The size and the root of the custody log."""
    size = node.store.log_size()
    return [size, node.store.log_tree(size).root().hex()]


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from rogatory.exercises.federation import Federation

    network, state, command, *arguments = sys.argv[1:]
    at = Federation(Path(network))
    json.dump(globals()[command](node_of(at, state), at, *arguments), sys.stdout)
