# SPDX-License-Identifier: Apache-2.0
"""Asking the requesting State, by its second channel, whether an emergency is its own.

The node asks by itself as soon as an emergency is applied. An officer asks again, or asks where the
node did not: over the limit of a State's emergencies, or with another authority.
"""

from collections.abc import Mapping

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.drafts.draft import NewMessage
from rogatory.node.emergencies import refusals
from rogatory.node.emergencies.claim import claims_emergency, is_over_limit, states_danger
from rogatory.node.emergencies.outcome import EmergencyOutcome, confirmation_of
from rogatory.node.messages.automatic_messages import say
from rogatory.node.officers import alert_codes, alert_keys
from rogatory.node.officers.alerts import page
from rogatory.node.queue.end_job import done, later
from rogatory.node.repositories.messages import StoredMessage
from rogatory.node.repositories.queue import Job
from rogatory.node.threads.postal_threads import is_by_letter
from rogatory.node.threads.transcript import thread_state
from rogatory.requests.envelope import Envelope
from rogatory.requests.thread.prefill import beginning_of
from rogatory.requests.thread.thread_facts import ENDED
from rogatory.wire.canonical import Json
from rogatory.wire.moments import format_moment
from rogatory.wire.words import statement_of

KIND = "call_back"


def ask_by_itself(node: Node, job: Job) -> None:
    """Run the job of a new emergency: call back, or alert a human to the reason why not, and try
    again.
    """
    thread = str(job.payload["thread"])
    if _is_to_be_called(node, thread):
        try:
            ask_back(node, thread)
        except Refused as error:
            _raise_alert(node, thread, error)
            later(node, job, statement_of(error))  # what prevents it may pass; the data still wait
            return
    with done(node, job):
        pass


def ask_back(node: Node, thread: str, *, officer: str | None = None) -> StoredMessage:
    """Call the requesting State back; `officer` is the one who asks for it, None for the node
    itself.

    1. The thread's request is to this State and claims an emergency on which data would be given.
    2. No call-back awaits its answer, and none was answered.
    3. The State's entry names an authority that confirms, and its node supports the kind. Of
       several, one that did not send the request is asked.

    Raises:
        Refused: the first that fails, or the refusal of the message where it is sent.
    """
    found = confirmation_of(node, thread)
    standing = thread_state(node, thread).standing
    opening = standing.opening
    if found is None or opening is None:  # 1
        raise Refused(refusals.NOTHING_TO_CONFIRM.because())
    state = opening.sender.state
    if found.waiting_since or found.outcome in {
        EmergencyOutcome.CONFIRMED,
        EmergencyOutcome.DENIED,
    }:  # 2
        raise Refused(refusals.ALREADY_CALLED_BACK.because(state=state))
    authority = authority_to_ask(node, opening)
    if authority is None:  # 3
        raise Refused(refusals.NOBODY_TO_ASK.because(state=state))
    languages = node.register.view().entry(state).languages
    return say(
        node,
        message=NewMessage(
            kind=KIND,
            sender=str(opening.addressee),
            addressee=authority,
            thread=thread,
            language=opening.language if opening.language in languages else languages[0],
            body=_body(node, thread, opening),
        ),
        officer=officer,
    )


def authority_to_ask(node: Node, opening: Envelope) -> str | None:
    """Return the authority that confirms emergencies for the requesting State; None where there is
    none.
    """
    try:
        entry = node.register.view().entry(opening.sender.state)
    except Refused:
        return None
    if is_by_letter(node.store.transcript(opening.thread)) or KIND not in entry.kinds:
        return None
    others = [one for one in entry.call_back if one != str(opening.sender)]
    return next(iter([*others, *entry.call_back]), None)


def _is_to_be_called(node: Node, thread: str) -> bool:
    standing = thread_state(node, thread).standing
    opening = standing.opening
    if opening is None or standing.call_backs or standing.status in ENDED:
        return False
    stored = node.store.message(opening.digest)
    return (
        stored is not None
        and opening.addressee.state == node.state
        and claims_emergency(opening)
        and states_danger(opening)
        and not is_over_limit(node, opening, stored.peer, stored.at)
    )


def _body(node: Node, thread: str, opening: Envelope) -> Mapping[str, Json]:
    """Return the request by its digest, the facts that it states, and when it came."""
    standing = thread_state(node, thread).standing
    stored = node.store.message(opening.digest)
    came = stored.at if stored else opening.issued
    return {**beginning_of(KIND, standing), "received_at": format_moment(came)}


def _raise_alert(node: Node, thread: str, error: Refused) -> None:
    page(
        node,
        f"{alert_keys.CALL_BACK_NOT_MADE}{thread}",
        alert_codes.CALL_BACK_NOT_MADE.because(problem=statement_of(error)),
        at=node.clock.now(),
        thread=thread,
    )
