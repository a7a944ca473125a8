# SPDX-License-Identifier: Apache-2.0
"""A first entry, for a State that has none: everything a person must say, with words to replace."""

from collections.abc import Iterable, Mapping

from rogatory.directory.entry.entry import (
    AuthorityRecord,
    Channels,
    DirectoryEntry,
    RelyingParty,
    frozen,
)
from rogatory.directory.entry.register import OfficerRegister, build_register
from rogatory.wire.digests import sha256

OFFICES: Mapping[str, Mapping[str, str]] = {
    "contact-point": {
        "ar": "نقطة الاتصال على مدار الساعة",
        "en": "24/7 contact point",
        "es": "Punto de contacto 24/7",
        "fr": "Point de contact 24/7",
        "ru": "Круглосуточный контактный пункт",
        "zh": "全天候联络点",
    },
    "central-authority": {
        "ar": "السلطة المركزية",
        "en": "Central authority",
        "es": "Autoridad central",
        "fr": "Autorité centrale",
        "ru": "Центральный орган",
        "zh": "中央机关",
    },
}
"""The two that the Convention wants each State to name (articles 41(1) and 40(12); parallel)."""


WITHOUT_APPROVAL = ("call_back", "drill", "drill_acknowledgement")
"""Kinds that a node sends by itself, and an officer's answer to a drill: with an approval demanded,
nobody could be called back at night. Every other kind that an entry does not list demands one."""


def first_entry(
    state: str,
    names: Mapping[str, str],
    *,
    node_url: str,
    relying_party: RelyingParty,
    kinds: Iterable[str],
    subjects: Mapping[str, Iterable[str]],
    languages: Iterable[str],
    time_zone: str,
) -> tuple[DirectoryEntry, OfficerRegister]:
    """Return an entry with the two authorities, neither verified yet, and a register without
    officers.

    `subjects` are the kinds of request that each office takes, until its ministry says otherwise.
    """
    spoken = tuple(kinds)
    low = state.lower()
    register = OfficerRegister(state)
    entry = DirectoryEntry(
        state=state,
        names=frozen(names),
        authorities=tuple(
            AuthorityRecord(
                id=f"{low}/{office}",
                names=frozen(known),
                places=(state,),
                subjects=tuple(subjects[office]),
                acts=frozen({}),
                time_zone=time_zone,
            )
            for office, known in OFFICES.items()
        ),
        node_url=node_url,
        certificates=(),
        recipients=(),
        officers=sha256(build_register(register)),
        logs=(),
        witnesses=(),
        versions=(1,),
        kinds=spoken,
        approvals=frozen({kind: 0 for kind in WITHOUT_APPROVAL if kind in spoken}),
        relying_party=relying_party,
        languages=tuple(languages),
        channels=Channels(diplomatic_only=False, interpol_urgent=True),
        call_back=(f"{low}/central-authority", f"{low}/contact-point"),
    )
    return entry, register
