# SPDX-License-Identifier: Apache-2.0
"""This State's policy towards another one: what it takes from it at once, and what not.

A policy is a document that one officer proposed and a second one confirmed (`set_policy`). Of two
on one kind, the one confirmed later counts. It begins at its own date, and never before it was
confirmed, so that nothing is held that came in under another policy.

| stance | a new request of the State |
| --- | --- |
| open | is taken |
| review | is kept and receipted; it is not executed before a senior officer's recorded decision |
| suspended | is refused by a signed receipt that says so; existing threads go on |
| diplomatic | likewise, and the receipt says by which channel it is taken (article 40(12), parallel) |

A request for emergency data (article 41(3)(e), memory) is refused under no stance: somebody's life
may depend on it. It is kept, a human is alerted, and where it would have been refused it needs the
review. A `policy_notice` and a `drill` are taken always: they ask for nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from rogatory.node.context import Node
from rogatory.node.repositories.peers import Proposal, ProposalTopic
from rogatory.requests.kinds.registry import OPENING_KINDS
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.words import OwnWords

POLICY_VERSION = 1

ASKS_NOTHING = frozenset({"policy_notice", "drill"})
"""Kinds that only announce a policy, or ask for nothing but a human: no policy covers them."""

NEVER_REFUSED = frozenset({"emergency_data"}) | ASKS_NOTHING
"""The kinds that no stance refuses: what may save a life, and what asks for nothing. A contact point
that is suspended may still be needed for the former, so that it answers is measured, too."""


class Stance(StrEnum):
    OPEN = "open"
    SUSPENDED = "suspended"
    DIPLOMATIC = "diplomatic"
    REVIEW = "review"


def is_never_refused(kind: str, kinds: frozenset[str]) -> bool:
    """Decide whether no stance refuses what a message asks; by word of mouth that is emergency data
    alone.
    """
    return kind in NEVER_REFUSED or "emergency_data" in kinds


REFUSING = frozenset({Stance.SUSPENDED, Stance.DIPLOMATIC})


@dataclass(frozen=True, slots=True)
class PolicyTerms:
    """The content of a policy: towards whom, for which kinds (none named means all), why, from when
    to when.

    `channel` informs the peer in words how a request is taken instead.
    """

    state: str
    stance: Stance
    kinds: tuple[str, ...]
    reason: str
    start: datetime
    until: datetime | None = None
    channel: str | None = None

    def speaks_of(self, kinds: frozenset[str]) -> bool:
        return not self.kinds or not kinds.isdisjoint(self.kinds)


@dataclass(frozen=True, slots=True)
class PeerPolicy:
    """A policy with who proposed and who confirmed it."""

    id: str
    terms: PolicyTerms
    digest: str
    authority: str
    by: str
    proposed: datetime
    reviewed_by: str | None
    reviewed: datetime | None
    accepted: bool | None
    review_reason: OwnWords | None

    @property
    def stance(self) -> Stance:
        return self.terms.stance

    @property
    def since(self) -> datetime | None:
        """From when it counts: its own date, but not before it was confirmed."""
        if not self.accepted or self.reviewed is None:
            return None
        return max(self.terms.start, self.reviewed)

    def is_in_force(self, at: datetime) -> bool:
        since, until = self.since, self.terms.until
        return since is not None and since <= at and (until is None or at < until)


def policy_document(network: str, terms: PolicyTerms) -> bytes:
    """Return the canonical bytes of a policy: what the second officer confirms and the log names."""
    return canonical.encode(
        {
            "version": POLICY_VERSION,
            "network": network,
            "state": terms.state,
            "stance": terms.stance.value,
            "kinds": terms.kinds,
            "reason": terms.reason,
            "from": format_moment(terms.start),
            "until": None if terms.until is None else format_moment(terms.until),
            "channel": terms.channel,
        }
    )


def terms_of(document: Mapping[str, Json]) -> PolicyTerms:
    """Return the terms that a policy's document states; it was checked before it was written down."""
    kinds, until, channel = document["kinds"], document["until"], document["channel"]
    assert isinstance(kinds, list)
    return PolicyTerms(
        state=str(document["state"]),
        stance=Stance(str(document["stance"])),
        kinds=tuple(str(kind) for kind in kinds),
        reason=str(document["reason"]),
        start=parse_moment(document["from"]),
        until=None if until is None else parse_moment(until),
        channel=None if channel is None else str(channel),
    )


def notice_terms(state: str, body: Mapping[str, Json]) -> PolicyTerms | None:
    """Return the terms that a State's `policy_notice` states; None where they cannot be read.

    A notice names days; it counts from the beginning of the first to the end of the last, in UTC.
    """
    kinds, channel, until = body.get("kinds", []), body.get("channel"), body.get("until")
    try:
        stance, start = Stance(str(body.get("stance"))), _day(body.get("since"))
        ends = None if until is None else _day(until) + timedelta(days=1)
    except ValueError:
        return None
    return PolicyTerms(
        state=state,
        stance=stance,
        kinds=tuple(str(kind) for kind in kinds) if isinstance(kinds, list) else (),
        reason=str(body.get("reasons", "")),
        start=start,
        until=ends,
        channel=channel if isinstance(channel, str) else None,
    )


def notice_body(policy: PeerPolicy, authority_name: str) -> Mapping[str, Json]:
    """Return what a `policy_notice` says of a policy."""
    terms = policy.terms
    body: dict[str, Json] = {
        "authority": {"name": authority_name},
        "stance": terms.stance.value,
        "since": (policy.since or terms.start).date().isoformat(),
        "reasons": terms.reason,
    }
    if terms.kinds:
        body["kinds"] = list(terms.kinds)
    if terms.until is not None:
        body["until"] = (terms.until - timedelta(microseconds=1)).date().isoformat()
    if terms.channel is not None:
        body["channel"] = terms.channel
    return body


def _day(value: Json) -> datetime:
    return datetime.combine(date.fromisoformat(str(value)), time(), UTC)


def requested_kinds(kind: str, body: Mapping[str, Json]) -> frozenset[str]:
    """Return the kinds that a message asks for: its own, and what an oral request was about, so
    that nothing is asked by word of mouth that is not taken in writing.
    """
    kind_requested = body.get("request_kind") if kind == "oral_request" else None
    return (
        frozenset({kind, kind_requested}) if isinstance(kind_requested, str) else frozenset({kind})
    )


def policy_in(proposal: Proposal) -> PeerPolicy:
    """Return a proposal read as the policy that it is."""
    terms = terms_of(canonical.decode_object(proposal.document))
    return PeerPolicy(
        id=proposal.id,
        terms=terms,
        digest=proposal.digest,
        authority=proposal.authority,
        by=proposal.proposed_by,
        proposed=proposal.proposed,
        reviewed_by=proposal.decided_by,
        reviewed=proposal.decided,
        accepted=proposal.accepted,
        review_reason=proposal.reason,
    )


def policies(node: Node, state: str | None = None) -> list[PeerPolicy]:
    """Return the whole history, proposals and what was declined included, oldest first."""
    return [policy_in(each) for each in node.store.proposals(ProposalTopic.POLICY, state)]


def in_force(known: Iterable[PeerPolicy], kinds: frozenset[str], at: datetime) -> PeerPolicy | None:
    """Return the policy that counts for what is asked at a moment; None means that the State is
    open.
    """
    found = [one for one in known if one.is_in_force(at) and one.terms.speaks_of(kinds)]
    return max(found, key=lambda one: (one.reviewed, one.id), default=None)


def counting(known: Iterable[PeerPolicy], state: str, at: datetime) -> list[PeerPolicy]:
    """Return which of the known policies count towards a State at a moment for some kind, in their
    order.
    """
    towards = [one for one in known if one.terms.state == state]
    found = (in_force(towards, frozenset({kind}), at) for kind in OPENING_KINDS)
    ids = {one.id for one in found if one is not None}
    return [one for one in towards if one.id in ids]


def policy_for(node: Node, state: str, kinds: frozenset[str], at: datetime) -> PeerPolicy | None:
    """Return our policy towards a State for what it asks at a moment."""
    return in_force(policies(node, state), kinds, at)
