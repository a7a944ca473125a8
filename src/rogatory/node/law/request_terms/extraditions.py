# SPDX-License-Identifier: Apache-2.0
"""Remarks on extradition: who decides it, where speciality comes from, and a submission for prosecution that is owed."""

from collections.abc import Iterator, Mapping

from rogatory.errors import Reason
from rogatory.node.law.request_terms import term_refusals
from rogatory.node.law.subject import Subject
from rogatory.requests.contents.extradition_rules import NATIONALITY
from rogatory.requests.kinds.families import EXTRADITION
from rogatory.wire.canonical import Json

_WITHOUT_SPECIALITY = frozenset({"un-cybercrime", "untoc", "uncac"})
"""Instruments whose article on extradition has no rule of speciality. Of a treaty of two States nothing is said here."""

_CONCERNED = EXTRADITION | {"extradition_decided", "person_surrendered"}


def shown_of_extradition(subject: Subject, kind: str) -> Iterator[Reason]:
    """Yield beside a message on extradition that authorities of the requested State decide, and where the
    instrument is one of these that it has no rule of speciality: neither UNTOC 16, UNCAC 44 nor, as recalled, article 37.
    """
    if kind in _CONCERNED:
        yield term_refusals.EXTRADITION_DECIDED_ELSEWHERE.because(state=subject.requested)
    is_silent = subject.instrument in _WITHOUT_SPECIALITY
    if kind in _CONCERNED and kind != "person_surrendered" and is_silent:
        yield term_refusals.SPECIALITY_ELSEWHERE.because()


def submission_warnings(
    subject: Subject, kind: str, stated: Mapping[str, Json]
) -> Iterator[Reason]:
    """Warn that extradition is refused because of nationality, and no submission for prosecution is stated although
    the other State asked for it (UNTOC 16(10), UNCAC 44(11), and as recalled article 37(11)).
    """
    is_denied = kind == "refusal" and stated.get("ground") == NATIONALITY
    is_wished = subject.kind in EXTRADITION and subject.body.get("submission_requested") is True
    if is_denied and is_wished and "prosecution_submission" not in stated:
        yield term_refusals.PROSECUTION_OWED.because(field="prosecution_submission")
