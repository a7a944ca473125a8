# SPDX-License-Identifier: Apache-2.0
"""A home whose law is asked about."""

from datetime import UTC, datetime

import pytest

from casts.cli.founded import founded
from django_home import emptied


@pytest.fixture(scope="module")
def federation(tmp_path_factory):
    from rogatory.exercises.entries import stated_parties

    return founded(
        tmp_path_factory.mktemp("network"),
        ("XA", "XB"),
        instruments={state: stated_parties(state) for state in ("XA", "XB")},
    )


@pytest.fixture
def home(federation):
    from rogatory.bootstrap.workstation.connections import node_at

    emptied()
    home = federation.node("XB")
    node_at(home).register.refresh(datetime.now(UTC))
    return home
