# SPDX-License-Identifier: Apache-2.0
"""Two nodes for each test; the keys, which nobody changes, are made once."""

import copy

import pytest

from casts.node.world import World, new_state


@pytest.fixture(scope="session")
def made_states():
    return {code: new_state(code) for code in ("XA", "XB", "XT")}


@pytest.fixture
def world(made_states):
    states = {}
    for code, state in made_states.items():
        states[code] = copy.copy(state)
        states[code].approvals = {}
        states[code].roles = {}
        states[code].officers = dict(state.officers)
        states[code].issued = list(state.issued)
    return World(states)
