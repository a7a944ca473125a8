# SPDX-License-Identifier: Apache-2.0
"""The material of the bench, made once in each process."""

import hashlib
import json
import shutil
from dataclasses import replace
from types import SimpleNamespace

import pytest

from forge.forgers import FORGERS
from forge.material import make_material
from forge.publisher_changes import Publishing
from rogatory.exercises.federation import load_directory_key
from rogatory.wire import canonical


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


@pytest.fixture
def republish(material):
    """Change a State's entry and register in the directory of a bundle, as the State and the publisher could."""

    def act(artifact, code, change):
        targets, metadata = artifact.path / "directory/targets/states", role_of(artifact, code)
        document = json.loads(metadata.read_bytes())
        named = document["signed"]["targets"]
        paths = [f"states/{code.lower()}{ending}" for ending in (".json", ".officers.json")]
        places = [targets / f"{named[path]['hashes']['sha256']}.{path[7:]}" for path in paths]
        entry, register = (json.loads(place.read_bytes()) for place in places)
        change(entry, register)
        data = canonical.encode(register)
        entry["officers"] = hashlib.sha256(data).hexdigest()
        for place, path, written in zip(
            places, paths, (canonical.encode(entry), data), strict=True
        ):
            place.unlink()
            digest = hashlib.sha256(written).hexdigest()
            (targets / f"{digest}.{path[7:]}").write_bytes(written)
            named[path] = {"hashes": {"sha256": digest}, "length": len(written)}
        metadata.write_text(json.dumps(document))
        key = material.case.federation.state_key(code)
        Publishing(secretariat_key(material, "online"), {metadata.name: [key]}).apply(artifact)

    return act


@pytest.fixture
def newer_copy(material, tmp_path, republish):
    """Return a reader's copy of the directory in which States published other entries and registers."""

    def make(code, change, **others):
        folder = tmp_path / f"copy-{code}"
        copy = folder / "bundle/directory"
        shutil.copytree(material.directory, copy)
        for state, published in {code: change, **others}.items():
            keep_published(copy / "metadata")
            republish(SimpleNamespace(path=copy.parent, folder=folder), state, published)
        return copy

    return make


def keep_published(metadata):
    """Remove what the timestamp does not lead to."""

    def named(place):
        return json.loads(place.read_bytes())["signed"]["meta"].items()

    [snapshot] = (f"{one['version']}.{name}" for name, one in named(metadata / "timestamp.json"))
    kept = {f"{one['version']}.{name}" for name, one in named(metadata / snapshot)}
    for place in metadata.iterdir():
        if not place.name.endswith("root.json") and place.name not in kept | {
            snapshot,
            "timestamp.json",
        }:
            place.unlink()


@pytest.fixture
def republish_targets(material):
    """Let the targets metadata of a bundle's directory name these targets, as holders of enough keys could."""

    def act(artifact, targets):
        [place] = (artifact.path / "directory/metadata").glob("*.targets.json")
        document = json.loads(place.read_bytes())
        document["signed"]["targets"] = targets
        place.write_text(json.dumps(document))
        keys = [secretariat_key(material, name) for name in ("targets-1", "targets-2")]
        Publishing(secretariat_key(material, "online"), {place.name: keys}).apply(artifact)

    return act


def role_of(artifact, code):
    [place] = (artifact.path / "directory/metadata").glob(f"*.{code.lower()}.json")
    return place


def secretariat_key(material, name):
    return load_directory_key(material.case.federation.folder / "secretariat", name)
