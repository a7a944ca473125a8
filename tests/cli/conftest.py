# SPDX-License-Identifier: Apache-2.0
"""Keys made once; evidence and packages made for each test."""

import os

import pytest

from casts.cli.commands import keys_of, run


@pytest.fixture(autouse=True)
def _home_of_the_process():
    """A command says in the environment of its process which home is meant; here many share one process."""
    before = os.environ.get("ROGATORY_HOME")
    yield
    os.environ.pop("ROGATORY_HOME", None)
    if before is not None:
        os.environ["ROGATORY_HOME"] = before


@pytest.fixture(scope="session")
def xa(tmp_path_factory):
    return keys_of("xa/central-authority", tmp_path_factory.mktemp("xa") / "keys")


@pytest.fixture(scope="session")
def xb(tmp_path_factory):
    return keys_of("xb/central-authority", tmp_path_factory.mktemp("xb") / "keys")


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "source"
    (folder / "Mail").mkdir(parents=True)
    (folder / "Mail" / "0001.eml").write_bytes(b"Please act today\n" * 50)
    (folder / "disk.img").write_bytes(bytes(range(256)) * 9000)
    return folder


@pytest.fixture
def sealed(tmp_path, source, xa, xb):
    result = run(
        "evidence", "seal", source, "--key", xb, "--to", xa / "recipient.json",
        "--out", tmp_path / "sealed", "--officer", "xb-0005", "--segment-mib", "1",
    )  # fmt: skip
    assert result.status == 0, result.err
    return tmp_path / "sealed"
