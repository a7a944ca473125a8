# SPDX-License-Identifier: Apache-2.0
"""The directory's present data of a State: where the draft of its next entry begins."""

from datetime import datetime
from pathlib import Path

from rogatory.directory.draft.folder import DraftStatus, EntryDraft, create_draft, keep_published
from rogatory.directory.entry.entry import state_paths
from rogatory.directory.fetching import Fetch
from rogatory.directory.submission.state_role import Submission, announced_keys
from rogatory.directory.view.as_of import published_states, read_listed, read_role, read_top_level
from rogatory.directory.view.root_chain import ReadMetadata


def fetched(fetch: Fetch) -> ReadMetadata:
    """Return a `ReadMetadata` of what a `Fetch` brings, in one piece; what is larger than asked for
    is not there.
    """

    def read(path: str, limit: int) -> bytes | None:
        chunks, data = fetch(path), bytearray()
        if chunks is None:
            return None
        for chunk in chunks:
            data += chunk
            if len(data) > limit:
                return None
        return bytes(data)

    return read


def draft_of_published(
    folder: Path, read: ReadMetadata, *, state: str, network: str, at: datetime
) -> EntryDraft:
    """Return a new folder that begins with what the directory has of a State, all of it verified.

    Raises:
        Refused: the directory or the State's part does not hold at `at`, or nothing is published.
    """
    top = read_top_level(read, network=network, at=at)
    role = read_role(top, read, state, at)
    listed = read_listed(top, read, state, role)
    status = DraftStatus(network, role.signed.version, announced_keys(role.signed))
    pair = listed.entry_bytes, listed.register_bytes
    return create_draft(folder, listed.entry, listed.register, status, pair)


def catch_up(draft: EntryDraft, read: ReadMetadata, at: datetime) -> int:
    """Compare the draft with what is published from now on; returns that version (0: nothing)."""
    state = draft.state
    top = read_top_level(read, network=draft.status.network, at=at)
    if state not in published_states(top):
        return 0
    role = read_role(top, read, state, at)
    listed = read_listed(top, read, state, role)
    files = dict(zip(state_paths(state), (listed.entry_bytes, listed.register_bytes), strict=True))
    keep_published(draft, Submission(state, b"", files), role.signed.version)
    return role.signed.version
