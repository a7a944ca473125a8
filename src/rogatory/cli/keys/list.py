# SPDX-License-Identifier: Apache-2.0
"""`rogatory keys list`: every key and certificate of a node's State, with its end."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.bootstrap.home.folder import read_home
from rogatory.cli.entry.options import now
from rogatory.cli.options.peers import home
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.node.directory.key_periods import KeyPeriod

DIGITS = 16
"""Of a fingerprint: `rogatory entry end` takes eight or more."""


@click.command("list", epilog="Example:  rogatory keys list /srv/rogatory/xb")
@home
@click.option("--all", "with_ended", is_flag=True, help="Show those that are over or ended, too.")
@as_json
@reported
def command(home: Path, with_ended: bool, as_json: bool) -> None:
    """List the keys and certificates of the State whose node has its home in HOME; the first to end first.

    Listed are those of the State's entry and register, those in HOME, the metadata of the directory, and the tokens of
    the State's own systems. IN USE: the running node signs or serves with it. NOT LISTED: it is in HOME, and no
    other node relies on it.
    """
    from rogatory.bootstrap.renewal.held_keys import all_keys, newest_view, stored_tokens

    node_home, at = read_home(home), now()
    view = newest_view(node_home, at)
    tokens = stored_tokens(node_home)
    keys = all_keys(node_home, view, tokens or ())
    found = [one for one in keys if with_ended or one.is_current(at)]
    if as_json:
        read = {"directory": view is not None, "database": tokens is not None}
        print_json({**read, "keys": [_json(one, at) for one in found]})
        return
    for one in found:
        until = "no end of its own" if one.until is None else f"until {format_moment(one.until)}"
        print_text(f"{one.kind:12} {one.name}{f' ({one.algorithm})' if one.algorithm else ''}")
        print_text(f"    {one.fingerprint[:DIGITS]}  {until}  {_left(one, at)}")
        print_text(f"    {_state(one, at)}")
    if view is None:
        print_text("The directory cannot be read here, so only what is in HOME is shown.")
    if tokens is None:
        print_text("The database cannot be read here, so no token of a system is shown.")


def _json(one: "KeyPeriod", at: datetime) -> dict[str, object]:
    return {
        "kind": one.kind,
        "name": one.name,
        "algorithm": one.algorithm,
        "fingerprint": one.fingerprint,
        "from": None if one.start is None else format_moment(one.start),
        "until": None if one.until is None else format_moment(one.until),
        "where": one.where,
        "listed": one.is_listed,
        "ended": one.ended,
        "in_use": one.is_in_use(at),
    }


def _left(one: "KeyPeriod", at: datetime) -> str:
    if one.until is None:
        return ""
    days = (one.until - at).days
    return f"{counted(days, 'day')} left" if one.until > at else "over"


def _state(one: "KeyPeriod", at: datetime) -> str:
    if one.is_in_use(at):
        return f"IN USE, {one.where}"
    if one.ended is not None:
        return f"ended ({one.ended})"
    if one.where and not one.is_listed and one.kind not in {"metadata", "console-tls"}:
        return f"NOT LISTED, {one.where}"
    return one.where or ("listed" if one.is_listed else "for the API: rogatory systems")
