# SPDX-License-Identifier: Apache-2.0
"""The ports of the rows: what each asks for, both the store and its twin have, by the same arguments."""

import importlib
import inspect
import pkgutil
from typing import Protocol

import pytest

import django_home  # noqa: F401 - sets Django up before any model is imported
from rogatory.node import repositories
from rogatory.storage.memory.store import MemoryStore
from rogatory.storage.store import DatabaseStore


def ports():
    """Return every protocol that the port of the store is put together from."""
    names = (
        one.name
        for one in pkgutil.walk_packages(repositories.__path__, repositories.__name__ + ".")
    )
    modules = [importlib.import_module(name) for name in names]
    return [
        found
        for module in modules
        for found in vars(module).values()
        if inspect.isclass(found)
        and getattr(found, "_is_protocol", False)
        and found.__module__ == module.__name__
        and issubclass(found, Protocol)
        and found.__name__.endswith("Repository")
    ]


def arguments(act):
    named = inspect.signature(act).parameters.values()
    return [(one.name, one.kind) for one in named if one.name != "self"]


@pytest.mark.parametrize("store", [DatabaseStore, MemoryStore])
@pytest.mark.parametrize("port", ports(), ids=lambda one: one.__name__)
def test_a_store_has_each_act_of_a_port_by_its_arguments(port, store):
    acts = {
        name: act for name, act in vars(port).items() if inspect.isfunction(act) and name[0] != "_"
    }
    assert acts
    differing = {
        name for name, act in acts.items() if arguments(getattr(store, name)) != arguments(act)
    }
    assert differing == set()
