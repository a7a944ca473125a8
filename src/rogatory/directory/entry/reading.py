# SPDX-License-Identifier: Apache-2.0
"""Reading a State's entry: the one form that `build_entry` writes, or every reason why not."""

import re
from datetime import date
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
from rogatory.directory.entry.fields import (
    AUTHORITY,
    DIGEST,
    KEY,
    LINE,
    distinct,
    lines,
    read_fields,
    read_period,
)
from rogatory.directory.entry.hours import TIME_ZONE, read_drill_window, read_hours
from rogatory.wire import canonical
from rogatory.wire.fields import Fields, FieldValue
from rogatory.wire.fields import Kind as FaultKind
from rogatory.wire.forms import (
    Base64,
    ByName,
    Custom,
    Flag,
    Integer,
    Matching,
    Nullable,
    OneOf,
    Record,
)
from rogatory.wire.language_tags import LANGUAGE_TAG_FORM
from rogatory.wire.words import P_, FilledText

KIND = Matching(re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*"), "mla_stored_data", 64)
STATE = Matching(re.compile(r"[A-Z]{2}"), "XA")
PLACE = Matching(re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?"), "XA or XA-03 (ISO 3166)")
LANGUAGE = Matching(LANGUAGE_TAG_FORM, "zh-Hans")
DATE = Matching(
    re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", re.ASCII), "2026-11-24"
)
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_HOST = rf"{_LABEL}(?:\.{_LABEL})*"
HOST = Matching(re.compile(_HOST), "officers.example", 253)
_ORIGIN = re.compile(rf"https?://{_HOST}(?::[0-9]{{1,5}})?")
_ADDRESS = re.compile(
    r"https://(?:\[[0-9A-Fa-f:.]+\]|[^\[\]/:?#@\\]+)(?::[0-9]{1,5})?(?:/[^?#\\]*)?"
)
_VISIBLE = re.compile(r"[!-~]+")

MOST_APPROVALS = 9
"""More officers than a State can wake at night would make every request of a kind impossible."""


def _day(found: FieldValue) -> str:
    """Return a day of the calendar."""
    text = DATE.read(found)
    try:
        if DATE.fits(text):
            date.fromisoformat(text)
    except ValueError:
        found.note(FaultKind.BAD_FORM, DATE)
    return text


DAY = Custom(_day, "")

LAST_VERSION = 1000
"""Of the exchange: far above what will ever be."""

LONGEST_POLICY = 4000
"""Far above a line for each State of the world; a longer text is an attack on its reader."""


def parse_entry(data: bytes) -> DirectoryEntry:
    """Return the entry of these bytes.

    Raises:
        Refused: the bytes are not canonical, or with every field that is missing, unknown,
            malformed or repeated. The keys inside are not looked at: see `entry_keys`.
    """
    return read_fields(canonical.decode_object(data), FilledText(P_("entry")), _entry)


def _entry(of: Fields) -> DirectoryEntry:
    of.read("version", Integer(ENTRY_VERSION, ENTRY_VERSION))
    return DirectoryEntry(
        state=of.read("state", STATE),
        names=of.read("names", _NAMES),
        authorities=of.read("authorities", distinct(Record(_authority), least=1)),
        node_url=of.read("node", Record(lambda node: node.read("url", Custom(_url, "")))),
        certificates=of.read("certificates", distinct(Record(_certificate))),
        recipients=of.read("recipients", distinct(Record(_recipient))),
        officers=of.read("officers", DIGEST),
        logs=of.read("logs", distinct(Record(_log))),
        witnesses=of.read("witnesses", distinct(Record(_witness))),
        versions=of.read("versions", distinct(Integer(1, LAST_VERSION), least=1)),
        kinds=of.read("kinds", distinct(KIND)),
        approvals=frozen(of.read("approvals", ByName(Integer(0, MOST_APPROVALS), KIND))),
        relying_party=of.read("relying_party", Record(_relying_party)),
        languages=of.read("languages", distinct(LANGUAGE, least=1)),
        channels=of.read("channels", Record(_channels)),
        party=of.read("party", distinct(Record(_party_fact))),
        card=of.read("card", Nullable(DIGEST)),
        call_back=of.read("call_back", distinct(AUTHORITY)),
        witness_policy=of.read("witness_policy", Nullable(lines(LONGEST_POLICY))),
        drill_window=of.read("drill_window", Nullable(Record(read_drill_window))),
    )


_NAMES = Record(lambda of: frozen({language: of.read(language, LINE) for language in LANGUAGES}))


def _authority(of: Fields) -> AuthorityRecord:
    return AuthorityRecord(
        id=of.read("id", AUTHORITY),
        names=of.read("names", _NAMES),
        places=of.read("places", distinct(PLACE)),
        subjects=of.read("subjects", distinct(KIND)),
        acts=frozen(of.read("acts", ByName(OneOf(COMPETENCES), KIND))),
        time_zone=of.read("time_zone", TIME_ZONE),
        hours=of.read("hours", distinct(Record(read_hours))),
        verified=of.read("verified", Nullable(DAY)),
    )


def _certificate(of: Fields) -> CertificateRecord:
    return CertificateRecord(
        use=of.read("use", OneOf(CERTIFICATE_USES)),
        holder=of.read("holder", LINE),
        algorithm=of.read("algorithm", OneOf(CERTIFICATE_ALGORITHMS)),
        der=of.read("der", Base64()),
        period=read_period(of),
    )


def _recipient(of: Fields) -> RecipientRecord:
    return RecipientRecord(
        authority=of.read("authority", AUTHORITY),
        label=of.read("label", OneOf(RECIPIENT_LABELS)),
        recipient=of.read("recipient", KEY),
        period=read_period(of),
    )


def _log(of: Fields) -> LogRecord:
    return LogRecord(
        origin=of.read("origin", LINE),
        vkey=of.read("vkey", KEY),
        period=read_period(of),
        mldsa44=of.optional("mldsa44", KEY, None),
    )


def _witness(of: Fields) -> WitnessRecord:
    return WitnessRecord(of.read("name", LINE), of.read("vkey", KEY), read_period(of))


def _channels(of: Fields) -> Channels:
    return Channels(of.read("diplomatic_only", Flag()), of.read("interpol_urgent", Flag()))


def _party_fact(of: Fields) -> PartyFact:
    return PartyFact(
        of.read("instrument", LINE),
        of.read("status", LINE),
        of.read("date", DAY),
        of.read("source", LINE),
    )


def _relying_party(of: Fields) -> RelyingParty:
    host = of.read("id", HOST)
    origin = Custom(lambda found: _origin(found, host), "")
    return RelyingParty(host, of.read("origins", distinct(origin, least=1)))


def _origin(found: FieldValue, relying_party: str) -> str:
    """Return a secure origin whose host is the relying party or below it (WebAuthn 5.1.2)."""
    text = LINE.read(found)
    url = _split(text)
    host = (url and url.hostname) or ""
    plain = url and _ORIGIN.fullmatch(text)
    secure = url and (url.scheme == "https" or (url.scheme == "http" and host == "localhost"))
    within = host == relying_party or host.endswith(f".{relying_party}")
    if text and not (plain and secure and within):
        found.note_code(refusals.BAD_ORIGIN, value=ascii(text)[:80], relying_party=relying_party)
    return text


def _url(found: FieldValue) -> str:
    """Return the node's address: https, a host, perhaps a port and a path, and nothing else."""
    text = LINE.read(found)
    plain = _VISIBLE.fullmatch(text) and _ADDRESS.fullmatch(text)
    if text and not (plain and _split(text)):
        found.note_code(refusals.NOT_HTTPS, value=ascii(text)[:80])
    return text


def _split(text: str) -> SplitResult | None:
    try:
        url = urlsplit(text)
        _ = url.port
    except ValueError:
        return None
    return url
