# SPDX-License-Identifier: Apache-2.0
"""The chapters in which States write to each other: preservation, the third State, the request."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from rogatory.exercises import case
from rogatory.exercises.cast import (
    CENTRAL_AUTHORITY,
    CONTACT_POINT,
    DUTY,
    HEAD_OF_DUTY,
    HEAD_OF_LAW,
    LAWYER,
)
from rogatory.exercises.demo.correspondence import StoryLetter, await_message
from rogatory.exercises.demo.story_parts import (
    Story,
    answer_as_contact_point,
    digest_of,
    narrate_sent,
    reply_by_law,
)
from rogatory.treaty.bases import LegalBasis, bases
from rogatory.treaty.law import FEDERATION, packaged_law
from rogatory.treaty.offences import offence_in


def preserve(story: Story) -> None:
    stage, narrator = story.stage, story.stage.narrator
    narrator.chapter("Arcadia asks Borealia to preserve the data (art. 42)")
    basis = _serving("preservation", "XA", "XB", stage.now())
    narrator.text(f"Between the two today: {basis.name}, {', '.join(basis.articles)}.")
    sent = narrate_sent(
        story,
        StoryLetter(
            "preservation", "XA", CONTACT_POINT, "XB", CONTACT_POINT, DUTY, DUTY, HEAD_OF_DUTY
        ),
        lambda: case.preservation(stage.now(), basis.instrument),
        "preservation request, approved by a second officer",
    )
    story.threads["preservation"] = sent.thread
    await_message(stage, "XB", sent.thread, "preservation")
    answer_as_contact_point(
        story,
        "acknowledgement",
        sent.thread,
        lambda: case.acknowledgement(stage.now(), DUTY.known_as("XB")),
        "acknowledged by the duty officer",
        approved=False,
    )
    answer_as_contact_point(
        story,
        "preservation_confirmed",
        sent.thread,
        lambda: case.preservation_confirmed(stage.now(), case.PROVIDER),
        "hold confirmed",
        answers={"provider-abroad": "yes"},
    )
    await_message(stage, "XA", sent.thread, "preservation_confirmed")
    hold = stage.terminals["XA"].ask("standing", thread=sent.thread)["hold"]
    narrator.fact(
        f"both sides now count the days of the hold: {_day(hold['start'])} to {_day(hold['end'])}"
    )


def disclose_path(story: Story) -> None:
    stage, narrator = story.stage, story.stage.narrator
    narrator.chapter("Borealia finds a provider in a third State on the way (art. 43)")
    thread = story.threads["preservation"]
    request = digest_of(stage, "XB", thread, "preservation")
    answer_as_contact_point(
        story,
        "preserved_traffic_disclosure",
        thread,
        lambda: case.preserved_traffic_disclosure(stage.now(), request),
        f"disclosed the provider ({case.RELAY}, Thalassia) and the path, no content",
    )
    await_message(stage, "XA", thread, "preserved_traffic_disclosure")


def preserve_in_third_state(story: Story) -> None:
    stage, narrator = story.stage, story.stage.narrator
    thread = story.threads["preservation"]
    basis = _serving("preservation", "XA", "XT", stage.now())

    def body() -> Mapping[str, Any]:
        draft: dict[str, Any] = stage.terminals["XA"].ask("draft_for_third_state", thread=thread)
        return draft | {
            "legal_basis": {"instrument": basis.instrument, "articles": list(basis.articles)[:1]}
        }

    sent = narrate_sent(
        story,
        StoryLetter(
            "preservation",
            "XA",
            CONTACT_POINT,
            "XT",
            CONTACT_POINT,
            DUTY,
            DUTY,
            HEAD_OF_DUTY,
            related=(thread,),
        ),
        body,
        "preservation request from the draft that the disclosure gave",
    )
    await_message(stage, "XT", sent.thread, "preservation")
    for kind, contents, answer, approved in (
        (
            "acknowledgement",
            lambda: case.acknowledgement(stage.now(), DUTY.known_as("XT")),
            "acknowledged by the duty officer",
            False,
        ),
        (
            "preservation_confirmed",
            lambda: case.preservation_confirmed(stage.now(), case.RELAY),
            "hold confirmed",
            True,
        ),
    ):
        answer_as_contact_point(
            story, kind, sent.thread, contents, answer, approved=approved, state="XT"
        )
    narrator.fact("a thread belongs to two States; this one names the first as related")


def ask_for_data(story: Story) -> None:
    stage, narrator = story.stage, story.stage.narrator
    narrator.chapter("Arcadia's central authority asks for the stored data (art. 44, art. 40(15))")
    preserved = story.threads["preservation"]
    basis = _serving("mla_stored_data", "XA", "XB", stage.now())
    sent = narrate_sent(
        story,
        StoryLetter(
            "mla_stored_data",
            "XA",
            CENTRAL_AUTHORITY,
            "XB",
            CENTRAL_AUTHORITY,
            LAWYER,
            LAWYER,
            HEAD_OF_LAW,
            related=(preserved,),
        ),
        lambda: case.completed_assistance(
            stage.terminals["XA"].ask("draft_assistance", thread=preserved), basis.instrument
        ),
        "request for stored data, filled from the preservation and completed by a lawyer",
    )
    story.threads["assistance"] = sent.thread
    await_message(stage, "XB", sent.thread, "mla_stored_data")
    reply_by_law(
        story,
        "acceptance",
        lambda: case.acceptance(stage.now()),
        "accepted, with its own authorisation",
    )


def _serving(kind: str, requesting: str, requested: str, at: datetime) -> LegalBasis:
    """Return the fastest instrument that serves between the two today."""
    law = packaged_law(FEDERATION)
    found = bases(law, kind, requesting, requested, offence_in(case.OFFENCE), at.date())
    return next(basis for basis in found if basis.serves)


def _day(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(UTC):%Y-%m-%d %H:%M} UTC"
