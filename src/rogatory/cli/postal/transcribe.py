# SPDX-License-Identifier: Apache-2.0
"""`rogatory peer transcribe`: what came on paper, entered by one officer, compared by a second."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.need_to_know import for_officer
from rogatory.cli.options.own_key import by_own_key
from rogatory.cli.options.peers import (
    FILE,
    UtcMoment,
    home,
    proposal_json,
    read_attachment,
    read_object,
    reason,
)
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.cli.tree import LateGroup
from rogatory.wire.digests import sha256

if TYPE_CHECKING:
    from datetime import datetime

    from rogatory.node.repositories.peers import Proposal

CHANNELS = ("post", "email", "interpol", "diplomatic", "courier")

command = LateGroup(
    "transcribe",
    epilog="Example:  rogatory peer transcribe list /srv/rogatory/xb",
    help="Enter a paper from a State without a node, and compare it with the "
    "original. It is part of a thread like any other message, and never shown as "
    "verified.",
    places={
        "enter": "rogatory.cli.postal.transcribe:enter",
        "compare": "rogatory.cli.postal.transcribe:compare",
        "list": "rogatory.cli.postal.transcribe:list_all",
    },
)


@click.command(
    "enter",
    epilog="Example:  rogatory peer transcribe enter /srv/rogatory/xb body.json --kind preservation "
    "--from xm/ministry-of-justice --to xb/central-authority --channel diplomatic --reference "
    "'Note 77/2026' --written 2026-11-20 --arrived 2026-11-24 --original note.pdf --own-key lawyer",
)
@home
@click.argument("body", type=FILE)
@click.option("--kind", required=True)
@click.option("--from", "sender", required=True, metavar="NAME", help="Who wrote it.")
@click.option("--to", "addressee", required=True, metavar="NAME", help="To whom it is written.")
@click.option("--language", default="en", help="The language of the paper.")
@click.option("--channel", required=True, type=click.Choice(CHANNELS))
@click.option("--reference", required=True, metavar="TEXT", help="Its number on that channel.")
@click.option("--written", required=True, type=UtcMoment(), help="Its own date.")
@click.option("--arrived", required=True, type=UtcMoment(), help="When this State had it.")
@click.option("--original", required=True, type=FILE, help="The scan or e-mail, as it came.")
@click.option("--thread", help="The thread that it belongs to; without it, it opens one.")
@click.option("--related", multiple=True, help="A related thread; may be repeated.")
@click.option("--corrects", metavar="MESSAGE", help="The message that was read wrongly.")
@click.option("--as-written", is_flag=True, help="The paper itself lacks what its kind demands.")
@click.option(
    "--another", is_flag=True, help="It opens another request than the earlier transcription."
)
@as_json
@reported
@by_own_key
@for_officer(thread="thread")
def enter(
    home: Path,
    body: Path,
    kind: str,
    sender: str,
    addressee: str,
    language: str,
    channel: str,
    reference: str,
    written: "datetime",
    arrived: "datetime",
    original: Path,
    thread: str | None,
    related: tuple[str, ...],
    corrects: str | None,
    as_written: bool,
    another: bool,
    officer: str,
    as_json: bool,
) -> None:
    """Enter a paper by the contents of its kind, from the JSON file BODY."""
    from rogatory.node.drafts.draft import NewMessage
    from rogatory.node.postal.transcribe import Paper, transcribe
    from rogatory.node.postal.transcription import LARGEST_ORIGINAL
    from rogatory.node.repositories.peers import Channel

    contents = read_object(body)
    made = transcribe(
        connections.node_at(home),
        Paper(
            written=written,
            arrived=arrived,
            channel=Channel(channel),
            reference=reference,
            original=read_attachment(original, LARGEST_ORIGINAL),
        ),
        message=NewMessage(
            kind=kind,
            sender=sender,
            addressee=addressee,
            language=language,
            body=contents,
            thread=thread,
            related=related,
        ),
        officer=officer,
        corrects=corrects,
        as_written=as_written,
        is_another=another,
    )
    _print(made, as_json)


@click.command(
    "compare",
    epilog="Example:  rogatory peer transcribe compare /srv/rogatory/xb ID --original note.pdf "
    "--own-key lawyer --reason 'Compared line by line'",
)
@home
@click.argument("transcription")
@click.option("--original", required=True, type=FILE, help="The original that you compared with.")
@click.option("--agrees/--differs", default=True, help="Whether it matches the transcription.")
@reason
@as_json
@reported
@by_own_key
@for_officer(transcription="transcription")
def compare(
    home: Path,
    transcription: str,
    original: Path,
    agrees: bool,
    reason: str,
    officer: str,
    as_json: bool,
) -> None:
    """Confirm or decline a transcription, as a second officer, against the original itself."""
    from rogatory.node.postal.compare_transcription import compare_transcription
    from rogatory.node.postal.transcription import LARGEST_ORIGINAL

    compared = read_attachment(original, LARGEST_ORIGINAL)
    made = compare_transcription(
        connections.node_at(home),
        transcription,
        officer,
        original=sha256(compared.data),
        agrees=agrees,
        reason=reason,
    )
    _print(made, as_json)


@click.command("list", epilog="Example:  rogatory peer transcribe list /srv/rogatory/xb")
@home
@as_json
@reported
def list_all(home: Path, as_json: bool) -> None:
    """List the transcriptions that wait for a second officer."""
    from rogatory.node.peers.peer_view import letter_desk

    found = letter_desk(connections.node_at(home)).to_compare
    if as_json:
        print_json({"to_compare": [proposal_json(one) for one in found]})
        return
    for one in found:
        _print(one, machine=False)


def _print(one: "Proposal", machine: bool) -> None:
    if machine:
        print_json(proposal_json(one))
        return
    stands = {
        None: "waits to be compared by a second officer",
        True: "is in its thread, not verified",
        False: "was declined",
    }
    print_text(f"Transcription {one.id} by {one.proposed_by}: {stands[one.accepted]}")
    print_text(f"    thread {one.subject}")
