# SPDX-License-Identifier: Apache-2.0
"""The chapters in which evidence moves: collected, sealed, delivered, opened, brought to court."""

import shutil
from pathlib import Path

from rogatory.cli.output.counted import counted
from rogatory.custody.journal.journal import Journal
from rogatory.exercises import case
from rogatory.exercises.cast import CENTRAL_AUTHORITY, EXAMINER, LAWYER
from rogatory.exercises.demo.correspondence import StoryLetter, await_message
from rogatory.exercises.demo.stage import SECONDS_TO_FETCH, DemoStage
from rogatory.exercises.demo.story_parts import Story, digest_of, narrate_sent, reply_by_law
from rogatory.exercises.seizure import generate_seizure
from rogatory.node.workstation.journals.folders import bag_journal


def collect_and_deliver(story: Story) -> None:
    stage, narrator = story.stage, story.stage.narrator
    narrator.chapter("Borealia collects, seals and delivers")
    bag, sealed = stage.work / "xb-bag", stage.work / "xb-sealed"
    stage.work.mkdir(exist_ok=True)
    source = _evidence(stage)
    keys = stage.federation.workstation("XB", CENTRAL_AUTHORITY)
    officer = EXAMINER.known_as("XB")
    request = stage.work / "xb-request"
    if not request.exists():
        request_digest = digest_of(stage, "XB", story.threads["assistance"], "mla_stored_data")
        stage.command(
            "evidence", "request", request_digest, "--node", stage.federation.node("XB"),
            "--officer", officer, "--out", request,
        )  # fmt: skip
    if _is_whole(bag):
        narrator.already_done(f"collected before: {bag}")
    else:
        with narrator.timed("XB", f"the examiner collected {source}"):
            collected = stage.command(
                "evidence", "collect", source, "--out", bag, "--key", keys, "--discard-unfinished",
                "--officer", officer, "--request", request, "--allow-unreadable",
                "--reason", "Collected under the request for stored data",
                "--purpose", case.PURPOSE, "--proceedings", case.CASE_NUMBER,
                "--authorisation", case.AUTHORISATION, "--case", case.CASE_NUMBER,
                "--node", stage.federation.node("XB"),
            )  # fmt: skip
        narrator.fact(
            f"{counted(collected['files'], 'file')}, {_size(collected['bytes'])}, hashed at source"
        )
    if sealed.exists():
        narrator.already_done(f"sealed before: {sealed}")
    else:
        recipient = stage.federation.workstation("XA", CENTRAL_AUTHORITY) / "recipient.json"
        with narrator.timed("XB", "the examiner sealed it for Arcadia's central authority"):
            found = stage.command(
                "evidence", "seal", bag, "--key", keys, "--to", recipient, "--out", sealed,
                "--discard-unfinished",
                "--thread", story.threads["assistance"], "--trust", stage.federation.repository,
                "--officer", officer,
            )  # fmt: skip
        narrator.fact(
            f"seal {found['seal'][:16]}…, {counted(found['segments'], 'segment')}; "
            "only the recipients can read it"
        )
    facts = stage.command(
        "evidence", "hand-over", sealed, "--node", stage.federation.node("XB"), "--officer", officer
    )
    story.seal = facts["seal"]
    reply_by_law(story, "delivery", lambda: case.delivery(facts), "delivered")


def fetch_and_open(story: Story) -> None:
    stage, narrator = story.stage, story.stage.narrator
    narrator.chapter("Arcadia fetches, verifies and opens")
    thread = story.threads["assistance"]
    await_message(stage, "XA", thread, "delivery")

    def complete() -> bool:
        return any(
            one["seal"] == story.seal and one["complete"]
            for one in stage.terminals["XA"].ask("packages", thread=thread)
        )

    with narrator.timed("XA", "the node fetched every segment and checked each"):
        stage.wait("Arcadia's node has the whole package", SECONDS_TO_FETCH, complete)
    sealed, bag = stage.work / "xa-sealed", stage.work / "xa-bag"
    keys = stage.federation.workstation("XA", CENTRAL_AUTHORITY)
    officer = EXAMINER.known_as("XA")
    if not sealed.exists():
        stage.command(
            "evidence", "fetch", story.seal, "--node", stage.federation.node("XA"),
            "--officer", officer, "--out", sealed,
        )  # fmt: skip
    if _is_whole(bag):
        narrator.already_done(f"opened before: {bag}")
    else:
        with narrator.timed(
            "XA", "the examiner opened it with the authority's key, which no node has"
        ):
            opened = stage.command(
                "evidence", "open", sealed, "--key", keys, "--out", bag, "--discard-unfinished",
                "--trust", stage.federation.repository, "--officer", officer,
                "--reason", "Opened for the investigation named in the request",
                "--node", stage.federation.node("XA"),
            )  # fmt: skip
        narrator.fact(f"{opened['files']:,} files, each as it was collected")
    narrate_sent(
        story,
        StoryLetter(
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


def write_bundle(story: Story) -> None:
    stage, narrator = story.stage, story.stage.narrator
    narrator.chapter("What goes to court")
    if stage.bundle.exists():
        narrator.already_done(f"written before: {stage.bundle}")
    else:
        with narrator.timed("XA", "the central authority wrote the court bundle"):
            stage.command(
                "evidence", "bundle", stage.work / "xa-bag", "--sealed", stage.work / "xa-sealed",
                "--node", stage.federation.node("XA"),
                "--key", stage.federation.workstation("XA", CENTRAL_AUTHORITY),
                "--officer", EXAMINER.known_as("XA"),
                "--reason", "For the court", "--out", stage.bundle,
            )  # fmt: skip
    with narrator.timed("XA", "an expert checked the bundle against the directory's root"):
        story.verified = stage.command(
            "evidence", "verify", stage.bundle, "--trust", stage.federation.repository
        )


def _is_whole(bag: Path) -> bool:
    """Decide whether a bag has its journal; one that a killed run left without is removed, to be
    made anew.
    """
    journal = bag_journal(bag)
    if bag.exists() and journal.exists() and not Journal(journal).interrupted():
        return True
    for folder in (bag, journal):
        shutil.rmtree(folder, ignore_errors=True)
    return False


def _evidence(stage: DemoStage) -> Path:
    """Return the folder or file that Borealia collects; made up when none was named."""
    if stage.evidence is not None:
        return stage.evidence
    seizure = stage.home / "seizure"
    if not seizure.exists():
        generate_seizure(seizure)
    return seizure


def _size(count: int) -> str:
    for unit in ("bytes", "KiB", "MiB"):
        if count < 1024:
            return f"{count:,.0f} {unit}"
        count //= 1024
    return f"{count:,.1f} GiB"
