# SPDX-License-Identifier: Apache-2.0
"""`rogatory officers`: accounts of a node's console from a list."""

import sys
from pathlib import Path

import click

from rogatory.bootstrap.accounts.account_list import LONGEST_LIST, open_accounts, read_accounts
from rogatory.cli.options.peers import home
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.disk import read_file


@click.group(epilog="Example:  rogatory officers open /srv/rogatory/xb officers.json")
def officers() -> None:
    """Open accounts of officers at a node's console."""


@officers.command(
    "open",
    epilog='Example:  echo \'[{"number": "xb-0001"}]\' | rogatory officers open /srv/rogatory/xb -',
)
@home
@click.argument(
    "source", metavar="FILE", type=click.Path(exists=True, dir_okay=False, allow_dash=True)
)
@as_json
@reported
def open_from_list(home: Path, source: str, as_json: bool) -> None:
    r"""Open the accounts that FILE lists (- for standard input), all or none, at the node in HOME.

    \b
    FILE is a JSON list; only the number is needed:
      [{"number": "xb-0001", "display_name": "A. Amara", "password": "…",
        "roles": ["duty"], "authorities": ["xb/contact-point"], "language": "fr"}]

    Without a password only a passkey or the log-in service lets the person in. An account of the same number is
    brought up to date. Roles: duty, approver, lawyer, examiner, auditor, administrator. An account lets a person
    in; permissions are in the State's register of officers (`rogatory entry officers`), except administrator, which is
    of the node alone. Languages: ar, en, es, fr, ru, zh-hans.
    """
    data = (
        sys.stdin.buffer.read(LONGEST_LIST + 1)
        if source == "-"
        else read_file(Path(source), limit=LONGEST_LIST)
    )
    made = open_accounts(home, read_accounts(data))
    if as_json:
        print_json({"accounts": made})
        return
    print_text(f"{counted(len(made), 'account')} opened or updated: {', '.join(made)}")
