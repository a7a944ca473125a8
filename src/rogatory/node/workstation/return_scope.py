# SPDX-License-Identifier: Apache-2.0
"""The comparison of a provider's return with what was authorised, right before it is collected or sealed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rogatory.custody.events.act_codes import act
from rogatory.custody.events.values import CustodyAct
from rogatory.custody.journal.journal import Journal
from rogatory.disk import shown
from rogatory.errors import Refused
from rogatory.evidence.layout import DATA_FOLDER
from rogatory.evidence.scope import refusals
from rogatory.evidence.scope.authorised import AuthorisedScope
from rogatory.evidence.scope.check import ScopeCheck, check_return
from rogatory.evidence.scope.judging import ScopeState
from rogatory.node.workstation.acting import Actor


@dataclass(frozen=True, slots=True)
class StatedScope:
    """The authorised scope, with the SHA-256 of the file that states it, and why an officer keeps what is outside."""

    scope: AuthorisedScope
    digest: str
    why_kept: str | None = None


@dataclass(frozen=True, slots=True)
class ComparedReturn:
    """The result of the comparison, with what it was made against."""

    stated: StatedScope
    check: ScopeCheck

    def acts(self) -> Iterator[tuple[CustodyAct, str | None]]:
        """Yield the acts to record, each with the officer's words."""
        counts = self.check.counts
        yield (
            act(
                "scope-compared",
                authorised=self.stated.digest,
                within=counts[ScopeState.WITHIN],
                outside=counts[ScopeState.OUTSIDE],
                not_checked=counts[ScopeState.NOT_CHECKED],
            ),
            None,
        )
        if outside := counts[ScopeState.OUTSIDE]:
            files = sum(bool(one[ScopeState.OUTSIDE]) for one in self.check.files.values())
            yield act("surplus-kept", outside=outside, files=files), self.stated.why_kept

    def record(self, actor: Actor, journal: Journal, *, of: str, basis: str | None) -> None:
        for made, words in self.acts():
            actor.record(journal, made, of=of, words=words, basis=basis)


def compare_return(
    source: Path, stated: StatedScope | None, *, is_bag: bool = False
) -> ComparedReturn | None:
    """Return the comparison of a source, or of what is in a bag; None where nothing was stated.

    Raises:
        Refused: something is outside, and no officer stated why it is kept.
    """
    if stated is None:
        return None
    check = check_return(source / DATA_FOLDER.rstrip("/") if is_bag else source, stated.scope)
    surplus = [path for path, one in check.files.items() if one[ScopeState.OUTSIDE]]
    if surplus and stated.why_kept is None:
        raise Refused(
            refusals.SURPLUS.because(
                path=shown(source),
                outside=check.counts[ScopeState.OUTSIDE],
                files=len(surplus),
                first=surplus[0],
            )
        )
    return ComparedReturn(stated, check)
