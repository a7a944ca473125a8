# SPDX-License-Identifier: Apache-2.0
"""The file that an officer hands to the keeper of the State's register: the public half of a
passkey.

The file has the same bytes whenever it is made, so its digest is what the two compare: the officer
reads it out from his page, the keeper sees it on another machine. Without that, an intruder on the
node could put a key of his own into the file, and approve in the officer's name ever after.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass

from rogatory.directory.draft import refusals
from rogatory.directory.entry import refusals as entry_refusals
from rogatory.directory.entry.entry import DirectoryEntry
from rogatory.directory.entry.fields import LINE, read_fields
from rogatory.directory.entry.reading import STATE
from rogatory.directory.entry.register import LONGEST_CREDENTIAL, NUMBER
from rogatory.errors import Reason
from rogatory.seal.approvals import is_approval_key
from rogatory.wire import canonical
from rogatory.wire.digests import sha256
from rogatory.wire.fields import Fields
from rogatory.wire.forms import Base64, Integer
from rogatory.wire.spoken_digest import compare_heard, parse_spoken
from rogatory.wire.words import P_, FilledText

ENROLMENT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A passkey that asks to be listed: whose, made for which relying party, and its public half."""

    state: str
    officer: str
    relying_party: str
    credential: bytes
    key: bytes

    @property
    def fingerprint(self) -> str:
        """Return what officer and keeper compare: the digest of the whole file."""
        return sha256(build_enrolment(self))


def build_enrolment(enrolment: Enrolment) -> bytes:
    """Return the canonical bytes of the file."""
    return canonical.encode(
        {
            "version": ENROLMENT_VERSION,
            "state": enrolment.state,
            "officer": enrolment.officer,
            "relying_party": enrolment.relying_party,
            "credential": _base64url(enrolment.credential),
            "key": _base64url(enrolment.key),
        }
    )


def parse_enrolment(data: bytes) -> Enrolment:
    """Return the enrolment that a file asks for.

    Raises:
        Refused: it is not canonical, or with every field that is missing, unknown or malformed; a key
            with which no approval can be checked is malformed, too.
    """
    return read_fields(canonical.decode_object(data), FilledText(P_("enrolment")), _enrolment)


def _enrolment(of: Fields) -> Enrolment:
    of.read("version", Integer(ENROLMENT_VERSION, ENROLMENT_VERSION))
    found = Enrolment(
        state=of.read("state", STATE),
        officer=of.read("officer", NUMBER),
        relying_party=of.read("relying_party", LINE),
        credential=of.read("credential", Base64(web=True)),
        key=of.read("key", Base64(web=True)),
    )
    if len(found.credential) > LONGEST_CREDENTIAL:
        problem = "the credential id is too long."
        of.at("credential").note_code(entry_refusals.BAD_KEY, problem=problem)
    if found.key and not is_approval_key(found.key):
        problem = "it is no COSE key of ES256 or Ed25519, which approvals are checked with."
        of.at("key").note_code(entry_refusals.BAD_KEY, problem=problem)
    return found


def enrolment_reasons(
    enrolment: Enrolment, entry: DirectoryEntry, officer: str, heard: str | None
) -> Iterator[Reason]:
    """Yield why the keeper should not list it.

    1. It is of the State whose register he keeps, and of the officer whom he means.
    2. The passkey was made for the relying party that the entry lists: others cannot approve.
    3. Where he says what the officer read out, it is this file's digest.

    Raises:
        Refused: what was heard is no such phrase.
    """
    if (enrolment.state, enrolment.officer) != (entry.state, officer):  # 1
        yield refusals.ENROLMENT_OTHER.because(
            officer=enrolment.officer, state=enrolment.state, wanted=officer
        )
    if enrolment.relying_party != entry.relying_party.id:  # 2
        yield refusals.ENROLMENT_RELYING_PARTY.because(
            found=ascii(enrolment.relying_party)[1:-1][:80], wanted=entry.relying_party.id
        )
    if heard is not None:  # 3
        parse_spoken(heard)
        result = compare_heard(heard, enrolment.fingerprint).result
        if result == "misheard":
            yield refusals.ENROLMENT_MISHEARD.because(officer=officer)
        elif result == "different":
            yield refusals.ENROLMENT_DIFFERS.because(officer=officer)


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
