# SPDX-License-Identifier: Apache-2.0
"""Rules between fields of messages on extradition.

A rule sees only fields that the schema found in order.
"""

from collections.abc import Iterator, Mapping

from rogatory.errors import Reason
from rogatory.requests import refusals
from rogatory.requests.kinds.kind import MessageKind
from rogatory.wire.canonical import Json
from rogatory.wire.words import P_

type _Body = Mapping[str, Json]

NATIONALITY = "nationality"
"""The ground that the person sought is a national, by its id in the law's data."""


def arrest_stated(_: MessageKind, body: _Body) -> Iterator[Reason]:
    """Require the reasons of a provisional arrest that is sought, and the order of one that was ordered."""
    stated = body.get("provisional_arrest")
    if not isinstance(stated, Mapping):
        return
    if stated["arrest"] == "sought" and "reasons" not in stated:
        yield refusals.REASONS_MISSING.because(field="provisional_arrest.reasons")
    if stated["arrest"] == "ordered" and "order" not in stated:
        problem = P_("the order of provisional arrest is not identified")
        yield refusals.CONTENT_FORM.because(field="provisional_arrest.order", problem=problem)
    if stated["arrest"] != "ordered" and "order" in stated:
        problem = P_("an order is identified, and no provisional arrest was ordered")
        yield refusals.CONTENT_FORM.because(field="provisional_arrest.order", problem=problem)


def sentence_stated(_: MessageKind, body: _Body) -> Iterator[Reason]:
    """Require the judgement and the sentence of a person who is to serve one, and no sentence of another; of a
    judgement, whether it is final.
    """
    is_for_sentence, warrant = body.get("sought_for") == "sentence", body.get("warrant")
    if is_for_sentence and "sentence" not in body:
        problem = P_("the sentence that is to be served is not stated")
        yield refusals.CONTENT_FORM.because(field="sentence", problem=problem)
    if body.get("sought_for") == "prosecution" and "sentence" in body:
        problem = P_("a sentence is stated, and the person is sought for prosecution")
        yield refusals.CONTENT_FORM.because(field="sentence", problem=problem)
    if not isinstance(warrant, Mapping):
        return
    if is_for_sentence and warrant["sort"] != "judgement":
        problem = P_("a sentence rests on a judgement")
        yield refusals.CONTENT_FORM.because(field="warrant.sort", problem=problem)
    if (warrant["sort"] == "judgement") is not ("final" in warrant):
        problem = P_("whether it is final is stated of a judgement, and of nothing else")
        yield refusals.CONTENT_FORM.because(field="warrant.final", problem=problem)


def part_granted(_: MessageKind, body: _Body) -> Iterator[Reason]:
    """Require the offences for which extradition is granted if it is not for all, and only then."""
    if (body.get("decision") == "granted_in_part") is not ("granted_for" in body):
        problem = P_(
            "the offences are stated if extradition is granted for some of them, and only then"
        )
        yield refusals.CONTENT_FORM.because(field="granted_for", problem=problem)


def submitted_for_nationality(_: MessageKind, body: _Body) -> Iterator[Reason]:
    """Refuse a submission for prosecution beside any other ground than nationality."""
    if "prosecution_submission" in body and body.get("ground") != NATIONALITY:
        problem = P_("a case is submitted for prosecution where nationality is the ground")
        yield refusals.CONTENT_FORM.because(field="prosecution_submission", problem=problem)
