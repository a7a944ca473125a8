# SPDX-License-Identifier: Apache-2.0
"""One step of joining: what is looked at, what can be done at once, and by whom the rest."""

from collections.abc import Callable
from dataclasses import dataclass

from rogatory.bootstrap.joining.plan import JoiningPlan
from rogatory.seal.ask_passphrase import AskPassphrase

MINISTRY = "the ministry"
SECRETARIAT = "the Secretariat"
OPERATOR = "the node's operator"
OFFICERS = "the officers"


@dataclass(frozen=True, slots=True)
class StepState:
    """The state of a step: whether it is done; what was found; and, if it is not, what must be done
    by hand.
    """

    done: bool
    found: str
    must: str = ""
    warning: str = ""
    """Acts that are not possible with what there is, though the step is done."""
    is_waiting: bool = False
    """Decides that all is done here, and that doing it anew would help nobody: others are waited for."""


@dataclass(frozen=True, slots=True)
class Tools:
    """The means given to steps that act: passphrases and PIN are asked for only when needed."""

    new_passphrase: AskPassphrase
    passphrase: AskPassphrase
    pin: Callable[[str], str]
    """Asks for the PIN of the token of that label."""


@dataclass(frozen=True, slots=True)
class JoiningStep:
    """A step. `act` does what a program can do of it; where there is none, `who` must act."""

    name: str
    title: str
    who: str
    look: Callable[[JoiningPlan], StepState]
    act: Callable[[JoiningPlan, Tools], None] | None = None


def done(found: str, warning: str = "") -> StepState:
    return StepState(done=True, found=found, warning=warning)


def undone(found: str, must: str) -> StepState:
    return StepState(done=False, found=found, must=must)


def waiting(found: str, must: str) -> StepState:
    return StepState(done=False, found=found, must=must, is_waiting=True)
