# SPDX-License-Identifier: Apache-2.0
"""`rogatory entry add`, `end` and `announce-key`: keys come, end, and are announced."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from rogatory.cli.directory.options import PUBLIC_KEY
from rogatory.cli.entry.options import FILE, folder, moment, now
from rogatory.cli.options.peers import UtcMoment
from rogatory.cli.output.reporting import as_json, grouped, print_json, print_text, reported
from rogatory.directory.entry.period import COMPROMISED, LISTED_FOR, ROTATED, Period
from rogatory.disk import read_file
from rogatory.wire.moments import format_moment


@click.command(
    "add", epilog="Example:  rogatory entry add entry-xa --certificate keys-xa/signing/p256.pem"
)
@folder
@click.option(
    "--certificate", "certificates", type=FILE, multiple=True, help="A certificate (PEM)."
)
@click.option(
    "--recipients", "recipients", type=FILE, multiple=True, help="An authority's recipient.json."
)
@click.option("--listing", type=FILE, help="What a node's keys say of themselves (listing.json).")
@click.option("--log", "logs", multiple=True, metavar="VKEY", help="A custody log's verifier key.")
@click.option("--witness", "witnesses", multiple=True, metavar="VKEY", help="A witness's.")
@click.option(
    "--until", type=UtcMoment(), help="For what has no certificate; two years unless given."
)
@as_json
@reported
def add(
    folder: Path,
    certificates: tuple[Path, ...],
    recipients: tuple[Path, ...],
    listing: Path | None,
    logs: tuple[str, ...],
    witnesses: tuple[str, ...],
    until: datetime | None,
    as_json: bool,
) -> None:
    """List keys in the entry of FOLDER. What is listed stays: it can only be ended."""
    from rogatory.directory.draft.entry_keys import listed_keys
    from rogatory.directory.draft.folder import keep_entry, read_draft
    from rogatory.node.workstation.keys.state_entry import LARGEST_FILE, Listings, with_listings

    draft, at = read_draft(folder), now()
    found = Listings(
        certificates=[read_file(path, limit=LARGEST_FILE) for path in certificates],
        recipients=[read_file(path, limit=LARGEST_FILE) for path in recipients],
        node=None if listing is None else read_file(listing, limit=LARGEST_FILE),
        logs=logs,
        witnesses=witnesses,
    )
    entry = with_listings(
        draft.entry, found, Period(at, until or at + LISTED_FOR), draft.status.network
    )
    keep_entry(draft, entry)
    before = {one.fingerprint for one in listed_keys(draft.entry)}
    added = [one for one in listed_keys(entry) if one.fingerprint not in before]
    if as_json:
        print_json({"added": [one.fingerprint for one in added]})
        return
    for one in added:
        print_text(f"  {one.what} of {one.holder}, until {format_moment(one.period.until)}")
        print_text(f"      {grouped(one.fingerprint)}")


@click.command(
    "end", epilog="Example:  rogatory entry end entry-xa 3f9a11c2 --compromised --at 2026-11-24"
)
@folder
@click.argument("fingerprint", metavar="FINGERPRINT")
@click.option(
    "--rotated/--compromised",
    "rotated",
    default=None,
    required=True,
    help="Put away in good order; or in other hands since then.",
)
@moment
@as_json
@reported
def end(folder: Path, fingerprint: str, rotated: bool, at: datetime | None, as_json: bool) -> None:
    """End the key whose fingerprint begins so. It stays in the entry for who judges the past."""
    from rogatory.directory.draft.entry_keys import end_key
    from rogatory.directory.draft.folder import keep_entry, read_draft

    draft, since = read_draft(folder), at or now()
    reason = ROTATED if rotated else COMPROMISED
    entry, key = end_key(draft.entry, fingerprint.replace(" ", "").lower(), since, reason)
    keep_entry(draft, entry)
    if as_json:
        print_json({"ended": key.fingerprint, "at": format_moment(since), "reason": reason})
        return
    print_text(f"{key.what} of {key.holder} ends at {format_moment(since)} ({reason}).")
    print_text("Sign and submit the entry: until then nobody knows.")


@click.command(
    "announce-key", epilog="Example:  rogatory entry announce-key entry-xa state-key-2/public.json"
)
@folder
@click.argument("keys", metavar="PUBLIC...", nargs=-1, required=True, type=PUBLIC_KEY)
@click.option("--forget", is_flag=True, help="Forget the keys that were announced before.")
@as_json
@reported
def announce_key(folder: Path, keys: tuple[Path, ...], forget: bool, as_json: bool) -> None:
    """Announce the State's next keys, with the next entry that the present key signs.

    Nodes accept a new State key by this word of the old one, or after an officer has confirmed
    it. The Secretariat delegates the new key in a ceremony of its own. What signs may sign again;
    to put the old key away, sign with the new one and --forget the others.
    """
    from rogatory.directory.ceremony.key_folder import read_public_key
    from rogatory.directory.ceremony.keys import parse_public
    from rogatory.directory.draft.folder import keep_status, read_draft

    draft = read_draft(folder)
    named = [parse_public(read_public_key(path)).keyid for path in keys]
    before = () if forget else draft.status.announced
    announced = tuple(dict.fromkeys((*before, *named)))
    keep_status(draft, replace(draft.status, announced=announced))
    if as_json:
        print_json({"announced": list(announced)})
        return
    for keyid in announced:
        print_text(f"  may sign from then on  {grouped(keyid)}")
    print_text("Sign with the key that is in force now: its word is what nodes rely on.")
