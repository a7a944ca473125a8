# SPDX-License-Identifier: Apache-2.0
"""The register of States that have no node: their addressees, and the channels to them.

It is this State's own knowledge, kept by two persons, with a source and a date. It proves nothing:
an author who writes under such a name by post is believed by the officers who read the paper, never
by the node. A State that the directory lists is no counterpart, under whatever code or name: its
messages come on the line, signed.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rogatory.custody.events.act_codes import act
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.officers.dual_control import (
    acting_reasons,
    decide_proposal,
    proposal_of,
    write_proposal,
)
from rogatory.node.peers import letter_refusals, policy_refusals
from rogatory.node.permissions import Permission
from rogatory.node.repositories.peers import Channel, Proposal, ProposalTopic
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.identifiers import parse_authority, parse_state
from rogatory.wire.words import P_, FilledText, reasons_text

DAYS_VERIFIED = 365
"""The list of contact points goes round once a year (article 41(2), memory); what is older is stale."""

COUNTERPART_VERSION = 1

MOST_AUTHORITIES = 50
"""A State has a handful that write to others; more would hide the right one in a list."""

LONGEST_TEXT = 1000
"""An address, contacts, a source: read on one screen."""

OFFICIAL_LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A State without a node, as it is known here. `authorities` gives the name of each by its id."""

    state: str
    name: str
    authorities: Mapping[str, str]
    channels: tuple[Channel, ...]
    languages: tuple[str, ...]
    address: str
    contacts: str
    source: str
    verified: date

    def as_json(self) -> dict[str, Json]:
        return {
            "state": self.state,
            "name": self.name,
            "authorities": dict(self.authorities),
            "channels": [channel.value for channel in self.channels],
            "languages": list(self.languages),
            "address": self.address,
            "contacts": self.contacts,
            "source": self.source,
            "verified": self.verified.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class CounterpartRecord:
    """One version of the register's entry on a State, and what became of it."""

    proposal: Proposal
    counterpart: Counterpart


def counterpart_document(network: str, found: Counterpart) -> bytes:
    """Return the canonical bytes that the second officer confirms and the log names."""
    return canonical.encode({"version": COUNTERPART_VERSION, "network": network, **found.as_json()})


def parse_counterpart(value: Mapping[str, Json]) -> Counterpart:
    """Return a counterpart as an officer writes it; refuses with all that is wrong of its form."""
    problems = list(_form_problems(value))
    refuse_if_any(
        letter_refusals.COUNTERPART_MALFORMED.because(problem=each, field=name)
        for name, each in problems
    )
    authorities, channels, languages = value["authorities"], value["channels"], value["languages"]
    assert isinstance(authorities, Mapping)
    assert isinstance(channels, list)
    assert isinstance(languages, list)
    return Counterpart(
        state=str(value["state"]),
        name=str(value["name"]).strip(),
        authorities={str(name): str(address) for name, address in authorities.items()},
        channels=tuple(Channel(str(each)) for each in channels),
        languages=tuple(str(each) for each in languages),
        address=str(value["address"]).strip(),
        contacts=str(value["contacts"]).strip(),
        source=str(value["source"]).strip(),
        verified=date.fromisoformat(str(value["verified"])),
    )


def register_history(node: Node, state: str | None = None) -> list[CounterpartRecord]:
    """Return every version of the register, proposed and declined ones included, oldest first."""
    return [
        CounterpartRecord(each, parse_counterpart(canonical.decode_object(each.document)))
        for each in node.store.proposals(ProposalTopic.COUNTERPART, state)
    ]


def counterpart_of(node: Node, state: str) -> Counterpart | None:
    """Return what the register says of a State: the version that was confirmed last."""
    confirmed = [one for one in register_history(node, state) if one.proposal.accepted]
    newest = max(confirmed, key=lambda one: (one.proposal.decided, one.proposal.id), default=None)
    return newest.counterpart if newest else None


def counterparts(node: Node) -> dict[str, Counterpart]:
    """Return the register: the State by code and what was confirmed of it last."""
    confirmed = [one for one in register_history(node) if one.proposal.accepted]
    confirmed.sort(key=lambda one: (one.counterpart.state, one.proposal.decided, one.proposal.id))
    return {one.counterpart.state: one.counterpart for one in confirmed}


def propose_counterpart(
    node: Node, found: Counterpart, *, authority: str, officer: str
) -> CounterpartRecord:
    """Propose an entry of the register, or its next version.

    1. The officer may keep the register for the authority.
    2. The State is not this one, and not one that the directory lists, by code or by name.

    Raises:
        Refused: with every reason; nothing is written.
    """
    at = node.clock.now()
    refuse_if_any(
        [
            *acting_reasons(node, officer, authority, Permission.KEEP_COUNTERPARTS, at),  # 1
            *listed_reasons(node, node.register.view(), found),  # 2
        ]
    )
    document = counterpart_document(node.network, found)
    made = write_proposal(
        node, ProposalTopic.COUNTERPART, found.state, document, authority=authority, officer=officer
    )
    return CounterpartRecord(made, found)


def decide_counterpart(
    node: Node, proposal: str, officer: str, *, accept: bool, reason: str
) -> CounterpartRecord:
    """Confirm or decline an entry, by a second officer (`dual_control.decide_proposal`); what the directory
    lists by now is refused again.
    """
    found = proposal_of(node, ProposalTopic.COUNTERPART, proposal)
    known = parse_counterpart(canonical.decode_object(found.document))
    code = "counterpart-confirmed" if accept else "counterpart-declined"
    further = list(listed_reasons(node, node.register.view(), known)) if accept else []
    decided = decide_proposal(
        node,
        found,
        officer,
        Permission.KEEP_COUNTERPARTS,
        accepted=accept,
        reason=reason,
        act=act(code, state=known.state),
        further=further,
    )
    return CounterpartRecord(decided, known)


def listed_reasons(node: Node, view: DirectoryView, found: Counterpart) -> Iterator[Reason]:
    """Yield why this is no State without a node: it is this one, or the directory lists it."""
    if found.state == node.state:
        yield policy_refusals.POLICY_OWN_STATE.because(state=found.state)
        return
    # Held States are listed, too: whose key is in doubt must not come in by the post instead.
    if found.state in view.listed:
        yield letter_refusals.COUNTERPART_LISTED.because(state=found.state, listed=found.state)
        return
    ours = _folded(found.name)
    for state, listed in sorted(view.listed.items()):
        if ours in {_folded(name) for name in (*listed.entry.names.values(), state)}:
            yield letter_refusals.COUNTERPART_LISTED.because(state=found.state, listed=state)


def _folded(name: str) -> str:
    """Return a name as it is compared: without marks, case and everything that is no letter or
    digit.
    """
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    return "".join(character for character in decomposed if character.isalnum())


_TEXTS = ("name", "address", "contacts", "source")
_FIELDS = {*_TEXTS, "state", "authorities", "channels", "languages", "verified"}


def _form_problems(value: Mapping[str, Json]) -> Iterator[tuple[str, Phrase]]:
    """Yield the member of an entry that is wrong, and what is wrong of it."""
    odd = sorted((value.keys() - {"version", "network"}) ^ _FIELDS)
    if odd:
        names = ascii(", ".join(odd))[:120]
        yield odd[0], FilledText(P_("missing or surplus: {names}"), names=names)
        return
    state = value["state"]
    try:
        parse_state(state)
    except Refused as error:
        yield "state", reasons_text(error.reasons[:1])
    for name in _TEXTS:
        text = value[name]
        if not isinstance(text, str) or not 0 < len(text.strip()) <= LONGEST_TEXT:
            found = FilledText(
                P_("{name} is no text of 1 to {limit} characters"), name=name, limit=LONGEST_TEXT
            )
            yield name, found
    listed = [one.value for one in Channel]
    for name, problems in (
        ("authorities", _authority_problems(state, value["authorities"])),
        ("channels", _list_problems("channels", value["channels"], listed)),
        ("languages", _list_problems("languages", value["languages"], OFFICIAL_LANGUAGES)),
    ):
        yield from ((name, problem) for problem in problems)
    try:
        date.fromisoformat(str(value["verified"]))
    except ValueError:
        yield "verified", P_("verified is no date such as 2026-11-24")


def _authority_problems(state: Json, authorities: Json) -> Iterator[Phrase]:
    if not isinstance(authorities, Mapping) or not 0 < len(authorities) <= MOST_AUTHORITIES:
        yield FilledText(
            P_("authorities is no object of 1 to {limit} names by id"), limit=MOST_AUTHORITIES
        )
        return
    for found, name in authorities.items():
        try:
            if parse_authority(found).state != state:
                yield FilledText(
                    P_("{authority} is no authority of that State"), authority=ascii(found)[:80]
                )
        except Refused as error:
            yield reasons_text(error.reasons[:1])
        if not isinstance(name, str) or not 0 < len(name.strip()) <= LONGEST_TEXT:
            yield FilledText(
                P_("{authority} has no name of 1 to {limit} characters"),
                authority=ascii(found)[:80],
                limit=LONGEST_TEXT,
            )


def _list_problems(field: str, value: Json, known: Sequence[str]) -> Iterator[Phrase]:
    if not isinstance(value, list) or not value or any(each not in known for each in value):
        yield FilledText(
            P_("{field} is no list of one or more of {names}"), field=field, names=", ".join(known)
        )
