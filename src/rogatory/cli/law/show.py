# SPDX-License-Identifier: Apache-2.0
"""`rogatory treaty status|forecast|basis`: who is bound, from when, and what a request rests on."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.law.options import day_of, home, on, plain
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported

if TYPE_CHECKING:
    from rogatory.treaty.bases import LegalBasis
    from rogatory.treaty.parties.entry_into_force import Forecast
    from rogatory.treaty.parties.statements import Voices

CONVENTION = "un-cybercrime"

instrument = click.option(
    "--instrument", default=CONVENTION, show_default=True, help="By its id in the data."
)


@click.command("status", epilog="Example:  rogatory treaty status /srv/rogatory/xb --state XM")
@home
@click.option("--state", metavar="XA", help="Only this State.")
@instrument
@on
@as_json
@reported
def status(
    home: Path, state: str | None, instrument: str, on: datetime | None, as_json: bool
) -> None:
    """Show who is bound by an instrument on a day, with the sources.

    Depositary, the State's own entry, the ministry's correction and the packaged data are shown side
    by side where they differ; the one that prevails comes first.
    """
    from rogatory.node.provisions.law_view import all_voices

    node, day = connections.node_at(home), day_of(on)
    found = all_voices(node, day, state=state.upper() if state else None, instrument=instrument)
    if as_json:
        print_json([plain(one) for one in found])
        return
    for one in found:
        _print_voices(one)


def _print_voices(found: "Voices") -> None:
    prevailing = found.prevailing
    if prevailing is None:
        print_text(f"{found.state}  nothing is recorded")
        return
    for voice in found.heard if found.differ else found.heard[:1]:
        since = f" since {voice.status.since}" if voice.status.since else ""
        mark = "" if voice is prevailing else "  (does not prevail)"
        print_text(
            f"{found.state}  {voice.status.status.value}{since}  by {voice.name}: "
            f"{voice.record.source} (certainty: {voice.record.certainty}){mark}"
        )
        if voice.record.gap:
            print_text(f"      gap: {voice.record.gap}")


@click.command("forecast", epilog="Example:  rogatory treaty forecast /srv/rogatory/xb")
@home
@instrument
@on
@as_json
@reported
def forecast(home: Path, instrument: str, on: datetime | None, as_json: bool) -> None:
    """Show when the Convention enters into force: deposits missing, and the effect of one today."""
    from rogatory.node.provisions.law_view import forecast_of

    found = forecast_of(connections.node_at(home), day_of(on), instrument)
    if as_json:
        print_json(plain(found) | {"missing": found.entry.missing})
        return
    _print_forecast(found)


def _print_forecast(found: "Forecast") -> None:
    entry, rule = found.entry, found.entry.rule
    cited = f"article {rule.article}; certainty: {rule.certainty}"
    print_text(
        f"On {found.on}: {len(entry.counted)} of {rule.needed} instruments are recorded ({cited})."
    )
    if entry.date:
        print_text(f"  In force in general from {entry.date}.")
        print_text(
            f"  A deposit on this day would give {found.as_later} (article {rule.later_article})."
        )
    else:
        print_text(
            f"  Missing: {entry.missing}. A deposit that completes the number would give {found.as_fortieth}."
        )
    print_text(f"  Signatures recorded here: {found.signatories}.")
    for total in found.totals:
        print_text(
            f"  Reported: {total.count} {total.what} on {total.reported} ({total.source}; certainty: {total.certainty})"
        )
    for gap in found.gaps:
        print_text(f"  Gap: {gap}")


@click.command(
    "basis",
    epilog="Example:  rogatory treaty basis /srv/rogatory/xb --kind mla_stored_data --to XA --article 13",
)
@home
@click.option("--kind", required=True, help="The kind of request, such as preservation.")
@click.option("--to", "peer", required=True, metavar="XA", help="The State that is asked.")
@click.option("--article", type=int, help="The article of the Convention, 7 to 17, if it is one.")
@click.option("--maximum", type=int, default=0, help="The maximum in years in the asking State.")
@click.option(
    "--asked", "requested", is_flag=True, help="The request comes from that State instead."
)
@on
@as_json
@reported
def basis(
    home: Path,
    kind: str,
    peer: str,
    article: int | None,
    maximum: int,
    requested: bool,
    on: datetime | None,
    as_json: bool,
) -> None:
    """Show on which instruments a request may be based: those that apply, fastest first, and why others do not."""
    from rogatory.node.provisions.law_view import bases_towards
    from rogatory.treaty.offences import Offence

    found = bases_towards(
        connections.node_at(home),
        kind,
        peer.upper(),
        Offence(article, maximum),
        day_of(on),
        requested=requested,
    )
    if as_json:
        print_json([plain(one) for one in found])
        return
    for one in found:
        _print_basis(one)


def _print_basis(found: "LegalBasis") -> None:
    if found.serves:
        articles = ", ".join(found.articles)
        print_text(f"✓ {found.instrument}  {found.name}: {articles} (certainty: {found.certainty})")
        for line in (*found.limits, *found.needs):
            print_text(f"      {line}")
        for reason in found.warnings:
            print_text(f"    ! {reason.sentence()}")
        return
    print_text(f"✗ {found.instrument}  {found.name}")
    for reason in found.why_not:
        print_text(f"      {reason.sentence()}")
