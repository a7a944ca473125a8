# SPDX-License-Identifier: Apache-2.0
"""The documents beside a sealed package, and their conditions before the first segment is read.

Documents travel by name: `seal.json` with its signatures and timestamps, `segments.b3`,
`certificates/…`, `custody/…`, and of a package that was re-wrapped `seals/1/seal.json` and so on.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence.checks import Undecided
from rogatory.evidence.sealed.seal_chain import documents_in, judge_chain, read_chain
from rogatory.evidence.sealed.seal_document import Seal, parse_seal
from rogatory.evidence.sealed.segments import DIGEST_SIZE, check_list
from rogatory.node.context import Node
from rogatory.node.directory.directory_signature import verify_listed
from rogatory.node.hooks.changes import notify_of_package
from rogatory.node.packages import package_refusals
from rogatory.node.packages.earlier_seals import ListedLinkJudge
from rogatory.node.repositories.messages import Direction
from rogatory.node.repositories.packages import PackageRecord
from rogatory.node.threads.dispatch import from_base64, to_base64
from rogatory.seal.signatures import Signatures
from rogatory.wire import canonical
from rogatory.wire.digests import sha256
from rogatory.wire.words import P_, FilledText

SEAL = "seal.json"
SEGMENTS = "segments.b3"

LARGEST_DOCUMENTS = 24 << 20
"""24 MiB as they travel, and so in a folder that is handed over: in base64 the list of the segments
of a package of 9 TiB, or of 36 TiB in the largest segments; a peer cannot make us hold more."""

MOST_DOCUMENTS = 2000
"""The most documents: a journal of some hundred events with signatures and proofs; more is an
attack on the store.
"""

MOST_REMEMBERED = 256
"""Packages whose recipients a process remembers: more than are served at one time, and some kilobytes each."""

_recipients: dict[str, tuple[str, ...]] = {}
"""By the digest of the seal."""

_NAME_FORM = re.compile(
    r"(?:certificates/|custody/|seals/[1-9]\d{0,2}/)?[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z", re.ASCII
)


@dataclass(frozen=True, slots=True)
class CheckedSeal:
    """A seal that was signed by its sender and that its segment list belongs to."""

    digest: str
    seal: Seal
    segments: tuple[bytes, ...]
    documents: Mapping[str, bytes]

    def segment_size(self, index: int) -> int:
        """Return the size of one segment, of which only the last may be shorter."""
        before = index * self.seal.segment_size
        return min(self.seal.segment_size, self.seal.payload_size - before)


def check_documents(
    view: DirectoryView,
    documents: Mapping[str, bytes],
    *,
    network: str,
    sender_state: str,
    at: datetime,
    seal: str | None = None,
) -> CheckedSeal:
    """Return the seal among these documents, once it may be relied on.

    1. There are not too many, and each has a name of the layout.
    2. `seal.json` is there, of the digest that was asked for, and in its form.
    3. It is of this network, and its sender is an authority of the State that hands it over.
    4. The sender's certificates are listed and in force, and all its signatures hold.
    5. The list of segments has the count and the root that the seal names.
    6. Where the seal replaces another: the earlier seals lead to it (the list in
       `evidence.seal_chain.read_chain`), each signed by its sender as listed at its own time.

    The caller must still decide for whom the package is, and check each segment.

    Raises:
        Refused: with every reason of 1, of 2, or of 3 to 6.
    """
    refuse_if_any(_name_reasons(documents))  # 1
    data = documents.get(SEAL, b"")
    if seal is not None and sha256(data) != seal:  # 2
        raise Refused(
            package_refusals.SEAL_OTHER.because(
                what=FilledText(P_("seal")), found=sha256(data)[:16], expected=seal[:16]
            )
        )
    read = parse_seal(data)
    reasons = [*_belonging_reasons(read, network, sender_state)]  # 3
    listing = documents.get(SEGMENTS, b"")
    try:
        signatures = Signatures(
            documents.get(f"{SEAL}.p256.p7s", b""), documents.get(f"{SEAL}.mldsa65.p7s")
        )
        verify_listed(view, data, signatures, holder=read.sender, use="authority", at=at)  # 4
    except Refused as error:
        reasons += error.reasons
    try:
        check_list(BytesIO(listing), count=read.segments, root=read.root)  # 5
    except Refused as error:
        reasons += error.reasons
    try:
        _check_chain(view, read, documents, at)  # 6
    except Refused as error:
        reasons += error.reasons
    refuse_if_any(reasons)
    digests = tuple(listing[at_ : at_ + DIGEST_SIZE] for at_ in range(0, len(listing), DIGEST_SIZE))
    return CheckedSeal(sha256(data), read, digests, documents)


def _check_chain(
    view: DirectoryView, seal: Seal, documents: Mapping[str, bytes], at: datetime
) -> None:
    """Check the chain: an earlier seal without a timestamp is let in, as the newest one is: it may
    come later.
    """
    chain = read_chain(seal, documents_in(documents))
    try:
        judge_chain(chain, ListedLinkJudge(view, at))
    except Undecided as undecided:
        refuse_if_any(undecided.reasons)


def is_sealed_to(seal: Seal, state: str) -> bool:
    """Decide whether an authority of that State is among the recipients."""
    return any(to.authority[:2].upper() == state for to in seal.recipients)


def begin_record(
    node: Node,
    checked: CheckedSeal,
    *,
    thread: str | None,
    direction: Direction,
    peer: str | None,
    at: datetime,
) -> PackageRecord:
    """Begin a package: its documents kept, its record and segment list in the store.

    One that is there already stays as it is.
    """
    standing = node.store.package(checked.digest)
    if standing is not None:
        return standing
    kept = {name: node.objects.put(data) for name, data in checked.documents.items()}
    seal = checked.seal
    node.objects.begin_package(checked.digest, seal.header, seal.payload_size, seal.segment_size)
    record = PackageRecord(
        seal=checked.digest,
        package=seal.package,
        bag=seal.bag,
        thread=thread,
        direction=direction,
        peer=peer,
        sender=seal.sender,
        payload_size=seal.payload_size,
        segment_size=seal.segment_size,
        segments=seal.segments,
        present=0,
        complete=False,
        received=at,
        documents=kept,
    )
    with node.store.transaction():
        if node.store.package(record.seal) is None:
            node.store.put_package(record)
            node.store.add_segments(record.seal, checked.segments)
            notify_of_package(node, record)
    return node.store.package(record.seal) or record


def kept_documents(node: Node, record: PackageRecord) -> dict[str, bytes]:
    """Return the documents of a package that is here."""
    return {name: node.objects.get(digest) for name, digest in record.documents.items()}


def kept_checked(node: Node, record: PackageRecord) -> CheckedSeal:
    """Return the seal of a package that is here, which was checked when it was taken in."""
    documents = kept_documents(node, record)
    return CheckedSeal(record.seal, kept_seal(node, record), segments_of(documents), documents)


def recipients_of(node: Node, record: PackageRecord) -> tuple[str, ...]:
    """Return the authorities that a package here is sealed to. The seal is read once, not for each segment that is
    served: what has its digest never changes.
    """
    found = _recipients.get(record.seal)
    if found is None:
        found = tuple(to.authority for to in kept_seal(node, record).recipients)
        if len(_recipients) >= MOST_REMEMBERED:
            _recipients.pop(next(iter(_recipients)), None)
        _recipients[record.seal] = found
    return found


def kept_seal(node: Node, record: PackageRecord) -> Seal:
    return parse_seal(node.objects.get(record.documents[SEAL]))


def segment_size(record: PackageRecord, index: int) -> int:
    """Return the size of one segment of a stored package."""
    return min(record.segment_size, record.payload_size - index * record.segment_size)


def segments_of(documents: Mapping[str, bytes]) -> tuple[bytes, ...]:
    listing = documents[SEGMENTS]
    return tuple(listing[at : at + DIGEST_SIZE] for at in range(0, len(listing), DIGEST_SIZE))


def encode_documents(documents: Mapping[str, bytes]) -> bytes:
    """Return `{"documents": {name: base64}}`, as they travel."""
    return canonical.encode(
        {"documents": {name: to_base64(data) for name, data in documents.items()}}
    )


def documents_size(documents: Mapping[str, bytes]) -> int:
    """Return the size of `encode_documents`, without making it."""
    around = len(encode_documents(dict.fromkeys(documents, b"")))
    return around + sum(4 * ((len(data) + 2) // 3) for data in documents.values())


def decode_documents(data: bytes) -> dict[str, bytes]:
    """Return the documents of these bytes; refuses any other form and too many of them."""
    found = canonical.decode_object(data, limit=LARGEST_DOCUMENTS)
    documents = found.get("documents")
    if found.keys() != {"documents"} or not isinstance(documents, Mapping):
        raise Refused(package_refusals.DOCUMENTS_MALFORMED.because(problem=P_("no documents")))
    read = {name: from_base64(text) for name, text in documents.items()}
    refuse_if_any(_name_reasons(read))
    return read


def _name_reasons(documents: Mapping[str, bytes]) -> Iterator[Reason]:
    if len(documents) > MOST_DOCUMENTS:
        yield package_refusals.DOCUMENTS_MALFORMED.because(
            problem=FilledText(P_("more than {limit}"), limit=MOST_DOCUMENTS)
        )
    for name in documents:
        if not _NAME_FORM.match(name):
            problem = FilledText(P_("no document is called {name}"), name=ascii(name)[:80])
            yield package_refusals.DOCUMENTS_MALFORMED.because(problem=problem)
            return


def _belonging_reasons(seal: Seal, network: str, sender_state: str) -> Iterator[Reason]:
    if seal.network != network:
        yield package_refusals.SEAL_OTHER.because(
            what=FilledText(P_("network")), found=str(seal.network)[:16], expected=network[:16]
        )
    if seal.sender[:2].upper() != sender_state:
        yield package_refusals.SEAL_OTHER.because(
            what=FilledText(P_("sender")),
            found=seal.sender,
            expected=FilledText(P_("an authority of {state}"), state=sender_state),
        )
