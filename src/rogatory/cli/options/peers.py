# SPDX-License-Identifier: Apache-2.0
"""Options that several commands on peers have, and how a proposal and a policy are printed."""

import mimetypes
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.cli.options.typed_number import typed_officer
from rogatory.cli.output.reporting import print_text
from rogatory.disk import read_file
from rogatory.errors import Refused
from rogatory.wire import canonical, foreign_files
from rogatory.wire.moments import format_moment, parse_moment

if TYPE_CHECKING:
    from datetime import datetime

    from rogatory.node.drafts.draft import NewAttachment
    from rogatory.node.peers.policy import PeerPolicy
    from rogatory.node.repositories.peers import Proposal
    from rogatory.wire.canonical import Json


FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

home = click.argument("home", type=click.Path(exists=True, file_okay=False, path_type=Path))
officer = typed_officer("Who acts: xb-0010.")
authority = click.option(
    "--authority", required=True, metavar="NAME", help="For whom: xb/central-authority."
)
reason = click.option("--reason", required=True, metavar="TEXT", help="Why, for the record.")


class UtcMoment(click.ParamType["datetime"]):
    """A moment in UTC, `2026-11-24T03:00:00Z`; a day means its beginning."""

    name = "moment"

    def convert(self, value: Any, param: Any, ctx: Any) -> "datetime":

        text = str(value)
        try:
            return parse_moment(text if "T" in text else f"{text}T00:00:00Z")
        except Refused:
            self.fail(f"{text!r} is no day or moment such as 2026-11-24T03:00:00Z", param, ctx)


def read_object(path: Path) -> Mapping[str, "Json"]:
    """Return the JSON object of a file as an officer writes it: in any order, with any white space."""
    return foreign_files.read_object(read_file(path, limit=canonical.LARGEST_DOCUMENT), str(path))


def read_attachment(path: Path, limit: int) -> "NewAttachment":
    """Return a file as it is, its media type by its name."""
    from rogatory.node.drafts.draft import NewAttachment

    media_type, _encoding = mimetypes.guess_type(path.name)
    return NewAttachment(
        path.name, media_type or "application/octet-stream", read_file(path, limit=limit)
    )


def policy_json(policy: "PeerPolicy") -> dict[str, Any]:
    terms = policy.terms
    return {
        "id": policy.id,
        "state": terms.state,
        "stance": terms.stance.value,
        "kinds": list(terms.kinds),
        "reason": terms.reason,
        "from": format_moment(terms.start),
        "until": None if terms.until is None else format_moment(terms.until),
        "channel": terms.channel,
        "since": None if policy.since is None else format_moment(policy.since),
        "digest": policy.digest,
        "authority": policy.authority,
        "proposed_by": policy.by,
        "reviewed_by": policy.reviewed_by,
        "accepted": policy.accepted,
        "review_reason": policy.review_reason,
    }


def proposal_json(proposal: "Proposal") -> dict[str, Any]:
    return {
        "id": proposal.id,
        "matter": proposal.matter.value,
        "subject": proposal.subject,
        "digest": proposal.digest,
        "document": canonical.decode_object(proposal.document, limit=1 << 24),
        "authority": proposal.authority,
        "proposed_by": proposal.proposed_by,
        "proposed": format_moment(proposal.proposed),
        "decided_by": proposal.decided_by,
        "accepted": proposal.accepted,
        "reason": proposal.reason,
    }


def print_policy(policy: "PeerPolicy") -> None:
    terms = policy.terms
    until = "" if terms.until is None else f" until {format_moment(terms.until)}"
    since = policy.since
    counts = (
        f"counts since {format_moment(since)}{until}"
        if since
        else ("was declined" if policy.accepted is False else "waits for a second officer")
    )
    print_text(
        f"{terms.state}: {terms.stance.value} for {', '.join(terms.kinds) or 'all kinds'}; {counts}"
    )
    print_text(f"    {terms.reason}")
    by = f", decided by {policy.reviewed_by}" if policy.reviewed_by else ""
    print_text(f"    policy {policy.id} by {policy.by}{by}")
