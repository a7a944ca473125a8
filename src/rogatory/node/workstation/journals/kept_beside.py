# SPDX-License-Identifier: Apache-2.0
"""Documents kept beside a bag, in its journal's folder, so that it can be judged on its own.

    certificates/xb-ca.p256.pem …   State CAs of those who collected, sealed and opened it
    seal/seal.json …                an opened bag: the documents of its seal, small ones alone

A bag that was moved without its journal is judged without them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from rogatory.disk import (
    faults_at,
    is_plain_file,
    is_plain_folder,
    names_in,
    read_file,
    write_new,
)
from rogatory.errors import Reason, Refused, RogatoryError
from rogatory.evidence import refusals as seal_refusals
from rogatory.evidence.layout import SEAL
from rogatory.evidence.sealed.seal_chain import (
    MOST_EARLIER_SEALS,
    SEALS,
    claimed_senders,
    documents_in,
    entries_of_earlier,
)
from rogatory.evidence.sealed.seal_document import Seal, parse_seal
from rogatory.evidence.trust.anchors import anchors_in
from rogatory.evidence.trust.archive_list import Documents
from rogatory.node.workstation.journals.folders import CERTIFICATES, SEAL_COPY, bag_journal
from rogatory.node.workstation.keys.authority_folder import AuthorityFolder
from rogatory.seal.certificates.reading import certificate_algorithm, der_to_pem, state_ca_of
from rogatory.seal.certificates.revocation import LIST_SUFFIX, list_size_limit
from rogatory.seal.signatures import Anchors, Signatures
from rogatory.wire.digests import sha256
from rogatory.wire.words import P_

LARGEST_KEPT = 32 << 20
"""The list of segments of a package of 16 TiB; nothing else beside a seal comes near."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The kept documents of a bag's seal and certificates; nothing about them has been checked."""

    own: Anchors
    documents: Mapping[str, bytes] = field(repr=False)
    faults: tuple[Reason, ...] = ()
    """Files of the seal's folder that cannot be read."""
    kept: bool = False
    """True where the folder of a seal is beside the bag."""
    folder: Path | None = None
    """The folder of the seal, if it is beside the bag."""
    of_journal: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """The files of the journal's own folder of certificates."""

    @property
    def seal(self) -> Seal | None:
        try:
            return parse_seal(self.documents["seal.json"])
        except (KeyError, Refused):
            return None

    def check_form(self) -> None:
        """Decide that what was kept of a seal has a seal in its form.

        Raises:
            Refused: it is not there, or is no seal.
        """
        if SEAL not in self.documents:
            problem = P_("it was not kept with the other documents of the seal")
            raise Refused(seal_refusals.SEAL_FORM.because(problem=problem))
        parse_seal(self.documents[SEAL])

    @property
    def has_earlier_seals(self) -> bool:
        """Decide whether the folder of seals that this one replaced lies here."""
        return bool(self.stamped_documents.earlier)

    @property
    def signatures(self) -> Signatures:
        found = self.documents
        return Signatures(found.get("seal.json.p256.p7s", b""), found.get("seal.json.mldsa65.p7s"))

    @property
    def stamped_documents(self) -> Documents:
        """The seal's documents, for judging its timestamps."""
        earlier = entries_of_earlier(self.folder) if self.folder is not None else ()
        return replace(documents_in(self.documents), earlier=earlier)

    @property
    def sealers(self) -> tuple[str, ...]:
        """Return the sealers whom the earlier seals name, of a package that was re-wrapped."""
        return claimed_senders(self.stamped_documents)

    @property
    def revocation_lists(self) -> list[bytes]:
        files = (*self.of_journal.items(), *self.documents.items())
        return [data for name, data in files if name.endswith(LIST_SUFFIX)]


def read_beside(bag: Path) -> Beside:
    folder = bag_journal(bag.absolute())
    place = folder / SEAL_COPY
    kept = is_plain_folder(place)
    faults: list[Reason] = []
    documents = dict(_files(place, faults=faults)) if kept else {}
    of_journal = dict(_files(folder / CERTIFICATES, faults=[]))
    own = anchors_in(of_journal | _certificates(documents))
    return Beside(own, documents, tuple(faults), kept, place if kept else None, of_journal)


def _certificates(documents: Mapping[str, bytes]) -> dict[str, bytes]:
    return {
        name: data
        for name, data in documents.items()
        if name.startswith("certificates/") and name.endswith(".pem")
    }


def read_sealed(sealed: Path) -> Beside:
    """Return the same of a sealed package in a folder: its small documents."""
    documents = dict(_files(sealed, only_small=True))
    return Beside(anchors_in(_certificates(documents)), documents)


def state_cas_of(path: Path, *, sealed: bool) -> list[dict[str, str]]:
    """Return State, algorithm and fingerprint of each State CA that came along with a package.

    What is no State's CA vouches for nobody, and is not among them.
    """
    own = (read_sealed(path) if sealed else read_beside(path)).own
    certificates = {
        sha256(der): {
            "state": state,
            "algorithm": str(certificate_algorithm(der) or "-"),
            "fingerprint": sha256(der),
        }
        for der in own.certificates
        if (state := state_ca_of(der)) is not None
    }
    return sorted(certificates.values(), key=lambda one: (one["state"], one["algorithm"]))


def keep_certificates(bag: Path, authority: AuthorityFolder) -> None:
    """Keep the State CA of who acts on the bag, beside it."""
    certificates_into(bag_journal(bag), authority)


def certificates_into(journal: Path, authority: AuthorityFolder) -> None:
    """Keep the same in the folder of a journal, wherever that lies now."""
    state = authority.authority.state.lower()
    folder = journal / CERTIFICATES
    for name, der in authority.state_ca().items():
        _put(folder / f"{state}-ca.{name}.pem", der_to_pem(der))


def keep_seal(bag: Path, sealed: Path) -> None:
    """Keep the documents of the seal that the bag was opened from, beside it."""
    for name, data in _files(sealed, only_small=True):
        _put(bag_journal(bag) / SEAL_COPY / name, data)


def _put(path: Path, data: bytes) -> None:
    with faults_at(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        write_new(path, data)


def _files(
    folder: Path, *, only_small: bool = False, faults: list[Reason] | None = None
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a folder, of its `certificates` and of its earlier `seals`, by relative
    name.

    Raises:
        Refused: one cannot be read, and there are no `faults` to take the reasons.
    """
    earlier = folder / SEALS
    whole = is_plain_folder(folder / SEALS.rstrip("/"))
    numbers = names_in(earlier)[: MOST_EARLIER_SEALS + 1] if whole else []
    for place in (folder, folder / CERTIFICATES, *(earlier / number for number in numbers)):
        if place != folder and not is_plain_folder(place):
            continue
        for path in (place / name for name in names_in(place)):
            big = only_small and path.suffix == ".age"
            if is_plain_file(path) and not path.name.startswith(".") and not big:
                try:
                    data = read_file(path, limit=list_size_limit(path.name, LARGEST_KEPT))
                except RogatoryError as error:
                    if faults is None:
                        raise
                    faults += error.reasons
                    continue
                yield str(path.relative_to(folder)), data
