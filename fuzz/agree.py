# SPDX-License-Identifier: Apache-2.0
"""`python -m fuzz.agree OLD [--inputs 1000000] [--reader NAME …] [--seed 0]`

Compares readers of this tree with those of an older commit: well-formed documents are changed at
random, and both must come to the same verdict, the same value and the same reasons, each with its code
and fields; where only their order differs, that is counted. The old tree is imported under another name, in the same process. Each
disagreement is printed with its input, and ends with status 1.
"""

import argparse
import base64
import copy
import importlib
import io
import json
import pickle
import random
import re
import subprocess
import sys
import tarfile
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from datetime import time as time_of_day
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from fuzz.seeds import PLAN, seeds
from rogatory.errors import Refused
from rogatory.wire import canonical

type Module = Callable[[str], ModuleType]
"""Gives a module of one of both trees by its name below `rogatory`."""
type Reader = Callable[[Any], object]

OLD_NAME = "rogatory_old"
SHOWN = 400

_REGISTER_HEAD = {"name": "federation", "as_of": "2026-11-24", "source": "a seed"}


def old_tree(commit: str, folder: Path) -> Module:
    """Make the packages of a commit importable beside our own, under another name."""
    archive = subprocess.run(
        ["git", "archive", commit, "src/rogatory"], check=True, capture_output=True
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(folder, filter="data")
    (folder / "src/rogatory").rename(folder / "src" / OLD_NAME)
    for path in (folder / "src" / OLD_NAME).rglob("*.py"):
        text = re.sub(r"\b(from|import) rogatory\b", rf"\1 {OLD_NAME}", path.read_text())
        path.write_text(text.replace('"rogatory.', f'"{OLD_NAME}.'))
    sys.path.insert(0, str(folder / "src"))
    return lambda name: importlib.import_module(f"{OLD_NAME}.{name}")


# Changes of a value, as a writer of the form might make them, by mistake or not.

ODD: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2, 100, 10_000, 2**53 - 1, "", " ", "x", "X" * 501, "é" * 40, "\n",
    "a\nb", "a\u202eb", "a\x07b", "ab" * 32, "AB" * 32, "xa/contact-point", "XA", "XB", "xa-0001", "en",
    "2026-11-24", "2026-11-24T03:00:00Z", "2026-13-24T03:00:00Z", "2026-02-30", "https://xa.example",
    "http://localhost", "https://a@xa.example/?q", "019ab3e2-1c80-7000-8000-000000000000", "YWI=", "YWI",
    "08:00", "24:00", "24:01", "mon", "daily", "Europe/Vienna", "Nowhere/At-All", [], ["x"], [None], {},
    {"x": 1}, [[]], ["xa-0001"], "\U0001f512", "x" * 4001,
)  # fmt: skip


def changed(value: Any, chance: random.Random, odd: tuple[Any, ...] = ODD) -> Any:
    """A copy of a value with one to three changes."""
    found = pickle.loads(pickle.dumps(value))  # noqa: S301 - our own, and faster than `deepcopy`
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3))):
        found = _changed(found, chance, odd)
    return found


def _changed(value: Any, chance: random.Random, odd: tuple[Any, ...]) -> Any:
    places = list(_places(value))
    if not places:
        return chance.choice(odd)
    holder, key = chance.choice(places)
    what = chance.randrange(8)
    if what == 0:
        del holder[key]
    elif what == 1:
        holder[key] = copy.deepcopy(chance.choice(odd))
    elif what == 2:
        holder[key] = _near(holder[key], chance, odd)
    elif what == 3:
        other, at = chance.choice(places)
        holder[key] = copy.deepcopy(other[at])
    elif what == 4 and isinstance(holder, dict):
        name = chance.choice((*holder, "x", "X y", "é", "n" * 50, "from", "version"))
        holder[name] = copy.deepcopy(chance.choice((*odd, *holder.values())))
    elif isinstance(holder, list):
        holder.insert(key, copy.deepcopy(chance.choice((holder[key], chance.choice(odd)))))
    elif isinstance(holder[key], list) and what < 7:
        holder[key] = holder[key] * chance.choice((0, 2, 3, 60))
    else:
        holder[key] = _near(holder[key], chance, odd)
    return value


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    steps = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, one in list(steps):
        yield value, key
        yield from _places(one)


def _near(value: Any, chance: random.Random, odd: tuple[Any, ...]) -> Any:
    """A value that is almost this one."""
    if isinstance(value, bool):
        return chance.choice((not value, int(value), None))
    if isinstance(value, int):
        return value + chance.choice((-1, 1, 1000, -value, 2**40))
    if isinstance(value, str) and value:
        at = chance.randrange(len(value))
        return chance.choice(
            (
                value[:at] + value[at + 1 :],
                value[:at] + chance.choice("aA0/-_.:\n \u202eé=+") + value[at + 1 :],
                value.upper(),
                value + chance.choice("aZ0 \n"),
                value * 9,
            )
        )
    return copy.deepcopy(chance.choice(odd))


# The readers, each with its seeds.


def _reader(module: str, name: str) -> Callable[[Module], Reader]:
    def of(tree: Module) -> Reader:
        read: Reader = getattr(tree(module), name)
        return read

    return of


def _encoded(value: Any) -> bytes:
    """Canonical bytes, where there are any."""
    try:
        return canonical.encode(value)
    except Refused:
        return json.dumps(value).encode()


def _seal(tree: Module) -> Reader:
    """The reader of seals; a recipient that was read is not computed again at each input."""
    recipient = tree("seal.age").HybridRecipient
    recipient.parse = staticmethod(cache(recipient.parse))
    return _reader("evidence.sealed.seal_document", "parse_seal")(tree)


def _messages() -> list[Any]:
    """The shortest messages: the envelope is read, and their bodies are not; one has attachments."""
    found = sorted(_documents("message"), key=lambda one: len(json.dumps(one)))[:4]
    files = [
        {"name": name, "media_type": "text/plain", "size": 3, "sha256": "ab" * 32}
        for name in ("a.txt", "b.txt")
    ]
    threads = ["019ab3e2-1c80-7000-8000-000000000000"]
    return [*found, *(one | {"attachments": files, "related": threads} for one in found)]


def _law_file(tree: Module) -> Reader:
    """A file of the law: sections of rows."""
    law = tree("treaty.law")

    def run(value: Any) -> object:
        return law.law_of_files({"a.yaml": value})

    return run


def toml(value: Mapping[str, Any]) -> str:
    """A plan as TOML: plain values, then its tables."""
    plain = [f"{_key(k)} = {_toml(v)}" for k, v in value.items() if not _is_table(v)]
    for name, one in value.items():
        if isinstance(one, dict):
            plain += [f"[{_key(name)}]", *(f"{_key(k)} = {_toml(v)}" for k, v in one.items())]
        elif _is_table(one):
            for row in one:
                plain += [f"[[{_key(name)}]]", *(f"{_key(k)} = {_toml(v)}" for k, v in row.items())]
    return "\n".join(plain) + "\n"


def _is_table(value: Any) -> bool:
    rows = isinstance(value, list) and value and all(isinstance(one, dict) for one in value)
    return isinstance(value, dict) or bool(rows)


def _key(name: str) -> str:
    return json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007f")


def _toml(value: Any) -> str:
    if isinstance(value, datetime | date | time_of_day):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_key(k)} = {_toml(v)}' for k, v in value.items())}}}"
    if value is None:
        return '"null"'
    return _key(value) if isinstance(value, str) else json.dumps(value)


_DAYS = (
    date(2026, 12, 24),
    datetime(2026, 12, 24, 20),  # noqa: DTZ001 - a local time, as a plan has them
    time_of_day(8, 0),
)


def _documents(target: str) -> list[Any]:
    found: list[Any] = []
    for seed in seeds(target):
        try:
            found.append(json.loads(seed))
        except ValueError:
            continue
    return found


def _law_seeds() -> list[Any]:
    found: dict[str, Any] = {"version": 1, "as_of": "2026-11-24", "register": _REGISTER_HEAD}
    for one in _documents("correction"):
        if one.get("row") is not None:
            found[one["section"]] = [one["row"]]
    sections = [name for name in found if name not in {"version", "as_of", "register"}]
    head = {name: found[name] for name in ("version", "as_of", "register")}
    return [head | {name: found[name]} for name in sections] + [found]


def _with_days(value: Any) -> Any:
    """The same with days where a text is one, as YAML reads them and as pages give them."""
    if isinstance(value, dict):
        return {name: _with_days(one) for name, one in value.items()}
    if isinstance(value, list):
        return tuple(map(_with_days, value))
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _web_base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


_PASSKEY = {
    "version": 1, "state": "XA", "officer": "xa-0003", "relying_party": "officers.xa.example",
    "credential": "YWJjZA",
}  # fmt: skip
_LISTING = {"state": "XA", "certificates": ["a\nb\n"], "logs": ["a+b"], "witnesses": ["c+d", "e"]}
_JOINING = {
    "state": "XA", "network": "ab" * 32, "directory": "https://d.example", "publisher": "https://p.example",
    "node_url": "https://xa.example", "console_url": "http://localhost:1", "timestamps": ["https://t.example"],
    "time_zone": "Etc/UTC", "languages": ["en"], "peer": "XB", "home": None, "key": "/a/key",
}  # fmt: skip

READERS: dict[str, tuple[Callable[[Module], Reader], Callable[[], list[Any]]]] = {
    "entry": (
        _reader("directory.entry.reading", "parse_entry"),
        lambda: _documents("entry"),
    ),
    "register": (
        _reader("directory.entry.register", "parse_register"),
        lambda: _documents("register"),
    ),
    "card": (_reader("directory.entry.card", "parse_card"), lambda: _documents("card")),
    "depositary": (
        _reader("directory.entry.depositary", "parse_depositary"),
        lambda: _documents("depositary"),
    ),
    "enrolment": (
        _reader("directory.draft.enrolment", "parse_enrolment"),
        lambda: [_PASSKEY | {"key": _web_base64(key)} for key in seeds("verifier-key")],
    ),
    "listing": (
        _reader("node.workstation.keys.state_entry", "parse_listing"),
        lambda: [_LISTING],
    ),
    "message": (
        _reader("requests.envelope", "parse_message"),
        _messages,
    ),
    "seal": (
        _seal,
        lambda: _documents("seal"),
    ),
    "correction": (
        _reader("treaty.corrections", "parse_correction"),
        lambda: (
            [(False, one) for one in _documents("correction")]
            + [(True, one) for one in _documents("correction")]
        ),
    ),
    "law": (_law_file, _law_seeds),
    "duty-plan": (
        _reader("node.duty.plan_file", "read_plan"),
        lambda: [tomllib.loads(PLAN.decode())],
    ),
}


def inputs(name: str, count: int, chance: random.Random) -> Iterator[Any]:
    """So many changed seeds."""
    found = READERS[name][1]()
    for _ in range(count):
        seed = chance.choice(found)
        if name == "correction":  # as its bytes, and as a page gives it: days are days there
            document = changed(seed[1], chance)
            yield _with_days(document) if seed[0] else _encoded(document)
        elif name == "law":
            yield json.dumps(changed(seed, chance)).encode()
        elif name == "duty-plan":
            given = changed(seed, chance, (*ODD, *_DAYS))
            yield toml(given) if isinstance(given, dict) else "x = 1"
        else:
            yield _encoded(changed(seed, chance))


def outcome(read: Reader, value: Any) -> tuple[str, list[tuple[str, Any]]]:
    """What a reader comes to, in terms that both trees have."""
    try:
        return "read", [(repr(read(value)), None)]
    except Exception as error:  # noqa: BLE001 - whatever it is, both must raise it
        reasons = getattr(error, "reasons", None)
        if reasons is None:
            return "raised", [(type(error).__name__, None)]
        return "refused", [
            (one.code.id, {name: str(value) for name, value in one.fields.items()})
            for one in reasons
        ]


def compare(name: str, count: int, old: Module, seed: int) -> int:
    """Compare one reader; return how often both differ."""
    ours: Module = lambda module: importlib.import_module(f"rogatory.{module}")  # noqa: E731
    make, _ = READERS[name]
    before, after = make(old), make(ours)
    verdicts: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    differing, reordered, began = 0, 0, time.process_time()
    for value in inputs(name, count, random.Random(seed)):  # noqa: S311 - repeated by its seed
        (was, before_found), (now, after_found) = outcome(before, value), outcome(after, value)
        verdicts[was] += 1
        if was == "refused":
            codes.update({code for code, _ in before_found})
        if was == now and before_found == after_found:
            continue
        if was == now and sorted(map(str, before_found)) == sorted(map(str, after_found)):
            reordered += 1
            continue
        differing += 1
        if differing <= 2:
            print(
                f"DIFFER {name}\n  input {value!r:.{SHOWN}}\n  was {was} {before_found!s:.600}\n  now {now} {after_found!s:.600}"
            )
    seconds = time.process_time() - began
    print(
        f"{name:11} {count:9,} inputs {seconds:6.0f} s of work  {dict(verdicts)}, {len(codes)} codes; "
        f"{reordered} in another order, {differing} differ",
        flush=True,
    )
    return differing


def main() -> int:
    parser = argparse.ArgumentParser(prog="fuzz.agree", description=__doc__.split("\n\n")[1])
    parser.add_argument("old", help="the commit to compare with")
    parser.add_argument("--inputs", type=int, default=1_000_000, help="in all")
    parser.add_argument("--reader", action="append", choices=sorted(READERS), help="only this one")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    names = given.reader or list(READERS)
    with tempfile.TemporaryDirectory() as folder:
        old = old_tree(given.old, Path(folder))
        differing = [
            compare(name, -(-given.inputs // len(names)), old, given.seed) for name in names
        ]
    return 1 if any(differing) else 0


if __name__ == "__main__":
    sys.exit(main())
