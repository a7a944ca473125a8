# SPDX-License-Identifier: Apache-2.0
"""The open emergencies of this State, each with the state of its confirmation."""

from collections.abc import Iterator
from dataclasses import dataclass

from rogatory.node.context import Node
from rogatory.node.emergencies.outcome import Confirmation, confirmation_of
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.requests.kinds.families import DISCLOSING
from rogatory.requests.thread.thread_facts import ENDED

MOST_LOOKED_AT = 1000
"""Threads that need an answer; a State with more of them has another trouble than finding these."""


@dataclass(frozen=True, slots=True)
class OpenEmergency:
    summary: ThreadSummary
    confirmation: Confirmation


def open_emergencies(node: Node) -> Iterator[OpenEmergency]:
    """Yield those asked of this State that have not ended, in whichever lane they are."""
    for summary in node.store.summaries(needs_answer=True, limit=MOST_LOOKED_AT):
        if summary.role != "requested" or summary.kind not in DISCLOSING or summary.status in ENDED:
            continue
        found = confirmation_of(node, summary.thread)
        if found is not None:
            yield OpenEmergency(summary, found)
