# SPDX-License-Identifier: Apache-2.0
"""`rogatory join`: a new State's way into the network, step by step, each of them tested."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.bootstrap.joining.plan import PLAN, JoiningPlan, create_plan, read_joining_plan
from rogatory.bootstrap.joining.step import Tools
from rogatory.cli.directory.options import FILE
from rogatory.cli.options.passphrases import ask_pin, first_line, pin_file
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.errors import ExitStatus

if TYPE_CHECKING:
    from rogatory.bootstrap.joining.step import JoiningStep, StepState
    from rogatory.bootstrap.joining.steps import Stood


@click.command(
    "join",
    epilog="Example:  rogatory join joining-xm --state XM --directory https://directory.example "
    "--network 3f…9a --node-url https://node.meridia.example "
    "--console-url https://console.meridia.example --peer XA",
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--state", help="The State's code (these options once, at the beginning).")
@click.option("--directory", help="The directory's address, or a folder with a copy of it.")
@click.option("--publisher", help="Where entries are handed in, if not at the directory's address.")
@click.option(
    "--network", metavar="SHA-256", help="The first root, as the key ceremony read it out."
)
@click.option("--node-url", help="The https address of the State's node.")
@click.option("--console-url", help="The https address of its officers' console.")
@click.option("--timestamps", multiple=True, metavar="URL", help="A timestamp authority.")
@click.option("--time-zone", default="UTC", show_default=True, help="Of its offices (IANA).")
@click.option("--language", "languages", multiple=True, default=("en",), show_default=True)
@click.option("--peer", help="The State whose node is met first.")
@click.option("--home", type=click.Path(path_type=Path), help="The node's home, if not in FOLDER.")
@click.option(
    "--key", type=click.Path(path_type=Path), help="The State key's folder, if not there."
)
@click.option("--passphrase-file", type=FILE, help="The State key's passphrase is its first line.")
@pin_file
@click.option("--look", "only_look", is_flag=True, help="Change nothing; show the progress.")
@click.option("--yes", is_flag=True, help="Do what can be done without asking before each step.")
@as_json
@reported
def command(
    folder: Path,
    only_look: bool,
    yes: bool,
    passphrase_file: Path | None,
    as_json: bool,
    **named: Any,
) -> None:
    """Join a network with a new State: keys, entry, enrolment, node, officers, first peer, witness, drill.

    Each step is checked, done where a program can do it, and tested. The first step not done is shown
    with who must do what; then run the command again. FOLDER belongs to the ministry, on a machine
    that others cannot reach. Exit status 4 until everything is done.
    """
    from rogatory.bootstrap.joining.steps import STEPS, walk_steps

    plan = read_joining_plan(folder) if (folder / PLAN).exists() else _begin(folder, named)

    def may_act(step: "JoiningStep", looked: "StepState") -> bool:
        if only_look:
            return False
        return (
            yes
            or as_json
            or click.confirm(f"{step.title}: {looked.found} Do it now?", default=True)
        )

    stood = []
    for one in walk_steps(plan, _tools(passphrase_file), may_act=may_act):
        stood.append(one)
        if not as_json:
            _print(one)
    left = [step for step in STEPS if step.name not in {one.step.name for one in stood}]
    if as_json:
        print_json({"steps": [_json(one) for one in stood], "left": [step.name for step in left]})
    else:
        for step in left:
            print_text(f"  · {step.title} ({step.who})")
    if left or not stood[-1].looked.done:
        sys.exit(int(ExitStatus.UNREACHABLE))
    if not as_json:
        print_text(f"{plan.state} has joined.")


def _begin(folder: Path, fields: dict[str, Any]) -> "JoiningPlan":

    needed = ("state", "directory", "network", "node_url", "console_url", "peer")
    missing = [f"--{name.replace('_', '-')}" for name in needed if not fields[name]]
    if missing:
        raise click.UsageError(f"a joining begins with {', '.join(missing)}")
    return create_plan(
        JoiningPlan(
            folder=folder,
            state=fields["state"],
            network=fields["network"],
            directory=fields["directory"],
            publisher=fields["publisher"] or fields["directory"],
            node_url=fields["node_url"],
            console_url=fields["console_url"],
            timestamps=fields["timestamps"],
            time_zone=fields["time_zone"],
            languages=fields["languages"],
            peer=fields["peer"].upper(),
            home=str(fields["home"].absolute()) if fields["home"] else None,
            key=str(fields["key"].absolute()) if fields["key"] else None,
        )
    )


def _tools(passphrase_file: Path | None) -> "Tools":

    def tools_for(*, new: bool) -> str:
        if passphrase_file is not None:
            return first_line(passphrase_file)
        answer: str = click.prompt(
            "Passphrase of the State key",
            hide_input=True,
            confirmation_prompt=new,
            err=True,
        )
        return answer

    return Tools(
        new_passphrase=lambda: tools_for(new=True),
        passphrase=lambda: tools_for(new=False),
        pin=ask_pin(),
    )


def _print(one: "Stood") -> None:
    step, looked = one.step, one.looked
    if looked.done:
        mark = click.style("✓", fg="green")
        print_text(f"  {mark} {step.title}: {looked.found}{' (done now)' if one.acted else ''}")
        if looked.warning:
            print_text(f"      {click.style('!', fg='yellow')} {looked.warning}")
        return
    print_text(f"  {click.style('→', fg='yellow')} {step.title}: {looked.found}")
    print_text(f"      {step.who} must: {looked.must}")


def _json(one: "Stood") -> dict[str, object]:
    return {
        "step": one.step.name,
        "who": one.step.who,
        "done": one.looked.done,
        "done_now": one.acted and one.looked.done,
        "found": one.looked.found,
        "must": one.looked.must,
        "warning": one.looked.warning,
    }
