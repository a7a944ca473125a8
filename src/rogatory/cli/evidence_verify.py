# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence verify`: every check, by number, with all failures."""

import sys
from pathlib import Path

import click

from rogatory.cli import evidence_options as options
from rogatory.cli.progress import progress_bar
from rogatory.cli.reporting import as_json, grouped, reported, tell, tell_json
from rogatory.cli.telling_checks import checks_json, tell_checks
from rogatory.errors import ExitStatus
from rogatory.wire.spoken import spoken

STATUS = {
    "holds": ExitStatus.HOLDS,
    "fails": ExitStatus.REFUSED,
    "undecided": ExitStatus.NOT_CHECKED,
}


@click.command(
    "verify",
    epilog="Example:  rogatory evidence verify bundle --trust 1.root.json",
)
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
@options.trust
@click.option("--strict", is_flag=True, help="Exit 3 if anything at all was not checked.")
@as_json
@reported
def command(path: Path, trust_path: Path | None, strict: bool, as_json: bool) -> None:
    """Make every check of PATH: a sealed package, a bag, or a court bundle.

    Exit 0 if all that can be checked here holds; 1 if anything fails; 3 if nothing fails, but
    something that could have been checked was not. What only somebody else can check (a sealed
    package's contents, a timestamp that is still to come) is told, and does not count.
    """
    from rogatory.node.workstation.trust import read_trust

    trusted = read_trust(trust_path) if trust_path else None
    with progress_bar("Verifying") as progress:
        if (path / "bundle.json").is_file():
            from rogatory.node.bundle.verify import verify_bundle as verify
        else:
            from rogatory.node.workstation.verify import verify  # type: ignore[assignment]
        found = verify(path, trusted=trusted, now=options.now(), progress=progress)
    outcome = found.outcome
    if strict and outcome == "holds" and found.not_checked:
        outcome = "undecided"
    root = getattr(found, "root", None)
    if as_json:
        tell_json(
            {
                "bag": found.bag,
                "checks": checks_json(found.checks),
                "compared": found.compared,
                "kind": found.kind,
                "not_checked": [check.name for check in found.not_checked],
                "outcome": outcome,
                "package": found.package,
                "path": str(path),
                "root": root,
            }
        )
    else:
        if root:
            tell(f"Root of the directory: {grouped(root)}")
            tell(f"         by telephone: {spoken(root)}")
            tell("  Compare this with one you have from elsewhere.")
        tell_checks(found.checks)
        tell(_summary(outcome, found))
    sys.exit(int(STATUS[outcome]))


def _summary(outcome: str, found: object) -> str:
    checks = getattr(found, "checks", ())
    failed = sum(check.outcome == "fails" for check in checks)
    left = sum(check.outcome == "undecided" for check in checks)
    if outcome == "fails":
        return f"{failed} of {len(checks)} checks fail."
    more = f"; {left} not checked, see above" if left else ""
    told = "Everything that was checked holds" if left else f"All {len(checks)} checks hold"
    if not getattr(found, "compared", False):
        more += "; judged by what came along, nothing from elsewhere was given to trust"
    return f"{told}{more}."
