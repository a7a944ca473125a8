# SPDX-License-Identifier: Apache-2.0
"""A home whose law is asked about."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from django_home import emptied


@pytest.fixture(scope="module")
def federation(tmp_path_factory):
    from rogatory.exercises.cast import STATES
    from rogatory.exercises.entries import stated_parties
    from rogatory.exercises.federation import Addresses
    from rogatory.exercises.founding import found_federation

    folder = tmp_path_factory.mktemp("network")
    return found_federation(
        folder,
        [STATES["XA"], STATES["XB"]],
        Addresses(str(folder / "repository"), "http://127.0.0.1:9/"),
        tsa_state="XB",
        instruments={state: stated_parties(state) for state in ("XA", "XB")},
        at=datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1),
        random=os.urandom,
    )


@pytest.fixture
def home(federation):
    from rogatory.bootstrap.workstation.connections import node_at

    emptied()
    home = federation.node("XB")
    node_at(home).register.refresh(datetime.now(UTC))
    return home
