# SPDX-License-Identifier: Apache-2.0
"""Calling officers about a log that a witness did not cosign."""

from rogatory.custody.log.witness import NotCosignedError
from rogatory.node.context import Node
from rogatory.node.officers.alerts import page
from rogatory.wire.words import statement_of


def alarm(node: Node, state: str, error: NotCosignedError) -> None:
    """Call this State's officers for what is no proof and yet no program's mistake."""
    now = node.clock.now()
    codes = "/".join(error.codes)
    page(node, f"witness/{state}/{codes}/{now:%Y-%m-%d}", statement_of(error), at=now, thread=None)
