# SPDX-License-Identifier: Apache-2.0
"""Lists that an officer keeps under names of their own. A view is a question, never an answer: it
shows only what the officer may see at the time.
"""

from collections.abc import Mapping

from rogatory.errors import Reason, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.listing import refusals

LONGEST_NAME = 60
"""Characters of a view's name, which is a link beside the list."""

LONGEST_QUERY = 1000
"""Characters of a kept view's query: every value that a list has, at its longest."""

MOST_VIEWS = 30
"""Of one officer: more names than that are no help in finding a list."""


def save_view(node: Node, officer: str, name: str, query: str) -> None:
    """Keep a list under a name; the same name again keeps another one in its place.

    1. The name can be shown, and neither it nor the query is too long.
    2. The officer has not too many.
    """
    reasons: list[Reason] = []
    plain = " ".join(name.split())
    if not plain or len(plain) > LONGEST_NAME or not plain.isprintable():  # 1
        reasons.append(refusals.VIEW_NAME.because(limit=LONGEST_NAME))
    if len(query) > LONGEST_QUERY:
        reasons.append(refusals.VIEW_LONG.because(limit=LONGEST_QUERY))
    known = node.store.views(officer)
    if plain not in known and len(known) >= MOST_VIEWS:  # 2
        reasons.append(refusals.VIEWS_MANY.because(limit=MOST_VIEWS))
    refuse_if_any(reasons)
    with node.store.transaction():
        node.store.put_view(officer, plain, query, node.clock.now())


def delete_view(node: Node, officer: str, name: str) -> None:
    """Forget a list; one that is not there is forgotten already."""
    with node.store.transaction():
        node.store.delete_view(officer, name)


def views(node: Node, officer: str) -> Mapping[str, str]:
    """Return the officer's lists by name, each as the query of an address."""
    return node.store.views(officer)
