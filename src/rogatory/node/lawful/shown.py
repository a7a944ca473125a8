# SPDX-License-Identifier: Apache-2.0
"""What an officer must see beside a message: secrecy, channel, what the addressee does itself."""

from collections.abc import Iterator

from rogatory.directory.view import View
from rogatory.errors import Reason, Refused
from rogatory.node.lawful import refusals
from rogatory.node.lawful.subject import Subject
from rogatory.node.records import Draft

POLICE_COOPERATION = "law_enforcement_cooperation"


def shown_of_request(subject: Subject) -> Iterator[Reason]:
    """Lines 25, 44 and 46 of the law's list: where the data are may be asked first (article 42(2));
    the wish for secrecy stands on every message of the thread (articles 40(20) and 42(3)(g)); police
    information is no evidence (article 47).
    """
    stated = subject.body.get("confidentiality")
    if isinstance(stated, dict) and stated.get("secret") is True:
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


def is_police_information(subject: Subject) -> bool:
    return subject.body.get("police_information_only") is True


def shown_of_addressee(view: View, draft: Draft) -> Iterator[Reason]:
    """Line 19 of the law's list: which acts the addressee does itself (article 41(3))."""
    try:
        record = view.authority(draft.addressee)
    except Refused:
        return
    acts = {"itself": refusals.DOES_ITSELF, "forwards": refusals.FORWARDS}
    code = acts.get(record.acts.get(draft.kind, ""), refusals.ACTS_UNSAID)
    yield code.because(authority=draft.addressee)
