# SPDX-License-Identifier: Apache-2.0
"""Acts of an exercise that change the law of one State, and end the change: a treaty loaded from a
file, and rows.

A lawyer of the central authority proposes and its head accepts; each signs with a key of their own.
"""

import re
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rogatory.exercises.cast import HEAD_OF_LAW, LAWYER
from rogatory.node.context import Node
from rogatory.node.corrections.correct_law import correction_history, propose_all, review
from rogatory.node.corrections.load_treaty import loading, propose_treaty
from rogatory.node.officers.own_signature import OwnWord, check_word
from rogatory.node.provisions.law_data import corrected_law, law_in_force
from rogatory.node.provisions.required_contents import message_forms
from rogatory.seal.signatures import Signatures
from rogatory.treaty.corrections import Correction
from rogatory.treaty.law import Law, packaged_law
from rogatory.treaty.parties.binding import not_binding
from rogatory.treaty.rows import written
from rogatory.treaty.sections import SECTIONS
from rogatory.treaty.written_treaty import read_treaty
from rogatory.wire.canonical import Json, encode
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import uuid7
from rogatory.wire.moments import parse_moment

REASON = "For this exercise alone."
"""The reason of every change that a case makes, by which its end finds it."""

_EDITION = re.compile(r"^edition: (\d+)$", re.MULTILINE)

type LawChange = Mapping[str, Any]
"""A change that a case makes: `treaty`, the text of a file; `rows`, by section."""

type SignedWord = Mapping[str, str]
"""The word of an officer: `officer`, `at`, and the signatures `p256` and `mldsa65` in base64."""


def in_force(node: Node, other: str, instrument: str) -> bool:
    """Decide whether an instrument is in force between this State and another, by the law here."""
    law, today = law_in_force(node), node.clock.now().date()
    found = next((one for one in law.instruments if one.id == instrument), None)
    return found is not None and not not_binding(law, found, (node.state, other), today)


def change_law(node: Node, change: LawChange, words: Sequence[SignedWord]) -> None:
    """Change the law here, as two officers do.

    Raises:
        Refused: a signature does not hold; or why the file or a row is not accepted.
    """
    lawyer, head = _two_officers(node, "change_law", digest_of(change), words)
    today = node.clock.now().date()
    if "treaty" in change:
        text = _unused_edition(node, change["treaty"])
        waiting = [propose_treaty(node, text.encode(), lawyer, reason=REASON, dated=today)]
    else:
        rows = change["rows"].items()
        made = [_correction(node, name, row, None) for name, each in rows for row in each]
        waiting = propose_all(node, made, lawyer)
    for record in waiting:
        review(node, record.id, head, accept=True, reason=REASON)


def changed_rows(node: Node) -> list[list[str]]:
    """Return section and key of each row of the law here that a case changed."""
    return [[section, key] for section, key, _ in _changed(node)]


def end_law_change(node: Node, words: Sequence[SignedWord]) -> None:
    """Make the row that a case changed last again what it was; what a treaty's rows were changed to ends
    so before the treaty does. One act ends one row: corrections of one moment have no order.
    """
    changed = [*_changed(node)]
    lawyer, head = _two_officers(node, "end_law_change", digest_of(changed_rows(node)), words)
    for section, key, original in changed[:1]:
        replaces = key if original is None else None
        made = _correction(node, section, original, replaces)
        (record,) = propose_all(node, [made], lawyer)
        review(node, record.id, head, accept=True, reason=REASON)


def digest_of(signed: Any) -> str:
    """Return the digest of an act's values, which the two officers sign."""
    return sha256(encode(signed))


def _changed(node: Node) -> Iterator[tuple[str, str, Any]]:
    """Yield section and key of each changed row, with the row as it is packaged or None: the last change
    first, since a later row may be about a treaty that an earlier change loaded.
    """
    packaged, law = packaged_law(node.settings.law), corrected_law(node)
    keys = dict.fromkeys(
        (one.section, _key(one))
        for record, one in correction_history(node)
        if record.accepted and one.reason == REASON
    )
    for section, key in reversed(keys):
        original, current = _row(packaged, section, key), _row(law, section, key)
        if original != current:
            yield section, key, original


def _key(correction: Correction) -> str:
    if correction.row is None:
        return str(correction.replaces)
    fields = SECTIONS[correction.section].key_fields
    return "/".join(str(correction.row[name]) for name in fields if name in correction.row)


def _row(law: Law, section: str, key: str) -> Any:
    rows = {SECTIONS[section].key(row): row for row in getattr(law, section)}
    return written(rows[key]) if key in rows else None


def _correction(node: Node, section: str, row: Any, replaces: str | None) -> Correction:
    at = node.clock.now()
    stated: dict[str, Json] = {"source": "invented", "certainty": "practice"}
    return Correction(
        id=f"exercise-{uuid7(at, node.random(10))}",
        section=section,
        row=None if row is None else stated | row,
        reason=REASON,
        source="invented",
        certainty="practice",
        dated=at.date(),
        replaces=replaces,
    )


def _unused_edition(node: Node, text: str) -> str:
    """Return the file as an edition that was not loaded here before: no edition is loaded twice, and a
    case can be played again over the same nodes.
    """
    law, used = corrected_law(node), {one.id for _, one in correction_history(node)}
    today = node.clock.now().date()
    while True:
        found = loading(
            read_treaty(law, text.encode(), message_forms()), reason=REASON, dated=today
        )
        if found.id not in used:
            return text
        text = _EDITION.sub(lambda edition: f"edition: {int(edition[1]) + 1}", text)


def _two_officers(
    node: Node, act: str, digest: str, words: Sequence[SignedWord]
) -> tuple[str, str]:
    """Return the lawyer and the head of the central authority, once both have signed the act."""
    lawyer, head = (one.known_as(node.state) for one in (LAWYER, HEAD_OF_LAW))
    for officer, word in zip((lawyer, head), words, strict=True):
        at = parse_moment(word["at"])
        given = OwnWord(node.network, act, {"digest": digest}, officer, at)
        p256, mldsa65 = (b64decode(word[name]) for name in ("p256", "mldsa65"))
        check_word(node, given, Signatures(p256, mldsa65))
    return lawyer, head
