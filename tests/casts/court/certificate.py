# SPDX-License-Identifier: Apache-2.0
"""The certificate of authenticity of the case, and who declares it."""

import os

from rogatory.exercises.cast import EXAMINER
from rogatory.node.workstation.keys.officer_keys import new_officer_keys, open_officer_folder

PASSPHRASE = "correct horse battery"


ANSWERS = {"keeper": "Borealia Mail", "course": "Its answer of 20 November", "obtained": "By order"}


OFFICER = EXAMINER.known_as("XB")


def keys_of(case, folder, officer=OFFICER):
    new_officer_keys(
        officer,
        folder,
        state_ca=case.federation.state("XB") / "ca",
        passphrase=PASSPHRASE,
        at=case.clock.now(),
        random=os.urandom,
    )
    return open_officer_folder(folder)
