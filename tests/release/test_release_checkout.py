# SPDX-License-Identifier: Apache-2.0
"""`./run` in a new checkout, on a machine that trusts a proxy which looks into TLS: what it starts trusts that machine's authorities.

No network: in the places of uv and npm are programs that write down with which environment they were started.
"""

import json
import os
import shutil
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

STARTED = """#!{python}
import json, os, pathlib, sys
with open({notes!r}, "a") as notes:
    notes.write(json.dumps([sys.argv[1:], dict(os.environ)]) + "\\n")
if sys.argv[1:2] == ["venv"]:
    made = pathlib.Path(sys.argv[-1]) / "bin"
    made.mkdir(parents=True)
    (made / "python").symlink_to({python!r})
"""


@pytest.fixture
def checkout(tmp_path):
    """A checkout with the program that prepares it, and what it reads."""
    folder = tmp_path / "checkout"
    (folder / "src" / "rogatory").mkdir(parents=True)
    shutil.copytree(ROOT / "locks", folder / "locks")
    for name in ("run", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def noting(path, notes):
    """Put a program there that notes how it was started."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(STARTED.format(python=sys.executable, notes=str(notes)))
    path.chmod(0o755)


def started(notes):
    return [json.loads(line) for line in notes.read_text().splitlines()]


def prepared(checkout, notes, **environment):
    """Run a program of the checkout for the first time; return each start of uv."""
    noting(checkout / ".venv-uv" / "bin" / "uv", notes)
    given = {"PATH": os.environ["PATH"], "HOME": str(checkout), **environment}
    done = subprocess.run(
        [sys.executable, checkout / "run", "python", "-c", "print('ran')"],
        env=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "ran\n"), done.stderr
    return started(notes)


def test_each_start_of_uv_uses_the_authorities_of_the_machine(checkout, tmp_path):
    own = {
        "SSL_CERT_FILE": "/etc/proxy/ca.pem",
        "HTTPS_PROXY": "http://proxy.ministry.example:3128",
    }
    found = prepared(checkout, tmp_path / "notes", **own)
    assert [words[:2] for words, _environment in found] == [
        ["venv", "-q"],
        ["pip", "sync"],
        ["pip", "install"],
    ]
    for _words, environment in found:
        assert environment["UV_SYSTEM_CERTS"] == "1"
        assert {name: environment[name] for name in own} == own
    # A file of settings of the user's could turn it off again.
    assert all("--no-config" in words for words, _environment in found)


def test_who_decides_otherwise_is_obeyed(checkout, tmp_path):
    found = prepared(checkout, tmp_path / "notes", UV_SYSTEM_CERTS="0")
    assert {environment["UV_SYSTEM_CERTS"] for _words, environment in found} == {"0"}


def test_the_uv_that_the_lock_pins_knows_the_variable():
    uv = ROOT / ".venv-uv" / "bin" / "uv"
    if not uv.exists():
        pytest.skip("this checkout was not prepared by ./run")
    for command in (("venv",), ("pip", "sync"), ("pip", "install")):
        text = subprocess.run([uv, "help", *command], capture_output=True, text=True, check=True)
        assert "UV_SYSTEM_CERTS" in text.stdout


def test_npm_is_given_the_authorities_of_the_machine(checkout, tmp_path, monkeypatch):
    """It has a list of its own; the machine's is added."""
    loader = SourceFileLoader("run_of_a_checkout", str(checkout / "run"))
    run = module_from_spec(spec_from_loader(loader.name, loader))
    loader.exec_module(run)
    run.AGE_JUDGE.mkdir(parents=True)
    monkeypatch.setattr(run, "JUDGES", {})
    notes, authorities = tmp_path / "notes", tmp_path / "authorities.pem"
    authorities.write_text("")
    noting(tmp_path / "bin" / "npm", notes)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("NODE_EXTRA_CA_CERTS", raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", str(authorities))
    run.bring_judges()
    monkeypatch.setenv("NODE_EXTRA_CA_CERTS", "/etc/other.pem")
    run.bring_judges()
    given = [environment["NODE_EXTRA_CA_CERTS"] for _words, environment in started(notes)]
    assert given == [str(authorities), "/etc/other.pem"]
