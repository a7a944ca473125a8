# SPDX-License-Identifier: Apache-2.0
"""`rogatory entry officers`: the State's register of officers, who are numbers and never names."""

from datetime import datetime
from pathlib import Path

import click

from rogatory.cli.entry.options import FILE, folder, moment, now
from rogatory.cli.options.peers import UtcMoment
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.cli.tree import LateGroup
from rogatory.directory.draft import officers as register
from rogatory.directory.entry.period import COMPROMISED, LISTED_FOR, ROTATED, Period
from rogatory.directory.entry.register import OfficerRecord
from rogatory.disk import read_file
from rogatory.errors import refuse_if_any
from rogatory.wire.moments import format_moment
from rogatory.wire.spoken_digest import spoken

officers = LateGroup(
    "officers",
    epilog="Example:  rogatory entry officers list entry-xa",
    help="The register of officers: by number, with the public half of a passkey.",
    places={
        "list": "rogatory.cli.entry.officers:list_all",
        "enrol": "rogatory.cli.entry.officers:enrol",
        "end": "rogatory.cli.entry.officers:end",
    },
)


@click.command("list", epilog="Example:  rogatory entry officers list entry-xa")
@folder
@as_json
@reported
def list_all(folder: Path, as_json: bool) -> None:
    """List every record of the register, ended ones too."""
    from rogatory.directory.draft.folder import read_draft

    rows = read_draft(folder).register.officers
    if as_json:
        print_json(
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
        print_text(f"  {one.number}  {', '.join(one.roles)} of {', '.join(one.authorities)}")
        print_text(f"      until {format_moment(one.period.until)}{end}")


@click.command(
    "enrol",
    epilog="Example:  rogatory entry officers enrol entry-xa xa-0007 --authority xa/contact-point "
    "--role duty --passkey rogatory-passkey-xa-0007.json",
)
@folder
@click.argument("number", metavar="NUMBER")
@click.option(
    "--authority",
    "authorities",
    multiple=True,
    metavar="NAME",
    help="Whose officer; as listed unless given.",
)
@click.option(
    "--role", "roles", multiple=True, metavar="ROLE", help="In which role; as listed unless given."
)
@click.option(
    "--passkey",
    required=True,
    type=FILE,
    help="The file that the officer downloaded from their page at the console.",
)
@click.option(
    "--heard",
    metavar="DIGITS",
    help="The digits that the officer read out; refused if the file is another.",
)
@moment
@click.option("--until", type=UtcMoment(), help="Two years unless given.")
@as_json
@reported
def enrol(
    folder: Path,
    number: str,
    authorities: tuple[str, ...],
    roles: tuple[str, ...],
    passkey: Path,
    heard: str | None,
    at: datetime | None,
    until: datetime | None,
    as_json: bool,
) -> None:
    """Enrol officer NUMBER by a passkey. An earlier entry of the same passkey ends.

    Compare the digits that this command prints with those on the officer's page, in person or over a
    number known before: the file came through machines of others. A further passkey of a listed
    officer keeps their authorities and roles unless you give others.
    """
    from rogatory.directory.draft.enrolment import enrolment_reasons, parse_enrolment
    from rogatory.directory.draft.folder import keep_register, read_draft
    from rogatory.node.workstation.keys.state_entry import LARGEST_FILE

    draft, start, number = read_draft(folder), at or now(), number.lower()
    enrolment = parse_enrolment(read_file(passkey, limit=LARGEST_FILE))
    refuse_if_any(list(enrolment_reasons(enrolment, draft.entry, number, heard)))
    if not (authorities and roles):
        listed = register.roles_of(draft.register, number, start)
        authorities, roles = authorities or listed[0], roles or listed[1]
    record = OfficerRecord(
        number,
        authorities,
        roles,
        enrolment.credential,
        enrolment.key,
        Period(start, until or start + LISTED_FOR),
    )
    keep_register(draft, register.enrol(draft.register, record))
    digits = spoken(enrolment.fingerprint)
    if as_json:
        print_json({"number": number, "fingerprint": enrolment.fingerprint, "digits": digits})
        return
    print_text(f"{number} is in the draft, by the passkey with the digits")
    print_text(f"    {digits}")
    print_text(
        "They are those that the officer read out."
        if heard
        else "Compare them with the officer before you sign."
    )


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
    from rogatory.directory.draft.folder import keep_register, read_draft

    draft, since = read_draft(folder), at or now()
    reason = ROTATED if rotated else COMPROMISED
    keep_register(draft, register.end_officer(draft.register, number.lower(), since, reason))
    if as_json:
        print_json({"number": number.lower(), "at": format_moment(since), "reason": reason})
        return
    print_text(f"{number.lower()} ends at {format_moment(since)} ({reason}).")
    print_text("Sign and submit the entry: until then other States go on believing the passkey.")
