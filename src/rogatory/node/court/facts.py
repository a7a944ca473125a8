# SPDX-License-Identifier: Apache-2.0
"""The findings of the verification itself: shown before anything that the exporter wrote."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rogatory.evidence.checks import Check
from rogatory.node.court import names
from rogatory.node.court.checks.contents import ContentsChecks
from rogatory.node.court.delivered_conditions import delivered_otherwise
from rogatory.node.court.listing import BundleHead
from rogatory.requests.envelope import Envelope
from rogatory.wire.canonical import Json
from rogatory.wire.moments import format_moment

MOST_ACTS = 200
"""The most acts in the facts: of a journal of a hundred thousand events, a reader needs the first
two hundred.
"""


@dataclass(frozen=True, slots=True)
class CourtFacts:
    """Facts in codes and values, each of checks that hold; the moments are claims but for those in the timestamps."""

    case: str | None
    requester: str | None
    addressee: str | None
    thread: str | None
    sealed_by: str | None
    exported_by: str | None
    officer: str | None
    files: int | None
    bytes: int | None
    bag: str | None
    seal: str | None
    acts: tuple[dict[str, str | None], ...]
    more_acts: int = 0
    conditions: dict[str, Json] | None = None
    delivered: tuple[dict[str, Json], ...] = ()
    """The deliveries that state other conditions than the bag."""

    def as_json(self) -> dict[str, object]:
        return {
            "acts": list(self.acts),
            "asked": self.addressee,
            "asked_by": self.requester,
            "bag": self.bag,
            "bytes": self.bytes,
            "case": self.case,
            "conditions": self.conditions,
            "delivered": list(self.delivered),
            "exported_by": self.exported_by,
            "files": self.files,
            "more_acts": self.more_acts,
            "officer": self.officer,
            "seal": self.seal,
            "sealed_by": self.sealed_by,
            "thread": self.thread,
        }


def facts_of(
    contents: ContentsChecks, head: BundleHead | None, checks: Iterable[Check]
) -> CourtFacts:
    """Return what those checks found that hold; nothing in it was written by the exporter for a reader."""
    outcomes = {one.name: one.outcome for one in checks}

    def holds(*titles: str) -> bool:
        return all(outcomes.get(title) == "holds" for title in titles)

    request = contents.messages.request_in_force if holds(names.REQUEST) else None
    exported = head if holds(names.SIGNED) else None
    bag, first = contents.bag, contents.seal.first
    sealed = holds(names.SEAL_SIGNED) and outcomes.get(names.CHAIN, "holds") == "holds"
    tags, whole = holds(names.BAG_TAGS), holds(names.BAG_TAGS, names.BAG_FILES)
    acts = tuple(_acts(contents)) if holds(names.JOURNAL) else ()
    stated = contents.conditions if holds(names.CONDITIONS, names.BAG_TAGS) else None
    case = request.envelope.body.get("case_number") if request else None
    return CourtFacts(
        case=case if isinstance(case, str) else None,
        requester=str(request.envelope.sender) if request else None,
        addressee=str(request.envelope.addressee) if request else None,
        thread=request.envelope.thread if request else None,
        sealed_by=first.sender if first and sealed else None,
        exported_by=exported.authority if exported else None,
        officer=exported.officer if exported else None,
        files=bag.files if whole else None,
        bytes=bag.bytes if whole else None,
        bag=contents.bag_digest if tags else None,
        seal=contents.seal.digest if sealed else None,
        acts=acts[:MOST_ACTS],
        more_acts=max(0, len(acts) - MOST_ACTS),
        conditions=stated,
        delivered=tuple(delivered_otherwise(_deliveries(contents), stated))
        if stated is not None and sealed and holds(names.REQUEST, names.MESSAGES)
        else (),
    )


def _deliveries(contents: ContentsChecks) -> Iterator[Envelope]:
    """Yield the deliveries of the seal or of one of its chain."""
    for one in contents.messages.in_force:
        if one.delivered_seal is not None and one.delivered_seal in contents.seal.digests:
            yield one.envelope


def _acts(contents: ContentsChecks) -> Iterator[dict[str, str | None]]:
    """Yield each event of the journals once, in order of the moment that it claims."""
    found = contents.journal.events if contents.journal else ()
    each = {one.digest: one.event for one in found}
    for _, event in sorted(each.items(), key=lambda pair: (pair[1].occurred, pair[0])):
        yield {
            "action": event.action.value,
            "authority": str(event.authority),
            "code": event.act.code if event.act else None,
            "occurred": format_moment(event.occurred),
            "officer": event.officer,
        }
