# SPDX-License-Identifier: Apache-2.0
"""The files that travel between holders, put together: at most one root and one targets metadata.

Several copies of the same step, each with other holders' signatures, become one. A root is
judged by the root that counts now and by itself; targets metadata by the root that will count
with them: the one among the files, if there is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rogatory.directory.ceremony import refusals
from rogatory.directory.ceremony.ceremony import sign
from rogatory.directory.ceremony.keys import DirectoryKey
from rogatory.directory.ceremony.metadata import read_any
from rogatory.directory.ceremony.signing import RoleSignatures, combine, standings, would_count
from rogatory.directory.publish.current_metadata import StandingDirectory
from rogatory.directory.publish.proposal import MetadataProposal, read_proposal
from rogatory.errors import Refused


@dataclass(frozen=True, slots=True)
class CeremonyStep:
    """One step of a ceremony: what is to be signed, and by whom it was."""

    proposal: MetadataProposal
    data: bytes
    roots: tuple[bytes, ...]
    """The roots whose holders are asked, as `signing.standings` takes them."""

    @property
    def kind(self) -> str:
        return self.proposal.kind

    @property
    def standings(self) -> tuple[RoleSignatures, ...]:
        return standings(self.data, self.roots)


def read_steps(
    files: Sequence[bytes], standing: StandingDirectory | None
) -> tuple[CeremonyStep, ...]:
    """Return the steps in these files, root first; `standing` is what counts now, None before the
    first.

    Raises:
        Refused: a file is no step of a ceremony, copies of one step differ, or there are targets
            metadata of a new network without its root.
    """
    copies: dict[str, list[bytes]] = {"root": [], "targets": []}
    for data in files:
        kind = read_any("targets", data).signed.type
        if kind not in copies:
            raise Refused(refusals.NOT_SIGNED_OFFLINE.because(role=ascii(kind)[:40]))
        copies[kind].append(data)
    steps: list[CeremonyStep] = []
    root: bytes | None = None
    network = standing.network if standing else None
    if copies["root"]:
        roots = (standing.root,) if standing else ()
        root = combine(copies["root"], roots)
        before = standing.root if standing else None
        steps.append(CeremonyStep(read_proposal(root, before, network), root, roots))
    if copies["targets"]:
        in_force = root or (standing.root if standing else None)
        if in_force is None:
            raise Refused(refusals.NO_ROOT_BESIDE.because())
        targets = combine(copies["targets"], (in_force,))
        before = standing.targets if standing else None
        steps.append(CeremonyStep(read_proposal(targets, before, network), targets, (in_force,)))
    return tuple(steps)


def sign_files(
    files: Sequence[bytes], standing: StandingDirectory | None, key: DirectoryKey
) -> tuple[bytes | None, ...]:
    """Return each file with the holder's signature added; None for one that the key has no part in.

    Raises:
        Refused: as `read_steps`, or the key has a part in none of them.
    """
    steps = {step.kind: step for step in read_steps(files, standing)}
    ours = {kind: would_count(step.data, key, step.roots) for kind, step in steps.items()}
    if not any(ours.values()):
        kinds = " or ".join(ours)
        raise Refused(refusals.FOREIGN_KEY.because(keyid=key.keyid, role=kinds))
    kinds_of = [read_any("targets", data).signed.type for data in files]
    return tuple(
        sign(data, key) if ours[kind] else None for data, kind in zip(files, kinds_of, strict=True)
    )
