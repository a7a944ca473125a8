# SPDX-License-Identifier: Apache-2.0
"""The warning against a request to enforce an order of confiscation that is not final yet."""

from collections.abc import Iterator, Mapping

from rogatory.errors import Reason
from rogatory.node.law.request_terms import term_refusals
from rogatory.node.law.subject import Subject
from rogatory.treaty.citing import line_of
from rogatory.treaty.regimes import Regime

_FINAL_ORDER = "final_order"
"""The provision that such a request states that its order is final, by its id in the law's data."""


def finality_warnings(regime: Regime, subject: Subject) -> Iterator[Reason]:
    """Warn that a request asks to enforce an order that it states as not final, if its instrument requires a
    statement that the order is final: UNCAC 55(3)(b), and as recalled article 50(3)(b). UNTOC requires none.
    """
    sought = subject.body.get("confiscation_sought")
    is_open = isinstance(sought, Mapping) and sought.get("final") is False
    if is_open and line_of(regime, subject.kind, _FINAL_ORDER) is not None:
        yield term_refusals.ORDER_NOT_FINAL.because(field="confiscation_sought.final")
