# SPDX-License-Identifier: Apache-2.0
"""An unfinished text goes from its writer to another officer, who goes on with it: at a watch's end."""

from dataclasses import replace

from rogatory.errors import refuse_if_any
from rogatory.node.case_files.refusals import RESTRICTED
from rogatory.node.context import Node
from rogatory.node.drafting.keep import too_many
from rogatory.node.drafting.texts import noted, own_text, threads_of_text
from rogatory.node.officers.register import officer_reasons
from rogatory.node.permissions import Permission
from rogatory.node.repositories.drafting import Unfinished


def hand_to(node: Node, text: str, officer: str, to: str) -> Unfinished:
    """Make a text another officer's; who wrote so far reads it no more.

    1. It is its writer's who hands it over.
    2. The register lets the other officer draft for its sender.
    3. No thread of it is restricted to others than him, and he has not too many texts.

    Raises:
        Refused: with every reason; the text stays where it is.
    """
    found, view, now = own_text(node, text, officer), node.register.view(), node.clock.now()  # 1
    refuse_if_any(
        [
            *officer_reasons(view, to, found.sender, Permission.DRAFT_MESSAGE, now),  # 2
            *(
                RESTRICTED.because(officer=to, thread=one, authority=found.sender)
                for one in sorted(node.store.closed_to(to, threads_of_text(found)))
            ),  # 3
            *(too_many(node, to) if to != officer else ()),  # 3
        ]
    )
    with node.store.transaction():
        standing = own_text(node, text, officer)
        handed = replace(standing, officer=to)
        node.store.put_unfinished(handed)
        node.store.add_access(noted(node, "unfinished-handed-over", handed, officer))
    return handed
