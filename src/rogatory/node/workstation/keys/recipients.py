# SPDX-License-Identifier: Apache-2.0
"""The list of an authority's recipients: workstations, and one recovery identity.

Each workstation has an identity of its own, made there, which never leaves it; what the others
need of it is its recipient, taken from its recipient file after its signatures were checked. The
list is signed anew at every change, and its new fingerprint compared as the first one was. What
a lost workstation could open it still can: taking it off the list keeps what is sealed from then
on from it, and nothing else.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from rogatory.disk import replace as replace_file
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.workstation import refusals
from rogatory.node.workstation.keys import layout
from rogatory.node.workstation.keys.authority_folder import AuthorityFolder
from rogatory.node.workstation.keys.recipient_file import (
    MOST_RECIPIENTS,
    RecipientFile,
    build_recipient_file,
    read_recipient_file,
    refuse_label,
)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the list in an authority's key folder; nothing is written yet."""

    authority: AuthorityFolder
    at: datetime
    labelled: tuple[tuple[str, str], ...] = field(default=())
    network: str | None = None

    def __post_init__(self) -> None:
        if not self.labelled:
            stated = read_recipient_file(self.authority.recipient(), layout.RECIPIENT, self.at)
            object.__setattr__(self, "labelled", stated.labelled)
            object.__setattr__(self, "network", stated.network)

    def added(self, label: str, recipient: str) -> "Change":
        """Return the change with one more; refuses a label or key that is there, and one too many."""
        refuse_label(label)
        reasons: list[Reason] = []
        if label in dict(self.labelled):
            reasons.append(refusals.RECIPIENT_LABEL_TAKEN.because(label=label))
        if recipient in {key for _, key in self.labelled}:
            reasons.append(refusals.RECIPIENT_TWICE.because(label=label))
        if len(self.labelled) == MOST_RECIPIENTS:
            reasons.append(refusals.RECIPIENT_TOO_MANY.because(limit=MOST_RECIPIENTS))
        refuse_if_any(reasons)
        return replace(self, labelled=(*self.labelled, (label, recipient)))

    def joined(self, data: bytes, name: str) -> "Change":
        """Return the change with every recipient of another workstation's recipient file that is
        not there yet.

        Raises:
            Refused: its signatures do not hold, it is of another authority or network, or rests on
                another State CA than this folder's.
        """
        stated = read_recipient_file(data, name, self.at)
        authority = self.authority.authority
        if stated.authority != authority:
            raise Refused(
                refusals.AUTHORITY_DIFFERS.because(
                    path=name, found=str(stated.authority), wanted=str(authority)
                )
            )
        if not set(stated.state_ca) <= set(self.authority.state_ca().values()):
            raise Refused(refusals.RECIPIENT_OTHER_CA.because(path=name, state=authority.state))
        if stated.network not in {None, self.network}:
            raise Refused(
                refusals.RECIPIENT_NETWORK.because(
                    path=name, found=stated.network, expected=self.network or "none"
                )
            )
        changed = self
        for label, recipient in stated.labelled:
            if (label, recipient) not in self.labelled:
                changed = changed.added(label, recipient)
        return changed

    def ended(self, label: str) -> "Change":
        """Return the change without the one of that label; refuses to leave none."""
        left = tuple(pair for pair in self.labelled if pair[0] != label)
        if len(left) == len(self.labelled):
            raise Refused(refusals.RECIPIENT_UNKNOWN.because(label=label))
        if not left:
            raise Refused(refusals.RECIPIENT_LAST.because(label=label))
        return replace(self, labelled=left)


def change_recipients(change: Change) -> RecipientFile:
    """Write the recipient file of the folder anew, signed by the authority's keys."""
    folder = change.authority
    keys = folder.keys_in_force(change.at)
    ca = folder.state_ca()
    data = build_recipient_file(keys, ca, change.labelled, change.at, change.network)
    stated = read_recipient_file(data, layout.RECIPIENT, change.at)
    replace_file(folder.path / layout.RECIPIENT, data)
    return stated
