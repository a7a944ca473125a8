# SPDX-License-Identifier: Apache-2.0
"""The order of confiscation that a request asks to enforce, as its instrument wants it to be."""

from collections.abc import Iterator, Mapping

from rogatory.errors import Reason
from rogatory.node.law.request_terms import term_refusals
from rogatory.node.law.subject import Subject
from rogatory.treaty.citing import line_of
from rogatory.treaty.regimes import Regime

_FINAL_ORDER = "final_order"
"""That a request to enforce an order states that it is final, by its id in the law's data."""


def finality_warnings(regime: Regime, subject: Subject) -> Iterator[Reason]:
    """Yield that an order which is to be enforced is stated as not final, where the instrument asks for a
    statement that it is (UNCAC 55(3)(b), and as recalled article 50(3)(b)). UNTOC asks for none.
    """
    sought = subject.body.get("confiscation_sought")
    is_open = isinstance(sought, Mapping) and sought.get("final") is False
    if is_open and line_of(regime, subject.kind, _FINAL_ORDER) is not None:
        yield term_refusals.ORDER_NOT_FINAL.because(field="confiscation_sought.final")
