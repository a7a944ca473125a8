# SPDX-License-Identifier: Apache-2.0
"""The forgers: what each holds, what the reader who is to be deceived trusts, and what only he tries.

Each holds one thing of the network. That a thief of several things can do more needs no proof; what
one stolen thing is worth is what THREATS.md promises about.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from casts.court.bundle_case import FIRST, SECOND, own_keys
from forge.changes import Change, OwnChanges, both
from forge.custody_changes import cosigned_earlier, one_for_both, rewritten_logs
from forge.directory_changes import foreign_network, forked_directory, metadata_resigned
from forge.exporting_changes import ExportingState
from forge.holdings import Held
from forge.making import KINDS, PASSPHRASE, Kind
from forge.material import Material, timestamp_authority
from forge.publisher_changes import end_hidden, passed_on, passed_on_with
from forge.relogging import LogKeys
from forge.sealing_changes import another_item
from forge.state_changes import renewed_by_state
from forge.taken_states import in_anothers_name
from forge.thefts.receipt_changes import other_receipts
from forge.thefts.stream_changes import altered_streams
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.home.keys import (
    log_mldsa44,
    log_signer,
    own_witness_keys,
    receipts_keys,
)
from rogatory.exercises.cast import EXAMINER, HEAD_OF_LAW
from rogatory.node.workstation.keys.officer_keys import open_officer_folder

EXPORTER, SENDER, THIRD = "xa/central-authority", "xb/central-authority", "xt/central-authority"


def _none(material: Material, kind: Kind) -> Iterator[Change]:
    return iter(())


def _true_directory(material: Material) -> list[Path]:
    return [material.directory]


def _first_root(material: Material) -> list[Path]:
    return [material.root]


def _newest_directory(material: Material) -> list[Path]:
    return [material.newest]


def _second_root(material: Material) -> list[Path]:
    return [material.second_root]


def _as_taken(code: str) -> Callable[[Material], list[Path]]:
    """The directory in which the State's key lists the forger's keys."""
    return lambda material: [material.taken[code].directory]


@dataclass(frozen=True, slots=True)
class Forger:
    """One forger. `own_changes` are those that the keys held make possible."""

    name: str
    held: Callable[[Material], Held]
    trust: Callable[[Material], list[Path]] = _true_directory
    own_changes: OwnChanges = _none
    systematic: bool = True
    """True if the changes that anybody can make are tried too: not, where no key signs them
    again."""
    takes_turns: frozenset[Kind] = frozenset()
    """The artifacts on which what he signs is refused already where he changes nothing else, or on which another
    forger, who holds a part of his keys, tries all. Of the changes that anybody can make to them, each seed of ten
    shows the judges another tenth."""


def _nothing(material: Material) -> Held:
    return Held()


@cache
def _authorities(material: Material, *holders: str) -> Held:
    return Held({one: material.case.authority(one[:2].upper()).signing_keys() for one in holders})


@cache
def _exporter(material: Material) -> Held:
    """His State's node enters into its log what an authority hands in."""
    home = read_home(material.case.federation.node("XA"))
    log = {home.log_origin: LogKeys(log_signer(home), log_mldsa44(home))}
    return replace(_authorities(material, EXPORTER), enters=log)


def _third(material: Material) -> Held:
    return Held(_authorities(material, THIRD).authorities, exports_as=THIRD)


def _sender(material: Material) -> Held:
    return Held(_authorities(material, SENDER).authorities, exports_as=SENDER)


@cache
def _exporter_and_thief(material: Material) -> Held:
    """The exporter with all that his State has, and a stolen key of the sender; a timestamp authority stamps whatever
    anybody hands in.
    """
    exporter = _exporting_state(material)
    sender = _authorities(material, SENDER).authorities
    return replace(exporter, authorities={**exporter.authorities, **sender})


@cache
def _officer(material: Material) -> Held:
    folder = open_officer_folder(material.case.folder / "officer-keys")
    keys = folder.keys_in_force(material.case.clock.now(), lambda: PASSPHRASE)
    return Held(officers={EXAMINER.known_as("XB"): keys})


@cache
def _consenting(material: Material, officer: str) -> Held:
    keys = own_keys(material.case, officer).keys_in_force(
        material.case.clock.now(), lambda: PASSPHRASE
    )
    return Held(officers={officer: keys})


def _first(material: Material) -> Held:
    return _consenting(material, FIRST)


def _second(material: Material) -> Held:
    return _consenting(material, SECOND)


@cache
def _passkey(material: Material, *codes: str) -> Held:
    """The passkey of the officer who approves a State's messages."""
    federation = material.case.federation
    return Held(
        credentials={
            HEAD_OF_LAW.known_as(code): replace(
                federation.authenticator(code, HEAD_OF_LAW), counter=1
            )
            for code in codes or ("XA",)
        }
    )


@cache
def _receipts(material: Material) -> Held:
    home = read_home(material.case.federation.node("XB"))
    return Held(receipts={"XB": receipts_keys(home)})


@cache
def _log(material: Material) -> Held:
    home = read_home(material.case.federation.node("XB"))
    return Held(logs={home.log_origin: LogKeys(log_signer(home), log_mldsa44(home))})


@cache
def _log_and_witness(material: Material) -> Held:
    """One of the two witnesses that the State's policy asks for."""
    witness = own_witness_keys(read_home(material.case.federation.node("XT")))
    return replace(_log(material), witnesses=witness)


@cache
def _stamps(material: Material, code: str = "XT") -> Held:
    return Held(stamps=timestamp_authority(material.case, code))


@cache
def _sealing_state(material: Material) -> Held:
    return Held(
        _authorities(material, SENDER).authorities,
        _officer(material).officers,
        _receipts(material).receipts,
        _log(material).logs,
        stamps=_stamps(material, "XB").stamps,
        credentials=_passkey(material, "XB").credentials,
    )


@cache
def _exporting_state(material: Material) -> Held:
    """The authority, its officers, and all keys of the node of the State that exports the evidence; and those of
    a timestamp authority.
    """
    exporter = _exporter(material)
    return replace(
        exporter,
        officers={**_first(material).officers, **_second(material).officers},
        receipts={"XA": receipts_keys(read_home(material.case.federation.node("XA")))},
        logs=exporter.enters,
        stamps=_stamps(material).stamps,
        credentials=_passkey(material).credentials,
    )


@cache
def _exporting_state_key(material: Material) -> Held:
    """All that the key and the CA of the exporting State make, a timestamp authority included."""
    taken = material.taken["XA"]
    log = {taken.log.name: LogKeys(taken.log, taken.log_mldsa44)}
    return Held(
        {EXPORTER: taken.authority},
        taken.officers,
        {"XA": taken.receipts},
        logs=log,
        enters=log,
        stamps=taken.stamps,
    )


def _exported_by_state(material: Material, kind: Kind) -> Iterator[Change]:
    keys, stamps = _authorities(material, EXPORTER), timestamp_authority(material.case, "XT")
    own = ExportingState(material, keys.authorities[EXPORTER], stamps)
    yield from own.changes(kind)
    yield from rewritten_logs(_exporting_state)(material, kind)


def _exported_by_state_key(material: Material, kind: Kind) -> Iterator[Change]:
    taken = material.taken["XA"]
    return ExportingState(material, taken.authority, taken.stamps, taken.directory).changes(kind)


@cache
def _third_state(material: Material) -> Held:
    """All that the key and the CA of a State with a timestamp authority make, for itself."""
    taken = material.taken["XT"]
    return Held(
        {THIRD: taken.authority},
        receipts={"XT": taken.receipts},
        stamps=taken.stamps,
        exports_as=THIRD,
    )


@cache
def _third_ca(material: Material) -> Held:
    """Certificates in the names of the other two States, under the CA of the third."""
    return Held(in_anothers_name(material.case, "XT", EXPORTER, SENDER))


@cache
def _sealing_state_key(material: Material) -> Held:
    """All that the key and the CA of the sealing State make, a timestamp authority included."""
    taken = material.taken["XB"]
    origin = taken.log.name
    return Held(
        {SENDER: taken.authority},
        taken.officers,
        {"XB": taken.receipts},
        {origin: LogKeys(taken.log, taken.log_mldsa44)},
        stamps=taken.stamps,
        exports_as=SENDER,
    )


SEALED: frozenset[Kind] = frozenset({"bundle", "package", "package-rewrapped", "bag"})
"""The artifacts in which a seal is: an officer's certificate is judged by its State CA alone."""

FORGERS: tuple[Forger, ...] = (
    Forger("no-key", _nothing),
    Forger("own-network", _nothing, _first_root, foreign_network, systematic=False),
    Forger("third-authority", _third, takes_turns=frozenset(KINDS)),
    Forger("exporter", _exporter),
    Forger(
        "revoked-authority",
        _sender,
        _newest_directory,
        altered_streams,
        takes_turns=frozenset({"bundle"}),
    ),
    Forger("officer", _officer),
    Forger("first-officer", _first, own_changes=one_for_both("first", "second", FIRST)),
    Forger("second-officer", _second, own_changes=one_for_both("second", "first", SECOND)),
    Forger("passkey", _passkey),
    Forger("receipts", _receipts, own_changes=other_receipts),
    Forger("log", _log, own_changes=rewritten_logs(_log)),
    Forger("stamps", _stamps),
    Forger("root-key", _nothing, _first_root, metadata_resigned("root-1"), systematic=False),
    Forger(
        "targets-key",
        _nothing,
        _first_root,
        both(metadata_resigned("targets-1"), passed_on_with("targets-1")),
        systematic=False,
    ),
    Forger(
        "publisher",
        _nothing,
        _first_root,
        both(metadata_resigned("online"), passed_on),
        systematic=False,
    ),
    Forger("publisher-and-thief", _exporter_and_thief, _first_root, end_hidden, systematic=False),
    Forger(
        "publisher-and-thief-newer",
        _exporter_and_thief,
        _newest_directory,
        end_hidden,
        systematic=False,
    ),
    Forger("sealing-state", _sealing_state, own_changes=both(another_item, altered_streams)),
    Forger("retired-roots", _nothing, _first_root, forked_directory, systematic=False),
    Forger("retired-roots-newer", _nothing, _second_root, forked_directory, systematic=False),
    Forger("retired-roots-copy", _nothing, _true_directory, forked_directory, systematic=False),
    Forger(
        "third-state",
        _third_state,
        _as_taken("XT"),
        renewed_by_state("XT", cosigned_earlier),
        takes_turns=frozenset({"bundle"}),
    ),
    Forger("third-state-unseen", _third_state, takes_turns=frozenset(KINDS)),
    Forger("third-ca", _third_ca, _as_taken("XT"), takes_turns=frozenset(KINDS)),
    Forger(
        "sealing-state-key",
        _sealing_state_key,
        _as_taken("XB"),
        renewed_by_state("XB", another_item),
    ),
    Forger("sealing-state-key-unseen", _sealing_state_key, takes_turns=SEALED),
    Forger(
        "exporting-state",
        _exporting_state,
        own_changes=_exported_by_state,
        takes_turns=frozenset(KINDS),
    ),
    Forger(
        "exporting-state-key",
        _exporting_state_key,
        _as_taken("XA"),
        renewed_by_state("XA", _exported_by_state_key),
        systematic=False,
    ),
    Forger("log-and-witness", _log_and_witness, own_changes=rewritten_logs(_log_and_witness)),
)
