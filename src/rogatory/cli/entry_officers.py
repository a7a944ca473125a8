# SPDX-License-Identifier: Apache-2.0
"""`rogatory entry officers`: the State's register of officers, who are numbers and never names."""

from datetime import datetime, timedelta
from pathlib import Path

import click

from rogatory.cli.entry_options import FILE, folder, moment, now
from rogatory.cli.peer_options import Moment
from rogatory.cli.reporting import as_json, reported, tell, tell_json
from rogatory.cli.tree import LateGroup
from rogatory.wire.moments import format_moment

officers = LateGroup(
    "officers",
    epilog="Example:  rogatory entry officers list entry-xa",
    help="The register of officers: by number, with the public half of a passkey.",
    places={
        "list": "rogatory.cli.entry_officers:list_all",
        "enrol": "rogatory.cli.entry_officers:enrol",
        "end": "rogatory.cli.entry_officers:end",
    },
)

TWO_YEARS = timedelta(days=2 * 365)


@click.command("list", epilog="Example:  rogatory entry officers list entry-xa")
@folder
@as_json
@reported
def list_all(folder: Path, as_json: bool) -> None:
    """List every record of the register, ended ones too."""
    from rogatory.directory.draft.folder import read_draft

    rows = read_draft(folder).register.officers
    if as_json:
        tell_json(
            [
                {
                    "number": one.number,
                    "authorities": list(one.authorities),
                    "roles": list(one.roles),
                    "credential": one.credential.hex(),
                    "from": format_moment(one.period.start),
                    "until": format_moment(one.period.until),
                    "ended": one.period.ended and format_moment(one.period.ended.at),
                }
                for one in rows
            ]
        )
        return
    for one in rows:
        ended = one.period.ended
        end = f", ended {format_moment(ended.at)} ({ended.reason})" if ended else ""
        tell(f"  {one.number}  {', '.join(one.roles)} of {', '.join(one.authorities)}")
        tell(f"      until {format_moment(one.period.until)}{end}")


@click.command(
    "enrol",
    epilog="Example:  rogatory entry officers enrol entry-xa xa-0007 --authority xa/contact-point "
    "--role duty --passkey xa-0007.json",
)
@folder
@click.argument("number", metavar="NUMBER")
@click.option("--authority", "authorities", multiple=True, required=True, metavar="NAME")
@click.option("--role", "roles", multiple=True, required=True, metavar="ROLE")
@click.option(
    "--passkey",
    required=True,
    type=FILE,
    help="JSON with `credential` and `key` in base64url, as the officer's page at the console shows them.",
)
@moment
@click.option("--until", type=Moment(), help="Two years unless given.")
@as_json
@reported
def enrol(
    folder: Path,
    number: str,
    authorities: tuple[str, ...],
    roles: tuple[str, ...],
    passkey: Path,
    at: datetime | None,
    until: datetime | None,
    as_json: bool,
) -> None:
    """Enrol officer NUMBER by a passkey. The same passkey listed before for something else ends.

    Compare the passkey's fingerprint with the officer in person before you sign.
    """
    from rogatory.directory.draft import officers as register
    from rogatory.directory.draft.folder import keep_register, read_draft
    from rogatory.directory.period import Period
    from rogatory.directory.register import OfficerRecord
    from rogatory.disk import read_file
    from rogatory.node.workstation.state_entry import LARGEST_FILE, read_passkey
    from rogatory.wire.digests import sha256

    draft, start = read_draft(folder), at or now()
    credential, key = read_passkey(read_file(passkey, limit=LARGEST_FILE))
    record = OfficerRecord(
        number.lower(),
        authorities,
        roles,
        credential,
        key,
        Period(start, until or start + TWO_YEARS),
    )
    keep_register(draft, register.enrol(draft.register, record))
    if as_json:
        tell_json({"number": record.number, "fingerprint": sha256(key)})
        return
    tell(f"{record.number} is in the draft; the passkey's fingerprint is {sha256(key)[:16]}.")


@click.command("end", epilog="Example:  rogatory entry officers end entry-xa xa-0007 --rotated")
@folder
@click.argument("number", metavar="NUMBER")
@click.option(
    "--rotated/--compromised",
    "rotated",
    default=None,
    required=True,
    help="Left or changed in good order; or the passkey is in other hands since then.",
)
@moment
@as_json
@reported
def end(folder: Path, number: str, rotated: bool, at: datetime | None, as_json: bool) -> None:
    """End every record of officer NUMBER that is in force."""
    from rogatory.directory.draft import officers as register
    from rogatory.directory.draft.folder import keep_register, read_draft
    from rogatory.directory.period import COMPROMISED, ROTATED

    draft, since = read_draft(folder), at or now()
    reason = ROTATED if rotated else COMPROMISED
    keep_register(draft, register.end_officer(draft.register, number.lower(), since, reason))
    if as_json:
        tell_json({"number": number.lower(), "at": format_moment(since), "reason": reason})
        return
    tell(f"{number.lower()} ends at {format_moment(since)} ({reason}).")
    tell("Sign and submit the entry: until then other States go on believing the passkey.")
