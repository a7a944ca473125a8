# SPDX-License-Identifier: Apache-2.0
"""A State that the directory has and that is not relied on: a human is alerted at once.

Until then its requests are refused here and ours to it wait, however urgent they are; and a changed
key may belong to a thief.
"""

from datetime import datetime

from rogatory.directory.view.view import DirectoryView
from rogatory.node.context import Node
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alerts import page
from rogatory.wire import canonical
from rogatory.wire.digests import sha256
from rogatory.wire.words import Statement


def call_for_held(node: Node, view: DirectoryView, at: datetime) -> None:
    """Call the desk for each State held, once for the same reasons and keys."""
    for state, reasons in sorted(view.held.items()):
        why = {
            "codes": sorted({reason.code.id for reason in reasons}),
            "keys": list(view.unconfirmed.get(state, ())),
        }
        page(
            node,
            f"state-held/{state}/{sha256(canonical.encode(why))[:16]}",
            alert_codes.HELD.because(state=state, problem=Statement(reasons)),
            at=at,
            thread=None,
        )
