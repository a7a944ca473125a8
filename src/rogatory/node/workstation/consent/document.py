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
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from rogatory.custody.events.values import is_text
from rogatory.disk import Beneath, PartialFolder, read_open, write_new
from rogatory.errors import Phrase, Refused
from rogatory.node.workstation import refusals
from rogatory.node.workstation.journals.folders import undo
from rogatory.seal.certificates.reading import der_to_pem
from rogatory.seal.signatures import Anchors, Signatures, SignedBy, Slot, verify_signatures
from rogatory.wire import canonical
from rogatory.wire.digests import parse_digest, sha256
from rogatory.wire.identifiers import parse_authority, parse_officer, parse_uuid7
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.words import P_, FilledText, problem_of, reasons_text

CONSENT = "consent.json"
CONSENT_VERSION = 4

FIRST, SECOND = "first", "second"

ACTS = ("opened", "extracted", "disclosed", "salvaged", "listed", "rewrapped")
IDENTITIES = ("workstation", "recovery")
"""With what is decrypted: the identity of a workstation, or the recovery identity."""

LARGEST_CONSENT = 64 << 10
"""Bytes of any file of a consent: a reason has 2,000 characters, a signature some kilobytes."""

CONSENT_LASTS = timedelta(hours=24)
"""From signing to the act. A day, since a large package is decrypted for hours before its opening is
recorded; a consent without an end would be a key that lies about, for an act that nobody remembers.
"""

MOST_ITEMS = 1000
"""Names in one consent: as many as one extraction takes."""

LONGEST_ITEM = 2000
"""Characters of each name; the middle of a longer one is left out, as in an event."""


@dataclass(frozen=True, slots=True)
class ConsentText:
    """The text that both officers sign. `bag` is None where no seal gives it.

    `id` makes two consents two, where the same officers agree to the same twice in one second.
    `items` are the names of what may come out, as they were asked for, or of a disclosure the
    digest of its selection; None is everything. `until` is the last moment of the act.
    """

    id: str
    network: str | None
    act: str
    bag: str | None
    authority: str
    first: str
    second: str
    identity: str
    items: tuple[str, ...] | None
    reason: str | None
    at: datetime
    until: datetime

    def encode(self) -> bytes:
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        moments = {name: format_moment(getattr(self, name)) for name in ("at", "until")}
        return canonical.encode({**found, **moments, "version": CONSENT_VERSION})


def parse_consent(data: bytes) -> ConsentText:
    """Return what a `consent.json` says; refuses another form."""
    found = canonical.decode_object(data, limit=LARGEST_CONSENT)
    names = {one.name for one in fields(ConsentText)} | {"version"}
    if set(found) != names or not canonical.is_version(found["version"], CONSENT_VERSION):
        raise _wrong(P_("it has other members than the form, or another version"))
    try:
        return _read(found)
    except Refused as refused:
        raise _wrong(reasons_text(refused.reasons)) from refused
    except ValueError as error:
        raise _wrong(problem_of(error)) from error


def _read(found: Mapping[str, Any]) -> ConsentText:
    for name, allowed in (("act", ACTS), ("identity", IDENTITIES)):
        if found[name] not in allowed:
            names = ", ".join(allowed)
            raise ValueError(FilledText(P_("{name} is not one of {names}"), name=name, names=names))
    reason = found["reason"]
    if reason is not None and not is_text(reason):
        raise ValueError(FilledText(P_("its reason is no text")))
    at, until = parse_moment(found["at"]), parse_moment(found["until"])
    if not (at < until and until - at <= CONSENT_LASTS):
        hours = CONSENT_LASTS // timedelta(hours=1)
        raise ValueError(
            FilledText(P_("it does not end within {hours} hours of its signing"), hours=hours)
        )
    if found["bag"] is None and found["act"] != "salvaged":
        raise ValueError(FilledText(P_("it names no bag, which only a salvage may leave open")))
    return ConsentText(
        id=parse_uuid7(found["id"]),
        network=None if found["network"] is None else parse_digest(found["network"]),
        act=found["act"],
        bag=None if found["bag"] is None else parse_digest(found["bag"]),
        authority=str(parse_authority(found["authority"])),
        first=parse_officer(found["first"]),
        second=parse_officer(found["second"]),
        identity=found["identity"],
        items=_items(found["items"]),
        reason=reason,
        at=at,
        until=until,
    )


def _items(found: object) -> tuple[str, ...] | None:
    if found is None:
        return None
    if (
        not isinstance(found, list)
        or not 1 <= len(found) <= MOST_ITEMS
        or not all(map(is_text, found))
    ):
        raise ValueError(
            FilledText(P_("its items are no list of 1 to {limit} names"), limit=MOST_ITEMS)
        )
    return tuple(found)


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

    def verify(self, anchors: Anchors, unknown: Collection[Slot] = ()) -> tuple[SignedBy, ...]:
        """Check that two officers of one authority's State signed it, each by these State CAs; return
        their signatures. Of families that are `unknown` all is asked but the issuer, and none is returned.

        Raises:
            Refused: it is not in its form, both are one, one is of another State than the
                authority, or with every reason why a signature does not hold.
        """
        text, signed = self.text, list[SignedBy]()
        if text.first == text.second:
            raise Refused(refusals.PROTECTED_SAME.because(officer=text.first))
        for officer, signatures in ((text.first, self.first), (text.second, self.second)):
            if officer[:2] != text.authority[:2]:
                raise Refused(
                    refusals.PROTECTED_OFFICE.because(officer=officer, authority=text.authority)
                )
            signed += verify_signatures(
                self.data,
                signatures,
                anchors=anchors,
                holder=officer,
                at=text.at,
                require_mldsa65=True,
                use="officer",
                unknown=unknown,
            )
        return tuple(signed)

    def refuse_ended(self, at: datetime) -> None:
        """Refuse it for an act at a moment after its last."""
        refuse_ended(self.digest, self.text.until, at)

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
    """Return the consent in a folder, unchecked; the State CA in it is not read, it proves nothing.

    Links are not followed.
    """
    with Beneath(folder) as beneath:
        return consent_of(
            lambda name: read_open(beneath.open_read(name), name, limit=LARGEST_CONSENT)
        )


def consent_of(file: Callable[[str], bytes]) -> Consent:
    """Return the consent whose files are read by name, unchecked."""

    def signatures(who: str) -> Signatures:
        return Signatures(file(f"consent.{who}.p256.p7s"), file(f"consent.{who}.mldsa65.p7s"))

    return Consent(file(CONSENT), signatures(FIRST), signatures(SECOND), {})


@contextmanager
def kept_beside(consent: Consent | None, out: Path) -> Iterator[Path | None]:
    """Keep the consent beside `out` before that has its name; where nothing comes out,
    neither stays.
    """
    folder = None if consent is None else consent.keep(out)
    try:
        yield folder
    except BaseException:
        if folder is not None:
            undo(folder)
        raise


def refuse_ended(digest: str, until: datetime, at: datetime) -> None:
    """Refuse a consent for an act at a moment after its last."""
    if at.replace(microsecond=0) > until:
        raise Refused(
            refusals.CONSENT_ENDED.because(
                digest=digest,
                until=format_moment(until),
                at=format_moment(at.replace(microsecond=0)),
            )
        )


def consent_fields(consent: Consent | None, at: datetime) -> dict[str, str | None]:
    """Return the fields of a custody event at a moment that name the second officer and the consent.

    Raises:
        Refused: the consent ended before.
    """
    if consent is None:
        return {"second": None, "consent": None}
    consent.refuse_ended(at)
    return {"second": consent.text.second, "consent": consent.digest}
