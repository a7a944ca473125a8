# SPDX-License-Identifier: Apache-2.0
"""Checking that the proofs beside events meet the policies by which their logs are witnessed.

The entry of each State names the other States' witnesses that must have cosigned its log. A proof
that does not meet that is no worse than before there were witnesses: it is the claim of its State
alone. A later proof of the same event completes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rogatory.custody.log.epoch import parse_origin
from rogatory.custody.log.proof import parse_proof
from rogatory.custody.log.quorum import witnessed_by
from rogatory.errors import Refused
from rogatory.evidence.checks import Undecided
from rogatory.node.witnesses.trust import witness_keys, witness_policy
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
    proofs: Iterable[tuple[str, bytes]]
    """Each with the State of the authority whose event it is of."""
    of_destroyed: Iterable[tuple[str, bytes]] = ()
    """The same of destroyed events, by their tombstones: the place was cosigned, whatever is gone."""
    policies: dict[str, Policy] = field(init=False)
    """By State, of those that state one."""
    _notes: list[tuple[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self._notes, self.policies = [], {}
        for state, proof in self.proofs:
            self._add(state, proof, salted=True)
        for state, proof in self.of_destroyed:
            self._add(state, proof, salted=False)

    def _add(self, state: str, proof: bytes, *, salted: bool) -> None:
        """Add a proof, if it is one of an event that is here (`salted`), or of one that is not (16.5)."""
        try:
            read = parse_proof(proof)
            parse_origin(read.checkpoint.partition("\n")[0])
            policy = witness_policy(self.view, state)
        except Refused:
            return  # reported by the check of the proof, or of the entry
        if (read.salt is not None) == salted and policy is not None and policy.rules:
            self.policies[state] = policy
            self._notes.append((state, read.checkpoint))

    def check(self) -> str:
        """Return how many meet their policy.

        Raises:
            Undecided: some do not meet it, or a cosignature by a known key does not hold.
        """
        met = {one: self._met(*one) for one in dict.fromkeys(self._notes)}
        count, every = sum(met[one] for one in self._notes), len(self._notes)
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

    def _met(self, state: str, note: str) -> bool:
        policy = self.policies[state]
        keys = witness_keys(self.newest, policy.states)
        try:
            return policy.met_by({one.state for one in witnessed_by(note, keys)})
        except Refused:
            return False  # one word of a witness that is forged makes the whole worth nothing
