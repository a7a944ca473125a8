# SPDX-License-Identifier: Apache-2.0
"""`rogatory directory refresh`, `confirm` and `own-key`: a node's own copy, and a State whose key changed."""

from pathlib import Path

import click

from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.ports.clock import SystemClock
from rogatory.bootstrap.workstation import connections
from rogatory.cli.directory.options import FILE, print_fingerprint
from rogatory.cli.options.need_to_know import command_name
from rogatory.cli.options.own_key import by_own_key
from rogatory.cli.options.peers import home, reason
from rogatory.cli.options.typed_number import noted_at_terminal
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.disk import read_file
from rogatory.node.repositories.audit import AccessKind
from rogatory.wire.moments import format_moment


@click.command(
    "refresh",
    epilog="Example:  rogatory directory refresh /srv/rogatory/xb --from /media/stick/directory",
)
@home
@click.option(
    "--from",
    "source",
    metavar="SOURCE",
    help="Another copy than the one in node.toml, for this run: an address, or a "
    "folder. It is verified in the same way.",
)
@as_json
@reported
def refresh(home: Path, source: str | None, as_json: bool) -> None:
    """Refresh the copy of the directory in HOME now, whether or not the node runs.

    A refused refresh leaves the copy unchanged. A running node refreshes it every five minutes.
    """
    from rogatory.node.directory.accepted_directory import log_accepted
    from rogatory.node.snapshots.keep import keep_own

    clock = SystemClock()
    node = connections.node_at(home, directory=source)
    view = node.register.refresh(clock.now())
    log_accepted(node, view)
    keep_own(node, view)
    if as_json:
        print_json(
            {
                "snapshot": view.snapshot_version,
                "read_as_of": format_moment(view.read_as_of),
                "states": list(view.states),
                "held": sorted(view.held),
            }
        )
        return
    print_text(f"Snapshot {view.snapshot_version}, as of {format_moment(view.read_as_of)}.")
    print_text(f"States: {', '.join(view.states) or 'none'}")
    for state, reasons in sorted(view.held.items()):
        for each in reasons:
            print_text(f"{click.style('✗', fg='red')} {state} is held: {each.sentence()}")


@click.command(
    "confirm",
    epilog="Example:  rogatory directory confirm /srv/rogatory/xb XA --own-key head "
    "--heard '63946 65727 78555 32163 48485 97095 02166' --reason 'Called the number of the card'",
)
@home
@click.argument("state")
@click.option(
    "--heard",
    required=True,
    multiple=True,
    metavar="DIGITS",
    help="What the State read out of its key's fingerprint: 35 digits. Once for each new key.",
)
@reason
@as_json
@reported
@by_own_key
@noted_at_terminal()
def confirm(
    home: Path, state: str, heard: tuple[str, ...], reason: str, officer: str, as_json: bool
) -> None:
    """Confirm the changed key of a STATE that is suspended because its former key did not announce it.

    Call the State at a number that you already had, and have it read out its key's fingerprint
    (`rogatory directory key` printed it); what you heard is compared here. It is recorded in the
    custody log with your number; your own key's signature proves that it is you.
    """
    from rogatory.node.directory.confirm_state_key import confirm_state_key

    node = connections.node_at(home)
    confirmed = confirm_state_key(node, state.upper(), officer=officer, heard=heard, reason=reason)
    if as_json:
        print_json({"state": state.upper(), "confirmed": list(confirmed)})
        return
    print_text(f"{state.upper()} is relied on again, by its key")
    for keyid in confirmed:
        print_fingerprint(keyid)


@click.command(
    "own-key",
    epilog="Example:  rogatory directory own-key /srv/rogatory/xb /media/stick/xb.submission "
    "--heard '63946 65727 78555 32163 48485 97095 02166' --reason 'The key holder read it out in my office'",
)
@home
@click.argument("signed", type=FILE)
@click.option(
    "--heard",
    required=True,
    multiple=True,
    metavar="DIGITS",
    help="What the holder of the new State key read out of its fingerprint: 35 digits. Once for each new key.",
)
@reason
@as_json
@reported
def own_key(home: Path, signed: Path, heard: tuple[str, ...], reason: str, as_json: bool) -> None:
    """Take the changed key of this node's own State, which its former key did not announce.

    SIGNED is the file that `rogatory entry sign` wrote with the new key, brought from the machine where that key
    is kept. The directory must publish exactly this file. Until then the node relies on nobody of its own
    State, so no officer can confirm the key. The copy of the directory and its memory stay. The act is recorded in
    the audit and the custody log. Whether or not the node runs, it counts at once.
    """
    from rogatory.bootstrap.ports.register import published_metadata
    from rogatory.directory.submission.document import LARGEST_SUBMISSION, decode_submission
    from rogatory.node.audit.at_terminal import TERMINAL
    from rogatory.node.audit.note import note_access
    from rogatory.node.directory.own_state_key import take_own_key

    node = connections.node_at(home)

    def note(keyid: str) -> None:
        note_access(node, AccessKind.ACTED, "", f"{TERMINAL} {command_name()}", subject=keyid)

    submission = decode_submission(read_file(signed, limit=LARGEST_SUBMISSION))
    published = published_metadata(read_home(home))
    taken = take_own_key(node, submission, published, heard=heard, reason=reason, note=note)
    if as_json:
        print_json({"state": node.state, "taken": list(taken)})
        return
    print_text(f"{node.state}, the State of this node, is relied on again, by its key")
    for keyid in taken:
        print_fingerprint(keyid)
