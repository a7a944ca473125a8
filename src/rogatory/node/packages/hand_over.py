# SPDX-License-Identifier: Apache-2.0
"""A sealed package goes from a folder on the node's machine into the node that will serve it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from rogatory.custody.events.act_codes import act
from rogatory.custody.journal.journal import Journal
from rogatory.disk import read_file
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence.sealed.seal_document import Seal, parse_seal
from rogatory.evidence.sealed.segments import Segmenter
from rogatory.node.context import Node
from rogatory.node.hooks.changes import notify_of_package
from rogatory.node.officers.register import officer_reasons
from rogatory.node.packages import package_refusals
from rogatory.node.packages.folder_journal import CUSTODY, continue_journal, log_folder_journal
from rogatory.node.packages.handover_checks import (
    dispatched,
    documents_size_reasons,
    finish_record,
    stamped,
    thread_reasons,
)
from rogatory.node.packages.package_documents import (
    LARGEST_DOCUMENTS,
    SEAL,
    CheckedSeal,
    begin_record,
    check_documents,
)
from rogatory.node.permissions import Permission
from rogatory.node.repositories.messages import Direction
from rogatory.node.repositories.packages import PackageRecord
from rogatory.wire.canonical import Json
from rogatory.wire.words import P_, FilledText

AGE_FILE = "package.age"
SEALS = "seals"

READ_SIZE = 1 << 20


def hand_over(
    node: Node,
    folder: Path,
    *,
    thread: str,
    officer: str,
    reason: str | None = None,
) -> PackageRecord:
    """Take a sealed folder into the node, for the other State of a thread.

    A folder of no thread may be handed over for several: it is kept once, and each is an event.

    1. The seal holds (the list in `check_documents`) and is this State's.
    2. The officer may hand over for the sealing authority.
    3. The package is of this thread, or of none, sealed to an authority of its other State, and, if
       another State gave it, goes on with its leave (`thread_reasons`).
    4. What lies beside the seal is not more than a node fetches.
    5. The age file is the header and exactly the segments that the seal names.
    6. The seal is timestamped; where the token is pending, the node adds it, if it can.
    7. The journal of the folder comes into the log, and the handing over with it.

    Raises:
        Refused: with every reason of 1, of 2 to 4, or of 5 or 7; the node is as it was before.
    """
    at, documents = node.clock.now(), read_documents(folder)
    checked = check_documents(
        node.register.view(), documents, network=node.network, sender_state=node.state, at=at
    )  # 1
    refuse_if_any(
        [
            *_officer_reasons(node, checked, officer, at),  # 2
            *thread_reasons(node, checked.seal, thread),  # 3
            *documents_size_reasons(documents),  # 4
        ]
    )
    _check_age_file(folder / AGE_FILE, checked)  # 5
    checked = replace(checked, documents=stamped(node, documents))  # 6
    log_folder_journal(node, folder, thread)  # 7
    peer = node.store.transcript(thread)[0].peer
    record = begin_record(node, checked, thread=thread, direction=Direction.OUT, peer=peer, at=at)
    if not record.complete:
        node.objects.adopt_package(record.seal, str(folder / AGE_FILE))
    event = dispatched(node, record, officer, act("handed-over"), at, thread=thread, words=reason)
    finish_record(node, record, event)
    _with_journal(node, record.seal, folder)
    return node.store.package(record.seal) or record


def delivery_facts(record: PackageRecord) -> dict[str, Json]:
    """Return what a `delivery` message says of a package, beside its conditions."""
    return {
        "package": record.package,
        "seal": record.seal,
        "bag": record.bag,
        "payload_size": record.payload_size,
        "segments": record.segments,
        "segment_size": record.segment_size,
    }


def facts_of_seal(seal: Seal, digest: str) -> dict[str, Json]:
    """Return the same facts, from the seal alone."""
    return {
        "package": seal.package,
        "seal": digest,
        "bag": seal.bag,
        "payload_size": seal.payload_size,
        "segments": seal.segments,
        "segment_size": seal.segment_size,
    }


def thread_of_folder(folder: Path) -> str | None:
    """Return the thread that the seal of a sealed folder names, if any.

    Raises:
        Refused: the seal is not in its form.
    """
    return parse_seal(read_file(folder / SEAL, limit=LARGEST_DOCUMENTS)).thread


def read_documents(folder: Path) -> dict[str, bytes]:
    """Return everything beside the age file; temporary names of killed processes are passed over."""
    found = {}
    for path in _document_paths(folder):
        name = str(path.relative_to(folder))
        found[name] = read_file(path, limit=LARGEST_DOCUMENTS)
    return found


def _document_paths(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in {"certificates", CUSTODY} and path.is_dir():
            yield from sorted(each for each in path.iterdir() if not each.name.startswith("."))
        elif path.name == SEALS and path.is_dir():
            earlier = (
                each for number in path.iterdir() if number.is_dir() for each in number.iterdir()
            )
            yield from sorted(each for each in earlier if not each.name.startswith("."))
        elif path.is_file() and path.name != AGE_FILE and not path.name.startswith("."):
            yield path


def _officer_reasons(
    node: Node, checked: CheckedSeal, officer: str, at: datetime
) -> Iterable[Reason]:
    permission = Permission.HAND_OVER_PACKAGE
    return officer_reasons(node.register.view(), officer, checked.seal.sender, permission, at)


def _check_age_file(path: Path, checked: CheckedSeal) -> None:
    """Read the file once: header, then each segment by its digest, then nothing."""
    segmenter = Segmenter(checked.seal.segment_size)
    found: list[bytes] = []
    with path.open("rb") as file:
        header = file.read(len(checked.seal.header))
        while data := file.read(READ_SIZE):
            found += segmenter.update(memoryview(data))
            if len(found) > len(checked.segments):
                break
        found += segmenter.finish()
    if header != checked.seal.header or len(found) != len(checked.segments):
        raise Refused(
            package_refusals.SEAL_OTHER.because(
                what=FilledText(P_("age file")),
                found=FilledText(P_("with a different header or length")),
                expected=checked.digest[:16],
            )
        )
    refuse_if_any(
        package_refusals.SEGMENT_DIGEST.because(index=index)
        for index, (one, other) in enumerate(zip(found, checked.segments, strict=True))
        if one != other
    )


def _with_journal(node: Node, seal: str, folder: Path) -> None:
    """Enter the handing over in the folder's journal, and the journal among the package's
    documents.
    """
    record, custody = node.store.package(seal), folder / CUSTODY
    assert record is not None
    if not custody.is_dir():
        Journal.begin(custody)
    continue_journal(node, record, Journal(custody))
    kept = {
        name: node.objects.put(data)
        for name, data in read_documents(folder).items()
        if name.startswith(f"{CUSTODY}/")
    }
    documents = {**record.documents, **kept}
    if documents != record.documents:
        with node.store.transaction():
            node.store.put_package(replace(record, documents=documents))
            notify_of_package(node, record)
