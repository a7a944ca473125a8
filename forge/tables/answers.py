# SPDX-License-Identifier: Apache-2.0
"""The checks that must answer a forgery: by forger, change, judge and check id.

`forge.tables.allowed_forgeries` has which verdicts are allowed; here are the checks that must not hold, each for a
promise of THREATS.md, also where the verdict as a whole is allowed to hold. And the checks that two judges may
answer otherwise; everywhere else they agree id by id (SPECIFICATION.md 15.2, 15.3).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from forge.changes import Change
from forge.making import Kind
from forge.tables.touched import demanded

NO_KEY = "no-key"
"""The forger whose every change of a file must be answered by the checks that are about that file."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Checks that must not hold, by their ids. Patterns are those of the shell."""

    forger: str
    kind: str
    change: str
    checks: tuple[str, ...]
    why: str
    judge: str = "*"
    target: str = "*"


ANSWERS: Sequence[Answer] = (
    Answer(
        "own-network",
        "bundle",
        "foreign*",
        ("identity",),
        "A root that a reader has vouches for the chain that it is part of, and for no other.",
    ),
    Answer(
        "own-network",
        "bundle",
        "true-root-before-foreign",
        ("directory",),
        "The true root signed nothing of another network.",
    ),
    Answer(
        "own-network",
        "bundle",
        "true-directory-in-foreign",
        ("bundle-complete", "seal-signed", "bundle-signed"),
        "The true directory lists no key of another network, and the exporter did not list it.",
    ),
    *(
        Answer(
            forger,
            "bundle",
            change,
            ("identity",),
            "Retired root keys make another second root: who has the true one, or a copy, finds it.",
        )
        for forger in ("retired-roots-newer", "retired-roots-copy")
        for change in ("fork", "fork-directory", "other-second-root", "fork-true-third-root")
    ),
    Answer(
        "retired-roots*",
        "bundle",
        "fork-true-second-root",
        ("directory",),
        "What the forger's own keys signed is not what the true second root names.",
    ),
    Answer(
        "retired-roots*",
        "bundle",
        "third-root",
        ("identity", "directory"),
        "Keys that a root retired sign none after it.",
    ),
    Answer(
        "retired-roots*",
        "bundle",
        "fork-true-directory",
        ("seal-signed", "bundle-signed"),
        "The true directory lists no key of the fork.",
    ),
    *(
        Answer(
            forger,
            "bundle",
            "metadata-passed-on",
            ("directory",),
            "The publisher speaks for no State, nor with one holder of a key for the targets: it takes their keys.",
        )
        for forger in ("publisher", "targets-key")
    ),
    *(
        Answer(
            "targets-key",
            "bundle",
            change,
            ("directory",),
            "One holder of a key for the targets is one, however often he signs, and speaks for no State.",
        )
        for change in ("metadata-signed-twice", "metadata-signed-in-capitals", "delegation-taken")
    ),
    *(
        Answer(
            "receipts",
            "bundle",
            f"receipt-{change}",
            ("receipts",),
            "What a node's receipt says of its log, the log has signed; and a bundle's messages were kept.",
        )
        for change in (
            "refused",
            "without-log",
            "beyond-the-log",
            "in-another-log",
            "unproved-in-another-log",
            "in-no-log",
            "place-taken",
            "place-of-destroyed",
        )
    ),
    Answer(
        "publisher",
        "bundle",
        "snapshot-signed-again",
        ("bundle-complete",),
        "What the exporter listed and signed is what counts, the copy of the directory included.",
    ),
    Answer(
        "publisher-and-thief-newer",
        "bundle",
        "end-hidden",
        ("seal-signed",),
        "An old snapshot that the publisher signs again hides no end from who has a newer copy.",
    ),
    *(
        Answer(
            forger,
            "bundle",
            "directory-renewed",
            ("custody-exported",),
            "Who lists a bundle with a later directory anew did not record its export, which another authority did.",
        )
        for forger in ("third-state", "sealing-state-key")
    ),
    Answer(
        "third-ca",
        "[pb][au]*",
        "signed-again",
        ("seal-signed",),
        "A State's CA vouches for holders of that State alone.",
    ),
    Answer(
        "*-unseen",
        "package",
        "claim*:sealed",
        ("seal-listed",),
        "A copy of the directory from before the State's key was stolen lists no key of the thief.",
    ),
    *(
        Answer(
            forger,
            "[pb]a*",
            change,
            ("custody-witnessed",),
            "A history that only the log's keys and a minority of the witnesses signed is not witnessed.",
        )
        for forger in ("log", "log-and-witness")
        for change in ("log-rewritten*", "log-forked*")
    ),
    *(
        Answer(
            forger,
            "[pb]a*",
            "log-place-taken",
            ("custody-logged",),
            "Two entries at one place are two histories of a log, both signed by its keys.",
        )
        for forger in ("log", "log-and-witness")
    ),
    *(
        Answer(
            forger,
            "bundle",
            "log-*",
            ("bundle-complete",),
            "What the exporter listed and signed is what counts, proofs included.",
        )
        for forger in ("log", "log-and-witness")
    ),
    *(
        Answer(
            "no-key",
            kind,
            change,
            (check,),
            "A list of timestamps names what lies there, unchanged, each file once; else its stamps do not hold.",
            target=target,
        )
        for kind, target, check in (
            ("bundle", "bundle/archive.*", "bundle-signed"),
            ("bundle", "bundle/certificate/archive.*", "certificate"),
            ("disclosure", "*", "disclosure-signed"),
        )
        for change in ("list-other-digest", "list-absent-file", "list-file-twice")
    ),
    Answer(
        "no-key",
        "bundle",
        "list-renumbered",
        ("bundle-layout",),
        "In a bundle the lists of timestamps are numbered from 1 without a gap (19.3, 2(c)).",
    ),
    Answer(
        "no-key",
        "bundle",
        "event-*",
        ("bundle-complete",),
        "The list of a bundle has each event in its place.",
    ),
    Answer(
        "no-key",
        "bundle",
        "digit-twin",
        ("bundle-complete",),
        "A name with other digits is another name than the one that is listed.",
    ),
    *(
        Answer("exporting-state*", "bundle", change, checks, why)
        for change, checks, why in (
            (
                "request-reworded",
                ("receipts", "together"),
                "What another State receipted, and sealed into the evidence, is not reworded by its sender.",
            ),
            (
                "message-receipted",
                ("receipts",),
                "Another State's receipt is for the one message that it received.",
            ),
            (
                "*-events-dropped",
                ("custody-expected",),
                "No bundle lacks the sealing by its sender, nor the opening by who exports it.",
            ),
            (
                "stamped-before-founding",
                ("seal-stamped",),
                "No timestamp counts from before its authority was in force.",
            ),
        )
    ),
    *(
        Answer(
            "exporting-state",
            "bundle",
            change,
            ("custody-witnessed",),
            "A history that only the log's own State signed is not witnessed.",
        )
        for change in ("log-rewritten*", "log-forked*")
    ),
    *(
        Answer(
            "third-state",
            "bundle",
            change,
            ("exporter",),
            "A State that had no part in the evidence exports no bundle of it, whatever keys it lists. (What it "
            "truncates, lengthens or flips a drawn bit of it cannot always list again: the bundle is then still "
            "another's.)",
        )
        for change in ("[!aft]*", "a[!p]*", "f[!l]*", "flip")
    ),
)


def unanswered(
    forger: str, kind: Kind, change: Change, judge: str, checks: dict[str, str]
) -> list[str]:
    """Return the checks that hold although the table demands that they do not."""
    expected = [
        check for one in ANSWERS if fits(one, forger, kind, change, judge) for check in one.checks
    ]
    if forger == NO_KEY and judge != "script":  # which says of its own checks what it makes of them
        expected += demanded(kind, change)
    return [check for check in dict.fromkeys(expected) if checks.get(check) == "holds"]


def fits(answer: Answer, forger: str, kind: Kind, change: Change, judge: str) -> bool:
    """Decide whether an answer is demanded of a judge."""
    return (
        fnmatchcase(forger, answer.forger)
        and fnmatchcase(kind, answer.kind)
        and fnmatchcase(change.name, answer.change)
        and fnmatchcase(change.target, answer.target)
        and fnmatchcase(judge, answer.judge)
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """A check that two judges may answer otherwise, on forged material of this kind."""

    kind: str
    change: str
    check: str
    why: str
    target: str = "*"


DIFFERENCES: Sequence[Difference] = (
    Difference(
        "*",
        "*",
        "reports",
        "Only who has the form of a report can make it again (19.3, 25), which counts for nothing.",
    ),
    *(
        Difference(
            "certificate",
            change,
            check,
            "Without this file the folder is of no kind (15.2): one judge says so, and the other was "
            "shown that a certificate is expected.",
            "*/certificate.json",
        )
        for change in ("remove", "rename")
        for check in ("certificate", "certificate-layout", "readable")
    ),
)


def may_differ(kind: Kind, change: Change, check: str) -> bool:
    """Decide whether the judges may answer a check otherwise."""
    return any(
        fnmatchcase(kind, one.kind)
        and fnmatchcase(change.name, one.change)
        and fnmatchcase(check, one.check)
        and fnmatchcase(change.target, one.target)
        for one in DIFFERENCES
    )


def outcomes_may_differ(failing: Collection[str]) -> bool:
    """Decide whether two judges may differ in the outcome: where the only check that fails is one that the
    other cannot make.
    """
    return set(failing) == {"reports"}
