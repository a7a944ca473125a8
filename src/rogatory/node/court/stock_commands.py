# SPDX-License-Identifier: Apache-2.0
"""The commands of stock tools that check a bundle, for people to type.

Each is a line of a POSIX shell, to be typed in the bundle's folder.
"""

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from rogatory.custody.events.event import parse_event
from rogatory.custody.journal.journal import TOMBSTONE
from rogatory.evidence.layout import TAG_MANIFEST
from rogatory.evidence.sealed.seal_chain import CHAIN
from rogatory.node.certificate.document import CERTIFICATE
from rogatory.node.court import layout, names
from rogatory.node.court.checks.certified import declared
from rogatory.node.court.checks.contents import ContentsChecks
from rogatory.node.court.reading import BundleFiles
from rogatory.node.court.stock_certificates import TSA, TSA_ISSUERS
from rogatory.node.threads.receipt import parse_receipt
from rogatory.seal.certificates.revocation import crl_period

ALGORITHMS = ("p256", "mldsa65")


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A document with signatures beside it: whose, and at which moment they are to be judged."""

    path: str
    holder: str
    at: datetime
    algorithms: tuple[str, ...]
    stem: str = ""
    """The first part of the signatures' names, where it is not the document's whole name."""
    lists: tuple[str, ...] = ()
    """The algorithms for which a revocation list of the holder's State speaks at that moment."""

    def signature(self, algorithm: str) -> str:
        return f"{self.stem or self.path}.{algorithm}.p7s"

    def command(self, algorithm: str, keep_signer: str = "") -> str:
        """Return `openssl cms -verify` for one of its signatures."""
        state = self.holder[:2]
        signer = f" -signer {keep_signer}" if keep_signer else ""
        if algorithm in self.lists:
            signer += f" -crl_check -CAstore {layout.CERTIFICATES}/{state}-ca.{algorithm}.crl"
        return (
            "openssl cms -verify -cades -binary -inform DER -purpose any "
            f"-in {quoted(self.signature(algorithm))} -content {quoted(self.path)} "
            f"-CAfile {layout.CERTIFICATES}/{state}-ca.{algorithm}.pem -no-CApath -no-CAstore "
            f"-attime {int(self.at.timestamp())} -out /dev/null{signer}"
        )


def quoted(text: str) -> str:
    """Return a word that a shell reads as this text, whatever characters it has."""
    return shlex.quote(text)


def signed_files(contents: ContentsChecks, bundle: SignedFile) -> Iterator[SignedFile]:
    """Yield every signed document of the bundle, bundle.json first; journals in their order."""
    files = contents.files

    def at(path: str, holder: str, moment: datetime, stem: str = "") -> SignedFile:
        there = (each for each in ALGORITHMS if files.there(f"{stem or path}.{each}.p7s"))
        return SignedFile(
            path, holder, moment, tuple(there), stem, _speaking(files, holder, moment)
        )

    yield replace(bundle, lists=_speaking(files, bundle.holder, bundle.at))
    seal = contents.seal.seal
    if seal is not None:
        yield at(f"{layout.SEAL}/seal.json", seal.sender, contents.at)
        for path, sender, proved in contents.seal.earlier():
            yield at(path, sender, proved or contents.at)
        first = contents.seal.first or seal
        moment = contents.seal.proved or contents.at
        yield at(f"{layout.BAG}/{TAG_MANIFEST}", first.sender, moment)
    if files.has_folder(layout.CERTIFICATE):
        certificate = declared(files)
        path = f"{layout.CERTIFICATE}/{CERTIFICATE}"
        yield at(path, certificate.officer, certificate.certified)
    for folder in contents.messages.folders:
        message = folder.envelope
        moment = folder.received() or message.issued
        yield at(f"{folder.path}/{layout.MESSAGE}", str(message.sender), moment)
        if folder.receipt is not None:
            receipt = parse_receipt(folder.receipt)
            path = f"{folder.path}/{layout.RECEIPT}"
            yield at(path, receipt.node.lower(), receipt.received)
    places = [layout.CUSTODY, layout.CUSTODY_NODE]
    places += [f"{folder.path}/{layout.CUSTODY}" for folder in contents.messages.folders]
    for place in places:
        for name, data in files.files(place).items():
            if name.endswith(".json") and not name.endswith(f".{TOMBSTONE}"):
                event = parse_event(data)
                path = f"{place}/{name}"
                stem = path.removesuffix(".json")
                yield at(path, str(event.authority), event.occurred, stem)


def _speaking(files: BundleFiles, holder: str, moment: datetime) -> tuple[str, ...]:
    """Return the algorithms of whose State CA a list lies here that speaks at the moment."""
    places = {one: f"{layout.CERTIFICATES}/{holder[:2]}-ca.{one}.crl" for one in ALGORITHMS}
    lists = {one: files.read(place) for one, place in places.items() if files.there(place)}
    periods = {one: crl_period(pem) for one, pem in lists.items()}
    return tuple(one for one, (since, until) in periods.items() if since <= moment <= until)


def timestamp_commands(contents: ContentsChecks) -> list[str]:
    """Return `openssl ts -verify` for each timestamp of the seal, and of the lists beside it: each
    at its own time.
    """
    return [
        f"openssl ts -verify -data {layout.SEAL}/{token.document} -token_in "
        f"-in {layout.SEAL}/{token.path} -CAfile {layout.CERTIFICATES}/{TSA_ISSUERS} "
        f"-untrusted {layout.CERTIFICATES}/{TSA} -attime {int(token.stamped.at.timestamp())}"
        for token in contents.seal.stamps.tokens
        if token.stamped is not None
    ]


SUMS = f"sha256sum -c --quiet {layout.SUMS}"
MANIFEST = f"(cd {layout.BAG} && sha256sum -c --quiet manifest-sha256.txt)"
TAGS = f"(cd {layout.BAG} && sha256sum -c --quiet {TAG_MANIFEST})"
BAGIT = f"python3 -m bagit --validate {layout.BAG}"
CASE = f"case_validate --built-version case-1.5.0 {layout.BAG}/case.jsonld"
ROOT = f"sha256sum {layout.DIRECTORY}/{layout.FIRST_ROOT}"


def commands_for(contents: ContentsChecks, bundle: SignedFile) -> Mapping[str, tuple[str, ...]]:
    """Return, by a check's name, the stock commands that check the same, as far as there are any."""
    files = list(signed_files(contents, bundle))

    def of(*paths: str) -> tuple[str, ...]:
        return tuple(
            file.command(algorithm)
            for file in files
            if file.path in paths
            for algorithm in file.algorithms
        )

    return {
        names.COMPLETE: (SUMS,),
        names.SIGNED: of(layout.BUNDLE),
        names.IDENTITY: (ROOT,),
        names.REQUEST: of(f"{layout.REQUEST}/{layout.MESSAGE}"),
        names.STAMPED: tuple(timestamp_commands(contents)),
        names.SEAL_SIGNED: of(f"{layout.SEAL}/seal.json"),
        CHAIN: of(*(path for path, _, _ in contents.seal.earlier())),
        names.BAG_FORM: (BAGIT, CASE),
        names.CERTIFIED: of(f"{layout.CERTIFICATE}/{CERTIFICATE}"),
        names.BAG_TAGS: (TAGS,),
        names.BAG_SIGNED: of(f"{layout.BAG}/{TAG_MANIFEST}"),
        names.BAG_FILES: (MANIFEST,),
    }
