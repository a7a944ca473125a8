# SPDX-License-Identifier: Apache-2.0
"""Fetching."""

from rogatory.node.context import Node
from rogatory.node.records import Job


def fetch(node: Node, job: Job) -> None:
    """Placeholder."""
