# SPDX-License-Identifier: Apache-2.0
"""How far a doctor looks, and what it reports of its progress."""

from collections.abc import Callable
from dataclasses import dataclass


def _nobody(_done: int) -> None:
    """Hear how far it has come where nobody asked."""


@dataclass(frozen=True, slots=True)
class Look:
    """`asks` other machines and processes; `whole`: reads the database through and the newest objects; `deep`: every
    object, package and tile. `report` is given the number of objects, segments and entries read so far.
    """

    asks: bool = True
    whole: bool = True
    deep: bool = False
    report: Callable[[int], None] = _nobody


A_PAGE = Look(asks=False, whole=False)
"""A page waits for no other machine, and is shown at once."""
