# SPDX-License-Identifier: Apache-2.0
"""The judgement whether a request is a filing for data that are held, and for which items of them.

The thread counts what the requested State recognises. Here its officers are kept from recognising a
request that is none, and those of the requesting State read what theirs know of it.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from rogatory.errors import Reason
from rogatory.node.context import Node
from rogatory.node.law import refusals
from rogatory.node.law.subject import Subject, regime_for
from rogatory.node.repositories.drafts import Draft
from rogatory.node.threads.filings import filings_of, is_of_same_states
from rogatory.node.threads.target_index import target_keys
from rogatory.node.threads.transcript import thread_state
from rogatory.requests.contents.targets import targets_of
from rogatory.requests.envelope import Envelope
from rogatory.requests.kinds.families import FILED, PRESERVATION
from rogatory.requests.thread.facts import items_in
from rogatory.requests.thread.thread_facts import ThreadFacts
from rogatory.treaty.law import Law
from rogatory.treaty.regimes import cite_row, limit_of
from rogatory.wire.canonical import Json

RECOGNISING = "filing_recognised"

AFTER_FILING = "hold-after-filing"
"""The rule on what keeps a hold up, by its id in the law's data."""


def filing_reasons(
    node: Node, law: Law, subject: Subject, body: Mapping[str, Json], on: date
) -> Iterator[Reason]:
    """Yield why the request that is named is no filing for what is held in the subject's thread."""
    opening = _named(node, subject, body)
    if opening is None:
        yield refusals.FILING_UNKNOWN.because(state=subject.requesting)
        return
    regime = regime_for(law, subject, on)
    rule = limit_of(regime, AFTER_FILING, subject.kind)
    rests = {
        "article": "-" if rule is None else cite_row(regime, rule),
        "certainty": "practice" if rule is None else rule.certainty,
    }
    if opening.kind not in FILED:
        yield refusals.FILING_KIND.because(rests, kind=opening.kind)
    for item in _of_other_accounts(subject.body, items_in(body), opening.body):
        yield refusals.FILING_OTHER_ACCOUNTS.because(rests, item=item)


def filing_warnings(node: Node, draft: Draft) -> Iterator[Reason]:
    """Yield that a request names a hold and none of the accounts that are held: it keeps none up."""
    if draft.kind not in FILED:
        return
    reference = draft.body.get("preservation_ref")
    stated = reference.get("thread") if isinstance(reference, Mapping) else None
    sought = target_keys(draft.body)
    for thread in dict.fromkeys((*draft.related, stated)):
        held = node.store.summary(thread) if isinstance(thread, str) else None
        if held is None or held.kind not in PRESERVATION:
            continue
        kept = node.store.targets(held.thread)
        if kept and sought and kept.isdisjoint(sought):
            yield refusals.FILING_ELSEWHERE.because(state=held.peer)


def beginning_of_recognition(node: Node, standing: ThreadFacts) -> dict[str, Json]:
    """Return the body with which a recognition begins: the oldest request that waits for one, and the
    items that it concerns.
    """
    held = node.store.summary(standing.opening.thread) if standing.opening else None
    if held is None or standing.opening is None:
        return {}
    recognised = {one.thread for one in standing.filings}
    waiting = [one for one in filings_of(node, held) if one.thread not in recognised]
    opening = thread_state(node, waiting[0].thread).standing.opening if waiting else None
    if opening is None:
        return {}
    items = standing.items_without_filing
    others = set(_of_other_accounts(standing.opening.body, items, opening.body))
    return {
        "filing": {"thread": opening.thread, "message": opening.digest},
        "items": list[Json](sorted(items - others)),
    }


def _named(node: Node, subject: Subject, body: Mapping[str, Json]) -> Envelope | None:
    """Return the request that a recognition names, if it is one of the same two States here."""
    named = body.get("filing")
    stated = named if isinstance(named, Mapping) else {}
    thread = stated.get("thread")
    request = node.store.summary(thread) if isinstance(thread, str) else None
    held = node.store.summary(subject.id)
    if held is None or request is None or not is_of_same_states(request, held):
        return None
    opening = thread_state(node, request.thread).standing.opening
    return opening if opening and opening.digest == stated.get("message") else None


def _of_other_accounts(
    held: Mapping[str, Json], items: frozenset[int], request: Mapping[str, Json]
) -> Iterator[int]:
    """Yield the items whose accounts the request does not name, though both name some."""
    data, sought = held.get("data"), {one.identifier for one in targets_of(request)}
    for item in sorted(items):
        if isinstance(data, list) and 1 <= item <= len(data):
            kept = {one.identifier for one in targets_of({"data": [data[item - 1]]})}
            if kept and sought and kept.isdisjoint(sought):
                yield item
