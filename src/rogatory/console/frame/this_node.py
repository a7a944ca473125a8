# SPDX-License-Identifier: Apache-2.0
"""The node whose console this process serves."""

from dataclasses import replace
from typing import TYPE_CHECKING

from rogatory.console.language.languages import reader_language

if TYPE_CHECKING:
    from rogatory.node.context import Node


def this_node() -> "Node":
    """Return the node, with the language of the page as that of an officer's words."""
    # Imported when asked for: the workstation shares words and templates, and has no node and no
    # store.
    from rogatory.bootstrap.node import running_node

    return replace(running_node(), words_language=reader_language())
