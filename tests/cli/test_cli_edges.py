# SPDX-License-Identifier: Apache-2.0
"""The command line's edges: exit statuses, reasons for people and scripts, commands found late."""

import json
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from rogatory.cli.output.reporting import as_json, grouped, print_json, reported
from rogatory.errors import Code, Refused, Unreachable
from rogatory.main import COMMANDS, main
from rogatory.wire.words import P_, FilledText, OwnWords, Statement, Theirs, reasons_text

CODE = Code("sample-edge", "The file {name} is bent.", "Its sender must straighten it.")


def command_that(error):
    @click.command()
    @as_json
    @reported
    def command(as_json):
        raise error

    return command


@pytest.mark.parametrize(("tree", "status"), [(Refused, 1), (Unreachable, 4)])
def test_each_tree_has_its_exit_status(tree, status):
    reasons = [CODE.because(name="a"), CODE.because(name="b")]
    answer = CliRunner().invoke(command_that(tree(reasons)), [])
    assert answer.exit_code == status
    assert answer.output.count("[sample-edge]") == 2
    assert "The file b is bent. Its sender must straighten it." in answer.output


def test_a_script_gets_every_reason_as_json():
    answer = CliRunner().invoke(command_that(Refused(CODE.because(name="a"))), ["--json"])
    document = json.loads(answer.output)
    assert document["ok"] is False
    assert document["reasons"][0]["code"] == "sample-edge"
    assert document["reasons"][0]["fields"] == {"name": "a"}


def test_a_script_gets_what_a_problem_is_made_of():
    code = Code("sample-problem", "The file is bent: {problem}.", "Its sender must straighten it.")
    problem = FilledText(P_("line {line}: {problem}"), line=3, problem=Theirs("EOF"))
    inner = reasons_text([CODE.because(name="a")])
    reasons = [
        code.because(problem=P_("it is empty")),
        code.because(problem=problem),
        code.because(problem=inner),
    ]
    answer = CliRunner().invoke(command_that(Refused(reasons)), ["--json"])
    found = [one["fields"]["problem"] for one in json.loads(answer.output)["reasons"]]
    assert found == [
        {"text": "it is empty", "phrase": "it is empty"},
        {
            "text": "line 3: EOF",
            "phrase": "line {line}: {problem}",
            "fields": {"line": 3, "problem": {"text": "EOF", "theirs": "EOF"}},
        },
        {"text": str(inner), "reasons": [CODE.because(name="a").as_json()]},
    ]


def test_a_script_gets_what_a_node_wrote_down_by_code_and_fields(capsys):
    kept = Statement(CODE.because(name="a"))
    print_json({"problem": kept, "words": OwnWords("Ça va", "fr"), "nothing": None})
    assert json.loads(capsys.readouterr().out) == {
        "problem": {"text": str(kept), "reasons": [CODE.because(name="a").as_json()]},
        "words": {"text": "Ça va", "words": "Ça va", "language": "fr"},
        "nothing": None,
    }


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_each_command_explains_itself_with_an_example(name):
    answer = CliRunner().invoke(main, [name, "--help"])
    assert answer.exit_code == 0, answer.output
    group = main.get_command(None, name)
    commands = group.commands if isinstance(group, click.Group) else {name: group}
    names = group.list_commands(None) if isinstance(group, click.Group) else [name]
    for inner in names:
        command = (
            group.get_command(None, inner) if isinstance(group, click.Group) else commands[inner]
        )
        assert command.help
        assert "Example" in (command.epilog or ""), inner


def test_an_unknown_command_is_a_wrong_argument():
    assert CliRunner().invoke(main, ["nonsense"]).exit_code == 2


def test_a_fault_of_ours_has_its_own_exit_status():
    code = "import rogatory.main as m; m.main = lambda: 1/0; m.run()"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert answer.returncode == 70
    assert "fault of rogatory" in answer.stderr


def test_help_needs_none_of_the_heavy_packages():
    code = (
        "import sys, rogatory.main as m\n"
        "try: m.main(['keys', 'new', '--help'])\n"
        "except SystemExit: pass\n"
        "sys.exit(any(name in sys.modules for name in ('django', 'tuf', 'jsonschema', 'typst')))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0


def test_a_fingerprint_is_read_out_in_groups_of_four():
    assert grouped("0123456789ab") == "0123 4567 89ab"
