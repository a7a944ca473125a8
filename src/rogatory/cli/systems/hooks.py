# SPDX-License-Identifier: Apache-2.0
"""`rogatory systems hook`: the webhooks by which systems are notified that something changed."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.peers import FILE, home
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.disk import read_file
from rogatory.errors import Unreachable
from rogatory.node.hooks.hook_kinds import HookKind
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from datetime import datetime

    from rogatory.node.repositories.systems import HookRecord

KINDS = (HookKind.REQUEST, HookKind.DRAFT, HookKind.PACKAGE)


@click.group(
    "hook",
    epilog="Example:  rogatory systems hook add /srv/rogatory/xb case-management --url https://cases.xb.example/rogatory --inside",
)
def hook() -> None:
    """Make, list, try and end the webhooks by which systems are notified that something changed."""


@hook.command(
    "add",
    epilog="Example:  rogatory systems hook add /srv/rogatory/xb case-management --url https://cases.xb.example/rogatory --inside",
)
@home
@click.argument("name")
@click.option("--url", required=True, metavar="URL", help="Its https address.")
@click.option(
    "--kind",
    "kinds",
    type=click.Choice([one.value for one in KINDS]),
    multiple=True,
    help="What it is notified of, once for each; unless given, all that the token may read.",
)
@click.option("--inside", is_flag=True, help="It is in the State's own network.")
@click.option(
    "--ca-file",
    "authorities",
    type=FILE,
    help="Certificates (PEM) of the authorities that may certify it; unless given, those of the machine.",
)
@as_json
@reported
def add(
    home: Path,
    name: str,
    url: str,
    kinds: tuple[str, ...],
    inside: bool,
    authorities: Path | None,
    as_json: bool,
) -> None:
    """Make the webhook of the token NAME of the node in HOME, and print its secret once.

    A delivery says what changed by an id and a kind, and nothing else. Of restricted requests nothing is delivered.
    """
    from rogatory.node.systems.hooks import LARGEST_AUTHORITIES, add_hook

    given = b"" if authorities is None else read_file(authorities, limit=LARGEST_AUTHORITIES)
    found, secret = add_hook(
        connections.node_at(home),
        name,
        url,
        [HookKind(one) for one in kinds],
        is_inside=inside,
        authorities=given.decode("ascii", errors="replace"),
    )
    _print_secret(found, secret, as_json=as_json)


@hook.command("list", epilog="Example:  rogatory systems hook list /srv/rogatory/xb")
@home
@as_json
@reported
def list_hooks(home: Path, as_json: bool) -> None:
    """List the webhooks of the node in HOME, whether they answer, and how many deliveries wait."""
    store = connections.node_at(home).store
    found = [(one, store.count_hook_deliveries(one.name)) for one in store.hooks()]
    if as_json:
        print_json({"hooks": [hook_as_json(one) | {"waiting": waits} for one, waits in found]})
        return
    if not found:
        print_text("There is no webhook.")
    for one, waits in found:
        print_text(f"{one.name}  {one.url}  {' '.join(one.kinds)}")
        print_text(f"  {hook_state(one)}; deliveries that wait: {waits}")
        if one.problem is not None:
            print_text(f"  {one.problem}")


@hook.command(
    "test", epilog="Example:  rogatory systems hook test /srv/rogatory/xb case-management"
)
@home
@click.argument("name")
@as_json
@reported
def test(home: Path, name: str, as_json: bool) -> None:
    """Send a ping to the webhook NAME of the node in HOME now, and report what came of it."""
    from rogatory.node.systems.hooks import try_hook

    problem = try_hook(connections.node_at(home), name)
    if problem is not None:
        raise Unreachable(problem.reasons)
    if as_json:
        print_json({"name": name, "delivered": True})
        return
    print_text("The receiver took the delivery.")


@hook.command(
    "secret", epilog="Example:  rogatory systems hook secret /srv/rogatory/xb case-management"
)
@home
@click.argument("name")
@as_json
@reported
def secret(home: Path, name: str, as_json: bool) -> None:
    """Give the webhook NAME of the node in HOME another secret, and print it once. The old one signs for a day as well."""
    from rogatory.node.systems.hooks import renew_secret

    found, text = renew_secret(connections.node_at(home), name)
    _print_secret(found, text, as_json=as_json)


@hook.command(
    "resume", epilog="Example:  rogatory systems hook resume /srv/rogatory/xb case-management"
)
@home
@click.argument("name")
@as_json
@reported
def resume(home: Path, name: str, as_json: bool) -> None:
    """Deliver to the webhook NAME of the node in HOME again. Its system is notified that it missed changes."""
    from rogatory.node.systems.hooks import resume_hook

    found = resume_hook(connections.node_at(home), name)
    if as_json:
        print_json(hook_as_json(found))
        return
    print_text(f"The webhook {found.name} is notified of changes again.")


@hook.command("end", epilog="Example:  rogatory systems hook end /srv/rogatory/xb case-management")
@home
@click.argument("name")
@as_json
@reported
def end(home: Path, name: str, as_json: bool) -> None:
    """End the webhook NAME of the node in HOME at once."""
    from rogatory.node.systems.hooks import end_hook

    end_hook(connections.node_at(home), name)
    if as_json:
        print_json({"name": name, "ended": True})
        return
    print_text(f"The webhook {name} has ended.")


def hook_state(hook: "HookRecord") -> str:
    """Return whether a webhook answers, for a person."""
    if hook.paused is not None:
        return f"paused since {format_moment(hook.paused)}"
    if hook.failing is not None:
        return f"failures since {format_moment(hook.failing)}: {hook.failures}"
    if hook.delivered is None:
        return "nothing was delivered yet"
    return f"delivered last at {format_moment(hook.delivered)}"


def hook_as_json(hook: "HookRecord") -> dict[str, Any]:
    """Return a webhook for a program; its secret is nowhere in it."""
    return {
        "name": hook.name,
        "url": hook.url,
        "kinds": list(hook.kinds),
        "inside": hook.is_inside,
        "made": format_moment(hook.made),
        "delivered": _moment(hook.delivered),
        "failures": hook.failures,
        "failing": _moment(hook.failing),
        "problem": hook.problem,
        "paused": _moment(hook.paused),
    }


def _print_secret(hook: "HookRecord", secret: str, *, as_json: bool) -> None:
    if as_json:
        print_json({**hook_as_json(hook), "secret": secret})
        return
    print_text(secret)
    click.echo("Keep it as a secret: it is not shown again.", err=True)


def _moment(at: "datetime | None") -> str | None:
    return None if at is None else format_moment(at)
