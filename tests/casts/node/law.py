# SPDX-License-Identifier: Apache-2.0
"""Threads that the law is asked about."""

from casts.law.cases import (
    CENTRAL_XA,
    CENTRAL_XB,
    XA,
    a_correction,
    codes,
)
from casts.node.world import bodies, snapshot
from rogatory.node.corrections.correct_law import propose, review
from rogatory.node.law.judge import before_executing, before_sending
from rogatory.node.law.use_limits import threads_of
from rogatory.node.repositories.messages import Direction
from rogatory.node.repositories.packages import PackageRecord
from rogatory.node.threads.transcript import envelopes
from rogatory.wire.digests import sha256

OUTSIDE = {
    "title": "Insult",
    "provision": "Criminal Code of Arcadia, section 185",
    "convention_article": None,
    "maximum_years": 1,
}


SERIOUS = OUTSIDE | {"title": "Extortion", "maximum_years": 15}


def blocks(world, draft):
    return codes(before_sending(world.node(draft.sender[:2].upper()), draft).blocks)


def opened(world, kind="mla_stored_data", body=None, *, sender=CENTRAL_XA, addressee=CENTRAL_XB):
    """A request that the other State has; its thread."""
    body = body if body is not None else bodies.mla_stored_data()
    thread = world.sent(sender, addressee, kind, body).thread
    world.settle()
    return thread


def accepted(world, thread):
    world.sent(CENTRAL_XB, CENTRAL_XA, "acceptance", bodies.acceptance(), thread=thread)


BAG = sha256(b"a bag")
PACKAGE = "019aaf00-0000-7000-8000-0000000000aa"


def given_by(world, node, provider, thread, bag=BAG, package=PACKAGE):
    """Put a package into the store of a node, as another State gave it."""
    record = PackageRecord(
        seal=sha256(provider.encode()),
        package=package,
        bag=bag,
        thread=thread,
        direction=Direction.IN,
        peer=provider,
        sender=f"{provider.lower()}/central-authority",
        payload_size=1024,
        segment_size=1024,
        segments=1,
        present=1,
        complete=True,
        received=world.clock.at,
    )
    with node.store.transaction():
        node.store.put_package(record)


def preserved(world, offence=bodies.OFFENCE, requested="XB", basis=None):
    body = bodies.preservation(offence=offence)
    if basis:
        body["legal_basis"] = basis
    point = f"{requested.lower()}/contact-point"
    thread = world.sent(XA, point, "preservation", body).thread
    world.settle()
    return thread


def blocks_of_refusal(world, thread, requested="XB", **changes):
    body = bodies.refusal() | changes
    return codes(before_executing(world.node(requested), thread, "refusal", body).blocks)


BUDAPEST = {"instrument": "ets-185", "articles": ["31", "34"]}


def bound(world, instrument):
    """Bind both States by an instrument, in the data of both."""
    for state in ("XA", "XB"):
        node, low = world.node(state), state.lower()
        for party in ("XA", "XB"):
            row = {
                "state": party,
                "instrument": instrument,
                "in_force_from": "2014-09-01",
                "source": "invented",
                "certainty": "practice",
            }
            made = a_correction(f"{party.lower()}-{instrument}", row=row, reason="It is bound.")
            record = propose(node, made, f"{low}-0010")
            review(node, record.id, f"{low}-0011", accept=True, reason="The depositary says so.")


def under_budapest(world, kind="mla_stored_data", **changes):
    """A thread on the Convention on Cybercrime of 2001, which binds both States by both's data."""
    bound(world, "ets-185")
    return opened(world, kind, getattr(bodies, kind)(legal_basis=BUDAPEST, **changes))


def sent_in(world, thread, kind, body, *, sender=CENTRAL_XA, addressee=CENTRAL_XB):
    found = world.sent(sender, addressee, kind, body, thread=thread)
    world.settle()
    return found


def known(world, *threads):
    found = [one for thread in threads for one in world.node("XA").store.transcript(thread)]
    return threads_of(envelopes(found))


def unchanged(world, act):
    """Return what an attack finds; both nodes are after it as they were before."""
    before = [snapshot(world.node(code)) for code in ("XA", "XB")]
    found = act()
    assert [snapshot(world.node(code)) for code in ("XA", "XB")] == before
    return found


def answer_in(world, thread, kind, body, *, sender=CENTRAL_XB, addressee=CENTRAL_XA):
    return world.drafted(sender, addressee, kind, body, thread=thread)
