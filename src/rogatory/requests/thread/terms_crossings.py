# SPDX-License-Identifier: Apache-2.0
"""Rows on what crosses a message on the terms of a request: more supplied, a proposal answered, conditions, another basis."""

from rogatory.requests.thread.crossing import CrossingRows
from rogatory.requests.thread.thread_facts import ThreadStatus
from rogatory.wire.words import N_

SUPPLY: CrossingRows = {
    "person_surrendered": (
        ThreadStatus.ANSWERED,
        N_(
            "The person was being surrendered while more was being supplied; what was supplied stays on record."
        ),
    ),
    "extradition_decided": (
        ThreadStatus.ACCEPTED,
        N_(
            "Extradition was being granted while more was being supplied; what was supplied is part of the request."
        ),
    ),
    "return_decided": (
        None,
        N_(
            "A return was being decided while more was being supplied; what was supplied counts for what is not decided yet."
        ),
    ),
    "confiscation_executed": (
        None,
        N_(
            "A confiscation was being reported while more was being supplied; what was supplied counts for what is not confiscated yet."
        ),
    ),
    "measure_lifted": (
        None,
        N_(
            "A measure was lifted while more was being supplied; the requested State decides whether to take it again."
        ),
    ),
    "path_withheld": (
        None,
        N_(
            "A path was withheld while more was being supplied; the requested State may still disclose the path."
        ),
    ),
    "refusal": (
        ThreadStatus.REFUSED,
        N_(
            "The request was refused while more was being supplied; a new request may be made with it."
        ),
    ),
    "acceptance": (
        ThreadStatus.ACCEPTED,
        N_("The request was accepted while more was being supplied; what was supplied counts."),
    ),
    "postponement": (
        ThreadStatus.POSTPONED,
        N_(
            "The request was postponed while more was being supplied; what was supplied counts when it is looked at again."
        ),
    ),
    "delivery": (
        ThreadStatus.DELIVERED,
        N_(
            "The evidence was on its way while more was being supplied; what was supplied came too late for it."
        ),
    ),
    "partial_delivery": (
        ThreadStatus.PARTLY_DELIVERED,
        N_(
            "A part of the evidence was on its way while more was being supplied; what was supplied counts for the rest."
        ),
    ),
    "answer": (
        None,
        N_(
            "An answer was on its way while more was being supplied; what was supplied counts for any further answer."
        ),
    ),
}
CONSULTED: CrossingRows = {
    "person_surrendered": (
        ThreadStatus.ANSWERED,
        N_(
            "The person was being surrendered while a consultation was being answered; terms accepted in that answer bind."
        ),
    ),
    "extradition_decided": (
        ThreadStatus.ACCEPTED,
        N_(
            "Extradition was being granted while a consultation was being answered; terms accepted in that answer bind."
        ),
    ),
    "return_decided": (
        None,
        N_(
            "A return was being decided while a consultation was being answered; terms accepted in that answer bind."
        ),
    ),
    "confiscation_executed": (
        None,
        N_(
            "A confiscation was being reported while a consultation was being answered; terms accepted in that answer bind."
        ),
    ),
    "measure_lifted": (
        None,
        N_(
            "A measure was lifted while a consultation was being answered; the requested State decides whether to take it again."
        ),
    ),
    "path_withheld": (
        None,
        N_(
            "A path was withheld while a consultation was being answered; the requested State reads the answer and may still disclose the path."
        ),
    ),
    "acceptance": (
        ThreadStatus.ACCEPTED,
        N_(
            "The request was accepted while a consultation was being answered; terms accepted in that answer bind."
        ),
    ),
    "refusal": (
        ThreadStatus.REFUSED,
        N_(
            "The request was refused while a consultation was being answered; the requested "
            "State reads the answer and may be asked again."
        ),
    ),
    "postponement": (
        ThreadStatus.POSTPONED,
        N_(
            "The request was postponed while a consultation was being answered; the answer counts when it is looked at again."
        ),
    ),
    "delivery": (
        ThreadStatus.DELIVERED,
        N_(
            "The evidence was on its way while a consultation was being answered; terms accepted in that answer bind."
        ),
    ),
    "partial_delivery": (
        ThreadStatus.PARTLY_DELIVERED,
        N_(
            "The evidence was on its way while a consultation was being answered; terms accepted in that answer bind."
        ),
    ),
    "answer": (
        None,
        N_(
            "An answer was on its way while a consultation was being answered; terms accepted in that answer bind."
        ),
    ),
}
AGREEING: CrossingRows = {
    "extradition_decided": (
        ThreadStatus.ACCEPTED,
        N_(
            "Extradition was being granted anew while conditions were being answered; the conditions of the new decision are still to be answered."
        ),
    ),
    "return_decided": (
        None,
        N_(
            "A return was being decided while conditions were being answered; only conditions agreed to in that answer bind."
        ),
    ),
    "confiscation_executed": (
        None,
        N_(
            "A confiscation was being reported while conditions were being answered; only conditions agreed to in that answer bind."
        ),
    ),
    "acceptance": (
        ThreadStatus.ACCEPTED,
        N_(
            "The request was accepted again while conditions were being answered; conditions of the new acceptance are answered separately."
        ),
    ),
    "refusal": (
        ThreadStatus.REFUSED,
        N_(
            "The request was refused while conditions were being answered; the requested State reads the answer and may be asked again."
        ),
    ),
    "postponement": (
        ThreadStatus.POSTPONED,
        N_(
            "The request was postponed while conditions were being answered; the answer counts when it is looked at again."
        ),
    ),
    "delivery": (
        ThreadStatus.DELIVERED,
        N_(
            "The evidence was on its way while conditions were being answered; only conditions agreed to in that answer bind."
        ),
    ),
    "partial_delivery": (
        ThreadStatus.PARTLY_DELIVERED,
        N_(
            "A part of the evidence was on its way while conditions were being answered; only conditions agreed to in that answer bind."
        ),
    ),
    "answer": (
        None,
        N_(
            "An answer was on its way while conditions were being answered; only conditions agreed to in that answer bind."
        ),
    ),
}
BASIS_PROPOSED: CrossingRows = {
    "person_surrendered": (
        ThreadStatus.ANSWERED,
        N_(
            "The person was being surrendered while another basis was being proposed; the surrender rests on the basis before."
        ),
    ),
    "return_decided": (
        None,
        N_(
            "A return was being decided while another basis was being proposed; it was decided on the basis before."
        ),
    ),
    "confiscation_executed": (
        None,
        N_(
            "A confiscation was being reported while another basis was being proposed; it was executed on the basis before."
        ),
    ),
    "measure_lifted": (
        None,
        N_(
            "A measure was lifted while another basis was being proposed; the proposal falls once no measure is in force."
        ),
    ),
    "refusal": (
        ThreadStatus.REFUSED,
        N_(
            "The request was refused while another basis was being proposed; the proposal falls, and a new request may be made on that basis."
        ),
    ),
    "delivery": (
        ThreadStatus.DELIVERED,
        N_(
            "The evidence was on its way while another basis was being proposed; it is given on the basis before."
        ),
    ),
    "answer": (
        None,
        N_(
            "An answer was on its way while another basis was being proposed; it is given on the basis before."
        ),
    ),
    "basis_proposed": (
        None,
        N_(
            "Both States proposed another basis; the requesting State's proposal is answered first, and the other falls if that one is accepted."
        ),
    ),
}
BASIS_ANSWERED: CrossingRows = {
    "person_surrendered": (
        ThreadStatus.ANSWERED,
        N_(
            "The person was being surrendered while a proposed basis was being answered; the surrender rests on the basis before."
        ),
    ),
    "return_decided": (
        None,
        N_(
            "A return was being decided while a proposed basis was being answered; it was decided on the basis before."
        ),
    ),
    "confiscation_executed": (
        None,
        N_(
            "A confiscation was being reported while a proposed basis was being answered; it was executed on the basis before."
        ),
    ),
    "measure_lifted": (
        None,
        N_(
            "A measure was lifted while a proposed basis was being answered; it is lifted on the basis before."
        ),
    ),
    "delivery": (
        ThreadStatus.DELIVERED,
        N_(
            "The evidence was on its way while a proposed basis was being answered; it is given on the basis before."
        ),
    ),
    "refusal": (
        ThreadStatus.REFUSED,
        N_(
            "The request was refused while a proposed basis was being answered; it is refused on the basis before."
        ),
    ),
    "answer": (
        None,
        N_(
            "An answer was on its way while a proposed basis was being answered; it is given on the basis before."
        ),
    ),
}
