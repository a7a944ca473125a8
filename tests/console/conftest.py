# SPDX-License-Identifier: Apache-2.0
"""The console's settings while its tests run; a world and a browser-like client for each test."""

import copy

import pytest

from casts.console import world as console_world
from casts.console.world import (
    PASSWORD,
    apart,
    console_settings,
    forget_officers,
    new_officers,
    new_state,
    new_world,
)


@pytest.fixture(scope="module", autouse=True)
def console():
    with console_settings():
        yield


@pytest.fixture(autouse=True)
def _language_of_the_reader(console):
    """Each page is answered in its reader's language, which stays with the thread until the next."""
    yield
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(scope="session")
def made_states():
    return {code: new_state(code) for code in ("XA", "XB", "XT")}


@pytest.fixture
def world(made_states, monkeypatch):
    states = {code: copy.copy(state) for code, state in made_states.items()}
    for state in states.values():
        state.approvals, state.issued = {}, list(state.issued)
    world = new_world(states)
    apart(new_officers)
    use_node(monkeypatch, world.node("XB"))
    yield world
    apart(forget_officers)


def use_node(monkeypatch, node):
    """Every page asks this node."""
    monkeypatch.setattr("rogatory.bootstrap.node.running_node", lambda: node)


@pytest.fixture
def officer(world):
    """A client that is logged in as the officer of a number."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    def logged_in(number="xb-0001", language="en"):
        client = Client()
        users = get_user_model().objects
        users.filter(number=number).update(language=language)
        client.force_login(
            users.get(number=number), "rogatory.console.accounts.first_secret.OfficerBackend"
        )
        return client

    return logged_in


__all__ = ["PASSWORD", "console_world"]
