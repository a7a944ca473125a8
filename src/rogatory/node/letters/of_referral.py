# SPDX-License-Identifier: Apache-2.0
"""A referral's contents as a letter to the executing authority at home, in the same manner."""

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from rogatory.errors import Refused
from rogatory.node.case_files.journal import read_case_file
from rogatory.node.case_files.letter import read_letter
from rogatory.node.context import Node
from rogatory.node.letters import refusals
from rogatory.node.letters.of_node import (
    basis_of,
    law_cited,
    names_of_instruments,
    party,
    signatories_of,
    view_of,
)
from rogatory.node.letters.values import LetterParty, LetterRole, LetterValues
from rogatory.node.threads.transcript import envelopes
from rogatory.wire.digests import sha256
from rogatory.wire.moments import parse_moment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rogatory.wire.canonical import Json


def values_of_referral(node: Node, thread: str, referral: str) -> LetterValues:
    """Return the letter of a referral of a thread's case file; refuses one that is not there."""
    found = read_case_file(node, thread).referral(referral)
    if found is None:
        raise Refused(refusals.NO_REFERRAL.because(name=ascii(referral)[:80], thread=thread))
    values = values_of_contents(node, node.objects.get(found.letter))
    return replace(values, signatories=signatories_of(node, (found.by,), found.at))


def values_of_contents(node: Node, letter: bytes) -> LetterValues:
    """Return the values of a referral's contents, as `matters.letter.encode_letter` keeps them.

    What is asked of the authority was written by an officer at home; the request's texts are in
    the language of the request. Nothing of the request is here but what its contents have.
    """
    contents = read_letter(letter)
    view = view_of(node)
    to = cast("Mapping[str, str]", contents["to"])
    sender = party(node, view, str(contents["from"]))
    details = tuple(
        line for one in (to["address"], to["contact"]) for line in one.splitlines() if line.strip()
    )
    wanted = contents["wanted_by"]
    thread, law = str(contents["thread"]), law_cited(node)
    body = cast("Mapping[str, Json]", contents["request"])
    return LetterValues(
        kind=str(contents["kind"]),
        body=body,
        language=_language(node, thread) or str(contents["language"]),
        sender=sender,
        addressee=LetterParty({"en": to["name"]}, "", {}, details=details),
        at=parse_moment(str(contents["date"])),
        manner=LetterRole.REFERRAL,
        basis=basis_of(body),
        reference=str(contents["case_number"] or thread),
        content=sha256(letter),
        origin=party(node, view, str(contents["requesting"])),
        remarks=(str(contents["asked"]),),
        wanted_by=None if wanted is None else parse_moment(str(wanted)),
        to_be_named=str(contents["referral"]),
        secret=contents["secret"] is True,
        instruments=names_of_instruments(law),
        law=law,
    )


def _language(node: Node, thread: str) -> str:
    found = envelopes(node.store.transcript(thread))
    return found[0].language if found else ""
