# SPDX-License-Identifier: Apache-2.0
"""Acts of officers on a running node, and waiting for what follows from them."""

import json
from pathlib import Path

from casts.steady import warm
from rogatory.bootstrap.processes.supervisor import clean_environment

DESK = Path(__file__).with_name("desk_of_a_node.py")


def desk(home, federation, *command):
    """An officer's act in a process of its own, as the console would do it; its JSON answer."""
    done = warm.program(
        DESK, federation.folder, home.state, *command, environment=clean_environment(home)
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
