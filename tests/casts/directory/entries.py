# SPDX-License-Identifier: Apache-2.0
"""Entries of States, at random."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from rogatory.directory.entry.entry import (
    CERTIFICATE_ALGORITHMS,
    CERTIFICATE_USES,
    LANGUAGES,
    AuthorityRecord,
    CertificateRecord,
    Channels,
    DirectoryEntry,
    LogRecord,
    PartyFact,
    RecipientRecord,
    RelyingParty,
    WitnessRecord,
)
from rogatory.directory.entry.hours import DAYS, DrillWindow, OpeningHours
from rogatory.directory.entry.period import ENDINGS, Period, PeriodEnd
from rogatory.wire.digests import sha256

moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=0, fold=0)
)


texts = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=40
).map(lambda text: __import__("unicodedata").normalize("NFC", text))


digests = st.binary(max_size=4).map(sha256)


kinds = st.from_regex(r"[a-z][a-z0-9]{0,8}(_[a-z0-9]{1,5})?", fullmatch=True)


offices = st.from_regex(r"xa/[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,5})?", fullmatch=True)


names = st.fixed_dictionaries(dict.fromkeys(LANGUAGES, texts))


times = st.times().map(lambda time: time.strftime("%H:%M"))


TIME_ZONES = ["Etc/GMT-3", "Europe/Paris", "America/Argentina/Buenos_Aires"]


endings = st.none() | st.builds(PeriodEnd, moments, st.sampled_from(ENDINGS))


def _written(value: object) -> str:
    """Something that is the same for values that are written the same."""
    return getattr(value, "id", None) or repr(value)


def lists(of: st.SearchStrategy, least: int = 0) -> st.SearchStrategy:
    return st.lists(of, min_size=least, max_size=3, unique_by=_written).map(tuple)


periods = st.tuples(moments, st.integers(0, 10**9), endings).map(
    lambda parts: Period(parts[0], parts[0] + timedelta(seconds=parts[1]), parts[2])
)


entries = st.builds(
    DirectoryEntry,
    state=st.just("XA"),
    names=names,
    authorities=lists(
        st.builds(
            AuthorityRecord,
            offices,
            names,
            lists(st.sampled_from(["XA", "XA-03", "XB"])),
            lists(kinds),
            st.dictionaries(kinds, st.sampled_from(["itself", "forwards"]), max_size=3),
            st.sampled_from(TIME_ZONES),
            lists(st.builds(OpeningHours, lists(st.sampled_from(DAYS), least=1), times, times)),
            st.none() | st.dates().map(lambda day: day.isoformat()),
        ),
        least=1,
    ),
    node_url=st.just("https://node.arcadia.example:8443/peer"),
    certificates=lists(
        st.builds(
            CertificateRecord,
            st.sampled_from(CERTIFICATE_USES),
            offices,
            st.sampled_from(CERTIFICATE_ALGORITHMS),
            st.binary(min_size=1, max_size=20),
            periods,
        )
    ),
    recipients=lists(
        st.builds(RecipientRecord, offices, st.just("recovery"), st.just("age1pq1xyz"), periods)
    ),
    officers=digests,
    logs=lists(st.builds(LogRecord, texts, texts, periods)),
    witnesses=lists(st.builds(WitnessRecord, texts, texts, periods)),
    versions=lists(st.integers(1, 9), least=1),
    kinds=lists(kinds),
    approvals=st.dictionaries(kinds, st.integers(0, 9), max_size=3),
    relying_party=st.just(RelyingParty("arcadia.example", ("https://console.arcadia.example",))),
    languages=st.just(("en", "fr", "zh-Hant")),
    channels=st.builds(Channels, st.booleans(), st.booleans()),
    party=lists(
        st.builds(PartyFact, texts, texts, st.dates().map(lambda day: day.isoformat()), texts)
    ),
    card=st.none() | digests,
    call_back=lists(offices),
    witness_policy=st.none()
    | st.lists(texts, min_size=1, max_size=3).map(
        lambda lines: "".join(f"{line}\n" for line in lines)
    ),
    drill_window=st.none()
    | st.builds(DrillWindow, times, times, st.sampled_from(TIME_ZONES), st.integers(1, 60)),
)
