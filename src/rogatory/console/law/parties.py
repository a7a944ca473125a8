# SPDX-License-Identifier: Apache-2.0
"""The parties to each instrument on a day, and the basis that applies between two States."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rogatory.console.frame import refusals
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer
from rogatory.console.frame.this_node import this_node
from rogatory.console.law.query import law_here, requested_day, requested_one
from rogatory.errors import Refused
from rogatory.node.permissions import Permission
from rogatory.requests.kinds.registry import KINDS
from rogatory.treaty.bases import bases
from rogatory.treaty.instruments import THE_CONVENTION
from rogatory.treaty.law import Law
from rogatory.treaty.offences import Offence, convention_offences, serious_crime
from rogatory.treaty.parties.status import PartyStatus, party_status

LONGEST_MAXIMUM = 99
"""Years: a heavier penalty is stated as such, not as a number."""


@dataclass(frozen=True, slots=True)
class StateStatus:
    """A State by name, and how far it has come with an instrument."""

    name: str
    status: PartyStatus


@require_safe
@officer_page(Permission.READ_LAW)
def show_all(request: HttpRequest) -> HttpResponse:
    """Return every State's status with an instrument (`?instrument=`) on a day (`?on=`), with its
    source.
    """
    law, on = law_here(), requested_day(request)
    bound = [one.id for one in law.instruments if one.membership == "parties"]
    instrument = requested_one(
        request, "instrument", sorted(bound, key=lambda one: one != THE_CONVENTION)
    )
    rows = [
        StateStatus(state.name, party_status(law, state.code, instrument, on))
        for state in law.states
    ]
    data = {
        "on": on,
        "instrument": instrument,
        "instruments": [one for one in law.instruments if one.id in bound],
        "states": sorted(rows, key=lambda row: row.name),
        "totals": [one for one in law.totals if one.instrument == instrument],
        "register": law.register,
    }
    return answer(request, "console/law/parties.html", data)


@require_safe
@officer_page(Permission.READ_LAW)
def show_bases(request: HttpRequest) -> HttpResponse:
    """Return which instruments serve between two States (`from`, `to`) for a kind, an offence
    (`article`, `years`) and a day, the fastest first; for each that does not, why.
    """
    law, on = law_here(), requested_day(request)
    states = [one.code for one in law.states]
    own = this_node().state
    asking = requested_one(request, "from", sorted(states, key=lambda one: one != own))
    requested = requested_one(request, "to", [one for one in states if one != asking])
    kinds = [one.name for one in KINDS.values() if one.opens_thread]
    kind = requested_one(request, "kind", kinds)
    offence = _offence(request, law)
    data = {
        "on": on,
        "asking": asking,
        "asked": requested,
        "kind": kind,
        "states": law.states,
        "kinds": [KINDS[name] for name in kinds],
        "offences": law.offences,
        "offence": offence,
        "serious": serious_crime(law, offence),
        "bases": bases(law, kind, asking, requested, offence, on),
    }
    return answer(request, "console/law/bases.html", data)


def _offence(request: HttpRequest, law: Law) -> Offence:
    article = _number(request, "article", max(convention_offences(law)))
    return Offence(
        convention_article=article if article in convention_offences(law) else None,
        maximum_years=_number(request, "years", LONGEST_MAXIMUM) or 0,
        requested_maximum_years=_number(request, "years_there", LONGEST_MAXIMUM),
    )


def _number(request: HttpRequest, name: str, most: int) -> int | None:
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or int(text) > most:
        raise Refused(refusals.CHOICE_UNKNOWN.because(name=name, value=ascii(text)[:60]))
    return int(text)
