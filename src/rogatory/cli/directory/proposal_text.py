# SPDX-License-Identifier: Apache-2.0
"""The words for what a holder prepares or signs: who gains a key, who loses one, who has signed."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rogatory.cli.directory.options import print_fingerprint
from rogatory.cli.output.plain import plain
from rogatory.cli.output.reporting import grouped, print_json, print_text
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.directory.ceremony.signing import RoleSignatures
    from rogatory.directory.publish.proposal import MetadataProposal, RoleChange


def print_proposal(proposal: "MetadataProposal") -> None:
    """Print all that it says, so that a holder need not read metadata."""
    after = "the first" if proposal.before is None else f"follows version {proposal.before}"
    print_text(
        f"{proposal.kind} version {proposal.version} ({after}), until {format_moment(proposal.expires)}"
    )
    if proposal.network is not None:
        print_text(f"  for network {proposal.network}")
    print_fingerprint(proposal.digest)
    for role in proposal.roles:
        _print_role(role, proposal.kind)
    if proposal.depositary_changes:
        view = grouped(proposal.depositary) if proposal.depositary else "none any more"
        print_text(f"  the depositary's view: {view}")
    if proposal.before is not None and not _changes(proposal):
        print_text("  It changes nothing but how long it is good for.")


def proposal_json(
    proposal: "MetadataProposal", standings: Sequence["RoleSignatures"] = ()
) -> dict[str, Any]:
    return {
        **plain(proposal),
        "standings": [plain(one) | {"met": one.is_met} for one in standings],
    }


def print_prepared(written: Sequence[tuple[Path, "MetadataProposal"]], *, as_json: bool) -> None:
    """Print what a command prepared, and who must do what next."""
    if as_json:
        print_json([{"file": str(path), **proposal_json(one)} for path, one in written])
        return
    for path, proposal in written:
        print_proposal(proposal)
        print_text(f"  unsigned in {path}")
    kinds = " and ".join(proposal.kind for _path, proposal in written)
    print_text(f"Hand it to the holders of {kinds}; each signs on a machine of their own:")
    print_text(
        f"  rogatory directory sign {' '.join(str(path) for path, _ in written)} --key FOLDER"
    )


def print_standing(standing: "RoleSignatures") -> None:
    """Print who has signed, and who is missing."""
    mark = "enough" if standing.is_met else f"{standing.threshold - len(standing.signed)} missing"
    print_text(f"  {standing.by}: {len(standing.signed)} of {standing.threshold} signed, {mark}")
    if not standing.is_met:
        for keyid in standing.missing:
            print_text(f"    not yet  {grouped(keyid)}")


def _print_role(role: "RoleChange", kind: str) -> None:
    name = role.role if kind == "root" else role.role.upper()
    if role.threshold_before is None:
        needed = f", {role.threshold} of {len(role.added)} must sign" if kind == "root" else ""
        print_text(f"  {name}: new{needed}")
    elif role.threshold != role.threshold_before:
        print_text(f"  {name}: threshold {role.threshold_before} becomes {role.threshold}")
    elif role.is_change:
        print_text(f"  {name}:")
    for sign, keyids in (("+", role.added), ("-", role.removed)):
        for keyid in keyids:
            print_text(f"    {sign} {grouped(keyid)}")


def _changes(proposal: "MetadataProposal") -> bool:
    return proposal.depositary_changes or any(role.is_change for role in proposal.roles)
