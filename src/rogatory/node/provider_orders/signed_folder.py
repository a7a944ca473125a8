# SPDX-License-Identifier: Apache-2.0
"""The writing of a signed folder for a provider: the document, its signatures, and the copy of the directory."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from rogatory.directory.view.export import export_metadata
from rogatory.directory.view.view import DirectoryView
from rogatory.disk import PartialFolder, faults_at, write_new
from rogatory.node.provider_orders.layout import DIRECTORY, FolderForm
from rogatory.node.provider_orders.signed_form import SignedDocument
from rogatory.node.workstation.keys.listed_keys import refuse_ended_keys
from rogatory.node.workstation.verification.trust import TrustedDirectory
from rogatory.seal.signatures import SigningKeys
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import parse_authority


@dataclass(frozen=True, slots=True)
class FolderSigner:
    """The authority's keys, and the directory that goes with what they sign."""

    keys: SigningKeys = field(repr=False)
    directory: TrustedDirectory


@dataclass(frozen=True, slots=True)
class WrittenFolder[D: SignedDocument]:
    """A signed document that lies in a folder, with the digest of its bytes."""

    folder: Path
    document: D
    digest: str


def write_signed_folder[D: SignedDocument](
    document: D,
    form: FolderForm,
    signer: FolderSigner,
    out: Path,
    *,
    at: datetime,
    refuse_failing: Callable[[Path], None],
    others: Mapping[str, bytes] = MappingProxyType({}),
) -> WrittenFolder[D]:
    """Sign a document and write it at `out`, with `others` and the directory.

    1. The directory lists the keys as in force, and it holds now.
    2. `refuse_failing`, the reader's check, accepts what was written.

    Raises:
        Refused: with every reason; nothing is left at `out` then.
    """
    view = signer.directory.view(at)
    refuse_ended_keys(signer.keys, view, at)  # 1
    data = document.encode()
    files = {
        form.signed: data,
        **form.signature_files(signer.keys.sign(data, document.signed)),
        **others,
        **_directory_files(signer.directory, view, document.authority, at),
    }
    with PartialFolder(out.absolute(), private=True) as partial:
        place = Path(os.fsdecode(partial.path))
        _put_files(place, files)
        refuse_failing(place)  # 2
    return WrittenFolder(out, document, sha256(data))


def _directory_files(
    directory: TrustedDirectory, view: DirectoryView, authority: str, at: datetime
) -> Mapping[str, bytes]:
    """Return a copy of the directory, of the authority's State alone, by path."""
    states: Sequence[str] = [parse_authority(authority).state]
    files = export_metadata(directory.read, network=view.network, at=at, states=states)
    return {f"{DIRECTORY}{name}": data for name, data in files.items()}


def _put_files(place: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        with faults_at(place / name):
            (place / name).parent.mkdir(parents=True, exist_ok=True)
        write_new(place / name, data)
