# SPDX-License-Identifier: Apache-2.0
"""A small network with real keys and a real directory, made once."""

import os
from datetime import UTC, datetime, timedelta

import pytest

import django_home  # noqa: F401 - sets Django up before any model is imported
from casts.node.full_home import full_home


@pytest.fixture(scope="session")
def founded():
    """When the network was made: a little ago, so that everything is in force."""
    return datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1)


@pytest.fixture
def federation(tmp_path, founded):
    """XA and XB, each with a home whose keys the directory lists."""
    return _network(tmp_path, founded)


@pytest.fixture
def named_federation(tmp_path, founded):
    """The same, of nodes that reach each other by a name, as certificates of the public web have one."""
    return _network(tmp_path, founded, host="localhost")


def _network(place, founded, **more):
    from rogatory.exercises.cast import STATES
    from rogatory.exercises.federation import Addresses
    from rogatory.exercises.founding import found_federation

    folder = place / "network"
    folder.mkdir()
    return found_federation(
        folder,
        [STATES["XA"], STATES["XB"]],
        Addresses(str(folder / "repository"), "http://127.0.0.1:9/", **more),
        tsa_state="XB",
        instruments={"XA": [], "XB": []},
        at=founded,
        random=os.urandom,
    )


@pytest.fixture
def home(federation):
    from rogatory.bootstrap.home.folder import read_home

    return read_home(federation.node("XA"))


@pytest.fixture(scope="session")
def whole(tmp_path_factory):
    """A home that has worked, and its federation, for all tests of a process: each spoils a copy."""
    with full_home(tmp_path_factory.mktemp("whole")) as made:
        yield made
