# SPDX-License-Identifier: Apache-2.0
"""Running nodes of an exercise, whose first start is not what the test is about."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django_home import put_new_store
from rogatory.bootstrap.home.folder import read_home
from rogatory.exercises.federation import Federation
from rogatory.exercises.narrator import Silence
from rogatory.exercises.scenarios.networks import CODES, prepared, real_theatre
from rogatory.exercises.scenarios.theatre import RealTheatre


@contextmanager
def running_theatre(
    home: Path, codes: Sequence[str] = CODES, *, consoles: bool = False
) -> Iterator[RealTheatre]:
    """Provide the nodes of these States as processes, whose tables are there before they start."""
    prepared(home)
    give_tables(home / "network", codes)
    with real_theatre(home, Silence(), codes, consoles=consoles) as running:
        yield running


def give_tables(network: Path, codes: Iterable[str]) -> None:
    """Give the nodes of a network the tables that their first start would make."""
    for code in codes:
        home = read_home(Federation(network).node(code))
        if not home.database.exists():
            put_new_store(home)
