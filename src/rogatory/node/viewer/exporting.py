# SPDX-License-Identifier: Apache-2.0
"""Export items: a disclosure on the disk, for a purpose that the giving State's conditions allow.

The rule is the node's and the command line's (`lawful.ways_out`): for the recorded proceedings, or
for others with the consent of the giving State, or in favour of an accused, of which it was
notified; to a third State or an organisation only with its authorisation (articles 36(3), 40(5), 40(19)).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rogatory.custody.events.values import UNDETERMINED
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence.disclosure.choosing import Choice
from rogatory.evidence.disclosure.write import DisclosureTerms
from rogatory.node.law.use_limits import IntendedUse
from rogatory.node.viewer import refusals
from rogatory.node.viewer.correspondence import Correspondence
from rogatory.node.viewer.keys_in_use import plain_line
from rogatory.node.viewer.opened import OpenEvidence
from rogatory.node.workstation.consent.signing import Responsible, TwoOfficers
from rogatory.node.workstation.disclose import DisclosedHere, DisclosureBasis, disclose
from rogatory.node.workstation.keys.listed_keys import refuse_ended_keys
from rogatory.node.workstation.opening import Opening
from rogatory.node.workstation.under_conditions import Allowed
from rogatory.node.workstation.verification.trust import Trusted, TrustedDirectory
from rogatory.wire.empty_words import says_something

RECORDED, OTHER = "recorded", "other"
"""The proceedings that it was given for, or others, which are named."""


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """An officer's request to export, in the officer's words."""

    items: Sequence[str]
    purpose: str
    reason: str
    proceedings: str = ""
    recipient: str = ""
    organisation: str = ""
    with_protected: bool = False
    language: str = UNDETERMINED
    """Of the reason: that of the page on which it is written."""

    def use(self) -> IntendedUse:
        """Return what it is for; refuses, with every reason, what does not say enough."""
        refuse_if_any(self._reasons())
        proceedings = plain_line(self.proceedings, "proceedings")
        recipient = plain_line(self.recipient, "recipient").upper()
        organisation = plain_line(self.organisation, "organisation")
        return IntendedUse(
            proceedings if self.purpose == OTHER else None, recipient or None, organisation or None
        )

    def _reasons(self) -> Iterator[Reason]:
        if not any(item.strip() for item in self.items):
            yield refusals.NOTHING_NAMED.because()
        named = self.purpose == OTHER and self.proceedings.strip()
        if self.purpose != RECORDED and not named:
            yield refusals.NO_PURPOSE.because()
        if not says_something(self.reason):
            yield refusals.NO_REASON.because()
        for name in ("reason", "proceedings", "recipient", "organisation"):
            try:
                plain_line(getattr(self, name), name)
            except Refused as error:
                yield from error.reasons


def export(
    evidence: OpenEvidence,
    wanted: ExportRequest,
    folder: Path,
    *,
    trusted: Trusted | None,
    correspondence: Correspondence,
    officers: TwoOfficers | None,
) -> DisclosedHere:
    """Return the disclosure, in a new folder of that folder.

    Raises:
        Refused: as `disclose`, or the request does not say enough, or the directory given does not
            list the authority's keys as in force. Nothing is left then, and nothing is recorded.
    """
    use = wanted.use()
    if wanted.with_protected and evidence.browsed.protected and officers is None:
        raise Refused(refusals.TWO_OFFICERS.because(what=evidence.kept.name))
    keys, now = evidence.keys, evidence.actor.clock()
    if isinstance(trusted, TrustedDirectory):
        refuse_ended_keys(evidence.actor.keys, trusted.newest(), now)
    opening = Opening(keys.identities, evidence.trust) if evidence.kept.is_sealed else None
    with evidence.lock:
        return disclose(
            evidence.kept.path,
            DisclosureTerms(
                Choice([one.strip() for one in wanted.items if one.strip()]), wanted.with_protected
            ),
            free_name(folder, f"{evidence.kept.path.name}-export"),
            by=Responsible(
                actor=replace(evidence.actor, language=wanted.language),
                reason=plain_line(wanted.reason, "reason"),
                officers=officers,
            ),
            basis=DisclosureBasis(
                trusted=trusted, opening=opening, allowed=Allowed(use, correspondence.threads)
            ),
            folder=keys.folder,
        )


def free_name(folder: Path, stem: str) -> Path:
    """Return a name in the folder that nothing has yet; who takes it meanwhile makes the writer
    refuse.
    """
    number = 1
    while (found := folder / f"{stem}-{number}").exists():
        number += 1
    return found
