# SPDX-License-Identifier: Apache-2.0
"""The checks of the request and the other messages of a bundle."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from rogatory.custody.log.contradiction import LogStatements
from rogatory.errors import Reason, Refused, RogatoryError, refuse_if_any
from rogatory.evidence.checks import Checklist, Undecided
from rogatory.evidence.trust.stamps import KnownMoment
from rogatory.node.court import layout, names, refusals
from rogatory.node.court.checks.forks import Forks, forks_among, rows_of
from rogatory.node.court.checks.message_folder import (
    MessageFolder,
    check_message,
    check_receipt,
    contradicting_receipt,
    read_message_folder,
)
from rogatory.node.court.checks.seal import need_views
from rogatory.node.court.reading import BundleFiles
from rogatory.node.workstation.verification.listing_judge import Views
from rogatory.wire.words import N_, P_, FilledText

if TYPE_CHECKING:
    from rogatory.seal.signatures import SignedBy


class MessageChecks:
    """The checks of the messages, in order.

    a. The request is signed and approved, and opened its thread. b. So is every other message, none
    of them twice, in that thread or in one that a message of the request names; the numbers of each
    State in each thread run without a gap, each message naming one of the number before. Of two with
    one number a repair says which holds. Where none does, or where one names a message of the other
    State that is not here, nobody can decide it. c. Each receipt holds, and states of its log what the proofs in the bundle do.

    A bundle cannot show whether further messages followed.
    """

    def __init__(
        self, files: BundleFiles, views: Views | None, known: KnownMoment, now: datetime
    ) -> None:
        self._files, self._views, self._known, self._now = files, views, known, now
        self.folders: list[MessageFolder] = []
        self.signed: list[SignedBy] = []
        self._unread: list[Reason] = []
        self._request_unread: list[Reason] = []
        for path in files.message_folders():
            try:
                self.folders.append(read_message_folder(files, path))
            except Refused as error:
                unread = self._request_unread if path == layout.REQUEST else self._unread
                unread += error.reasons
        self._unread += files.unlisted(layout.MESSAGES)

    @property
    def request(self) -> MessageFolder | None:
        return next((one for one in self.folders if one.path == layout.REQUEST), None)

    @property
    def others(self) -> list[MessageFolder]:
        return [one for one in self.folders if one.path != layout.REQUEST]

    @cached_property
    def forks(self) -> Forks:
        """Two messages of one number, and what repairs say of them."""
        return forks_among(self.folders, self._received)

    def _received(self, folder: MessageFolder) -> bool:
        """Decide whether the receipt beside a message holds, judged for itself."""
        if self._views is None or folder.receipt is None:
            return False
        try:
            check_receipt(self._files, folder, self._views, self._known, self._now)
        except (RogatoryError, Undecided):
            return False
        return True

    @property
    def in_force(self) -> list[MessageFolder]:
        """The messages that no repair abandoned, in order of their folders."""
        return [one for one in self.folders if one.digest not in self.forks.abandoned]

    @property
    def request_in_force(self) -> MessageFolder | None:
        """The request, unless a repair abandoned it."""
        return next((one for one in self.in_force if one.path == layout.REQUEST), None)

    def run(self, checks: Checklist, stated: Callable[[], LogStatements]) -> None:
        """Run the checks of the messages; `stated` are the statements of logs, by the proofs in the bundle."""
        checks.run(names.REQUEST, self._request)
        checks.run(names.MESSAGES, self._others)
        checks.run(names.RECEIPTS, lambda: self._receipts(stated))

    def _request(self) -> str:
        views, request = need_views(self._views), self.request
        if request is None:
            if self._request_unread:
                raise Refused(self._request_unread)
            raise Undecided(
                N_("no request lies in the bundle"), N_("the authority that exported it")
            )
        reasons: list[Reason] = []
        if request.envelope.previous is not None or request.envelope.seen is not None:
            problem = P_("the request is not the message that opened its thread")
            reasons.append(refusals.NOT_TOGETHER.because(problem=problem))
        try:
            self.signed += check_message(self._files, request, views, self._known, self._now)
        except Refused as error:
            reasons += error.reasons
        refuse_if_any(reasons)
        return str(request.envelope.sender)

    def _others(self) -> str:
        views, reasons = need_views(self._views), list(self._unread)
        for folder in self.others:
            try:
                self.signed += check_message(self._files, folder, views, self._known, self._now)
            except Refused as error:
                reasons += error.reasons
        if self.request is not None and self.request_in_force is None:
            problem = P_("a repair abandoned the request")
            reasons.append(refusals.NOT_TOGETHER.because(problem=problem))
        refuse_if_any([*reasons, *_strangers(self.request, self.others), *_gaps(self.folders)])
        places = (f"{layout.MESSAGES}/{name}" for name in self._files.names(layout.MESSAGES))
        self._files.leave_other_types(layout.MESSAGES, *places, folder=True)
        if self.forks.receivers:
            states = ", ".join(self.forks.receivers)
            raise Undecided(
                N_("two messages have one number, and no repair here says which of them holds"),
                FilledText(N_("the State that received them ({states})"), states=states),
            )
        if count := len(_left_out(self.folders)):
            text = N_("{count} messages, received before others in the bundle, are not in it")
            raise Undecided(
                FilledText(text, count=count), N_("the States that sent and received them")
            )
        if left := [one.path for one in self.folders if one.digest in self.forks.abandoned]:
            text = N_("messages: {count}; a repair abandoned {paths}")
            return FilledText(text, count=len(self.others), paths=", ".join(left))
        return FilledText(N_("{count} messages"), count=len(self.others))

    def _receipts(self, of_events: Callable[[], LogStatements]) -> str:
        views, reasons, count = need_views(self._views), list[Reason](), 0
        stated = of_events()
        for folder in self.folders:
            if folder.receipt is None:
                continue
            count += 1
            try:
                self.signed += check_receipt(self._files, folder, views, self._known, self._now)
                refuse_if_any(contradicting_receipt(folder, stated))
            except Refused as error:
                reasons += error.reasons
        refuse_if_any(reasons)
        self._files.leave_other_types(*(f"{one.path}/{layout.RECEIPT}" for one in self.folders))
        all_of_them = len(self.folders)
        return FilledText(N_("receipts for {some} of {all} messages"), some=count, all=all_of_them)


def _strangers(request: MessageFolder | None, others: Sequence[MessageFolder]) -> Iterator[Reason]:
    """Yield the messages that occur twice or belong to another request.

    No message that belongs to this request names their thread. Without the request it is unknown
    which one the bundle is about.
    """
    seen = {request.digest} if request is not None else set()
    for one in others:
        if one.digest in seen:
            problem = FilledText(P_("{path} is a message that occurs twice"), path=one.path)
            yield refusals.NOT_TOGETHER.because(problem=problem)
        seen.add(one.digest)
    if request is None:
        return
    known, more = {request.envelope.thread}, set(request.envelope.related)
    while more:
        known |= more
        named = (one.envelope.related for one in others if one.envelope.thread in known)
        more = {thread for related in named for thread in related} - known
    for one in others:
        if one.envelope.thread not in known:
            problem = FilledText(P_("{path} is a message of another request"), path=one.path)
            yield refusals.NOT_TOGETHER.because(problem=problem)


def _left_out(folders: Sequence[MessageFolder]) -> set[str]:
    """Return the digests of messages that a State had received before it wrote one of these, and
    that are none of them.
    """
    return {one.envelope.seen for one in folders if one.envelope.seen} - {
        one.digest for one in folders
    }


def _gaps(folders: Sequence[MessageFolder]) -> Iterator[Reason]:
    """Yield a reason for numbers that are missing in a State's row to another State in a thread, or
    do not follow.
    """
    for (thread, state, _to), row in sorted(rows_of(folders).items()):
        expected = 1
        for sent in sorted(row.values(), key=lambda one: one.sequence):
            before = row.get(sent.previous) if sent.previous else None
            follows = (
                before is not None and before.sequence == sent.sequence - 1
                if sent.sequence > 1
                else sent.previous is None
            )
            if sent.sequence > expected or not follows:
                number = min(expected, sent.sequence)
                yield refusals.MESSAGE_GAP.because(state=state, thread=thread, number=number)
            expected = sent.sequence + 1
