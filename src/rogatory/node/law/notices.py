# SPDX-License-Identifier: Apache-2.0
"""Notices beside a message: secrecy, channel, and what the addressee must do anyway."""

from collections.abc import Iterator, Mapping
from datetime import date

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Reason, Refused
from rogatory.node.law import refusals
from rogatory.node.law.request_terms import term_refusals
from rogatory.node.law.subject import Subject
from rogatory.node.repositories.drafts import Draft
from rogatory.requests.contents.emergency import is_emergency
from rogatory.requests.kinds.families import DISCLOSING, INFORMATION, OFFER
from rogatory.treaty import refusals as treaty_refusals
from rogatory.treaty.law import Law
from rogatory.treaty.offences import convention_offences
from rogatory.treaty.parties.status import InstrumentStatus, party_status
from rogatory.treaty.regimes import Regime, cite_row, limit_of
from rogatory.treaty.tables.offences import ConventionOffence
from rogatory.wire.canonical import Json
from rogatory.wire.identifiers import parse_authority

EXPEDITED = "expedited-answer"
"""The limit by which a request is answered quickly on a stated ground, by its id in the law's data."""

POLICE_COOPERATION = "law_enforcement_cooperation"

DELIVERING = frozenset({"delivery", "partial_delivery"})


def shown_of_request(subject: Subject) -> Iterator[Reason]:
    """Yield the notices on the location of data, secrecy and police information.

    Lines 25, 44 and 46 of the law's list: the location of the data may be asked first (article
    42(2)); a request for secrecy holds for every message of the thread (articles 40(20) and
    42(3)(g)), of information its condition does; police information is no evidence (article 47).
    """
    stated = subject.body.get("confidentiality")
    is_secret = isinstance(stated, dict) and stated.get("secret") is True
    if is_secret and subject.kind not in INFORMATION | OFFER:
        yield refusals.SECRECY.because()
    if subject.kind == POLICE_COOPERATION or is_police_information(subject):
        yield refusals.POLICE_INFORMATION.because()
    custodian = subject.body.get("custodian")
    if (
        subject.kind == "preservation"
        and isinstance(custodian, dict)
        and custodian.get("known") is False
    ):
        yield refusals.LOCATION_FIRST.because()


def shown_of_ended(law: Law, subject: Subject, issued: date, on: date) -> Iterator[Reason]:
    """Yield which of the two States has left the instrument since the request was made: what was asked before is
    still owed (article 70(1)(b) of the Vienna Convention on the Law of Treaties).
    """
    named = next((one for one in law.instruments if one.id == subject.instrument), None)
    if named is None:
        return
    for state in (subject.requesting, subject.requested):
        before, now = (party_status(law, state, named.id, day) for day in (issued, on))
        if before.status is InstrumentStatus.PARTY and now.status is InstrumentStatus.ENDED:
            yield treaty_refusals.STILL_OWED.because(
                state=state, instrument=named.name, since=str(now.since)
            )


def shown_of_material(law: Law, subject: Subject) -> Iterator[Reason]:
    """Apply line 48 of the law's list, as far as a node can: it sees no evidence, and says from the
    first message on that the offence is one of articles 14 to 16, whose material is shielded
    (article 34).
    """
    offence = _sensitive_offence(law, subject)
    if offence is not None:
        placed = _placed(subject, offence)
        code = refusals.SENSITIVE_OFFENCE if placed else refusals.SENSITIVE_CONDUCT
        yield code.because(placed)


def material_warnings(
    law: Law, subject: Subject, kind: str, body: Mapping[str, Json]
) -> Iterator[Reason]:
    """Apply line 48 of the law's list: in such a case a delivery says that it holds such material,
    or somebody has made sure that it does not.
    """
    offence, conditions = _sensitive_offence(law, subject), body.get("conditions")
    if offence is None or kind not in DELIVERING:
        return
    if not isinstance(conditions, dict) or conditions.get("sensitive_material") is not True:
        placed = _placed(subject, offence)
        code = refusals.SENSITIVE_UNSAID if placed else refusals.SENSITIVE_CONDUCT_UNSAID
        yield code.because(placed)


def bulk_warnings(subject: Subject) -> Iterator[Reason]:
    """Yield the items of data that are asked for without any identifier, at both ends."""
    items = subject.body.get("data")
    if subject.kind not in DISCLOSING or not isinstance(items, list):
        return
    for number, item in enumerate(items, start=1):
        if isinstance(item, Mapping) and not item.get("identifiers"):
            yield refusals.DATA_UNIDENTIFIED.because(item=number)


def shown_of_urgency(regime: Regime, subject: Subject) -> Iterator[Reason]:
    """Yield that a request is urgent without one of the grounds that its instrument has for an expedited
    answer (ETS 185 article 31(3)).
    """
    limit, urgency = limit_of(regime, EXPEDITED, subject.kind), subject.body.get("urgency")
    level = urgency.get("level") if isinstance(urgency, Mapping) else None
    if limit is not None and level in {"urgent", "emergency"} and not subject.body.get("expedite"):
        yield term_refusals.EXPEDITE_UNSAID.because(
            article=cite_row(regime, limit), certainty=limit.certainty
        )


def shown_of_language(view: DirectoryView, draft: Draft) -> Iterator[Reason]:
    """Yield that an emergency leaves in a language that its addressee does not accept."""
    if not is_emergency(draft.kind, draft.body):
        return
    try:
        accepted = view.entry(parse_authority(draft.addressee).state).languages
    except Refused:
        return
    if draft.language not in accepted:
        yield refusals.LANGUAGE_IN_EMERGENCY.because(
            state=parse_authority(draft.addressee).state,
            accepted=", ".join(accepted),
            language=draft.language,
        )


def _sensitive_offence(law: Law, subject: Subject) -> ConventionOffence | None:
    found = convention_offences(law).get(subject.offence.convention_article or 0)
    return found if found is not None and found.is_sensitive else None


def _placed(subject: Subject, offence: ConventionOffence) -> Mapping[str, str]:
    """Return the article of the offence as a field of a reason; nothing where the request rests on another
    instrument than the Convention, whose catalogue of offences places it.
    """
    return {"offence": str(offence.article)} if subject.is_on_the_convention else {}


def is_police_information(subject: Subject) -> bool:
    return subject.body.get("police_information_only") is True


def shown_of_addressee(view: DirectoryView, draft: Draft) -> Iterator[Reason]:
    """Apply line 19 of the law's list: which acts the addressee does itself (article 41(3))."""
    try:
        record = view.authority(draft.addressee)
    except Refused:
        return
    acts = {"itself": refusals.DOES_ITSELF, "forwards": refusals.FORWARDS}
    code = acts.get(record.acts.get(draft.kind, ""), refusals.ACTS_UNSAID)
    yield code.because(authority=draft.addressee)
