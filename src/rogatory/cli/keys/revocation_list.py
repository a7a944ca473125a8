# SPDX-License-Identifier: Apache-2.0
"""`rogatory keys revocation-list`: publish which certificates of a State were withdrawn."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command(
    "revocation-list",
    epilog="Example:  rogatory keys revocation-list state-ca-xb --to keys-xb "
    "--compromised old.pem@2027-03-01",
)
@click.argument("state_ca", metavar="STATE-CA", type=_FOLDER)
@click.option(
    "--rotated",
    multiple=True,
    metavar="FILE[@DATE]",
    help="A certificate (PEM) that was replaced in good order, on that day (today without one).",
)
@click.option(
    "--compromised",
    multiple=True,
    metavar="FILE[@DATE]",
    help="A certificate whose key was lost or stolen, and since when it may have been.",
)
@click.option(
    "--to",
    "key_folders",
    multiple=True,
    type=_FOLDER,
    help="Key folder of an authority of the State, which carries the newest lists.",
)
@click.option("--days", default=90, show_default=True, help="For how long the new lists speak.")
@as_json
@reported
def command(
    state_ca: Path,
    rotated: Sequence[str],
    compromised: Sequence[str],
    key_folders: Sequence[Path],
    days: int,
    as_json: bool,
) -> None:
    """Publish new revocation lists of the State CA in the folder STATE-CA.

    The lists name every certificate ever revoked. `evidence seal` stores them with what it seals, so
    that stock tools can check them (openssl -crl_check), without the directory. List ended
    certificates in the directory, too: the directory decides.
    """
    from rogatory.node.workstation.keys.revocation_lists import publish_lists, revoked_certificate

    now = datetime.now(UTC).replace(microsecond=0)
    ended = [
        revoked_certificate(path, "rotated", at, now)
        for path, at in (_when(w, now) for w in rotated)
    ]
    ended += [
        revoked_certificate(path, "compromised", at, now)
        for path, at in (_when(word, now) for word in compromised)
    ]
    done = publish_lists(state_ca, ended=ended, at=now, days=days, to=key_folders)
    if as_json:
        print_json(
            {
                "state": done.state,
                "number": done.number,
                "until": done.until.isoformat().replace("+00:00", "Z"),
                "withdrawn": len(done.ended),
                "files": [str(path) for path in done.files],
            }
        )
        return
    print_text(
        f"Revocation lists no. {done.number} of {done.state} name {counted(len(done.ended), 'certificate')}."
    )
    print_text(f"  They speak until {done.until:%Y-%m-%d}; publish the next ones before.")
    for path in done.files:
        print_text(f"  {path}")


def _when(word: str, now: datetime) -> tuple[Path, datetime]:
    """Return what `FILE@DATE` says; the date may be left out."""
    name, mark, day = word.rpartition("@")
    try:
        at = datetime.fromisoformat(day) if mark else now
    except ValueError as error:
        raise click.BadParameter(f"{day!r} is no day such as 2027-03-01") from error
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    if at > now:
        raise click.BadParameter(f"{day} is still to come: withdraw it then")
    return Path(name if mark else word), at
