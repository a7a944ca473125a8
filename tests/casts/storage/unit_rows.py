# SPDX-License-Identifier: Apache-2.0
"""A unit at work, the same each time: requests of three quarters in the lists of Borealia's node, some late, some in nobody's charge."""

import random
from datetime import timedelta

from casts.storage.summaries import thread_of
from rogatory.node.officers import alert_codes, alert_keys
from rogatory.node.repositories.case_files import CaseFileRow
from rogatory.node.repositories.officers import Page
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.requests.kinds.registry import KINDS
from rogatory.wire.words import Statement

OPENED = ("preservation", "mla_stored_data", "emergency_data", "mla_general")
ENDS = ("completed", "completed", "completed", "answered", "refused", "withdrawn")
CASES, NEW = 240, 7


def put_unit(node, requests=CASES):
    """Write the rows as a node does, without their messages: the page of the unit reads no message."""
    chance, now = random.Random(19), node.clock.now()
    with node.store.transaction():
        for number in range(1, requests + 1):
            summary = _summary(chance, now, number)
            node.store.put_summary(summary)
            office = chance.choice(["contact-point", "contact-point", "central-authority"])
            assignee = chance.choice(["xb-0001", "xb-0002", "xb-0003", "xb-0010", "xb-0011"])
            row = CaseFileRow(
                thread_of(number),
                f"xb/{office}",
                None,
                None,
                None if number % 9 == 0 else assignee,
                "new",
                watched=False,
            )
            node.store.put_case_file(row)
        for number in (3, 5, 8):
            reason = Statement(alert_codes.REQUEST.because(level="urgent", sender="XA"))
            at = now - timedelta(hours=number)
            node.store.add_page(
                Page(
                    f"{alert_keys.REQUEST}{number}", at, thread_of(number), reason, urgency="urgent"
                )
            )


def _summary(chance, now, number):
    kind = chance.choice(OPENED)
    opened = now - timedelta(hours=chance.randrange(1, 270 * 24))
    if number <= NEW:
        opened = now - timedelta(hours=9 * number)
    age = now - opened
    is_over = chance.random() < min(0.85, age / timedelta(days=60))
    acknowledged = opened + min(age, timedelta(hours=chance.randrange(1, 40)))
    if number <= NEW:
        acknowledged, is_over = None, False
    closed = opened + age * chance.random() if is_over else None
    holds = not is_over and kind == "preservation" and acknowledged is not None
    status = chance.choice(ENDS) if is_over else "holding" if holds else "acknowledged"
    return ThreadSummary(
        thread=thread_of(number),
        peer=chance.choice(["XA", "XA", "XM", "XM", "XT"]),
        kind=kind,
        title=KINDS[kind].title,
        status=status if acknowledged or is_over else "open",
        role=chance.choice(["requested", "requested", "requesting"]),
        urgency=chance.choice(["routine"] * 6 + ["urgent", "emergency"]),
        opened=opened,
        last_activity=closed or acknowledged or opened,
        hold_start=acknowledged if holds else None,
        hold_end=now + timedelta(hours=chance.choice([-9, 20, 60, 200, 300, 500, 700, 900, 1200]))
        if holds
        else None,
        filings=(thread_of(999),) if holds and chance.random() < 0.3 else (),
        basis="un-cybercrime",
        case_number=f"AR-2026-{number:04}",
        offence="Online fraud",
        language="en",
        acknowledged=acknowledged,
        answered=closed if status in {"completed", "answered", "refused"} else None,
        closed=closed,
    )
