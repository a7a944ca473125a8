# SPDX-License-Identifier: Apache-2.0
"""Beginnings that many tests share, made once in a process: a request that was accepted, a package that was sealed.

Their signatures are most of the work of such a test. Each test has its own world, and in it, and in its own folder,
all is as if it had just happened.
"""

import atexit
import os
import shutil
import tempfile
from copy import copy
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from rogatory.storage.memory import MemoryObjects, MemoryStore


@dataclass
class Kept:
    """A beginning: what was before and after it, and what it returned."""

    before: Any
    after: Any
    found: Any
    folder: Path | None


_kept: dict[tuple[str, int], Kept] = {}


def begun(world, name, begin, *, folder=None):
    """Return what `begin` returns, and leave the world and the folder as it does.

    It is called for the first test of these keys, and for each whose world and folder are not what they then were:
    stores, objects, directory, settings and the clock are compared.
    """
    keys, before = world.states["XB"].ca, _state_of(world, folder)
    kept = _kept.get((name, id(keys)))
    if before is None or (kept is not None and kept.before != before):
        return begin()
    if kept is None:
        found = begin()
        after = _state_of(world, folder)
        after["keys"] = keys  # as long as they are kept, no others have their identity
        _kept[name, id(keys)] = Kept(before, after, found, _copy_of(folder))
        return copy(found)
    _put(world, kept.after)
    if folder is not None:
        shutil.rmtree(folder)
        shutil.copytree(kept.folder, folder)
    return copy(kept.found)


def _state_of(world, folder):
    """Return all that a beginning can change or depend on; None if a node has other than a store and objects in
    memory.
    """
    nodes = {code: _of_node(node, world) for code, node in world.exchange.nodes.items()}
    if None in nodes.values():
        return None
    exchange = world.exchange
    return {
        "nodes": nodes,
        "states": {code: _of_state(one) for code, one in world.states.items()},
        "line": (copy(exchange.faults), list(exchange.held), list(exchange.requests)),
        "clock": world.clock.at,
        "directory": world.directory.newest,
        "folder": folder and _contents(folder),
    }


def _of_state(state):
    listed = (dict(state.approvals), dict(state.roles), list(state.issued), list(state.officers))
    return (*listed, state.node_url, state.call_back, state.drill_window, state.card)


def _of_node(node, world):
    if type(node.store) is not MemoryStore or type(node.objects) is not MemoryObjects:
        return None
    tables, objects, calls = node.store.tables, node.objects, world.calls[node.state]
    return {
        "tables": {one.name: copy(getattr(tables, one.name)) for one in fields(tables)},
        "objects": (dict(objects._objects), dict(objects._layouts), _copies(objects._files)),
        "removals": dict(objects._removals._marks._marks),
        "drawn": node.random.position,
        "calls": (list(calls.notices), calls.means, set(calls.failing)),
        "settings": node.settings,
        "ports": [type(one) for one in (node.signer, node.peers, node.timestamps, node.queue)],
    }


def _put(world, state):
    for code, kept in state["nodes"].items():
        node = world.exchange.nodes[code]
        for name, value in kept["tables"].items():
            setattr(node.store.tables, name, copy(value))
        objects, layouts, files = kept["objects"]
        node.objects._objects, node.objects._layouts = dict(objects), dict(layouts)
        node.objects._files = _copies(files)
        node.objects._removals._marks._marks = dict(kept["removals"])
        node.random.position = kept["drawn"]
        world.calls[code].notices[:] = kept["calls"][0]
    faults, held, requests = state["line"]
    world.exchange.faults = copy(faults)
    world.exchange.held[:], world.exchange.requests[:] = held, requests
    world.clock.at = state["clock"]


def _copies(files):
    return {name: bytearray(data) for name, data in files.items()}


def _contents(folder):
    """Return what is in a folder, by its place; nothing of a folder within but that it is there."""
    return {
        one.relative_to(folder): one.read_bytes() if one.is_file() else None
        for one in folder.rglob("*")
    }


def _copy_of(folder):
    """Return a copy of a folder that lasts as long as this process; None of none."""
    if folder is None:
        return None
    place = Path(tempfile.mkdtemp(dir=_scratch()))
    return shutil.copytree(folder, place / "kept")


@cache
def _scratch():
    found = tempfile.mkdtemp(
        prefix="rogatory-beginnings-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT")
    )
    atexit.register(shutil.rmtree, found, ignore_errors=True)
    return found
