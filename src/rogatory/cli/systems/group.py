# SPDX-License-Identifier: Apache-2.0
"""`rogatory systems`: the tokens with which the State's own systems use the API, and their webhooks."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.peers import home
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.cli.systems.hooks import hook, hook_as_json, hook_state
from rogatory.node.systems.scopes import Scope
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from datetime import datetime

    from rogatory.node.repositories.systems import TokenRecord

DAYS = 180
"""Unless the operator says otherwise: long enough for a change twice a year."""


@click.group(
    epilog="Example:  rogatory systems add /srv/rogatory/xb case-management --scope requests:read"
)
def systems() -> None:
    """Make, list and end the tokens of the State's own systems, such as its case management, for the API; and their webhooks."""


systems.add_command(hook)


@systems.command(
    "add",
    epilog="Example:  rogatory systems add /srv/rogatory/xb case-management --scope requests:read --days 90",
)
@home
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([one.value for one in Scope]),
    multiple=True,
    required=True,
    help="What the system may do; once for each.",
)
@click.option("--days", type=int, default=DAYS, show_default=True, help="How long it is valid.")
@as_json
@reported
def add(home: Path, name: str, scopes: tuple[str, ...], days: int, as_json: bool) -> None:
    """Make a token NAME at the node in HOME, and print it once: it is stored nowhere.

    A token is never an officer: it cannot approve, send, decide, acknowledge, or read restricted requests.
    """
    from rogatory.node.systems.tokens import add_token

    node = connections.node_at(home)
    token, text = add_token(node, name, [Scope(one) for one in scopes], days)
    if as_json:
        print_json({**_as_json(token, node.clock.now()), "token": text})
        return
    print_text(text)
    click.echo(
        f"Valid until {format_moment(token.expires)}. Keep it as a secret: it is not shown again.",
        err=True,
    )


@systems.command("list", epilog="Example:  rogatory systems list /srv/rogatory/xb")
@home
@as_json
@reported
def list_tokens(home: Path, as_json: bool) -> None:
    """List all tokens that the node in HOME has or had, with their scopes, ends and webhooks."""
    node = connections.node_at(home)
    now, found = node.clock.now(), node.store.system_tokens()
    hooks = {one.name: one for one in node.store.hooks()}
    if as_json:
        listed = {name: hook_as_json(one) for name, one in hooks.items()}
        print_json(
            {"tokens": [_as_json(one, now) | {"hook": listed.get(one.name)} for one in found]}
        )
        return
    if not found:
        print_text("There is no token.")
    for one in found:
        state = "ended" if one.ended else ("valid" if one.is_valid(now) else "expired")
        end = format_moment(one.ended or one.expires)
        print_text(f"{one.name}  {state}, until {end}  {' '.join(one.scopes)}")
        if one.name in hooks:
            print_text(f"  webhook: {hook_state(hooks[one.name])}")


@systems.command("end", epilog="Example:  rogatory systems end /srv/rogatory/xb case-management")
@home
@click.argument("name")
@as_json
@reported
def end(home: Path, name: str, as_json: bool) -> None:
    """End the token NAME of the node in HOME at once, with its webhook."""
    from rogatory.node.systems.tokens import end_token

    node = connections.node_at(home)
    token = end_token(node, name)
    if as_json:
        print_json(_as_json(token, node.clock.now()))
        return
    print_text(f"The token {token.name} has ended.")


def _as_json(token: "TokenRecord", now: "datetime") -> dict[str, Any]:
    return {
        "name": token.name,
        "scopes": list(token.scopes),
        "made": format_moment(token.made),
        "expires": format_moment(token.expires),
        "ended": None if token.ended is None else format_moment(token.ended),
        "valid": token.is_valid(now),
    }
