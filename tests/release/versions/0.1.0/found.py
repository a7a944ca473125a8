# SPDX-License-Identifier: Apache-2.0
"""Found a network of Arcadia and Borealia: `python found.py FOLDER`, with the program that is to run it.

Each release keeps this file as it was: the functions are those of its version.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from rogatory.exercises.cast import STATES
from rogatory.exercises.entries import stated_parties
from rogatory.exercises.federation import Addresses
from rogatory.exercises.founding import found_federation


def main(folder: Path) -> None:
    folder.mkdir()
    profiles = [STATES["XA"], STATES["XB"]]
    found_federation(
        folder,
        profiles,
        Addresses(str(folder / "repository"), "http://127.0.0.1:9/"),
        tsa_state="XB",
        instruments={one.code: stated_parties(one.code) for one in profiles},
        at=datetime.now(UTC),
        random=os.urandom,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
