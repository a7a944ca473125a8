# SPDX-License-Identifier: Apache-2.0
"""One State and one instrument: who says what, side by side, and whose word prevails; and when the
Convention comes into force.
"""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer
from rogatory.console.frame.this_node import this_node
from rogatory.console.law.query import law_here, requested_day, requested_one
from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.permissions import Permission
from rogatory.node.provisions.law_data import (
    StatedFacts,
    corrected_law,
    depositary_facts,
    own_facts,
)
from rogatory.treaty.instruments import instrument as instrument_of
from rogatory.treaty.law import Law
from rogatory.treaty.parties.entry_into_force import forecast, in_force_for
from rogatory.treaty.parties.reservations import standing_of
from rogatory.treaty.parties.statements import voices
from rogatory.treaty.tables.instruments import Instrument
from rogatory.wire.identifiers import parse_state


@require_safe
@officer_page(Permission.READ_LAW)
def show(request: HttpRequest, state: str, instrument: str) -> HttpResponse:
    """Return a State's status with an instrument on a day (`?on=`): the depositary, its own entry,
    the ministry and the packaged data side by side, which prevails, and where they differ.
    """
    node, law, on = this_node(), law_here(), requested_day(request)
    code, found = parse_state(state.upper()), instrument_of(law, instrument)
    depositary, own = _stated(node)
    heard = voices(corrected_law(node), code, found.id, on, depositary=depositary, own=own)
    record = law.records.get((code, found.id))
    concerned = (code, found.id)
    data = {
        "on": on,
        "state": next((one for one in law.states if one.code == code), None),
        "code": code,
        "instrument": found,
        "voices": heard,
        "in_force": in_force_for(law, record) if record else None,
        "reservations": [
            (one, standing_of(law, one, on))
            for one in law.reservations
            if (one.state, one.instrument) == concerned
        ],
        "elsewhere": _reservations_elsewhere(law, code, found.id),
        "declarations": [
            one for one in law.declarations if (one.state, one.instrument) == concerned
        ],
    }
    return answer(request, "console/law/party.html", data)


@require_safe
@officer_page(Permission.READ_LAW)
def show_entry(request: HttpRequest) -> HttpResponse:
    """Return when an instrument comes into force: what is counted, how many are missing, and what
    day a deposit on a day (`?on=`) would give.
    """
    law, on = law_here(), requested_day(request)
    ruled = [rule.instrument for rule in law.entry_rules]
    instrument = requested_one(request, "instrument", ruled)
    data = {
        "on": on,
        "instrument": instrument,
        "instruments": [one for one in law.instruments if one.id in ruled],
        "forecast": forecast(law, on, instrument),
    }
    return answer(request, "console/law/entry_into_force.html", data)


def _reservations_elsewhere(law: Law, state: str, instrument: str) -> list[tuple[Instrument, int]]:
    """Return the other instruments to which the State made reservations, and how many."""
    counted = Counter(one.instrument for one in law.reservations if one.state == state)
    return [
        (one, counted[one.id])
        for one in law.instruments
        if one.id != instrument and counted[one.id]
    ]


def _stated(node: Node) -> tuple[StatedFacts, StatedFacts]:
    """Return what the directory carries of depositary and States; nothing where it cannot be relied
    on.
    """
    try:
        view = node.register.view()
    except Refused:
        return (), ()
    return depositary_facts(view), own_facts(view)
