# SPDX-License-Identifier: Apache-2.0
"""A network of two States in a folder, and a reader of it that has refreshed once."""

from pathlib import Path

import pytest

from casts.directory.network import AT, Network, Reader, build_network, make_reader, own_network


@pytest.fixture
def network(tmp_path: Path) -> Network:
    return own_network(tmp_path / "repository")


@pytest.fixture(scope="session")
def still(tmp_path_factory: pytest.TempPathFactory) -> Network:
    """A network that tests only look at."""
    return build_network(tmp_path_factory.mktemp("still") / "repository")


@pytest.fixture
def reader(network: Network, tmp_path: Path) -> Reader:
    made = make_reader(network, tmp_path / "cache")
    made.directory.refresh(AT)
    return made
