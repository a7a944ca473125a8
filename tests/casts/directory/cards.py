# SPDX-License-Identifier: Apache-2.0
"""A contact card."""

from datetime import UTC, datetime

from casts.directory.network import seeded
from rogatory.directory.entry.card import (
    Card,
    CardChannel,
    CardName,
    CardNumber,
    new_salt,
)

CARD = Card(
    state="XA",
    issued=datetime(2026, 11, 24, 3, tzinfo=UTC),
    salt=new_salt(seeded("card")),
    numbers=(CardNumber("xa/contact-point", "Duty officer", "+99900000001"),),
    call_back=(CardChannel("xa/central-authority", "telephone", "+99900000003"),),
    names=(CardName("xa/contact-point", "head of the contact point", "answers"),),
)
