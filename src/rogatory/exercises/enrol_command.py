# SPDX-License-Identifier: Apache-2.0
"""`rogatory exercise enrol`: an officer's own passkey becomes one that approves, in an exercise."""

from pathlib import Path

import click

from rogatory.bootstrap.ports.clock import SystemClock
from rogatory.cli.output.reporting import as_json as as_json_option
from rogatory.cli.output.reporting import print_json, print_text, reported
from rogatory.wire.spoken_digest import spoken


@click.command("enrol", epilog="Example:  rogatory exercise enrol xb-0002 --home rogatory-demo")
@click.argument("officer", metavar="OFFICER")
@click.option(
    "--home",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("rogatory-demo"),
    show_default=True,
    help="The folder of the demo, or of played cases; its nodes may be running.",
)
@as_json_option
@reported
def enrol(*, officer: str, home: Path, as_json: bool) -> None:
    """List the passkeys that OFFICER made at the console in the register of the fictional State.

    From then on they approve messages. A real State does it in steps, with the key that it keeps
    offline, after somebody compared the passkey's digits with the officer: see `rogatory entry
    officers enrol`.
    """
    from rogatory.exercises.enrol import enrol as enrol_in
    from rogatory.exercises.enrol import federation_in

    done = enrol_in(federation_in(home.absolute()), officer.lower(), SystemClock())
    if as_json:
        listed = [one.fingerprint for one in done.passkeys]
        print_json({"officer": done.officer, "version": done.version, "fingerprints": listed})
        return
    for one in done.passkeys:
        print_text(f"{done.officer} approves with the passkey  {spoken(one.fingerprint)}")
    print_text(f"It is in version {done.version} of the State's register, and every node has that.")
    print_text("This is an exercise: a real keeper first compares those digits with the officer.")
