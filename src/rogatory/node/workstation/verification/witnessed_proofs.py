# SPDX-License-Identifier: Apache-2.0
"""Checking that the proofs beside events meet the policies by which their logs are witnessed.

The entry of each State names the other States' witnesses that must have cosigned its log. A proof
that does not meet that is no worse than before there were witnesses: it is the claim of its State
alone. A later proof of the same event completes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from rogatory.custody.log.epoch import parse_origin
from rogatory.custody.log.proof import parse_proof
from rogatory.custody.log.quorum import witnessed_by
from rogatory.errors import Refused
from rogatory.evidence.checks import Undecided
from rogatory.node.witnesses.trust import witness_keys, witness_policy
from rogatory.node.workstation.verification.stolen_log_keys import StolenLogKeys
from rogatory.wire.witness_policy import Policy
from rogatory.wire.words import N_, FilledText

if TYPE_CHECKING:
    from rogatory.directory.view.view import DirectoryView


@dataclass
class WitnessedProofs:
    """The checkpoints of some proofs, as a directory lets them be judged."""

    view: "DirectoryView"
    """The directory of the moment, which states the policies."""
    newest: "DirectoryView"
    """The newest copy known, which lists the witnesses' keys."""
    proofs: Iterable[tuple[str, bytes, datetime]]
    """Each with the State of the authority whose event it is of, and the moment that the event claims."""
    of_destroyed: Iterable[tuple[str, bytes]]
    """The same of destroyed events, by their tombstones: the place was cosigned, whatever is gone."""
    stolen: StolenLogKeys
    policies: dict[str, Policy] = field(init=False)
    """By State, of those that state one."""
    _notes: list[tuple[str, str, datetime | None]] = field(init=False)

    def __post_init__(self) -> None:
        self._notes, self.policies = [], {}
        for state, proof, claimed in self.proofs:
            self._add(state, proof, claimed)
        for state, proof in self.of_destroyed:
            self._add(state, proof)

    def _add(self, state: str, proof: bytes, claimed: datetime | None = None) -> None:
        """Add a proof, if it is one of an event that is here (`claimed`), or of one that is not (16.5)."""
        try:
            read = parse_proof(proof)
            parse_origin(read.checkpoint.partition("\n")[0])
            policy = witness_policy(self.view, state)
        except Refused:
            return  # reported by the check of the proof, or of the entry
        salted = claimed is not None
        if (read.salt is not None) == salted and policy is not None and policy.rules:
            self.policies[state] = policy
            self._notes.append((state, read.checkpoint, claimed))

    def check(self) -> str:
        """Return how many meet their policy.

        Raises:
            Undecided: some do not meet it, or a cosignature by a known key does not hold.
        """
        notes = ((state, note) for state, note, _ in self._notes)
        met = {one: self._met(*one) for one in dict.fromkeys(notes)}
        every = len(self._notes)
        count = sum(
            met[state, note] and self._counts(note, claimed) for state, note, claimed in self._notes
        )
        policies = ", ".join(
            f"{state}: {policy}" for state, policy in sorted(self.policies.items())
        )
        if count < every:
            raise Undecided(
                FilledText(
                    N_(
                        "{some} of {all} proofs meet the policy ({policies}); the others are what "
                        "their State alone says"
                    ),
                    some=count,
                    all=every,
                    policies=policies,
                ),
                N_("the State that keeps the log, by a later proof of the same event"),
            )
        return FilledText(
            N_("{count} proofs meet the policy ({policies})"), count=count, policies=policies
        )

    def _counts(self, note: str, claimed: datetime | None) -> bool:
        try:
            return not self.stolen.reasons(note, claimed)
        except Refused:
            return False

    def _met(self, state: str, note: str) -> bool:
        policy = self.policies[state]
        keys = witness_keys(self.newest, policy.states)
        try:
            return policy.met_by({one.state for one in witnessed_by(note, keys)})
        except Refused:
            return False  # one word of a witness that is forged makes the whole worth nothing
