# SPDX-License-Identifier: Apache-2.0
"""The name and title with which an officer's letters are signed: kept by the officer's own node alone.

The register and the directory list officers by number, and a message names no person. A letter that
this node prints of its own State's message does, as ministries expect of one.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from rogatory.errors import Reason, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.officers import refusals
from rogatory.node.printing.languages import LANGUAGES
from rogatory.node.repositories.officers import Signatory
from rogatory.wire.forbidden_characters import hidden_character

LONGEST_LINE = 200
"""Characters of a name or a title: two lines of a letter."""


def keep_signatory(node: Node, officer: str, language: str, name: str, title: str) -> Signatory:
    """Keep what letters in a language print from now on; two empty texts remove it.

    1. The language is one of those of letters.
    2. Name and title are given together.
    3. Each is one line of at most `LONGEST_LINE` characters.

    Raises:
        Refused: with every reason; nothing is written.
    """
    reasons: list[Reason] = []
    if language not in LANGUAGES:  # 1
        reasons.append(refusals.SIGNATORY_LANGUAGE.because(language=ascii(language)[:20]))
    if bool(name) != bool(title):  # 2
        reasons.append(refusals.SIGNATORY_INCOMPLETE.because())
    refuse_if_any([*reasons, *line_reasons(name, title)])  # 3
    kept = Signatory(officer, language, name, title, node.clock.now())
    with node.store.transaction():
        node.store.add_signatory(kept)
    return kept


def line_reasons(name: str, title: str) -> list[Reason]:
    """Return why name and title cannot be printed below a letter."""
    return [
        refusals.SIGNATORY_LINE.because(limit=LONGEST_LINE, line=ascii(line[:40]), field=of)
        for of, line in (("signatory", name), ("title", title))
        if len(line) > LONGEST_LINE or "\n" in line or hidden_character(line)
    ]


def signatory_now(node: Node, officer: str) -> Mapping[str, Signatory]:
    """Return what an officer's letters print now, by language."""
    return signatory_at(node.store.signatories(officer), node.clock.now())


def signatory_at(kept: Sequence[Signatory], at: datetime) -> Mapping[str, Signatory]:
    """Return by language what a letter of a moment prints: what was kept then, or the first thing kept
    afterwards where an officer enters name and title only once a letter is to be printed.
    """
    found: dict[str, Signatory] = {}
    for one in kept:
        if one.since <= at or one.language not in found:
            found[one.language] = one
    return {language: one for language, one in found.items() if one.name}
