# SPDX-License-Identifier: Apache-2.0
"""`rogatory keys renew`: another key for a running node, step by step, without a gap."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.ports.clock import SystemClock
from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.need_to_know import command_name
from rogatory.cli.options.peers import home
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.node.repositories.audit import AccessKind

if TYPE_CHECKING:
    from rogatory.bootstrap.renewal.renewal import KeyRenewal

DIGITS = 16
"""Of a fingerprint, as `rogatory entry end` takes it."""


@click.command(
    "renew",
    epilog="Example:  rogatory keys renew /srv/rogatory/xb node-tls --from /media/stick/new-tls",
)
@home
@click.argument("key", metavar="KEY")
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="At the first step: the folder with the new key, from `rogatory keys issue`, or `signing/` of `rogatory "
    "keys new`.",
)
@as_json
@reported
def command(home: Path, key: str, source: Path | None, as_json: bool) -> None:
    """Change a KEY of the node in HOME: node-tls, node-http, receipts, or an authority such as xb/central-authority.

    The first call takes the new key (--from). Each further call does the next step that can be done, or says
    what must be done by hand: list the new certificate, wait until the other nodes have read the directory, use the new
    key, end the old one. It refuses to go too early. The node runs meanwhile and needs no restart; an authority's
    first key is put into a node in the same way.
    """
    from rogatory.bootstrap.renewal import renewal
    from rogatory.node.audit.at_terminal import TERMINAL
    from rogatory.node.audit.note import note_access

    renewed = renewal.renewed_key(read_home(home), key)
    renewal.finish_swap(renewed)
    if source is not None:
        renewal.begin_renewal(renewed, source)
    node = connections.node_at(home)
    found = renewal.go_on(node, renewed, SystemClock().now())
    if found.step is renewal.RenewalStep.SWAPPED:
        for one in found.fingerprints:
            page = f"{TERMINAL} {command_name()}"
            note_access(node, AccessKind.ACTED, "", page, subject=f"{key} {one}")
    if as_json:
        files = [str(one) for one in found.files]
        print_json({"step": found.step, "fingerprints": found.fingerprints, "files": files})
        return
    for line in _lines(found, key):
        print_text(line)


def _lines(found: "KeyRenewal", key: str) -> list[str]:
    prints = [one[:DIGITS] for one in found.fingerprints]
    next_call = "Then run this command again."
    if found.step == "list":
        adding = [f"  rogatory entry add ENTRY --certificate {one.name}" for one in found.files]
        return [
            f"The new key of {key} waits. The ministry must list its certificate beside the old one:",
            *(f"  {one}" for one in found.files),
            *adding,
            f"sign the entry and submit it. {next_call}",
        ]
    if found.step == "swapped":
        return [
            f"The new key of {key} is in use ({', '.join(prints)}); the node needs no restart.",
            "The old one is still listed. Wait ten minutes, and run this command again.",
        ]
    if found.step == "end":
        ending = [f"  rogatory entry end ENTRY {one} --rotated" for one in prints]
        return [
            f"A former key of {key} is still listed as in force. The ministry must end it:",
            *ending,
            "sign the entry and submit it.",
        ]
    return [
        f"Nothing waits for {key}. Begin with --from FOLDER; `rogatory keys list` shows its end."
    ]
