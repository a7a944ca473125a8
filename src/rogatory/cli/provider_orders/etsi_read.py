# SPDX-License-Identifier: Apache-2.0
"""`rogatory order etsi-read`: what a message of ETSI TS 103 120 says, and whether it says what an order says."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, grouped, print_json, print_text, reported
from rogatory.disk import read_file
from rogatory.errors import ExitStatus
from rogatory.node.printing.shown_text import shown_line
from rogatory.node.provider_orders.etsi_compare import refuse_differing
from rogatory.node.provider_orders.etsi_folder import order_to_compare
from rogatory.node.provider_orders.etsi_names import ETSI_VERSION
from rogatory.node.provider_orders.etsi_read import LARGEST_MESSAGE, read_hi1
from rogatory.wire.digests import sha256

if TYPE_CHECKING:
    from rogatory.node.provider_orders.etsi_read import Hi1Action, Hi1Message

SCHEMA = "rogatory/order-etsi/1"
"""The form of the output of `--json` (SPECIFICATION.md section 24.1)."""

_NOTHING_PROVED = "Nothing here is proved: the message has no signature that is checked, and its sender may be anyone."
_NO_NUMBER = "Call no number and use no address from it to ask whether it is genuine."


@click.command("etsi-read", epilog="Example:  rogatory order etsi-read order.xml --order order")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--order",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The order's folder: refuse the message if it says anything else than this order.",
)
@as_json
@reported
def command(file: Path, folder: Path | None, as_json: bool) -> None:
    """Show what the HI-1 message in FILE says. Nothing is fetched, and no entity is expanded.

    With --order, every element is compared with what is written from that order. Whose order it is, only
    `order check` shows.

    Exit status 0 if it was read, and is what the order says; 1 if not; 3 if its version was not validated.
    """
    data = read_file(file, limit=LARGEST_MESSAGE)
    message = read_hi1(data)
    digest = None
    if folder is not None:
        order = order_to_compare(folder)
        refuse_differing(message, order)
        digest = sha256(order.encode())
    if as_json:
        print_json(_as_json(message, digest))
    else:
        for line in _lines(message, digest, folder):
            print_text(line)
    sys.exit(int(ExitStatus.HOLDS if message.is_validated else ExitStatus.NOT_CHECKED))


def _as_json(message: "Hi1Message", digest: str | None) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "actions": [
            {
                "identifier": one.identifier,
                "number": one.number,
                "statements": [{"path": part.path, "value": part.value} for part in one.statements],
                "type": one.kind,
                "verb": one.verb,
            }
            for one in message.actions
        ],
        "carries_signature": message.carries_signature,
        "kind": message.kind,
        "order_sha256": digest,
        "profile": list(message.profile),
        "receiver": list(message.receiver),
        "sender": list(message.sender),
        "timestamp": message.timestamp,
        "transaction": message.transaction,
        "version": message.version,
        "version_validated": message.is_validated,
    }


def _lines(message: "Hi1Message", digest: str | None, folder: Path | None) -> Iterator[str]:
    profile = " ".join(map(shown_line, message.profile))
    version = shown_line(message.version)
    yield f"HI-1 {message.kind} of ETSI TS 103 120 {version}, profile {profile}."
    if message.is_validated:
        yield f"The reader was tried with ETSI's schemas and examples of {ETSI_VERSION}. This file was not validated."
    else:
        yield (
            f"Version {version} was not validated, only {ETSI_VERSION} was: "
            "what follows may be incomplete or mean something else."
        )
    yield f"From {_endpoint(message.sender)} to {_endpoint(message.receiver)}, as it states."
    yield f"Transaction {shown_line(message.transaction)}, {shown_line(message.timestamp)}."
    if digest is not None:
        yield f"Every element is what is written from the order in {folder}:"
        yield f"  {grouped(digest)}"
        yield "Whose order that is: rogatory order check FOLDER --trust FINGERPRINT."
    else:
        yield _NOTHING_PROVED
    if message.carries_signature:
        yield "It has an element that says to be a signature. It is not checked here."
    yield _NO_NUMBER
    yield f"It has {counted(len(message.actions), 'action')}:"
    for one in message.actions:
        yield from _action(one)


def _endpoint(given: tuple[str, str]) -> str:
    return " ".join(map(shown_line, given))


def _action(action: "Hi1Action") -> Iterator[str]:
    words = (action.number, action.verb, action.kind, action.identifier)
    yield f"  {' '.join(shown_line(one) for one in words if one)}"
    for one in action.statements:
        yield f"    {shown_line(one.path)}: {shown_line(one.value)}"
