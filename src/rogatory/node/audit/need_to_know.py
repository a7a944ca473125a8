# SPDX-License-Identifier: Apache-2.0
"""Which request a page, a letter or a package belongs to, and who may not read it.

Asked once for every page, by what its address names, so that no page can forget to ask.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from rogatory.errors import Reason
from rogatory.node.case_files import refusals
from rogatory.node.context import Node
from rogatory.node.officers import refusals as node_refusals
from rogatory.node.repositories.custody_log import LoggedEvent
from rogatory.node.repositories.drafts import Draft, threads_of_draft
from rogatory.node.repositories.peers import Proposal, ProposalTopic
from rogatory.node.repositories.queue import TroubledJob
from rogatory.node.threads.postal_threads import UndispatchedLetter, letters_waiting

TURNED_AWAY = frozenset(
    {
        refusals.NOT_YOURS.id,
        refusals.RESTRICTED.id,
        node_refusals.OFFICER_ROLE.id,
        node_refusals.OFFICER_OFFICE.id,
        node_refusals.TEXT_OF_ANOTHER.id,
    }
)
"""Codes with which the node turns an officer away whom a page or a command let in."""


def threads_in_address(node: Node, named: Mapping[str, str]) -> Iterator[str]:
    """Yield the threads that an address names, by what its parts are called; unknown ones name
    none.
    """
    for name, value in named.items():
        found = _FINDERS.get(name)
        if found is not None:
            yield from found(node, value)


def closed_reasons(node: Node, officer: str, threads: Iterable[str]) -> Iterator[Reason]:
    """Yield why an officer may not read these: a reason for each that is restricted to others."""
    for thread in sorted(node.store.closed_to(officer, threads)):
        case_file = node.store.case_file(thread)
        authority = case_file.authority if case_file else node.state
        yield refusals.RESTRICTED.because(officer=officer, thread=thread, authority=authority)


def open_events(node: Node, officer: str, events: Iterable[LoggedEvent]) -> Iterator[LoggedEvent]:
    """Yield the events of the log that an officer may read: none of a request that is restricted to others."""
    known = [(one, set(_of_event(node, one))) for one in events]
    threads = {thread for _, found in known for thread in found}
    closed = node.store.closed_to(officer, sorted(threads))
    yield from (one for one, found in known if found.isdisjoint(closed))


def open_jobs(node: Node, officer: str, jobs: Iterable[TroubledJob]) -> Iterator[TroubledJob]:
    """Yield the jobs that an officer may read, likewise."""
    known = [(one, set(_of_job(node, one))) for one in jobs]
    threads = {thread for _, found in known for thread in found}
    closed = node.store.closed_to(officer, sorted(threads))
    yield from (one for one, found in known if found.isdisjoint(closed))


def open_drafts(node: Node, officer: str | None, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Yield the drafts that an officer may read: none in, or following from, a request that is
    restricted to others. None for an officer is the node itself.
    """
    threads = {thread for one in drafts for thread in threads_of_draft(one)}
    closed = set() if officer is None else node.store.closed_to(officer, sorted(threads))
    yield from (one for one in drafts if closed.isdisjoint(threads_of_draft(one)))


def open_letters(node: Node, officer: str) -> Iterator[UndispatchedLetter]:
    """Yield the letters that wait to be dispatched, but those of requests restricted to others."""
    found = letters_waiting(node)
    closed = node.store.closed_to(officer, sorted({one.message.thread for one in found}))
    yield from (one for one in found if one.message.thread not in closed)


def open_transcriptions(node: Node, officer: str) -> Iterator[Proposal]:
    """Yield the transcriptions that wait to be compared, likewise."""
    found = [one for one in node.store.proposals(ProposalTopic.TRANSCRIPTION) if one.is_open]
    closed = node.store.closed_to(officer, sorted({one.subject for one in found if one.subject}))
    yield from (one for one in found if one.subject not in closed)


def _of_event(node: Node, event: LoggedEvent) -> Iterator[str]:
    """Yield the threads of an event: its own, and those of the message, package or evidence it is about."""
    if event.thread:
        yield event.thread
    yield from _of_message(node, event.object)
    yield from _of_package(node, event.object)
    for record in node.store.packages_of_bag(event.object):
        if record.thread:
            yield record.thread


def _of_job(node: Node, job: TroubledJob) -> Iterator[str]:
    """Yield the threads that a job names, in what it works on or by its message or package."""
    named = {name: value for name, value in job.payload.items() if isinstance(value, str)}
    yield from threads_in_address(node, named)


type _Threads = tuple[str, ...]


def _of_draft(node: Node, draft: str) -> _Threads:
    found = node.store.draft(draft)
    return () if found is None else threads_of_draft(found)


def _of_text(node: Node, text: str) -> _Threads:
    found = node.store.unfinished(text)
    threads = (found.thread, *found.related) if found else ()
    return tuple(one for one in threads if one)


def _of_message(node: Node, digest: str) -> _Threads:
    found = node.store.message(digest)
    return () if found is None else (found.thread,)


def _of_transcription(node: Node, transcription: str) -> _Threads:
    found = node.store.proposal(transcription)
    is_one = found is not None and found.matter is ProposalTopic.TRANSCRIPTION
    return (found.subject,) if found is not None and is_one and found.subject else ()


def _of_package(node: Node, seal: str) -> _Threads:
    found = node.store.package(seal)
    return () if found is None or found.thread is None else (found.thread,)


_FINDERS: Mapping[str, Callable[[Node, str], _Threads]] = {
    "thread": lambda _node, thread: (thread,),
    "related": lambda _node, thread: (thread,),
    "draft": _of_draft,
    "text": _of_text,
    "message": _of_message,
    "name": lambda node, name: _of_message(node, name) or _of_draft(node, name),
    "seal": _of_package,
    "transcription": _of_transcription,
}
"""`name` is that of a letter: a message's digest or a draft."""
