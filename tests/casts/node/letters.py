# SPDX-License-Identifier: Apache-2.0
"""Letters of the case that the demo plays: their values, made without a node."""

from datetime import UTC, datetime
from itertools import takewhile

from casts.requests import bodies
from rogatory.exercises import case
from rogatory.exercises.cast import OFFICES, STATES
from rogatory.node.letters.of_node import basis_of, reference_of_body
from rogatory.node.letters.values import (
    LetterParty,
    LetterSignature,
    LetterValues,
    OpeningMessage,
)
from rogatory.node.printing.blocks import Commands, FactTable, Paragraph, Point
from rogatory.wire.digests import sha256

AT = datetime(2026, 11, 24, 3, 5, tzinfo=UTC)
THREAD = "019ab4d2-7c00-7000-8000-000000000001"
CONTACT_POINT, CENTRAL_AUTHORITY = OFFICES


def party(state, office=CONTACT_POINT):
    names = STATES[state].names
    return LetterParty(office.names, state, names, f"{state.lower()}/{office.office}")


def values(kind="preservation", body=None, **changes):
    body = case.preservation(AT, "un-cybercrime") if body is None else body
    given = {
        "kind": kind,
        "body": body,
        "language": "en",
        "sender": party("XA"),
        "addressee": party("XB"),
        "at": AT,
        "basis": basis_of(body),
        "reference": reference_of_body(body),
        "content": sha256(b"content"),
        "thread": THREAD,
        "sequence": 1,
        "signed": LetterSignature(sha256(b"message"), ("p256", "mldsa65"), ("xa-0002",)),
        "states": {code: one.names for code, one in STATES.items()},
    }
    return LetterValues(**{**given, **changes})


def answer(**changes):
    """The confirmation that Borealia gives."""
    opened = OpeningMessage("preservation", AT, sha256(b"message"), case.CASE_NUMBER)
    body = {**case.preservation_confirmed(AT, case.PROVIDER), "reference": "BO-7/26"}
    given = {
        "sender": party("XB"),
        "addressee": party("XA"),
        "opened": opened,
        "basis": basis_of(case.preservation(AT, "un-cybercrime")),
    }
    return values("preservation_confirmed", body, **{**given, **changes})


__all__ = ["AT", "CENTRAL_AUTHORITY", "CONTACT_POINT", "answer", "bodies", "party", "values"]


def whole_text(document):
    """All that a letter prints, annexes too, without the particulars that a message states."""
    found = body_lines(document)
    for section in document.sections:
        found.append(section.title)
        for block in section.blocks:
            if isinstance(block, FactTable):
                found += [part for row in block.rows for part in row[:2]]
            if isinstance(block, Point):
                found += [wording.text for entry in block.entries for wording in entry.wordings]
    return "\n".join(found)


def body_lines(document):
    """All texts of the letter itself, before its annexes, one a line."""
    head = document.letterhead
    found = [document.title, document.subtitle, *head.details, *head.addressee]
    found += [part for row in head.references for part in row[:2]]
    for section in takewhile(lambda one: not one.is_annex, document.sections):
        for block in section.blocks:
            assert not isinstance(block, Commands)
            if isinstance(block, Paragraph):
                found += block.text.split("\n")
            elif isinstance(block, Point):
                found += [block.title, block.reference]
                for entry in block.entries:
                    found += [entry.label, *(part for one in entry.wordings for part in one)]
    return found
