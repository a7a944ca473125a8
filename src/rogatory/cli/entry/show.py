# SPDX-License-Identifier: Apache-2.0
"""`rogatory entry show` and `check`: what a draft says, and whether it may be signed."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.cli.entry.options import folder, now, print_reasons
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.directory.entry.entry import build_entry
from rogatory.errors import ExitStatus
from rogatory.wire import canonical
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.directory.draft.entry_keys import ListedKey
    from rogatory.directory.draft.folder import EntryDraft


@click.command("show", epilog="Example:  rogatory entry show entry-xa")
@folder
@as_json
@reported
def show(folder: Path, as_json: bool) -> None:
    """Show the entry of FOLDER: offices, how they are reached, every key with its fingerprint."""
    from rogatory.directory.draft.entry_keys import listed_keys
    from rogatory.directory.draft.folder import read_draft

    draft = read_draft(folder)
    keys = listed_keys(draft.entry)
    if as_json:
        print_json(
            {
                "entry": canonical.decode_object(build_entry(draft.entry)),
                "keys": [_key_json(one) for one in keys],
                "published": draft.status.version,
                "announced": list(draft.status.announced),
            }
        )
        return
    _print(draft)
    for one in keys:
        ended = one.period.ended
        end = f"ended {format_moment(ended.at)} ({ended.reason})" if ended else "in force"
        print_text(f"  {one.fingerprint[:16]}  {one.what} of {one.holder}")
        print_text(
            f"      {format_moment(one.period.start)} to {format_moment(one.period.until)}, {end}"
        )


@click.command("check", epilog="Example:  rogatory entry check entry-xa")
@folder
@as_json
@reported
def check(folder: Path, as_json: bool) -> None:
    """List everything that prevents the draft in FOLDER from being signed, and what to check.

    Exit status 1 if it cannot be signed.
    """
    from rogatory.directory.draft.folder import read_draft
    from rogatory.directory.draft.review import review

    found = review(read_draft(folder), now())
    if as_json:
        print_json(
            {
                "ok": not found.reasons,
                "reasons": [one.as_json() for one in found.reasons],
                "remarks": [one.as_json() for one in found.remarks],
            }
        )
    else:
        print_reasons(found.reasons, "✗", "red")
        print_reasons(found.remarks, "!", "yellow")
        if not found.reasons:
            print_text("It may be signed.")
    if found.reasons:
        sys.exit(int(ExitStatus.REFUSED))


def _print(draft: "EntryDraft") -> None:
    entry = draft.entry
    published = draft.status.version or "nothing"
    print_text(f"{entry.state} {entry.names['en']}: node {entry.node_url}, published: {published}")
    print_text(f"  languages {', '.join(entry.languages)}; kinds spoken: {len(entry.kinds)}")
    print_text(f"  emergencies confirmed by {', '.join(entry.call_back) or 'nobody'}")
    window = entry.drill_window
    drills = (
        "no drills"
        if window is None
        else f"drills {window.start} to {window.end} {window.time_zone}, {window.per_month} a month"
    )
    print_text(f"  {drills}; {'a card' if draft.card or entry.card else 'no card'}")
    for authority in entry.authorities:
        hours = ", ".join(f"{'/'.join(one.days)} {one.start}-{one.end}" for one in authority.hours)
        print_text(f"  {authority.id}  {authority.names['en']}")
        print_text(f"      {hours or 'day and night'} ({authority.time_zone})")
        print_text(f"      verified {authority.verified or 'never'}")
        for kind, does in authority.acts.items():
            print_text(f"      {kind}: {does}")
    print_text(f"  officers: {len({one.number for one in draft.register.officers})}")


def _key_json(one: "ListedKey") -> dict[str, object]:
    ended = one.period.ended
    return {
        "what": one.what,
        "holder": one.holder,
        "fingerprint": one.fingerprint,
        "from": format_moment(one.period.start),
        "until": format_moment(one.period.until),
        "ended": ended and {"at": format_moment(ended.at), "reason": ended.reason},
    }
