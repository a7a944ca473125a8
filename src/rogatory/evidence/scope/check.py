# SPDX-License-Identifier: Apache-2.0
"""The check of a whole return: its files, what is outside or not checked, and what did not come."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from rogatory.disk import faults_at, is_plain_file, is_plain_folder, open_untouched, shown, walk
from rogatory.errors import Refused
from rogatory.evidence.scope import refusals
from rogatory.evidence.scope.authorised import AuthorisedScope
from rogatory.evidence.scope.judging import ScopeState, ScopeVerdict, judge
from rogatory.evidence.scope.messages import read_mailbox, read_message
from rogatory.evidence.scope.objects import read_objects, read_script
from rogatory.evidence.scope.pages import read_page
from rogatory.evidence.scope.records import FoundRecord
from rogatory.evidence.scope.tables import read_table
from rogatory.evidence.scope.times import TimeSpan
from rogatory.wire.moments import format_moment

MOST_FINDINGS = 10_000
"""Findings that are kept: a mailbox of another account has one a message, and would fill memory.
All of them are counted.
"""

MOST_FILES = 100_000
"""Files of one return: the counts of each are kept in memory."""

SILENT_DAYS = 28
"""Days without a record from which a provider is asked: less happens with any account."""

type ReadRecords = Callable[[BinaryIO], Iterator[FoundRecord]]

READERS: dict[str, ReadRecords] = {
    ".csv": read_table,
    ".eml": read_message,
    ".htm": read_page,
    ".html": read_page,
    ".js": read_script,
    ".json": read_objects,
    ".jsonl": read_objects,
    ".mbox": read_mailbox,
    ".ndjson": read_objects,
    ".tsv": read_table,
    ".xhtml": read_page,
}
"""By the end of a file's name. A file of another kind is listed as not checked."""


@dataclass(frozen=True, slots=True)
class ScopeFinding:
    """A record that is not within the scope, in a file; or the file as a whole."""

    path: str
    place: str
    verdict: ScopeVerdict

    def fields(self) -> dict[str, Any]:
        reasons = [{"code": code, "value": value} for code, value in self.verdict.reasons]
        return {
            "path": self.path,
            "place": self.place,
            "reasons": reasons,
            "state": self.verdict.state.value,
        }


@dataclass(frozen=True, slots=True)
class ProviderQuestion:
    """A shortage: an account of which nothing came, or nothing from `begin` to `end`."""

    account: str
    begin: datetime
    end: datetime

    def fields(self) -> dict[str, str]:
        return {
            "account": self.account,
            "begin": format_moment(self.begin),
            "end": format_moment(self.end),
        }


@dataclass(slots=True)
class ScopeCheck:
    """The result for a return. `files` has for each path how many records are in which state."""

    scope: AuthorisedScope
    files: dict[str, Counter[ScopeState]] = field(default_factory=dict)
    findings: list[ScopeFinding] = field(default_factory=list)
    not_kept: int = 0
    questions: list[ProviderQuestion] = field(default_factory=list)

    @property
    def counts(self) -> Counter[ScopeState]:
        return sum(self.files.values(), Counter())

    def wholly_outside(self, path: str) -> bool:
        """Decide whether each record of the file is outside, and it has one."""
        return set(self.files[path]) == {ScopeState.OUTSIDE}

    def fields(self) -> dict[str, Any]:
        """Return the result as one JSON object."""
        return {
            "article": self.scope.article,
            "counts": _counted(self.counts),
            "files": {path: _counted(counts) for path, counts in self.files.items()},
            "findings": [one.fields() for one in self.findings],
            "findings_not_listed": self.not_kept,
            "questions": [one.fields() for one in self.questions],
        }


def _counted(counts: Counter[ScopeState]) -> dict[str, int]:
    return {state.value: counts[state] for state in ScopeState}


def check_return(source: Path, scope: AuthorisedScope) -> ScopeCheck:
    """Return the result for a file, or for every file below a folder. Nothing is written."""
    check = ScopeCheck(scope)
    days = [_Days(scope) for _ in scope.accounts]
    with faults_at(source):
        _check_files(check, source, days)
    for account, kept in zip(scope.accounts, days, strict=True):
        check.questions += [
            ProviderQuestion(account.text, begin, end) for begin, end in kept.silences()
        ]
    return check


def _check_files(check: ScopeCheck, source: Path, days: "list[_Days]") -> None:
    for path in paths_below(source):
        name = shown(path.relative_to(source)) if path != source else shown(path.name)
        counts = check.files.setdefault(name, Counter())
        for record in _records(path):
            verdict = judge(record, check.scope)
            counts[verdict.state] += 1
            for index in verdict.accounts:
                days[index].add(record)
            if verdict.state is not ScopeState.WITHIN:
                _keep(check, ScopeFinding(name, record.place, verdict))


def _keep(check: ScopeCheck, finding: ScopeFinding) -> None:
    if len(check.findings) < MOST_FINDINGS:
        check.findings.append(finding)
    else:
        check.not_kept += 1


def paths_below(source: Path) -> Iterator[Path]:
    """Yield everything below a folder that is no folder, or the file itself; refuses more than `MOST_FILES`."""
    if not is_plain_folder(source):
        yield source
        return
    found = (one.path for one in walk(source) if not one.is_folder)
    for number, path in enumerate(found, 1):
        if number > MOST_FILES:
            raise Refused(refusals.TOO_MANY.because(path=shown(source), limit=MOST_FILES))
        yield source / os.fsdecode(path)


def _records(path: Path) -> Iterator[FoundRecord]:
    """Yield the records of a file; one that says why where there is none to judge."""
    if not is_plain_file(path):
        yield FoundRecord("file", problems=("not-a-file",))
        return
    read = READERS.get(path.suffix.lower())
    if read is None:
        yield FoundRecord("file", problems=("format-unknown",))
        return
    descriptor = open_untouched(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    found = False
    with os.fdopen(descriptor, "rb") as file:
        for record in read(file):
            found = True
            yield record
    if not found:
        yield FoundRecord("file", problems=("no-records",))


class _Days:
    """The days of the period of which something came, for one account."""

    def __init__(self, scope: AuthorisedScope) -> None:
        self._begin, self._end = scope.begin, scope.end
        self._marks = bytearray((scope.end - scope.begin).days + 1)
        self._any = False

    def add(self, record: FoundRecord) -> None:
        self._any = self._any or record.span is None or self._overlaps(record.span)
        if record.span is not None and self._overlaps(record.span):
            first = max((record.span.first - self._begin).days, 0)
            last = min((record.span.last - self._begin).days, len(self._marks) - 1)
            self._marks[first : last + 1] = b"\1" * (last + 1 - first)

    def _overlaps(self, span: TimeSpan) -> bool:
        return span.last >= self._begin and span.first < self._end

    def silences(self) -> Iterator[tuple[datetime, datetime]]:
        """Yield the whole period where nothing came, else each long silence in it."""
        if not self._any:
            yield self._begin, self._end
            return
        at = 0
        for run in bytes(self._marks).split(b"\1"):
            begin = self._begin + timedelta(days=at)
            end = min(begin + timedelta(days=len(run)), self._end)
            if end - begin >= timedelta(days=SILENT_DAYS) and b"\1" in self._marks:
                yield begin, end
            at += len(run) + 1
