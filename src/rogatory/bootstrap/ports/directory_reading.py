# SPDX-License-Identifier: Apache-2.0
"""The directory from wherever it is named: a web server's address, or a folder."""

from rogatory.directory.fetching import Fetch
from rogatory.directory.folder_fetcher import FolderFetcher
from rogatory.transport.directory_fetcher import HttpFetcher


def fetcher_of(place: str) -> Fetch:
    """Bring the directory from a web server, or from a folder with a copy (path or `file:`)."""
    if place.startswith(("http:", "https:")):
        return HttpFetcher(place)
    return FolderFetcher(place)
