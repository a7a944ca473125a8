# SPDX-License-Identifier: Apache-2.0
"""A request from Arcadia that lies at Borealia, and what Borealia's office does with it."""

from datetime import timedelta

import pytest

from casts.node.world import bodies
from rogatory.errors import Refused
from rogatory.node.case_files.letter import ReferralInput
from rogatory.node.case_files.ordering import NewOrder, NewRenewal, end_order, record_order
from rogatory.node.case_files.orders import Custodian, OrderKind
from rogatory.node.case_files.referrals import ExecutingAuthority
from rogatory.node.worker.schedule import start_schedule
from rogatory.wire.moments import format_moment

DUTY, APPROVER, EXAMINER = "xb-0001", "xb-0002", "xb-0003"
LAWYER, SECOND = "xb-0010", "xb-0011"
"""The first three act for xb/contact-point, the others for xb/central-authority."""

XA, XB = "xa/contact-point", "xb/contact-point"
CENTRAL = "xb/central-authority"


def requested(world, kind="preservation", sender=XA, addressee=XB, **changes):
    """The thread of a request from Arcadia."""
    make = {"preservation": bodies.preservation, "mla_stored_data": bodies.mla_stored_data}[kind]
    related = changes.pop("related", ())
    sent = world.sent(sender, addressee, kind, make(**changes), related=related)
    world.settle()
    return sent.thread


def filed(world, thread):
    """The request for stored data that keeps a hold alive."""
    offices = ("xa/central-authority", CENTRAL)
    return requested(world, "mla_stored_data", *offices, related=(thread,))


def recognised(world, thread, filing):
    """The State that holds recognises a request as filed for the first item."""
    opening = world.node("XB").store.transcript(filing)[0]
    body = bodies.filing_recognised() | {"filing": {"thread": filing, "message": opening.digest}}
    world.sent(XB, XA, "filing_recognised", body, thread=thread)
    world.settle()


def confirmed(world, thread, days=60):
    now = world.clock.now()
    body = bodies.preservation_confirmed(
        format_moment(now), format_moment(now + timedelta(days=days))
    )
    world.sent(XB, XA, "preservation_confirmed", body, thread=thread)
    world.settle()


def an_order(world, days=90, **changes):
    """A preservation order against a provider in the territory."""
    now = world.clock.now()
    given = {
        "kind": OrderKind.PRESERVATION,
        "custodian": Custodian("Borealia Mail"),
        "reference": "Gs 12/26",
        "issuer": "District Court of Borealia",
        "issued": now,
        "ends": now + timedelta(days=days),
        "scope": "Log-in records of one account",
        "categories": ("traffic",),
        "secret": True,
    }
    return NewOrder(**(given | changes))


def ordered(world, thread, days=90, **changes):
    """The id of a recorded order."""
    new = an_order(world, days, **changes)
    return record_order(world.node("XB"), thread, new, DUTY).entry.id


def a_renewal(world, ends, **changes):
    given = {
        "reference": "Gs 13/26",
        "issuer": "District Court of Borealia",
        "issued": world.clock.now(),
        "ends": ends,
    }
    return NewRenewal(**(given | changes))


def a_referral(world, days=14, **changes):
    given = {
        "to": ExecutingAuthority(
            "Cybercrime Unit of Borealia", "1 Harbour Street", "+999 2 5550100"
        ),
        "requested": "Serve the order on the provider and bring what it gives.",
        "wanted_by": world.clock.now() + timedelta(days=days),
        "language": "en",
    }
    return ReferralInput(**(given | changes))


def codes(warnings):
    return [reason.code.id for reason in warnings]


def store_of(world, state="XB"):
    """Return everything that a case file could change, to compare before and after."""
    tables = world.node(state).store.tables
    return {
        name: dict(getattr(tables, name))
        for name in ("case_files", "case_file_entries", "messages")
    }


def case_file_alerts(world, state="XB", prefix="matter/"):
    return [page for page in world.calls[state].pages if page.id.startswith(prefix)]


def live(world, days, *states, until=None):
    """Days go by, with every worker at work each six hours."""
    for state in states:
        start_schedule(world.node(state))
    for _ in range(days * 4):
        world.work(*states)
        world.clock.forward(hours=6)


def refused(call, *args, **options):
    """The codes for which a call is refused, in their order."""
    with pytest.raises(Refused) as caught:
        call(*args, **options)
    return list(caught.value.codes)


def ended_order(world, thread, order):
    """Somebody notes that an order was lifted."""
    end_order(world.node("XB"), thread, order, DUTY, reason="Lifted by the court")
