# SPDX-License-Identifier: Apache-2.0
"""`recipient.json`: the public part of an authority's keys, to which others seal.

One self-contained file: a statement of the age recipients, the authority's signatures over its
canonical bytes, and the certificates that they rest on. Without a directory it proves only that its
maker holds the keys; the fingerprint is what two people compare by voice.
"""

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rogatory.errors import Reason, Refused
from rogatory.node.workstation import refusals
from rogatory.seal.age import HybridRecipient
from rogatory.seal.signatures import Anchors, Signatures, SigningKeys, verify_signatures
from rogatory.wire.canonical import Json, decode_object, encode, is_version
from rogatory.wire.digests import parse_digest, sha256
from rogatory.wire.identifiers import Authority, parse_authority
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.words import P_, FilledText, problem_of

LARGEST_RECIPIENT_FILE = 256 * 1024
"""A recipient is 2 KiB and a certificate 6; a file beyond this is not one of ours."""

MOST_RECIPIENTS = 16
"""Each costs every later package 1.6 kB of header; more than a few workstations is a mistake."""


WORKSTATION = "workstation"
RECOVERY = "recovery"
"""The label of the one offline identity under two-person custody; every other is a workstation's."""

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?\Z")


def refuse_label(label: str) -> None:
    """Refuse a label that is not 1 to 40 small letters, digits and inner hyphens."""
    if not _LABEL.match(label):
        raise Refused(refusals.RECIPIENT_LABEL.because(label=ascii(label)[:60]))


@dataclass(frozen=True, slots=True)
class RecipientFile:
    """A recipient file whose signatures hold under the State CA that it brings along."""

    authority: Authority
    labelled: tuple[tuple[str, str], ...]
    """Label and age recipient of each."""
    issued: datetime
    fingerprint: str
    """SHA-256 of the statement: what two people compare."""
    network: str | None
    """For which network it was signed; None where no directory was known to the authority."""
    state_ca: tuple[bytes, ...]
    """The State CA certificates inside (DER): to be compared with a directory's."""

    @property
    def recipients(self) -> tuple[str, ...]:
        return tuple(recipient for _, recipient in self.labelled)


def build_recipient_file(
    keys: SigningKeys,
    state_ca: Mapping[str, bytes],
    recipients: Sequence[tuple[str, str]],
    at: datetime,
    network: str | None = None,
) -> bytes:
    """Sign the file for an authority; `recipients` are pairs of label and age recipient."""
    statement: Json = {
        "authority": keys.holder,
        "issued": format_moment(at),
        "network": network,
        "recipients": [{"label": label, "recipient": text} for label, text in recipients],
        "version": 1,
    }
    signatures = keys.sign(encode(statement), at)
    return encode(
        {
            "certificates": {
                name: [_b64(der), _b64(state_ca[name])] for name, der in keys.certificates.items()
            },
            "signatures": {
                "p256": _b64(signatures.p256),
                "mldsa65": _b64(signatures.mldsa65) if signatures.mldsa65 else None,
            },
            "statement": statement,
        }
    )


def read_recipient_file(data: bytes, name: str, at: datetime) -> RecipientFile:
    """Return the recipient that a file states.

    Refuses a file that is not of this form, whose recipients are not hybrid age recipients, or
    whose signatures do not hold, at `at`, under the State CA inside.
    """
    try:
        document = decode_object(data, limit=LARGEST_RECIPIENT_FILE)
        statement, signatures, certificates = _parts(document)
        authority = parse_authority(statement["authority"])
        issued = parse_moment(statement["issued"])
        recipients = _recipients(statement["recipients"])
        network = None if statement["network"] is None else parse_digest(statement["network"])
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        problem = FilledText(
            P_("a field is missing or of another kind ({name}: {problem})"),
            name=type(error).__name__,
            problem=problem_of(error),
        )
        raise Refused(refusals.RECIPIENT_MALFORMED.because(path=name, problem=problem)) from error
    state_ca = tuple(chain[-1] for chain in certificates.values())
    verify_signatures(
        encode(statement),
        signatures,
        anchors=Anchors(state_ca),
        holder=str(authority),
        at=at,
        require_mldsa65="mldsa65" in certificates,
        use="authority",
    )
    fingerprint = sha256(encode(statement))
    return RecipientFile(authority, recipients, issued, fingerprint, network, state_ca)


def compared_with(
    file: RecipientFile, listed_ca: Sequence[bytes], network: str, name: str
) -> list[Reason]:
    """Return why the file cannot be trusted in a network whose directory lists these State CAs."""
    reasons = []
    if not set(file.state_ca) <= set(listed_ca):
        reasons.append(refusals.RECIPIENT_ANCHOR.because(path=name, state=file.authority.state))
    if file.network not in {None, network}:
        reasons.append(
            refusals.RECIPIENT_NETWORK.because(path=name, found=file.network, expected=network)
        )
    return reasons


def _parts(
    document: dict[str, Json],
) -> tuple[dict[str, Json], Signatures, dict[str, list[bytes]]]:
    if set(document) != {"certificates", "signatures", "statement"}:
        raise ValueError(
            FilledText(P_("other members than certificates, signatures and statement"))
        )
    statement, signatures = document["statement"], document["signatures"]
    certificates = document["certificates"]
    if not (
        isinstance(statement, dict)
        and isinstance(signatures, dict)
        and isinstance(certificates, dict)
    ):
        raise TypeError(FilledText(P_("a member is no object")))
    names = {"authority", "issued", "network", "recipients", "version"}
    if set(statement) != names or not is_version(statement["version"], 1):
        raise ValueError(FilledText(P_("the statement has a different version")))
    chains = {name: [_unb64(der) for der in chain] for name, chain in certificates.items()}
    if not set(chains) <= {"p256", "mldsa65"} or any(len(chain) != 2 for chain in chains.values()):
        raise ValueError(FilledText(P_("the certificates are not a leaf and its State CA")))
    second = signatures["mldsa65"]
    return (
        statement,
        Signatures(_unb64(signatures["p256"]), _unb64(second) if second is not None else None),
        chains,
    )


def _recipients(stated: Json) -> tuple[tuple[str, str], ...]:
    if not isinstance(stated, list) or not 1 <= len(stated) <= MOST_RECIPIENTS:
        raise ValueError(
            FilledText(P_("between 1 and {limit} recipients are stated"), limit=MOST_RECIPIENTS)
        )
    found = tuple((str(one["label"]), str(one["recipient"])) for one in stated)
    for label, text in found:
        refuse_label(label)
        HybridRecipient.parse(text)
    if any(len({pair[place] for pair in found}) != len(found) for place in (0, 1)):
        raise ValueError(FilledText(P_("a label or a recipient occurs twice")))
    return found


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _unb64(text: object) -> bytes:
    if not isinstance(text, str):
        raise TypeError(FilledText(P_("a base64 text has the wrong form")))
    data = base64.b64decode(text, validate=True)
    if _b64(data) != text:
        raise ValueError(FilledText(P_("a text is not in the one form of base64")))
    return data
