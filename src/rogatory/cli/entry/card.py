# SPDX-License-Identifier: Apache-2.0
"""`rogatory entry card`: the State's card, made at the ministry and given to its own node."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.entry.options import FILE, folder, now
from rogatory.cli.options.typed_number import noted_at_terminal, typed_officer
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.cli.tree import LateGroup
from rogatory.directory.draft.card_text import read_card_text
from rogatory.directory.entry.card import LARGEST_CARD, build_card, card_digest, new_salt
from rogatory.disk import read_file
from rogatory.wire import canonical
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.directory.entry.card import Card

card = LateGroup(
    "card",
    epilog="Example:  rogatory entry card show entry-xa",
    help="The card: duty numbers, names and call-back channels, for members only. The entry names it "
    "by digest; the State's node gives it to the other members.",
    places={
        "write": "rogatory.cli.entry.card:write",
        "show": "rogatory.cli.entry.card:show",
        "install": "rogatory.cli.entry.card:install",
        "of": "rogatory.cli.entry.card:of",
    },
)


@click.command("write", epilog="Example:  rogatory entry card write entry-xa --from card.toml")
@folder
@click.option(
    "--from",
    "source",
    required=True,
    type=FILE,
    help="TOML with tables [[numbers]] (authority, label, e164, hours), [[call_back]] (authority, "
    "kind, value) and [[names]] (authority, name, function).",
)
@as_json
@reported
def write(folder: Path, source: Path, as_json: bool) -> None:
    """Create the card of the draft in FOLDER, with a new salt; the draft names it from now on."""
    from rogatory.directory.draft.folder import keep_card, read_draft

    draft = read_draft(folder)
    text = read_file(source, limit=LARGEST_CARD).decode("utf-8", "replace")
    made = read_card_text(text, draft.state, salt=new_salt(os.urandom), at=now())
    keep_card(draft, made)
    digest = card_digest(build_card(made))
    if as_json:
        print_json({"digest": digest, "file": str(folder / "card.json")})
        return
    print_text(f"The card is in {folder / 'card.json'}; the draft names it by {digest[:16]}.")
    print_text("Give it to the node first:  rogatory entry card install HOME CARD")
    print_text("then sign and submit the entry.")


@click.command("show", epilog="Example:  rogatory entry card show entry-xa")
@folder
@as_json
@reported
def show(folder: Path, as_json: bool) -> None:
    """Show the card of the draft in FOLDER."""
    from rogatory.directory.draft.folder import read_draft

    found = read_draft(folder).card
    if as_json:
        print_json({"card": None if found is None else _json(found)})
        return
    if found is None:
        print_text("There is no card yet:  rogatory entry card write")
        return
    _print(found)


@click.command(
    "install", epilog="Example:  rogatory entry card install /srv/rogatory/xa entry-xa/card.json"
)
@click.argument("home", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("file", type=FILE)
@as_json
@reported
def install(home: Path, file: Path, as_json: bool) -> None:
    """Give the State's own card to the node of HOME, before the entry that names it is published."""
    from rogatory.node.contact_cards.fetch_cards import install_card

    record = install_card(connections.node_at(home), read_file(file, limit=LARGEST_CARD))
    if as_json:
        print_json({"digest": record.digest, "state": record.state})
        return
    print_text(f"The node has the card {record.digest[:16]} of {record.state}.")


@click.command(
    "of", epilog="Example:  rogatory entry card of /srv/rogatory/xb XA --officer xb-0001"
)
@click.argument("home", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("state")
@typed_officer("Who asks: an officer on duty.")
@as_json
@reported
@noted_at_terminal(reads=True)
def of(home: Path, state: str, officer: str, as_json: bool) -> None:
    """Show the card of another STATE that the node of HOME has, to an officer with the role duty."""
    from rogatory.node.contact_cards.card_view import card_shown

    known = card_shown(connections.node_at(home), state.upper(), officer)
    if as_json:
        print_json(
            {
                "card": _json(known.card),
                "digest": known.digest,
                "received": format_moment(known.received),
                "given_by": known.given_by,
                "current": known.is_current,
            }
        )
        return
    if not known.is_current:
        print_text(click.style("Superseded: do not rely on a number of this card.", fg="red"))
    _print(known.card)
    print_text(f"  came from {known.given_by} at {format_moment(known.received)}")


def _print(card: "Card") -> None:
    print_text(f"The card of {card.state}, issued {format_moment(card.issued)}")
    for number in card.numbers:
        hours = ", ".join(f"{'/'.join(one.days)} {one.start}-{one.end}" for one in number.hours)
        print_text(
            f"  {number.e164}  {number.label} ({number.authority}), {hours or 'day and night'}"
        )
    for channel in card.call_back:
        print_text(f"  call back by {channel.kind}: {channel.value} ({channel.authority})")
    for name in card.names:
        print_text(f"  {name.name}, {name.function} ({name.authority})")


def _json(card: "Card") -> object:

    return canonical.decode_object(build_card(card))
