# SPDX-License-Identifier: Apache-2.0
"""The doctor's findings are in the reader's language, their amounts and moments by that language's
rules.
"""

import re
from datetime import UTC, datetime
from string import Formatter

import pytest
from django.utils import translation

from casts.console.leftovers import ENGLISH
from rogatory.bootstrap.doctor.finding import Duration, FindingLevel, Size, of_reason
from rogatory.bootstrap.doctor.kinds import home_kinds, line_kinds
from rogatory.bootstrap.doctor.kinds.all_kinds import TRANSLATED
from rogatory.bootstrap.refusals import KEY_READABLE
from rogatory.console.language import finding_words
from rogatory.console.language.names import called_by
from rogatory.node.drafts import draft_refusals
from rogatory.node.peers.names import Names
from rogatory.wire.words import P_, FilledText, Statement

FIELDS = {
    "address": "127.0.0.1:8443",
    "age": Duration(7200),
    "authority": "xb/contact-point",
    "bucket": "rogatory-xb",
    "by": "dm-crypt",
    "check": "row 4",
    "count": 3,
    "ends": datetime(2026, 12, 24, 3, 0, tzinfo=UTC),
    "epoch": 2,
    "every": Duration(86400),
    "error": "ConnectionRefusedError",
    "free": Size(1 << 30),
    "group": "x25519",
    "host": "logs.xb.example",
    "left": Duration(79200),
    "missing": (FilledText(P_("{states} did not hand out what they keep"), states="XA, XT"),),
    "mode": "0755",
    "name": "worker@b2 (4711)",
    "names": ("worker",),
    "now": datetime(2026, 11, 24, 3, 0, tzinfo=UTC),
    "proof": "0f3a.misbehaviour.json",
    "objects": 12,
    "owner": "900",
    "packages": 2,
    "path": "keys/node/tls.pem",
    "problem": Statement(draft_refusals.HEADS_MOVED.because()),
    "since": datetime(2026, 11, 24, 2, 0, tzinfo=UTC),
    "span": Duration(45),
    "standbys": "second",
    "state": "XA",
    "states": ("XA", "XT"),
    "title": ("rosters and alerts", "disk space"),
    "total": Size(200 << 30),
    "version": 7,
}
SHOWN = TRANSLATED
COMMANDS = re.compile(
    r"rogatory [a-z][a-z -]*[A-Z]*(?: --from [A-Z]+)?|chmod 700|kill -CONT|0f3a\.misbehaviour\.json|any 2 of XB XM XT"
)


@pytest.mark.parametrize("kind", SHOWN, ids=lambda kind: kind.id)
def test_a_finding_in_chinese_has_no_english_but_commands(kind):
    wanted = {name for _, name, _, _ in Formatter().parse(kind.what + kind.remedy) if name}
    finding = kind.found(**{name: FIELDS[name] for name in wanted})
    with translation.override("zh-hans"):
        text = f"{finding_words.what(finding)}{finding_words.remedy(finding)}"
    assert re.search("[\u4e00-\u9fff]", text)
    assert not ENGLISH.search(COMMANDS.sub("", text)), text


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Only 1.0 GiB of 200.0 GiB are free."),
        ("fr", "1,0 Gio"),
        ("ru", "1,0 ГиБ"),
        ("zh-hans", "1.0 GiB"),
    ],
)
def test_sizes_are_written_as_the_language_writes_them(language, expected):
    finding = home_kinds.DISK_FULL.found(free=FIELDS["free"], total=FIELDS["total"])
    with translation.override(language):
        assert expected in finding_words.what(finding)


def test_a_moment_and_a_span_are_of_the_readers_language_and_names_are_given():
    ends = home_kinds.ROSTER_ENDED.found(authority="xb/contact-point", ends=FIELDS["ends"])
    ahead = line_kinds.LINE_AHEAD.found(state="XA", span=Duration(45))
    with translation.override("ru"):
        assert "24 дек. 2026" in finding_words.what(ends)
        assert "45 с" in finding_words.what(ahead)
        with called_by(lambda: Names({"XA": {"ru": "Аркадия"}}, {})):
            assert "Аркадия (XA)" in finding_words.what(ahead)


def test_a_path_in_arabic_is_set_apart_and_keeps_its_beginning():
    reason = KEY_READABLE.because(path="/home/tls.key", mode="0644")
    with translation.override("ar"):
        text = finding_words.what(of_reason(FindingLevel.WRONG, reason))
    assert "\u2066/home/tls.key\u2069" in text
    assert "\u20660644" not in text


def test_a_reason_of_another_package_is_shown_in_that_packages_words():
    reason = KEY_READABLE.because(path="/home/tls.key", mode="0644")
    finding = of_reason(FindingLevel.WRONG, reason)
    with translation.override("fr"):
        document = finding_words.finding_document(finding)
    assert document["code"] == "key-readable"
    assert "/home/tls.key" in str(document["what"])
    assert document["what"] != reason.as_json()["what"]
    assert document["fields"] == {"path": "/home/tls.key", "mode": "0644"}
