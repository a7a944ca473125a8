# SPDX-License-Identifier: Apache-2.0
"""Names on pages for codes of the law; sources for translation are beside each."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _n

from rogatory.requests.contents import labels

BADGES: Mapping[str, str] = {
    "seen": _n("text read"),
    "parallel": _n("Inferred from parent treaty"),
    "reported": _n("Reported"),
    "memory": _n("not yet verified"),
    "practice": _n("practice"),
}
"""The same in a word or two, where the whole would crowd the page."""


ANSWERS: Mapping[str, str] = {
    "yes": labels.YES,
    "no": labels.NO,
    "go-on": _n("it may go on"),
    "stop": _n("it must not go on"),
    "met": _n("met"),
    "not-met": _n("not met"),
    "lawyer-must-decide": _n("a lawyer must decide"),
    "unknown": _n("not known"),
    "confirmed": _n("the emergency is confirmed"),
    "not-confirmed": _n("the emergency is not confirmed"),
    "inside": _n("an offence of the instrument"),
    "outside": _n("no offence of the instrument"),
}
"""Labels of what a decision comes to; other answers are texts of their own."""

NO_GROUND_GIVEN = _n("no ground was given")
"""The ground of a decision that names none, which only what nobody owes can be without."""

NEVER_GROUNDS: Mapping[str, str] = {
    "bank_secrecy": _n("bank secrecy"),
    "dual_criminality_plain": _n("dual criminality is missing and no reservation covers the case"),
    "form": _n("the request is incomplete"),
    "legal_person": _n("the acts are such for which a legal person may be held liable"),
    "offence_name": _n(
        "the two States name the offence differently or place it in another category"
    ),
}
"""The names of what is never a ground, and so has no place in a message."""


DECIDED: Mapping[str, str] = {
    "basis": _n("Legal basis"),
    "before-sending": _n("Before sending"),
    "before-executing": _n("Before executing"),
    "data-protection": _n("Transfer of personal data"),
    "senior-review": _n("Review by a senior officer"),
    "dual-criminality": _n("Dual criminality"),
    "offence": _n("Classification of the offence"),
    "refusal": _n("Ground"),
    "emergency-review": _n("Later review of the emergency"),
}


ELEMENTS: Mapping[str, str] = {
    "convention": _n("element of the Convention"),
    "optional": _n("that a State may add"),
    "exception": _n("exception"),
    "domestic": _n("of the requested State's provision"),
}
"""Where an element of an offence comes from."""


PARTY: Mapping[str, str] = {
    "unknown": _n("nothing recorded"),
    "none": _n("no party"),
    "signed": _n("signed"),
    "ratification-reported": _n("ratification reported, no deposit seen"),
    "deposited": _n("deposited, not yet in force"),
    "party": _n("party"),
    "ended": _n("no longer a party"),
}


VOICES: Mapping[str, str] = {
    "ministry": _n("the ministry's correction"),
    "depositary": _n("the depositary"),
    "own-statement": _n("the State's own entry"),
    "package": _n("the packaged data"),
}


STATED_SUBJECTS: Mapping[str, str] = {
    "party-status": _n("party status"),
    "reservation": _n("reservations"),
    "declaration": _n("declarations"),
}


GROUND_LISTS: Mapping[str, str] = {
    "refusal": _n("Grounds for refusal (closed list)"),
    "postponement": _n("Grounds for postponement"),
    "never": _n("Never a ground in itself"),
}


RESERVATION_EFFECTS: Mapping[str, str] = {
    "excludes": _n("excludes these articles"),
    "adds-element": _n("adds an element to the offence"),
    "allows-refusal": _n("allows refusal"),
    "other": _n("no effect on requests"),
}
"""Changes that a reservation makes to requests between two States."""


RESERVATION_STATUSES: Mapping[str, str] = {
    "not-yet": _n("not yet made"),
    "unconfirmed": _n("made at signature, not yet confirmed"),
    "in-force": _n("in force"),
    "withdrawn": _n("withdrawn, no longer in force"),
    "not-permitted": _n("not permitted by the instrument, without effect"),
}


RESERVATION_MOMENTS: Mapping[str, str] = {
    "signature": _n("at signature"),
    "consent": _n("on ratification or accession"),
    "later": _n("later"),
}
"""Occasions on which a reservation is made."""


TOTALS: Mapping[str, str] = {
    "signatories": _n("signatories"),
    "ratifications": _n("ratifications"),
    "parties": _n("parties"),
}


LEAVES: Mapping[str, str] = {
    "may": _n("allowed"),
    "only-with-consent": _n("only with consent"),
    "must": _n("with care"),
    "must-not": _n("not allowed"),
}
"""Labels of what may be done with evidence."""
