# SPDX-License-Identifier: Apache-2.0
"""Checks of a proposal to change the basis of a request, and of agreeing to it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from rogatory.errors import Reason
from rogatory.node.law.basis import bases_of, basis_warnings, cited_warnings, named_reasons
from rogatory.node.law.subject import Subject, on_basis
from rogatory.requests.thread.basis_facts import ACCEPTED
from rogatory.requests.thread.thread_facts import ThreadFacts
from rogatory.treaty.law import Law
from rogatory.wire.canonical import Json

PROPOSING, ANSWERING = "basis_proposed", "basis_answered"
CHANGING = frozenset({PROPOSING, ANSWERING})


def proposed_subject(
    subject: Subject, kind: str, body: Mapping[str, Json], standing: ThreadFacts
) -> Subject | None:
    """Return the request on the basis that a message proposes or accepts; None where it does neither."""
    if kind == PROPOSING:
        return replace(subject, body=on_basis(subject.body, body))
    if kind != ANSWERING or body.get("decision") != ACCEPTED:
        return None
    for one in standing.proposals:
        if one.message.digest == body.get("answers_to"):
            return replace(subject, body=on_basis(subject.body, one.message.body))
    return None


def change_blocks(law: Law, proposed: Subject, on: date) -> Iterator[Reason]:
    """Yield why the instrument does not carry the request: line 1 of the law's list."""
    yield from named_reasons(law, proposed, bases_of(law, proposed, on))


def change_warnings(law: Law, proposed: Subject, on: date) -> Iterator[Reason]:
    """Yield gaps of the register, and articles that are not named."""
    yield from basis_warnings(law, proposed, bases_of(law, proposed, on))


def change_remarks(law: Law, proposed: Subject, on: date) -> Iterator[Reason]:
    """Yield what is to be said of a change that the other State proposed or accepted."""
    found = bases_of(law, proposed, on)
    yield from named_reasons(law, proposed, found)
    yield from cited_warnings(law, proposed, found)
