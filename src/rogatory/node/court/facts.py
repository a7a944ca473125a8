# SPDX-License-Identifier: Apache-2.0
"""The findings of the verification itself: shown before anything that the exporter wrote."""

from collections.abc import Iterator
from dataclasses import dataclass

from rogatory.node.court.checks.contents import ContentsChecks
from rogatory.node.court.listing import BundleHead
from rogatory.wire.moments import format_moment

MOST_ACTS = 200
"""The most acts in the facts: of a journal of a hundred thousand events, a reader needs the first
two hundred.
"""


@dataclass(frozen=True, slots=True)
class CourtFacts:
    """Facts in codes and values; the moments are claims but for those in the timestamps."""

    case: str | None
    requester: str | None
    addressee: str | None
    thread: str | None
    sealed_by: str | None
    exported_by: str | None
    officer: str | None
    files: int
    bytes: int
    bag: str
    seal: str
    acts: tuple[dict[str, str | None], ...]
    more_acts: int = 0

    def as_json(self) -> dict[str, object]:
        return {
            "acts": list(self.acts),
            "asked": self.addressee,
            "asked_by": self.requester,
            "bag": self.bag,
            "bytes": self.bytes,
            "case": self.case,
            "exported_by": self.exported_by,
            "files": self.files,
            "more_acts": self.more_acts,
            "officer": self.officer,
            "seal": self.seal,
            "sealed_by": self.sealed_by,
            "thread": self.thread,
        }


def facts_of(contents: ContentsChecks, head: BundleHead | None) -> CourtFacts:
    """Return what the checks found; nothing in it was written by the exporter for a reader."""
    request, seal = contents.messages.request, contents.seal.seal
    acts = tuple(_acts(contents))
    case = request.envelope.body.get("case_number") if request else None
    return CourtFacts(
        case=case if isinstance(case, str) else None,
        requester=str(request.envelope.sender) if request else None,
        addressee=str(request.envelope.addressee) if request else None,
        thread=request.envelope.thread if request else None,
        sealed_by=contents.seal.first.sender if contents.seal.first else None,
        exported_by=head.authority if head else None,
        officer=head.officer if head else None,
        files=contents.bag.files,
        bytes=contents.bag.bytes,
        bag=contents.bag_digest,
        seal=contents.seal.digest if seal else "",
        acts=acts[:MOST_ACTS],
        more_acts=max(0, len(acts) - MOST_ACTS),
    )


def _acts(contents: ContentsChecks) -> Iterator[dict[str, str | None]]:
    if contents.journal is None:
        return
    for one in sorted(contents.journal.events, key=lambda one: one.event.occurred):
        event = one.event
        yield {
            "action": event.action.value,
            "authority": str(event.authority),
            "code": event.act.code if event.act else None,
            "occurred": format_moment(event.occurred),
            "officer": event.officer,
        }
