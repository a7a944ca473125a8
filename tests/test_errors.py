# SPDX-License-Identifier: Apache-2.0
"""Codes and reasons: stable, unique, and written in whole sentences."""

import importlib
import re
from pathlib import Path

import pytest

import rogatory
from rogatory.errors import Code, ExitStatus, Refused, Unreachable, refuse_if_any
from rogatory.wire.known_codes import modules_of_codes
from rogatory.wire.words import P_, FilledText

SOURCE = Path(rogatory.__file__).parent

SAMPLE = Code(
    "sample-reason", "The file {name} has {size} bytes.", "The sender of {name} must cut it."
)


def all_codes():
    """Return every code of every package, by the package that defines it."""
    for path in modules_of_codes():
        name = ".".join(("rogatory", *path.relative_to(SOURCE).with_suffix("").parts))
        for value in vars(importlib.import_module(name)).values():
            if isinstance(value, Code):
                yield name, value


def test_no_two_reasons_share_a_code():
    seen: dict[str, str] = {}
    for module, code in all_codes():
        assert seen.setdefault(code.id, module) == module, code.id
    assert len(seen) > 10


def test_no_name_of_a_code_is_given_twice_in_a_module():
    """The second would silently take the place of the first wherever that is refused."""
    for path in modules_of_codes():
        names = re.findall(r"^([A-Z]\w*) = Code\(", path.read_text("utf-8"), re.MULTILINE)
        assert [name for name in names if names.count(name) > 1] == [], path


def test_each_code_is_given_by_some_module():
    """One that nothing gives would be translated and listed for nobody."""
    named, defining = set(), set(modules_of_codes())
    for path in SOURCE.rglob("*.py"):
        text = path.read_text("utf-8")
        if path in defining:  # where it is defined does not count
            text = re.sub(r"^[A-Z]\w* = ", "", text, flags=re.MULTILINE)
        named.update(re.findall(r"\b[A-Z][A-Z0-9_]+\b", text))
    found = [
        name
        for path in modules_of_codes()
        for name in re.findall(r"^([A-Z]\w*) = Code\(", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert len(found) > 500
    assert [name for name in found if name not in named] == []


def test_each_reason_says_what_is_wrong_and_who_must_do_what():
    for _, code in all_codes():
        for sentence in filter(None, (code.what, code.remedy)):
            begins_with_a_file_name = "." in sentence.split(" ")[0]
            assert sentence[0].isupper() or sentence[0] in "{“" or begins_with_a_file_name, code.id
            # An alert is complete by itself, as a heading is.
            ends = sentence.rstrip().endswith((".", "}"))
            assert ends or not code.remedy, code.id


def test_a_reason_is_a_sentence_with_its_fields():
    reason = SAMPLE.because(name="a.bin", size=3)
    assert reason.sentence() == "The file a.bin has 3 bytes. The sender of a.bin must cut it."
    assert reason.as_json()["code"] == "sample-reason"


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (
            "The sender must correct it.",
            "It cannot be read: The sender must correct it. Ask Ltd. now.",
        ),
        ("it is empty", "It cannot be read: it is empty. Ask Ltd. now."),
        ("and so on...", "It cannot be read: and so on... Ask Ltd. now."),
    ],
)
def test_a_sentence_within_a_sentence_ends_with_one_full_stop(problem, sentence):
    code = Code("sample-nested", "It cannot be read: {problem}.", "Ask {whom} now.")
    assert code.because(problem=P_(problem), whom="Ltd.").sentence() == sentence


def test_a_missing_field_is_our_fault():
    with pytest.raises(KeyError):
        SAMPLE.because(name="a.bin")


def test_all_reasons_are_reported():
    with pytest.raises(Refused) as refusal:
        refuse_if_any([SAMPLE.because(name="a", size=1), SAMPLE.because(name="b", size=2)])
    assert refusal.value.codes == ("sample-reason", "sample-reason")
    assert "The file b has 2 bytes" in str(refusal.value)


def test_no_reason_is_no_refusal():
    refuse_if_any([])
    with pytest.raises(ValueError, match="at least one reason"):
        Refused([])


def test_the_trees_differ_in_exit_status():
    assert Refused(SAMPLE.because(name="a", size=1)).exit_status is ExitStatus.REFUSED
    assert Unreachable(SAMPLE.because(name="a", size=1)).exit_status is ExitStatus.UNREACHABLE


@pytest.mark.parametrize("name", ["Upper", "two words", "", "-a", "a--b"])
def test_a_code_is_words_joined_by_hyphens(name):
    with pytest.raises(ValueError, match="lower-case words"):
        Code(name, "What.", "Remedy.")


def test_a_sentence_in_another_language_ends_with_one_full_stop_too():
    """Chinese has a full stop of its own."""
    inner = FilledText("send it again.")
    words = {"{problem}.": "无法读取：{problem}。", "send it again.": "请重新发送。"}
    assert (
        FilledText("{problem}.", problem=inner).in_words(words.__getitem__)
        == "无法读取：请重新发送。"
    )


def test_a_name_within_a_sentence_keeps_its_full_stop():
    """A sentence of ours loses one; a name is shown as it is, in every language."""
    code = Code("sample-named", "It is not at {path}.", "Ask {whom}.")
    reason = code.because(path="data/a.", whom=FilledText("the sender."))
    assert reason.sentence() == "It is not at data/a.. Ask the sender."
    named = FilledText("It is not at {path}.", path="data/a.")
    assert str(named) == "It is not at data/a.."
    assert named.in_words(lambda _: "不在{path}。") == "不在data/a.。"
