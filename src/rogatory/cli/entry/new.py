# SPDX-License-Identifier: Apache-2.0
"""`rogatory entry new` and `fetch`: beginning the draft of an entry."""

from pathlib import Path

import click

from rogatory.cli.entry.options import now, place
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.wire.digests import parse_digest
from rogatory.wire.identifiers import parse_state

FOLDER = click.argument("folder", type=click.Path(path_type=Path))
NETWORK = click.option(
    "--network",
    required=True,
    metavar="SHA-256",
    help="The network: the SHA-256 of the directory's first root, which the key ceremony read out.",
)


@click.command(
    "new",
    epilog="Example:  rogatory entry new entry-xa XA --network 3f…9a --node-url "
    "https://node.arcadia.example --console-url https://console.arcadia.example",
)
@FOLDER
@click.argument("state", metavar="STATE")
@NETWORK
@click.option("--node-url", required=True, help="The https address of the State's node.")
@click.option(
    "--console-url", required=True, help="The https address at which officers use their passkeys."
)
@click.option("--time-zone", default="UTC", show_default=True, help="Its IANA name: Europe/Paris.")
@click.option("--language", "languages", multiple=True, default=("en",), show_default=True)
@as_json
@reported
def new(
    folder: Path,
    state: str,
    network: str,
    node_url: str,
    console_url: str,
    time_zone: str,
    languages: tuple[str, ...],
    as_json: bool,
) -> None:
    """Begin the first entry of STATE in FOLDER, which must not exist yet."""
    from rogatory.node.workstation.keys.state_entry import new_entry_folder

    made = new_entry_folder(
        folder,
        state,
        network=network,
        node_url=node_url,
        console_url=console_url,
        time_zone=time_zone,
        languages=languages,
    )
    if as_json:
        print_json({"folder": str(folder), "state": made.state, "network": made.status.network})
        return
    print_text(f"The first entry of {made.state} begins in {folder}.")
    print_text(f"  Say who you are:      rogatory entry edit {folder}")
    print_text(f"  List your keys:       rogatory entry add {folder} …")
    print_text(f"  Enrol your officers:  rogatory entry officers enrol {folder} …")
    print_text(f"  See what is missing:  rogatory entry check {folder}")


@click.command(
    "fetch",
    epilog="Example:  rogatory entry fetch entry-xa XA --from https://directory.example --network 3f…9a",
)
@FOLDER
@click.argument("state", metavar="STATE")
@place
@NETWORK
@as_json
@reported
def fetch(folder: Path, state: str, place: str, network: str, as_json: bool) -> None:
    """Begin the next entry of STATE in FOLDER from the one that the directory has.

    Everything is verified from the network's first root on. A folder that is there is compared
    with what is published now, and keeps its draft.
    """
    from rogatory.bootstrap.ports.directory_line import read_from
    from rogatory.directory.draft.folder import read_draft
    from rogatory.directory.draft.published import catch_up, draft_of_published

    read, at = read_from(place), now()
    if folder.exists():
        version = catch_up(read_draft(folder), read, at)
    else:
        made = draft_of_published(
            folder, read, state=parse_state(state.upper()), network=parse_digest(network), at=at
        )
        version = made.status.version
    if as_json:
        print_json({"folder": str(folder), "published": version})
        return
    print_text(f"Version {version} is published; the draft in {folder} must only add to it.")
