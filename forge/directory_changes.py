# SPDX-License-Identifier: Apache-2.0
"""Changes of directories: a network of the forger's own, a fork of the true one, metadata signed again."""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from forge.changes import Apply, Change, OwnChanges
from forge.making import Kind
from forge.material import Artifact, Material
from forge.networks import RETIRED
from rogatory.directory.ceremony import ceremony
from rogatory.directory.ceremony.keys import DirectoryKey
from rogatory.directory.folder_fetcher import FolderFetcher
from rogatory.directory.view.client import Directory
from rogatory.exercises.federation import load_directory_key

LATER = "2099-01-01T00:00:00Z"
"""Until when a forger lets metadata be valid."""


def foreign_network(material: Material, kind: Kind) -> Iterator[Change]:
    """The whole of a network of the forger's own, dressed up with what is true of the real one."""
    foreign = material.foreign[kind]

    def replaced(artifact: Artifact) -> Path:
        shutil.rmtree(artifact.folder)
        shutil.copytree(foreign.folder, artifact.folder)
        return artifact.path / "directory" / "metadata"

    def foreign_root(artifact: Artifact) -> None:
        replaced(artifact)

    yield Change("foreign", "all", foreign_root)
    if kind != "bundle":
        return
    for name in ("x.root.json", "2.root.json", "0.root.json"):

        def planted(artifact: Artifact, name: str = name) -> None:
            shutil.copyfile(material.root, replaced(artifact) / name)

        yield Change("foreign-with-true-root", name, planted)

    def first(artifact: Artifact) -> None:
        shutil.copyfile(material.root, replaced(artifact) / "1.root.json")

    yield Change("true-root-before-foreign", "directory", first)

    def true_directory(artifact: Artifact) -> None:
        replaced(artifact)
        shutil.rmtree(artifact.path / "directory")
        shutil.copytree(
            material.artifacts["bundle"].path / "directory", artifact.path / "directory"
        )

    yield Change("true-directory-in-foreign", "directory", true_directory)


def metadata_resigned(*keys: str) -> OwnChanges:
    """Metadata altered and signed by what keys of the directory are held."""

    def changes(material: Material, kind: Kind) -> Iterator[Change]:
        if kind != "bundle":
            return
        folder = material.case.federation.folder / "secretariat"
        held = [load_directory_key(folder, key) for key in keys]
        metadata = material.artifacts["bundle"].path / "directory" / "metadata"
        for path in sorted(metadata.glob("*.json")):
            name = path.name

            def signed(artifact: Artifact, name: str = name) -> None:
                renew_metadata_signatures(artifact.path / "directory" / "metadata" / name, held)

            yield Change("metadata-signed-again", f"bundle/directory/metadata/{name}", signed)

    return changes


def renew_metadata_signatures(place: Path, keys: Sequence[DirectoryKey]) -> None:
    """Let metadata expire later, and sign them with these keys alone."""
    document = json.loads(place.read_bytes())
    document["signed"]["expires"] = LATER
    document["signatures"] = []
    data = json.dumps(document).encode()
    for key in keys:
        data = ceremony.sign(data, key)
    place.write_bytes(data)


def renew_directory(artifact: Artifact, directory: Path, at: datetime) -> None:
    """Put a later copy of the directory into a bundle, of the same States."""
    inside, first = artifact.path / "directory", (directory / "metadata/1.root.json").read_bytes()
    states = sorted(
        {name.stem.rpartition(".")[2].upper() for name in inside.glob("metadata/*.x?.json")}
    )
    cache = artifact.folder.with_name(f"{artifact.folder.name}-directory")
    reader = Directory(cache, first, FolderFetcher(directory))
    reader.refresh(at)
    files = reader.export(states, at)
    shutil.rmtree(inside)
    for name, data in files.items():
        place = inside / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    shutil.rmtree(cache)


def forked_directory(material: Material, kind: Kind) -> Iterator[Change]:
    """Forgeries by retired root keys: another second root, all that follows from it, and a third."""
    forked = material.forked[kind]

    def fork(artifact: Artifact) -> Path:
        shutil.rmtree(artifact.folder)
        shutil.copytree(forked.folder, artifact.folder)
        return artifact.path / "directory" / "metadata"

    def only_fork(artifact: Artifact) -> None:
        fork(artifact)

    yield Change("fork", "all", only_fork)
    if kind != "bundle":
        return
    second, place = material.second_root, "bundle/directory/metadata"

    def true_second_root(artifact: Artifact) -> None:
        shutil.copyfile(second, fork(artifact) / "2.root.json")

    def true_root_as_third(artifact: Artifact) -> None:
        shutil.copyfile(second, fork(artifact) / "3.root.json")

    def other_second_root(artifact: Artifact) -> None:
        name = "directory/metadata/2.root.json"
        shutil.copyfile(forked.path / name, artifact.path / name)

    def third_root(artifact: Artifact) -> None:
        (artifact.path / "directory/metadata/3.root.json").write_bytes(material.third_root)

    def directory_of(source: Artifact, start: Callable[[Artifact], object]) -> Apply:
        def changed(artifact: Artifact) -> None:
            start(artifact)
            shutil.rmtree(artifact.path / "directory")
            shutil.copytree(source.path / "directory", artifact.path / "directory")

        return changed

    yield Change("fork-true-second-root", f"{place}/2.root.json", true_second_root)
    yield Change("fork-true-third-root", f"{place}/3.root.json", true_root_as_third)
    yield Change("other-second-root", f"{place}/2.root.json", other_second_root)
    yield Change("third-root", f"{place}/3.root.json", third_root)
    true = material.artifacts[kind]
    yield Change("fork-directory", "bundle/directory", directory_of(forked, lambda _: None))
    yield Change("fork-true-directory", "bundle/directory", directory_of(true, fork))
    yield from metadata_resigned(*RETIRED)(material, kind)
