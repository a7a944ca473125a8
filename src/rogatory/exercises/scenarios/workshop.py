# SPDX-License-Identifier: Apache-2.0
"""The work of a scenario's examiners on their workstations, as commands in processes of their own; and
what its officers do with keys of their own.
"""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from rogatory.errors import Unreachable
from rogatory.exercises import refusals
from rogatory.exercises.cast import CENTRAL_AUTHORITY, EXAMINER
from rogatory.exercises.processes import polled
from rogatory.exercises.scenarios.laws import change_rows, load_treaty
from rogatory.exercises.scenarios.theatre import SECONDS_TO_ARRIVE, Theatre
from rogatory.exercises.stage import run_command

MAIL = (
    "From: Customer care <care@harbour-lights.example>\nTo: mark@mail.example\n\n"
    "Please pay the small fee to have your parcel released.\n"
)


def seal_evidence(theatre: Theatre, state: str, /, thread: str, to: str) -> Any:
    """Return an examiner of `state` seals a small seizure for `to` and hands it over; what
    `delivery` says.
    """
    theatre.work.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix=f"{state.lower()}-", dir=theatre.work))
    source = place / "seizure"
    source.mkdir()
    (source / "0001.eml").write_text(MAIL)
    federation, officer = theatre.federation, EXAMINER.known_as(state)
    run_command(
        "evidence", "seal", source, "--out", place / "sealed",
        "--key", federation.workstation(state, CENTRAL_AUTHORITY),
        "--to", federation.workstation(to, CENTRAL_AUTHORITY) / "recipient.json",
        "--thread", thread, "--trust", federation.repository,
        "--officer", officer,
    )  # fmt: skip
    return theatre.ask(
        state, "hand_over", folder=str(place / "sealed"), thread=thread, officer=officer
    )


def await_package(theatre: Theatre, state: str, /, thread: str, seal: str) -> Any:
    """Wait until the State's node has every segment of a package that was delivered to it."""
    for _left in polled(SECONDS_TO_ARRIVE):
        theatre.settle((state,))
        packages = theatre.ask(state, "packages", thread=thread)
        if any(one["seal"] == seal and one["complete"] for one in packages):
            return seal
    raise Unreachable(
        refusals.TOO_SLOW.because(
            seconds=SECONDS_TO_ARRIVE,
            what=f"{state} has the whole package",
            logs=str(theatre.federation.folder / "nodes"),
        )
    )


WORKSHOP: Mapping[str, Callable[..., Any]] = {
    act.__name__: act for act in (seal_evidence, await_package, load_treaty, change_rows)
}
