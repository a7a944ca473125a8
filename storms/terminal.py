# SPDX-License-Identifier: Apache-2.0
"""An officer's terminal with what the storms ask beside the acts of an exercise.

python -I storms/process.py storms.terminal HOME PARENT
"""

import sys
from collections.abc import Callable
from typing import Any

from rogatory.exercises import terminal
from storms.traffic.account import account
from storms.traffic.acts import hurry, is_at_rest, turn

ACTS = {act.__name__: act for act in (turn, hurry, is_at_rest, account)}


def act_named(name: str) -> Callable[..., Any]:
    """Return the act of that name; KeyError if there is none."""
    return ACTS.get(name) or terminal.act_named(name)


if __name__ == "__main__":
    terminal.main(*sys.argv[1:], act_named=act_named)
