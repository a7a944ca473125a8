# SPDX-License-Identifier: Apache-2.0
"""Names of the instruments and grounds of the law here, those of treaties from files among them."""

from collections.abc import Mapping
from dataclasses import dataclass

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.provisions.law_data import law_in_force
from rogatory.treaty.grounds import stated_labels


@dataclass(frozen=True, slots=True)
class TreatyNames:
    """Names by id. A lawyer of the State wrote those of a treaty from a file, in a language of their own."""

    instruments: Mapping[str, str]
    grounds: Mapping[str, str]


NO_TREATIES = TreatyNames({}, {})


def treaty_names(node: Node) -> TreatyNames:
    """Return the names in the law in force; none while its corrections do not fit."""
    try:
        law = law_in_force(node)
    except Refused:
        return NO_TREATIES
    return TreatyNames({one.id: one.name for one in law.instruments}, stated_labels(law))
