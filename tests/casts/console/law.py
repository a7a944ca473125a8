# SPDX-License-Identifier: Apache-2.0
"""Two officers who correct the law."""

import pytest

from casts.console.api import JSON, document_of
from rogatory.node.provisions.law_data import law_in_force

LAWYER, SECOND = "xb-0010", "xb-0011"


@pytest.fixture
def second(world):
    """A second lawyer's account, beside those of the story."""
    from casts.console.world import PASSWORD, apart
    from rogatory.bootstrap.accounts.officers import create_officer

    apart(lambda: create_officer(SECOND, "E. Lawyer", PASSWORD))
    return SECOND


def law(world):
    return law_in_force(world.node("XB"))


def data(client, address):
    return document_of(client.get(address, headers=JSON))["data"]
