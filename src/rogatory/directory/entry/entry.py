# SPDX-License-Identifier: Apache-2.0
"""A State's entry: its authorities, its node, and every key it ever signed or read with.

`build_entry` writes the canonical bytes, `parse_entry` accepts nothing else and gives all
reasons. Whether the keys inside are keys, and agree with what the entry says of them, is
decided by `entry_keys`; whether a new entry only adds to the old one by `succession`.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rogatory.directory.entry.hours import DrillWindow, OpeningHours, drill_window_json, hours_json
from rogatory.directory.entry.period import Period
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.moments import format_moment

ENTRY_VERSION = 1

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
"""The official languages of the United Nations, in which every name is given."""

CERTIFICATE_USES = ("state-ca", "authority", "node-tls", "node-http", "receipts", "tsa")
CERTIFICATE_ALGORITHMS = ("p256", "p384", "rsa", "mldsa65")
RECIPIENT_LABELS = ("workstation", "recovery")
COMPETENCES = ("itself", "forwards")
"""The competences of an authority for a request of a kind: execute it, or forward it to who can."""


def frozen[K, V](mapping: Mapping[K, V]) -> Mapping[K, V]:
    """Return a copy that nobody changes."""
    return MappingProxyType(dict(mapping))


@dataclass(frozen=True, slots=True)
class AuthorityRecord:
    """An office of the State: where and for what it is competent, what it does itself, the IANA
    name of the time zone by which its clocks on the wall go, when it is open (without hours: day
    and night), and the day (ISO date) on which the State last verified that all this is so.
    """

    id: str
    names: Mapping[str, str]
    places: tuple[str, ...]
    subjects: tuple[str, ...]
    acts: Mapping[str, str]
    time_zone: str
    hours: tuple[OpeningHours, ...] = ()
    verified: str | None = None


@dataclass(frozen=True, slots=True)
class CertificateRecord:
    """An X.509 certificate (DER), what for, whose, and when it was in force."""

    use: str
    holder: str
    algorithm: str
    der: bytes
    period: Period


@dataclass(frozen=True, slots=True)
class RecipientRecord:
    """An age recipient that evidence for an authority is sealed to."""

    authority: str
    label: str
    recipient: str
    period: Period


@dataclass(frozen=True, slots=True)
class LogRecord:
    """A custody log, by its origin, and the keys that sign its checkpoints."""

    origin: str
    vkey: str
    period: Period
    mldsa44: str | None = None

    @property
    def vkeys(self) -> tuple[str, ...]:
        """Every key by which its checkpoints are signed."""
        return (self.vkey,) if self.mldsa44 is None else (self.vkey, self.mldsa44)


@dataclass(frozen=True, slots=True)
class WitnessRecord:
    name: str
    vkey: str
    period: Period


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """Where the State's officers' passkeys belong (WebAuthn relying party and its origins)."""

    id: str
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Channels:
    diplomatic_only: bool
    interpol_urgent: bool


@dataclass(frozen=True, slots=True)
class PartyFact:
    """The State's statement about itself and an instrument, since when (ISO date), and the
    source.
    """

    instrument: str
    status: str
    date: str
    source: str


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """`states/xa.json`.

    `call_back` names the authorities that confirm, when another State asks back, that an
    emergency is the State's own; `witness_policy` is the text of the policy by which its logs
    are witnessed; `card` the digest of the salted card that only listed nodes are shown.
    """

    state: str
    names: Mapping[str, str]
    authorities: tuple[AuthorityRecord, ...]
    node_url: str
    certificates: tuple[CertificateRecord, ...]
    recipients: tuple[RecipientRecord, ...]
    officers: str
    logs: tuple[LogRecord, ...]
    witnesses: tuple[WitnessRecord, ...]
    versions: tuple[int, ...]
    kinds: tuple[str, ...]
    approvals: Mapping[str, int]
    relying_party: RelyingParty
    languages: tuple[str, ...]
    channels: Channels
    party: tuple[PartyFact, ...] = ()
    card: str | None = None
    call_back: tuple[str, ...] = ()
    witness_policy: str | None = None
    drill_window: DrillWindow | None = None


def build_entry(entry: DirectoryEntry) -> bytes:
    """Return the canonical bytes of an entry."""
    window = entry.drill_window
    return canonical.encode(
        {
            "version": ENTRY_VERSION,
            "state": entry.state,
            "names": dict(entry.names),
            "authorities": [_authority(authority) for authority in entry.authorities],
            "node": {"url": entry.node_url},
            "certificates": [_certificate(certificate) for certificate in entry.certificates],
            "recipients": [_recipient(recipient) for recipient in entry.recipients],
            "officers": entry.officers,
            "logs": [
                {"origin": log.origin, "vkey": log.vkey}
                | ({} if log.mldsa44 is None else {"mldsa44": log.mldsa44})
                | period_json(log.period)
                for log in entry.logs
            ],
            "witnesses": [
                {"name": witness.name, "vkey": witness.vkey} | period_json(witness.period)
                for witness in entry.witnesses
            ],
            "versions": entry.versions,
            "kinds": entry.kinds,
            "approvals": dict(entry.approvals),
            "relying_party": {
                "id": entry.relying_party.id,
                "origins": entry.relying_party.origins,
            },
            "languages": entry.languages,
            "channels": {
                "diplomatic_only": entry.channels.diplomatic_only,
                "interpol_urgent": entry.channels.interpol_urgent,
            },
            "party": [_party(fact) for fact in entry.party],
            "card": entry.card,
            "call_back": entry.call_back,
            "witness_policy": entry.witness_policy,
            "drill_window": None if window is None else drill_window_json(window),
        }
    )


def period_json(period: Period) -> dict[str, Json]:
    """Return the fields that every listed key has."""
    ended: Json = None
    if period.ended is not None:
        ended = {"at": format_moment(period.ended.at), "reason": period.ended.reason}
    return {
        "from": format_moment(period.start),
        "until": format_moment(period.until),
        "ended": ended,
    }


def state_paths(state: str) -> tuple[str, str]:
    """Return the targets of a State: its entry and its register of officers."""
    return f"states/{state.lower()}.json", f"states/{state.lower()}.officers.json"


def _authority(authority: AuthorityRecord) -> Json:
    return {
        "id": authority.id,
        "names": dict(authority.names),
        "places": authority.places,
        "subjects": authority.subjects,
        "acts": dict(authority.acts),
        "time_zone": authority.time_zone,
        "hours": [hours_json(span) for span in authority.hours],
        "verified": authority.verified,
    }


def _certificate(certificate: CertificateRecord) -> Json:
    return {
        "use": certificate.use,
        "holder": certificate.holder,
        "algorithm": certificate.algorithm,
        "der": base64.b64encode(certificate.der).decode(),
    } | period_json(certificate.period)


def _recipient(recipient: RecipientRecord) -> Json:
    return {
        "authority": recipient.authority,
        "label": recipient.label,
        "recipient": recipient.recipient,
    } | period_json(recipient.period)


def _party(fact: PartyFact) -> Json:
    return {
        "instrument": fact.instrument,
        "status": fact.status,
        "date": fact.date,
        "source": fact.source,
    }
