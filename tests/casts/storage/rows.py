# SPDX-License-Identifier: Apache-2.0
"""Rows of each kind."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from rogatory.node.repositories.drafts import Draft
from rogatory.node.repositories.messages import Delivery, Direction, StoredMessage
from rogatory.node.repositories.officers import Page
from rogatory.node.repositories.packages import PackageRecord
from rogatory.wire.statements import older

NOW = datetime(2026, 11, 24, 3, 0, 0, 123456, tzinfo=UTC)


THREAD = "01938f3e-0000-7000-8000-000000000001"


OTHER = "01938f3e-0000-7000-8000-000000000002"


def a_draft(number=1, **changes):
    draft = Draft(
        id=f"01938f3e-0000-7000-8000-00000000010{number}",
        thread=THREAD,
        kind="preservation",
        sender="xa/contact-point",
        addressee="xb/contact-point",
        language="en",
        body={"what": "mailbox", "count": 2**53 - 1, "none": None, "list": [1, "ü"]},
        attachments=({"name": "order.pdf", "media_type": "application/pdf", "size": 3},),
        related=(OTHER,),
        content="ab" * 32,
        drafted_by="xa-0001",
        drafted=NOW + timedelta(seconds=number),
    )
    return replace(draft, **changes)


def a_message(sequence=1, state="XA", mark="1", **changes):
    message = StoredMessage(
        digest=f"{state.lower()}{sequence:02d}{mark}".encode().hex().ljust(64, "0"),
        thread=THREAD,
        sender_state=state,
        sequence=sequence,
        kind="preservation",
        message=b"\x00{message}\xff",
        p256=b"p",
        mldsa65=None,
        approvals=b"[]",
        direction=Direction.OUT,
        peer="XB",
        at=NOW,
        delivery=Delivery.WAITING,
    )
    return replace(message, **changes)


def a_package(seal="5e" * 32, **changes):
    record = PackageRecord(
        seal=seal,
        package="01938f3e-0000-7000-8000-000000000201",
        bag="ba" * 32,
        thread=THREAD,
        direction=Direction.IN,
        peer="XB",
        sender="xb/central-authority",
        payload_size=50 << 30,
        segment_size=16 << 20,
        segments=3,
        present=0,
        complete=False,
        received=NOW,
        documents={"seal.json": "01" * 32, "segments.b3": "02" * 32},
    )
    return replace(record, **changes)


def a_page(number=1, **changes):
    page = Page(
        f"01938f3e-0000-7000-8000-00000000030{number}", NOW, THREAD, older("nobody answered")
    )
    return replace(page, **changes)
