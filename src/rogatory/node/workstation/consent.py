# SPDX-License-Identifier: Apache-2.0
"""The consent of two officers to one act, signed by each with keys of his own (SPECIFICATION 16.6).

    <out>-consent-<first 12 digits of its digest>/
        consent.json                                          canonical JSON
        consent.first.p256.p7s   consent.first.mldsa65.p7s    the first officer's signatures
        consent.second.p256.p7s  consent.second.mldsa65.p7s   the second officer's
        ca.p256.pem  ca.mldsa65.pem                           the State CA that vouches for both

`openssl cms -verify -binary -inform DER -content consent.json` checks each. The custody event of the
act names the digest of `consent.json`.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from rogatory.disk import PartialFolder, read_file, write_new
from rogatory.errors import Phrase, Refused
from rogatory.node.workstation import refusals
from rogatory.node.workstation.journals import remove_again
from rogatory.seal.certificate_reading import der_to_pem
from rogatory.seal.signatures import Anchors, Signatures, verify_signatures
from rogatory.wire import canonical
from rogatory.wire.digests import parse_digest, sha256
from rogatory.wire.identifiers import parse_authority, parse_officer
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.words import P_, Said, problem_of, reasons_told

CONSENT = "consent.json"
CONSENT_VERSION = 2

FIRST, SECOND = "first", "second"

ACTS = ("opened", "extracted", "disclosed", "salvaged", "listed", "rewrapped")
IDENTITIES = ("workstation", "recovery")
"""With what is decrypted: the identity of a workstation, or the recovery identity."""

LARGEST_CONSENT = 64 << 10
"""Bytes of any file of a consent: a reason has 2,000 characters, a signature some kilobytes."""


@dataclass(frozen=True, slots=True)
class ConsentText:
    """What both officers sign. `bag` is None where no seal tells it."""

    network: str | None
    act: str
    bag: str | None
    authority: str
    first: str
    second: str
    identity: str
    reason: str | None
    at: datetime

    def encode(self) -> bytes:
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        return canonical.encode({**found, "at": format_moment(self.at), "version": CONSENT_VERSION})


def parse_consent(data: bytes) -> ConsentText:
    """Return what a `consent.json` says; refuses another form."""
    found = canonical.decode_object(data, limit=LARGEST_CONSENT)
    names = {one.name for one in fields(ConsentText)} | {"version"}
    if set(found) != names or not canonical.is_version(found["version"], CONSENT_VERSION):
        raise _wrong(P_("it has other members than the form, or another version"))
    try:
        return _read(found)
    except Refused as refused:
        raise _wrong(reasons_told(refused.reasons)) from refused
    except ValueError as error:
        raise _wrong(problem_of(error)) from error


def _read(found: Mapping[str, Any]) -> ConsentText:
    for name, allowed in (("act", ACTS), ("identity", IDENTITIES)):
        if found[name] not in allowed:
            names = ", ".join(allowed)
            raise ValueError(Said(P_("{name} is none of {names}"), name=name, names=names))
    reason = found["reason"]
    if reason is not None and not isinstance(reason, str):
        raise ValueError(Said(P_("its reason is no text")))
    return ConsentText(
        network=None if found["network"] is None else parse_digest(found["network"]),
        act=found["act"],
        bag=None if found["bag"] is None else parse_digest(found["bag"]),
        authority=str(parse_authority(found["authority"])),
        first=parse_officer(found["first"]),
        second=parse_officer(found["second"]),
        identity=found["identity"],
        reason=reason,
        at=parse_moment(found["at"]),
    )


def _wrong(problem: Phrase) -> Refused:
    return Refused(refusals.CONSENT_FORM.because(problem=problem))


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent with the signatures of both; nothing about it has been checked."""

    data: bytes
    first: Signatures
    second: Signatures
    state_ca: Mapping[str, bytes]
    """The State CA's certificates (DER) by family."""

    @property
    def digest(self) -> str:
        return sha256(self.data)

    @property
    def text(self) -> ConsentText:
        return parse_consent(self.data)

    def verify(self, anchors: Anchors) -> ConsentText:
        """Check that two officers of one authority's State signed it, each by these State CAs.

        Raises:
            Refused: it is not in its form, both are one, one is of another State than the
                authority, or with every reason why a signature does not hold.
        """
        text = self.text
        if text.first == text.second:
            raise Refused(refusals.PROTECTED_SAME.because(officer=text.first))
        for officer, signatures in ((text.first, self.first), (text.second, self.second)):
            if officer[:2] != text.authority[:2]:
                raise Refused(
                    refusals.PROTECTED_OFFICE.because(officer=officer, authority=text.authority)
                )
            verify_signatures(
                self.data,
                signatures,
                anchors=anchors,
                holder=officer,
                at=text.at,
                require_mldsa65=True,
                use="officer",
            )
        return text

    def folder(self, out: Path) -> Path:
        return out.with_name(f"{out.name}-consent-{self.digest[:12]}")

    @property
    def files(self) -> dict[str, bytes]:
        """The document and its signatures by file name."""
        found = {CONSENT: self.data}
        for who, signatures in ((FIRST, self.first), (SECOND, self.second)):
            assert signatures.mldsa65 is not None  # an officer's folder always has both
            found[f"consent.{who}.p256.p7s"] = signatures.p256
            found[f"consent.{who}.mldsa65.p7s"] = signatures.mldsa65
        return found

    def keep(self, out: Path) -> Path:
        """Write it beside `out`, whole or not at all."""
        files = self.files | {
            f"ca.{name}.pem": der_to_pem(der) for name, der in self.state_ca.items()
        }
        folder = self.folder(out)
        with PartialFolder(folder, private=True) as partial:
            for name, data in files.items():
                write_new(Path(os.fsdecode(partial.path)) / name, data)
        return folder


def read_consent(folder: Path) -> Consent:
    """Return the consent in a folder, unchecked; the State CA in it is not read, it proves nothing."""
    return consent_of(lambda name: read_file(folder / name, limit=LARGEST_CONSENT))


def consent_of(file: Callable[[str], bytes]) -> Consent:
    """Return the consent whose files are read by name, unchecked."""

    def signatures(who: str) -> Signatures:
        return Signatures(file(f"consent.{who}.p256.p7s"), file(f"consent.{who}.mldsa65.p7s"))

    return Consent(file(CONSENT), signatures(FIRST), signatures(SECOND), {})


@contextmanager
def kept_beside(consent: Consent | None, out: Path) -> Iterator[Path | None]:
    """The consent lies beside `out` before that has its name; where nothing comes out, neither stays."""
    folder = None if consent is None else consent.keep(out)
    try:
        yield folder
    except BaseException:
        if folder is not None:
            remove_again(folder)
        raise


def consent_fields(consent: Consent | None) -> dict[str, str | None]:
    """Return the fields of a custody event that name the second officer and the consent."""
    if consent is None:
        return {"second": None, "consent": None}
    return {"second": consent.text.second, "consent": consent.digest}
