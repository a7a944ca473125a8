# SPDX-License-Identifier: Apache-2.0
"""Two authorities with keys of their own, and the command line run in this process."""

import json
import os
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from click.testing import CliRunner

from rogatory.directory.draft.enrolment import Enrolment, build_enrolment
from rogatory.main import main
from rogatory.node.workstation.keys.new_keys import new_authority_keys
from rogatory.node.workstation.keys.officer_keys import new_officer_keys
from rogatory.seal.software_authenticator import SoftwareAuthenticator
from rogatory.wire.identifiers import parse_authority
from rogatory.wire.spoken_digest import spoken


def this_moment():
    """Asked anew each time: what was taken at import is before the keys that other tests have made since."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Result:
    status: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def codes(self):
        return [one["code"] for one in self.json["reasons"]]


PASSPHRASE = "lanterns over the harbour"


def by(home, number):
    """The options by which an officer of the State of a founded home acts with his own key."""
    states = Path(home).parents[1] / "states" / number[:2]
    folder = states / f"own-{number}"
    word = folder.with_suffix(".word")
    if not folder.exists():
        new_officer_keys(
            number,
            folder,
            state_ca=states / "ca",
            passphrase=PASSPHRASE,
            at=datetime.now(UTC).replace(microsecond=0),
            random=os.urandom,
        )
        word.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    return ("--own-key", folder, "--passphrase-file", word)


def by_cast(state, folder, number, at):
    """The same for a State of `casts.node.world`, whose node is in memory only."""
    ca = folder / f"ca-{state.lower}"
    if not ca.exists():
        ca.mkdir(mode=0o700)
        for name, data in state.ca.to_pem().items():
            (ca / name).write_bytes(data)
            (ca / name).chmod(0o600 if name.endswith(".key") else 0o644)
    own, word = folder / f"own-{number}", folder / f"own-{number}.word"
    if not own.exists():
        new_officer_keys(number, own, state_ca=ca, passphrase=PASSPHRASE, at=at, random=os.urandom)
        word.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    return ("--own-key", own, "--passphrase-file", word)


def run(*words):
    """Run `rogatory WORDS`, and return what it printed."""
    answer = CliRunner().invoke(main, [str(word) for word in words])
    if answer.exception and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    return Result(answer.exit_code, answer.stdout, answer.stderr)


def keys_of(authority, folder, **changes):
    given = {"state_ca": None, "passphrase": None, "at": this_moment(), "random": os.urandom}
    new_authority_keys(parse_authority(authority), folder, **(given | changes))
    return folder


def expired_keys(authority, folder):
    return keys_of(authority, folder, at=this_moment() - timedelta(days=365 * 10))


def listing(folder: Path):
    """Every name below a folder, to compare before and after."""
    return sorted(os.fsencode(path.relative_to(folder)) for path in folder.rglob("*"))


def passkey_file(path, number, relying_party, seed=None):
    """Return what an officer takes from their page at the console, with the digits beside it."""
    draw = random.Random(f"{number} {seed}").randbytes
    key = SoftwareAuthenticator.generate(relying_party, f"https://{relying_party}", draw)
    enrolment = Enrolment(number[:2].upper(), number, relying_party, key.credential, key.key)
    path.write_bytes(build_enrolment(enrolment))
    return spoken(enrolment.fingerprint)
