# SPDX-License-Identifier: Apache-2.0
"""A directory of some States in a folder, with a home and a workstation of each."""

import os
from datetime import UTC, datetime, timedelta


def founded(folder, codes, *, instruments=None, minutes=1):
    """Found a directory so many minutes ago, in which Borealia gives timestamps; by default no State has a
    treaty.
    """
    from rogatory.exercises.cast import STATES
    from rogatory.exercises.federation import Addresses
    from rogatory.exercises.founding import found_federation

    return found_federation(
        folder,
        [STATES[code] for code in codes],
        Addresses(str(folder / "repository"), "http://127.0.0.1:9/"),
        tsa_state="XB",
        instruments={code: [] for code in codes} if instruments is None else instruments,
        at=datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=minutes),
        random=os.urandom,
    )
