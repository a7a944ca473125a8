# SPDX-License-Identifier: Apache-2.0
"""The material of the bench, made once in each process."""

from dataclasses import replace

import pytest
from forge.forgers import FORGERS
from forge.material import make_material


@pytest.fixture(scope="session")
def material(tmp_path_factory):
    return make_material(tmp_path_factory.mktemp("forge"))


@pytest.fixture(scope="session")
def everything(material):
    """Return the keys of the sealing and of the exporting State, but no timestamp authority's."""
    held = {one.name: one for one in FORGERS}
    one, two = (held[name].held(material) for name in ("exporting-state", "sealing-state"))
    return replace(
        one,
        authorities={**one.authorities, **two.authorities},
        officers={**one.officers, **two.officers},
        receipts={**one.receipts, **two.receipts},
        logs={},
        stamps=None,
    )
