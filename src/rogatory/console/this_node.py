# SPDX-License-Identifier: Apache-2.0
"""The node whose console this process serves."""

from rogatory.bootstrap.node import running_node
from rogatory.node.context import Node


def this_node() -> Node:
    return running_node()
