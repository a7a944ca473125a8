# SPDX-License-Identifier: Apache-2.0
"""The node whose console this process serves."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rogatory.node.context import Node


def this_node() -> "Node":
    # Imported when asked for: the workstation shares words and templates, and has no node and no books.
    from rogatory.bootstrap.node import running_node

    return running_node()
