# SPDX-License-Identifier: Apache-2.0
"""The books' page on what was exchanged with one State: see `ports.Books`, which has it."""

from collections.abc import Sequence
from typing import Protocol

from rogatory.node.records.recovery import Exchanged


class ExchangeBooks(Protocol):
    def exchanged_with(self, state: str, after: str | None, limit: int) -> Sequence[Exchanged]:
        """Messages of both directions between this State and another one, in the order in which
        they were written down; those after one of them, if so asked.

        LookupError if that one is not among them.
        """
        ...
