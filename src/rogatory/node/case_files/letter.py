# SPDX-License-Identifier: Apache-2.0
"""The letter of a referral: its contents as data for printing, and as lines to read.

It gives an executing authority what it needs and no more: the requesting State may ask that fact
and substance of its request be kept secret save what execution needs (article 40(20), certainty:
parallel). It cannot contain the notes of the case file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from rogatory.node.case_files.case_file import CaseFile
from rogatory.node.case_files.referrals import ExecutingAuthority
from rogatory.requests.contents.plain_words import BodyLine, Term, body_lines
from rogatory.requests.envelope import Envelope
from rogatory.requests.kinds.registry import KINDS
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.moments import format_moment
from rogatory.wire.words import N_

FORM = "rogatory/referral/v1"

REQUEST_FIELDS = (
    "offence",
    "facts",
    "assistance",
    "data",
    "data_offence_link",
    "custodian",
    "procedure",
    "power",
    "period",
    "deadline",
    "urgency",
    "confidentiality",
)
"""The fields of a request that an executing authority needs. Names of persons concerned, contacts
abroad and the legal discussion are not among them; who refers may leave out more."""


@dataclass(frozen=True, slots=True)
class ReferralInput:
    """An officer's input for a referral."""

    to: ExecutingAuthority
    requested: str
    wanted_by: datetime | None
    language: str
    leave_out: frozenset[str] = frozenset()


def letter_contents(
    case_file: CaseFile,
    opening: Envelope,
    commission: ReferralInput,
    *,
    referral: str,
    officer: str,
    at: datetime,
) -> dict[str, Json]:
    """Return the letter as data: canonical JSON of it is kept, and its digest names it."""
    body = {
        name: opening.body[name]
        for name in REQUEST_FIELDS
        if name in opening.body and name not in commission.leave_out
    }
    return {
        "form": FORM,
        "referral": referral,
        "thread": case_file.thread,
        "from": case_file.authority,
        "officer": officer,
        "to": {
            "name": commission.to.name,
            "address": commission.to.address,
            "contact": commission.to.contact,
        },
        "date": format_moment(at),
        "language": commission.language,
        "case_number": case_file.case_number,
        "requesting": str(opening.sender),
        "kind": opening.kind,
        "asked": commission.requested,
        "wanted_by": None if commission.wanted_by is None else format_moment(commission.wanted_by),
        "secret": is_secret(opening.body),
        "request": body,
    }


def is_secret(body: Mapping[str, Json]) -> bool:
    """Decide whether a request is to be kept secret (articles 40(20), 42(3)(g))."""
    confidentiality = body.get("confidentiality")
    return isinstance(confidentiality, Mapping) and confidentiality.get("secret") is True


def letter_lines(contents: Mapping[str, Json]) -> Sequence[BodyLine]:
    """Return the letter in words: labels and `Term`s are sources for translation, all else is data."""
    to = cast("Mapping[str, str]", contents["to"])
    kind = str(contents["kind"])
    known = KINDS.get(kind)
    lines = [
        BodyLine(_TO, to["name"]),
        *(BodyLine(label, to[name]) for name, label in _OF_ADDRESSEE if to[name]),
        BodyLine(_FROM, str(contents["from"])),
        BodyLine(_OFFICER, str(contents["officer"])),
        BodyLine(_DATE, str(contents["date"])),
        BodyLine(_NUMBER, str(contents["case_number"] or contents["thread"])),
        BodyLine(_REFERRAL, str(contents["referral"])),
        BodyLine(_REQUEST, Term(known.title) if known else kind),
        BodyLine(_REQUESTING, str(contents["requesting"])),
        BodyLine(_REQUESTED, str(contents["asked"])),
    ]
    if contents["wanted_by"] is not None:
        lines.append(BodyLine(_WANTED_BY, str(contents["wanted_by"])))
    if contents["secret"]:
        lines.append(BodyLine(_SECRECY, Term(_KEEP_SECRET)))
    return [*lines, *body_lines(kind, cast("Mapping[str, Json]", contents["request"]))]


def encode_letter(contents: Mapping[str, Json]) -> bytes:
    return canonical.encode(contents)


def read_letter(data: bytes) -> Mapping[str, Json]:
    """Return a letter's contents again, from what `encode_letter` gave."""
    return canonical.decode_object(data)


_TO = N_("To the executing authority")
_OF_ADDRESSEE = (("address", N_("Address")), ("contact", N_("Contact")))
_FROM = N_("From the authority")
_OFFICER = N_("Officer")
_DATE = N_("Date")
_NUMBER = N_("Own case number")
_REFERRAL = N_("To be named in the answer")
_REQUEST = N_("Request to be executed")
_REQUESTING = N_("Requesting authority")
_REQUESTED = N_("What is asked of you")
_WANTED_BY = N_("Result requested by")
_SECRECY = N_("Secrecy")
_KEEP_SECRET = N_(
    "The request and its existence are to be kept confidential, except to the extent necessary "
    "to execute it; inform the requesting authority promptly if this is not possible"
)
