# SPDX-License-Identifier: Apache-2.0
"""Reading a State's entry: the one form that `build_entry` writes, or every reason why not."""

import re
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

from rogatory.directory.entry import refusals
from rogatory.directory.entry.entry import (
    CERTIFICATE_ALGORITHMS,
    CERTIFICATE_USES,
    COMPETENCES,
    ENTRY_VERSION,
    LANGUAGES,
    RECIPIENT_LABELS,
    AuthorityRecord,
    CertificateRecord,
    Channels,
    DirectoryEntry,
    LogRecord,
    PartyFact,
    RecipientRecord,
    RelyingParty,
    WitnessRecord,
    frozen,
)
from rogatory.directory.entry.fields import Field, Form, Reading, read_period
from rogatory.directory.entry.hours import TIME_ZONE, read_drill_window, read_hours
from rogatory.errors import refuse_if_any
from rogatory.wire import canonical
from rogatory.wire.words import P_, Said

KIND = Form(re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*"), "mla_stored_data")
STATE = Form(re.compile(r"[A-Z]{2}"), "XA")
PLACE = Form(re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?"), "XA or XA-03 (ISO 3166)")
LANGUAGE = Form(re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"), "en (BCP 47)")
DATE = Form(re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", re.ASCII), "2026-11-24")
HOST = Form(re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?"), "officers.example")

MOST_APPROVALS = 9
"""More officers than a State can wake at night would make every request of a kind impossible."""

LONGEST_POLICY = 4000
"""Far above a line for each State of the world; a longer text is aimed at whoever reads it."""

_PERIOD = ("from", "until", "ended")
_FIELDS = (
    *("version", "state", "names", "authorities", "node", "certificates", "recipients"),
    *("officers", "logs", "witnesses", "versions", "kinds", "approvals", "relying_party"),
    *("languages", "channels", "party", "card", "call_back", "witness_policy", "drill_window"),
)


def parse_entry(data: bytes) -> DirectoryEntry:
    """The entry of these bytes.

    Raises:
        Refused: the bytes are not canonical, or with every field that is missing, unknown,
            malformed or repeated. The keys inside are not looked at: see `entry_keys`.
    """
    reading = Reading(Said(P_("entry")))
    members = reading.top(canonical.decode_object(data), _FIELDS)
    members["version"].integer(ENTRY_VERSION, ENTRY_VERSION)
    entry = DirectoryEntry(
        state=members["state"].matching(STATE),
        names=_names(members["names"]),
        authorities=members["authorities"].distinct(_authority, least=1),
        node_url=_url(members["node"].members(("url",))["url"]),
        certificates=members["certificates"].distinct(_certificate),
        recipients=members["recipients"].distinct(_recipient),
        officers=members["officers"].digest(),
        logs=members["logs"].distinct(_log),
        witnesses=members["witnesses"].distinct(_witness),
        versions=members["versions"].distinct(lambda item: item.integer(1, 1000), least=1),
        kinds=members["kinds"].distinct(_kind),
        approvals=_approvals(members["approvals"]),
        relying_party=_relying_party(members["relying_party"]),
        languages=members["languages"].distinct(lambda item: item.matching(LANGUAGE), least=1),
        channels=_channels(members["channels"]),
        party=members["party"].distinct(_party_fact),
        card=members["card"].or_null(Field.digest),
        call_back=members["call_back"].distinct(Field.authority),
        witness_policy=members["witness_policy"].or_null(lambda item: item.lines(LONGEST_POLICY)),
        drill_window=members["drill_window"].or_null(read_drill_window),
    )
    refuse_if_any(reading.reasons)
    return entry


def _names(value: Field) -> Mapping[str, str]:
    members = value.members(LANGUAGES)
    return frozen({language: members[language].text() for language in LANGUAGES})


def _kind(value: Field) -> str:
    return value.matching(KIND)


def _authority(value: Field) -> AuthorityRecord:
    members = value.members(
        ("id", "names", "places", "subjects", "acts", "time_zone", "hours", "verified")
    )
    acts = members["acts"].pairs(KIND)
    return AuthorityRecord(
        id=members["id"].authority(),
        names=_names(members["names"]),
        places=members["places"].distinct(lambda item: item.matching(PLACE)),
        subjects=members["subjects"].distinct(_kind),
        acts=frozen({kind: act.one_of(COMPETENCES) for kind, act in acts.items()}),
        time_zone=members["time_zone"].matching(TIME_ZONE),
        hours=members["hours"].distinct(read_hours),
        verified=members["verified"].or_null(lambda item: item.matching(DATE)),
    )


def _certificate(value: Field) -> CertificateRecord:
    members = value.members(("use", "holder", "algorithm", "der", *_PERIOD))
    return CertificateRecord(
        use=members["use"].one_of(CERTIFICATE_USES),
        holder=members["holder"].text(),
        algorithm=members["algorithm"].one_of(CERTIFICATE_ALGORITHMS),
        der=members["der"].standard_base64(),
        period=read_period(members),
    )


def _recipient(value: Field) -> RecipientRecord:
    members = value.members(("authority", "label", "recipient", *_PERIOD))
    return RecipientRecord(
        authority=members["authority"].authority(),
        label=members["label"].one_of(RECIPIENT_LABELS),
        recipient=members["recipient"].key_text(),
        period=read_period(members),
    )


def _log(value: Field) -> LogRecord:
    further = ("mldsa44",) if value.has("mldsa44") else ()
    members = value.members(("origin", "vkey", *further, *_PERIOD))
    return LogRecord(
        members["origin"].text(),
        members["vkey"].key_text(),
        read_period(members),
        members["mldsa44"].key_text() if further else None,
    )


def _witness(value: Field) -> WitnessRecord:
    members = value.members(("name", "vkey", *_PERIOD))
    return WitnessRecord(members["name"].text(), members["vkey"].key_text(), read_period(members))


def _approvals(value: Field) -> Mapping[str, int]:
    return frozen(
        {kind: least.integer(0, MOST_APPROVALS) for kind, least in value.pairs(KIND).items()}
    )


def _channels(value: Field) -> Channels:
    members = value.members(("diplomatic_only", "interpol_urgent"))
    return Channels(members["diplomatic_only"].flag(), members["interpol_urgent"].flag())


def _party_fact(value: Field) -> PartyFact:
    members = value.members(("instrument", "status", "date", "source"))
    return PartyFact(
        members["instrument"].text(),
        members["status"].text(),
        members["date"].matching(DATE),
        members["source"].text(),
    )


def _relying_party(value: Field) -> RelyingParty:
    members = value.members(("id", "origins"))
    host = members["id"].matching(HOST)
    return RelyingParty(
        host, members["origins"].distinct(lambda item: _origin(item, host), least=1)
    )


def _origin(value: Field, relying_party: str) -> str:
    """A secure origin whose host is the relying party or below it (WebAuthn 5.1.2)."""
    text = value.text()
    url = _split(text)
    host = (url and url.hostname) or ""
    plain = url and text == f"{url.scheme}://{url.netloc}" and "@" not in url.netloc
    secure = url and (url.scheme == "https" or (url.scheme == "http" and host == "localhost"))
    within = host == relying_party or host.endswith(f".{relying_party}")
    if text and not (plain and secure and within):
        value.reading.note(
            refusals.BAD_ORIGIN,
            value.path,
            value=ascii(text)[:80],
            relying_party=relying_party,
        )
    return text


def _url(value: Field) -> str:
    """The node's address: https, a host, no user, query or fragment."""
    text = value.text()
    url = _split(text)
    plain = url and url.hostname and "@" not in url.netloc and not url.query and not url.fragment
    if text and not (url and url.scheme == "https" and plain and text.isascii()):
        value.reading.note(refusals.NOT_HTTPS, value.path, value=ascii(text)[:80])
    return text


def _split(text: str) -> SplitResult | None:
    try:
        url = urlsplit(text)
        _ = url.port
    except ValueError:
        return None
    return url
