# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence compare`: what was read out over the telephone against what lies here."""

import sys
from pathlib import Path

import click

from rogatory.cli.output.reporting import as_json, grouped, print_json, print_text, reported
from rogatory.errors import ExitStatus
from rogatory.wire.spoken_digest import spoken

STATUS = {
    "equal": ExitStatus.HOLDS,
    "misheard": ExitStatus.NOT_CHECKED,
    "different": ExitStatus.REFUSED,
}


@click.command(
    "compare",
    epilog="Example:  rogatory evidence compare 02112 67610 29323 35210 66282 30426 59968 sealed",
)
@click.argument("phrase", nargs=-1, required=True)
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@as_json
@reported
def command(phrase: tuple[str, ...], path: Path, as_json: bool) -> None:
    """Compare PHRASE, the seven groups of digits that the other side read out, with PATH.

    PATH is a sealed package, a bag, a bundle, a disclosure, a certificate of authenticity, a key folder, a recipient file, a
    State CA's certificate, a copy of the directory, or any file. A complete digest in hex is accepted,
    too. Exit status 0 if they are equal, 1 if it is another object, 3 if it was misheard.
    """
    from rogatory.node.workstation.compare import compare

    found = compare(" ".join(phrase), path)
    result, groups = found.heard.result, found.heard.groups
    own = spoken(found.named.digest)
    if as_json:
        print_json(
            {
                "digest": found.named.digest,
                "groups": list(groups),
                "path": str(path),
                "result": result,
                "spoken": own,
                "what": found.named.what,
            }
        )
    elif result == "equal":
        print_text(f"Equal: this is {found.named.what} that was read out.")
        print_text(f"  {grouped(found.named.digest)}")
    else:
        places = ", ".join(map(str, groups))
        print_text(f"Differs from {found.named.what} at group {places}.")
        print_text(f"  Here it is  {own}")
        if result == "misheard":
            print_text("  The digits that were heard contradict themselves: some were misheard or")
            print_text("  swapped. Have them read out again.")
        else:
            print_text(
                "  The digits that were heard fit together: they are those of something else."
            )
            print_text("  Do not rely on it before both sides know why.")
    sys.exit(int(STATUS[result]))
