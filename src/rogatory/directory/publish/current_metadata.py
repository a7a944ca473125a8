# SPDX-License-Identifier: Apache-2.0
"""The metadata that count as a ceremony begins: the last root and targets metadata of a copy.

The chain of roots and the threshold of the targets metadata are verified; expiry is not, since
renewing what has expired is a ceremony, too.
"""

from dataclasses import dataclass
from pathlib import Path

from rogatory.directory.ceremony.ceremony import check_signed
from rogatory.directory.ceremony.metadata import write_metadata
from rogatory.directory.publish.repository_folder import RepositoryFolder
from rogatory.directory.view.root_chain import read_root


@dataclass(frozen=True, slots=True)
class StandingDirectory:
    network: str
    root: bytes
    targets: bytes


def read_standing(folder: Path) -> StandingDirectory:
    """Return the directory in a folder, as published there or copied from where it is.

    Raises:
        Refused: there is none, or its root and targets metadata are not signed as they must be.
    """
    repository = RepositoryFolder(folder)
    published = repository.published()
    network = repository.network()
    read_root(repository.read, network)
    targets = write_metadata(published.targets)
    check_signed(targets, published.root)
    return StandingDirectory(network, published.root, targets)
