# SPDX-License-Identifier: Apache-2.0
"""The story: every step looks first whether it has been done, so it can be taken up anywhere.

Arcadia asks Borealia to hold the data of a mail account. Borealia finds that a provider in
Thalassia carried the traffic, and says so; Arcadia asks Thalassia, too. Arcadia's central authority
then files the request for the data themselves, Borealia collects, seals and delivers them, and
Arcadia opens them and writes the bundle for the court.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rogatory.exercises import case
from rogatory.exercises.cast import (
    CENTRAL_AUTHORITY,
    CONTACT_POINT,
    DUTY,
    EXAMINER,
    HEAD_OF_DUTY,
    HEAD_OF_LAW,
    LAWYER,
    STATES,
)
from rogatory.exercises.demo.correspondence import Letter, Sent, await_message, write
from rogatory.exercises.demo.stage import SECONDS_TO_FETCH, Stage
from rogatory.exercises.seizure import generate_seizure
from rogatory.treaty.bases import Basis, bases
from rogatory.treaty.offences import offence_in
from rogatory.treaty.parties import packaged_register


@dataclass
class Story:
    stage: Stage
    threads: dict[str, str] = field(default_factory=dict)
    seal: str = ""
    verified: Mapping[str, Any] = field(default_factory=dict)


def play(stage: Stage) -> Story:
    """Play the whole story, from where it stands."""
    story = Story(stage)
    _preserve(story)
    _disclose_path(story)
    _preserve_in_third_state(story)
    _ask_for_data(story)
    _collect_and_deliver(story)
    _fetch_and_open(story)
    _write_bundle(story)
    return story


def _preserve(story: Story) -> None:
    stage, tell = story.stage, story.stage.narrator
    tell.chapter("Arcadia asks Borealia to preserve the data (art. 42)")
    basis = _serving("preservation", "XA", "XB", stage.now())
    tell.text(f"Between the two today: {basis.name}, {', '.join(basis.articles)}.")
    sent = _tell_sent(
        story,
        Letter("preservation", "XA", CONTACT_POINT, "XB", CONTACT_POINT, DUTY, DUTY, HEAD_OF_DUTY),
        lambda: case.preservation(stage.now(), basis.instrument),
        "preservation request, approved by a second officer",
    )
    story.threads["preservation"] = sent.thread
    await_message(stage, "XB", sent.thread, "preservation")
    _answer(
        story,
        "acknowledgement",
        sent.thread,
        lambda: case.acknowledgement(stage.now(), DUTY.known_as("XB")),
        "acknowledged by the duty officer",
        approved=False,
    )
    _answer(
        story,
        "preservation_confirmed",
        sent.thread,
        lambda: case.preservation_confirmed(stage.now(), case.PROVIDER),
        "hold confirmed",
    )
    await_message(stage, "XA", sent.thread, "preservation_confirmed")
    hold = stage.terminals["XA"].ask("standing", thread=sent.thread)["hold"]
    tell.fact(
        f"both sides now count the days of the hold: {_day(hold['start'])} to {_day(hold['end'])}"
    )


def _disclose_path(story: Story) -> None:
    stage, tell = story.stage, story.stage.narrator
    tell.chapter("Borealia finds a provider in a third State on the way (art. 43)")
    thread = story.threads["preservation"]
    request = _digest_of(stage, "XB", thread, "preservation")
    _answer(
        story,
        "preserved_traffic_disclosure",
        thread,
        lambda: case.preserved_traffic_disclosure(stage.now(), request),
        f"disclosed the provider ({case.RELAY}, Thalassia) and the path, no content",
    )
    await_message(stage, "XA", thread, "preserved_traffic_disclosure")


def _preserve_in_third_state(story: Story) -> None:
    stage, tell = story.stage, story.stage.narrator
    thread = story.threads["preservation"]
    basis = _serving("preservation", "XA", "XT", stage.now())

    def body() -> Mapping[str, Any]:
        draft: dict[str, Any] = stage.terminals["XA"].ask("draft_for_third_state", thread=thread)
        return draft | {
            "legal_basis": {"instrument": basis.instrument, "articles": list(basis.articles)[:1]}
        }

    sent = _tell_sent(
        story,
        Letter(
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
    for kind, contents, told, approved in (
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
        _answer(story, kind, sent.thread, contents, told, approved=approved, state="XT")
    tell.fact("a thread belongs to two States; this one names the first as related")


def _ask_for_data(story: Story) -> None:
    stage, tell = story.stage, story.stage.narrator
    tell.chapter("Arcadia's central authority asks for the stored data (art. 44, art. 40(15))")
    preserved = story.threads["preservation"]
    basis = _serving("mla_stored_data", "XA", "XB", stage.now())
    sent = _tell_sent(
        story,
        Letter(
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
    _reply_by_law(
        story,
        "acceptance",
        lambda: case.acceptance(stage.now()),
        "accepted, with its own authorisation",
    )


def _collect_and_deliver(story: Story) -> None:
    stage, tell = story.stage, story.stage.narrator
    tell.chapter("Borealia collects, seals and delivers")
    bag, sealed = stage.work / "xb-bag", stage.work / "xb-sealed"
    stage.work.mkdir(exist_ok=True)
    source = _evidence(stage)
    keys = stage.federation.workstation("XB", CENTRAL_AUTHORITY)
    officer = EXAMINER.known_as("XB")
    request = stage.work / "xb-request"
    if not request.exists():
        asked = _digest_of(stage, "XB", story.threads["assistance"], "mla_stored_data")
        stage.terminals["XB"].ask("take_out_message", digest=asked, folder=str(request))
    if bag.exists():
        tell.again(f"collected before: {bag}")
    else:
        with tell.timed("XB", f"the examiner collected {source}"):
            collected = stage.command(
                "evidence", "collect", source, "--out", bag, "--key", keys,
                "--officer", officer, "--request", request, "--allow-unreadable",
                "--reason", "Collected under the request for stored data",
                "--purpose", case.PURPOSE, "--proceedings", case.CASE_NUMBER,
                "--authorisation", case.AUTHORISATION, "--case", case.CASE_NUMBER,
            )  # fmt: skip
        tell.fact(f"{collected['files']:,} files, {_size(collected['bytes'])}, hashed at source")
    if sealed.exists():
        tell.again(f"sealed before: {sealed}")
    else:
        recipient = stage.federation.workstation("XA", CENTRAL_AUTHORITY) / "recipient.json"
        with tell.timed("XB", "the examiner sealed it for Arcadia's central authority"):
            found = stage.command(
                "evidence", "seal", bag, "--key", keys, "--to", recipient, "--out", sealed,
                "--thread", story.threads["assistance"], "--trust", stage.federation.repository,
                "--officer", officer, "--reason", "Sealed for the asking authority",
            )  # fmt: skip
        tell.fact(
            f"seal {found['seal'][:16]}…, {found['segments']} segments; only the recipients can read it"
        )
    facts = stage.terminals["XB"].ask(
        "hand_over", folder=str(sealed), thread=story.threads["assistance"], officer=officer
    )
    story.seal = facts["seal"]
    _reply_by_law(story, "delivery", lambda: case.delivery(facts), "delivered")


def _fetch_and_open(story: Story) -> None:
    stage, tell = story.stage, story.stage.narrator
    tell.chapter("Arcadia fetches, verifies and opens")
    thread = story.threads["assistance"]
    await_message(stage, "XA", thread, "delivery")

    def complete() -> bool:
        return any(
            one["seal"] == story.seal and one["complete"]
            for one in stage.terminals["XA"].ask("packages", thread=thread)
        )

    with tell.timed("XA", "the node fetched every segment and checked each"):
        stage.wait("Arcadia's node has the whole package", SECONDS_TO_FETCH, complete)
    sealed, bag = stage.work / "xa-sealed", stage.work / "xa-bag"
    if not sealed.exists():
        stage.terminals["XA"].ask("take_out", seal=story.seal, folder=str(sealed))
    keys = stage.federation.workstation("XA", CENTRAL_AUTHORITY)
    officer = EXAMINER.known_as("XA")
    if bag.exists():
        tell.again(f"opened before: {bag}")
    else:
        with tell.timed("XA", "the examiner opened it with the authority's key, which no node has"):
            opened = stage.command(
                "evidence", "open", sealed, "--key", keys, "--out", bag,
                "--trust", stage.federation.repository, "--officer", officer,
                "--reason", "Opened for the investigation named in the request",
                "--node", stage.federation.node("XA"),
            )  # fmt: skip
        tell.fact(f"{opened['files']:,} files, each as it was collected")
    _tell_sent(
        story,
        Letter(
            "delivery_confirmed",
            "XA",
            CENTRAL_AUTHORITY,
            "XB",
            CENTRAL_AUTHORITY,
            LAWYER,
            LAWYER,
            thread=thread,
        ),
        lambda: case.delivery_confirmed(stage.now(), story.seal),
        "confirmed the delivery",
    )


def _write_bundle(story: Story) -> None:
    stage, tell = story.stage, story.stage.narrator
    tell.chapter("What goes to court")
    if stage.bundle.exists():
        tell.again(f"written before: {stage.bundle}")
    else:
        with tell.timed("XA", "the central authority wrote the court bundle"):
            stage.command(
                "evidence", "bundle", stage.work / "xa-bag", "--sealed", stage.work / "xa-sealed",
                "--node", stage.federation.node("XA"),
                "--key", stage.federation.workstation("XA", CENTRAL_AUTHORITY),
                "--officer", EXAMINER.known_as("XA"),
                "--reason", "For the court", "--out", stage.bundle,
            )  # fmt: skip
    with tell.timed("XA", "an expert checked the bundle against the directory's root"):
        story.verified = stage.command(
            "evidence", "verify", stage.bundle, "--trust", stage.federation.repository
        )


def _tell_sent(story: Story, letter: Letter, body: Any, told: str) -> Sent:
    tell = story.stage.narrator
    sent = write(story.stage, letter, body)
    if sent.fresh:
        tell.act(letter.state, f"→ {letter.to_state}  {told}")
        tell.fact(f"signed receipt from {STATES[letter.to_state].name}'s node")
    else:
        tell.again(f"{letter.state} → {letter.to_state}  {told} (in an earlier run)")
    return sent


def _answer(
    story: Story,
    kind: str,
    thread: str,
    body: Any,
    told: str,
    *,
    approved: bool = True,
    state: str = "XB",
) -> None:
    """A contact point answers Arcadia's in its thread."""
    _tell_sent(
        story,
        Letter(
            kind,
            state,
            CONTACT_POINT,
            "XA",
            CONTACT_POINT,
            DUTY,
            DUTY,
            HEAD_OF_DUTY if approved else None,
            thread=thread,
        ),
        body,
        told,
    )


def _reply_by_law(story: Story, kind: str, body: Any, told: str) -> None:
    """Borealia's central authority answers in the thread of the request for assistance."""
    _tell_sent(
        story,
        Letter(
            kind,
            "XB",
            CENTRAL_AUTHORITY,
            "XA",
            CENTRAL_AUTHORITY,
            LAWYER,
            LAWYER,
            HEAD_OF_LAW,
            thread=story.threads["assistance"],
        ),
        body,
        told,
    )


def _serving(kind: str, requesting: str, requested: str, at: datetime) -> Basis:
    """The fastest instrument that serves between the two today."""
    register = packaged_register("federation")
    found = bases(register, kind, requesting, requested, offence_in(case.OFFENCE), at.date())
    return next(basis for basis in found if basis.serves)


def _evidence(stage: Stage) -> Path:
    """The folder or file that Borealia collects; made up when none was named."""
    named = stage.begun["evidence"]
    if named is not None:
        return Path(named)
    seizure = stage.home / "seizure"
    if not seizure.exists():
        generate_seizure(seizure)
    return seizure


def _digest_of(stage: Stage, state: str, thread: str, kind: str) -> str:
    for one in stage.terminals[state].ask("messages", thread=thread):
        if one["kind"] == kind:
            found: str = one["digest"]
            return found
    raise KeyError(kind)


def _day(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _size(count: int) -> str:
    for unit in ("bytes", "KiB", "MiB"):
        if count < 1024:
            return f"{count:,.0f} {unit}"
        count //= 1024
    return f"{count:,.1f} GiB"
