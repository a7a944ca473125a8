# SPDX-License-Identifier: Apache-2.0
"""Acts of an exercise under the law: what it says of an answer, and what an officer decides."""

from collections.abc import Mapping
from typing import Any

from rogatory.node.context import Node
from rogatory.node.law.decisions import decide as take
from rogatory.node.law.judge import before_executing


def law_says(node: Node, thread: str, kind: str) -> dict[str, list[str]]:
    """Return the codes of what the law says here of an answer of that kind in a thread."""
    found = before_executing(node, thread, kind)
    return {
        "blocks": [reason.code.id for reason in found.blocks],
        "warnings": [reason.code.id for reason in found.warnings],
        "shows": [reason.code.id for reason in found.shows],
    }


def decide(
    node: Node,
    *,
    subject: str,
    topic: str,
    answer: str,
    reason: str,
    officer: str,
    question: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> str:
    """Return an officer's decision on a draft or a thread."""
    made = take(
        node,
        subject=subject,
        topic=topic,
        answer=answer,
        reason=reason,
        officer=officer,
        question=question,
        details=details,
    )
    return made.id
