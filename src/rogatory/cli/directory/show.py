# SPDX-License-Identifier: Apache-2.0
"""`rogatory directory show` and `check`: what a directory says, and in what condition it is."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.bootstrap.home.folder import Home, read_home
from rogatory.cli.directory.options import FILE, FOLDER, print_fingerprint
from rogatory.cli.options.peers import UtcMoment
from rogatory.cli.output.counted import counted
from rogatory.cli.output.plain import plain
from rogatory.cli.output.reporting import as_json, grouped, print_json, print_text, reported
from rogatory.directory import submission_refusals
from rogatory.disk import read_file
from rogatory.errors import ExitStatus, Refused
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.directory.view.condition import Condition
    from rogatory.directory.view.view import DirectoryView

root_option = click.option(
    "--root",
    type=FILE,
    help="1.root.json as you have it from elsewhere. Without it the source's own is taken, and "
    "everything rests on the fingerprint that you compare.",
)


@click.command("show", epilog="Example:  rogatory directory show --home /srv/rogatory/xb")
@click.argument("source", required=False)
@click.option(
    "--home",
    type=FOLDER,
    help="Show the copy of the node in this home: what it goes by, and how old that is.",
)
@root_option
@click.option("--at", type=UtcMoment(), help="As of another moment than now.")
@as_json
@reported
def show(
    source: str | None, home: Path | None, root: Path | None, at: datetime | None, as_json: bool
) -> None:
    """Show the directory at SOURCE: a web server's address, a folder, or a node's copy.

    Its roles with their keys and thresholds, its States with theirs, and the expiry of each.
    """
    if (source is None) == (home is None):
        raise click.UsageError("Name a SOURCE or a --home.")
    if home is not None:
        _show_home(home, as_json=as_json)
        return
    found = _condition(str(source), root, at or datetime.now(UTC))
    if as_json:
        print_json(found)
        return
    _print(found)


@click.command("check", epilog="Example:  rogatory directory check https://directory.example")
@click.argument("source")
@root_option
@click.option("--at", type=UtcMoment(), help="As of another moment than now.")
@as_json
@reported
def check(source: str, root: Path | None, at: datetime | None, as_json: bool) -> None:
    """Check the directory at SOURCE as a node would, and list what expires soon.

    Exit status 1 if something does not hold. What expires later is shown and is no failure.
    """
    found = _condition(source, root, at or datetime.now(UTC))
    if as_json:
        print_json(found)
    else:
        print_text(f"Snapshot {found.snapshot} of the network")
        print_fingerprint(found.network)
        for reason in found.failing:
            print_text(f"{click.style('✗', fg='red')} [{reason.code.id}] {reason.sentence()}")
        for reason in found.warnings:
            print_text(f"{click.style('!', fg='yellow')} [{reason.code.id}] {reason.sentence()}")
        if not found.failing:
            listed = ", ".join(state.state for state in found.states) or "nobody yet"
            print_text(
                f"{click.style('✓', fg='green')} everything in it holds (enrolled: {listed})"
            )
    if found.failing:
        sys.exit(int(ExitStatus.REFUSED))


def _condition(source: str, root: Path | None, at: datetime) -> "Condition":
    from rogatory.bootstrap.ports.directory_line import read_from
    from rogatory.directory.ceremony.ceremony import network_id
    from rogatory.directory.ceremony.metadata import size_limit
    from rogatory.directory.view.condition import condition

    read, first = read_from(source), "metadata/1.root.json"
    data = read_file(root, limit=size_limit("root")) if root else read(first, size_limit("root"))
    if data is None:
        raise Refused(submission_refusals.NOT_PUBLISHED.because(folder=source))
    return condition(read, network_id(data), at)


def _print(found: "Condition") -> None:
    print_text(f"Snapshot {found.snapshot} as of {format_moment(found.at)}, of the network")
    print_fingerprint(found.network)
    for role in found.roles:
        needed = f"{role.threshold} of {counted(len(role.keyids), 'key')}"
        print_text(
            f"{role.role} version {role.version}, {needed}, until {format_moment(role.expires)}"
        )
        for keyid in role.keyids:
            print_text(f"    {grouped(keyid)}")
    for state in found.states:
        if state.version is None:
            print_text(f"{state.state}: enrolled, nothing that holds is published")
        else:
            assert state.expires is not None
            print_text(
                f"{state.state} version {state.version}, until {format_moment(state.expires)}"
            )
        for keyid in state.keyids:
            print_text(f"    {grouped(keyid)}{' (signed)' if keyid in state.signed_by else ''}")
        for reason in state.held:
            print_text(f"    {reason.sentence()}")
    if found.depositary_as_of:
        print_text(f"The depositary's view is of {found.depositary_as_of}.")


def _show_home(path: Path, *, as_json: bool) -> None:
    from rogatory.bootstrap.ports.register import own_copy

    home, now = read_home(path), datetime.now(UTC)
    view = own_copy(home).view(now)
    until = view.serves_until
    assert until is not None
    if as_json:
        print_json(_view_json(view, home, now, until))
        return
    print_text(f"{home.state} goes by snapshot {view.snapshot_version} of the network")
    print_fingerprint(view.network)
    print_text(f"as of {format_moment(view.read_as_of)}, {_age(now - view.read_as_of)} old;")
    print_text(f"without a refresh it says nothing any more after {format_moment(until)}")
    print_text(
        f"  (a grace of {counted(int(home.directory_grace.total_seconds() // 3600), 'hour')})."
    )
    print_text(f"It is refreshed from {home.directory_url}.")
    print_text(f"States: {', '.join(view.states) or 'none'}")
    for state, reasons in sorted(view.held.items()):
        for reason in reasons:
            print_text(f"{click.style('✗', fg='red')} {state} is held: {reason.sentence()}")
        for keyid in view.unconfirmed.get(state, ()):
            # The digits for the telephone are for the State to read out, not for us to copy.
            print_text(f"    {grouped(keyid)}")


def _view_json(
    view: "DirectoryView", home: "Home", now: datetime, until: datetime
) -> dict[str, Any]:
    return {
        "state": home.state,
        "network": view.network,
        "snapshot": view.snapshot_version,
        "read_as_of": format_moment(view.read_as_of),
        "age_seconds": int(view.age(now)),
        "serves_until": format_moment(until),
        "grace_hours": int(home.directory_grace.total_seconds() // 3600),
        "source": home.directory_url,
        "states": list(view.states),
        "held": plain(view.held),
        "unconfirmed": plain(view.unconfirmed),
    }


def _age(age: timedelta) -> str:
    minutes = max(0, int(age.total_seconds() // 60))
    hours, minutes = divmod(minutes, 60)
    shown_age = counted(minutes, "minute")
    return f"{counted(hours, 'hour')} and {shown_age}" if hours else shown_age
