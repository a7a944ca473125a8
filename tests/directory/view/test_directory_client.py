# SPDX-License-Identifier: Apache-2.0
"""A reader without a line, with changed State keys, beside others, and what it hands to courts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tuf.api.metadata import Metadata, Signature, Targets

from casts.directory.network import (
    AT,
    Network,
    Reader,
    make_reader,
    read_from,
    seeded,
    stored_files,
)
from rogatory.directory.ceremony.ceremony import change_state_keys, enrol, rotate_root
from rogatory.directory.ceremony.founding import sign_all
from rogatory.directory.ceremony.keys import DirectoryKey, new_directory_key
from rogatory.directory.ceremony.metadata import write_metadata
from rogatory.directory.entry.period import OFFLINE_GRACE_HOURS, PeriodEnd
from rogatory.directory.folder_fetcher import FolderFetcher
from rogatory.directory.publish import publisher
from rogatory.directory.submission.state_role import Submission
from rogatory.directory.view import root_chain
from rogatory.directory.view.as_of import read_view
from rogatory.directory.view.cache import Cache
from rogatory.directory.view.client import Directory
from rogatory.directory.view.export import export_metadata
from rogatory.errors import Refused, Unreachable

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OFFLINE_GRACE = OFFLINE_GRACE_HOURS * HOUR


def test_without_a_line_the_copy_serves_within_its_grace(reader: Reader) -> None:
    reader.mirror.is_down = True
    before = reader.state()
    with pytest.raises(Unreachable, match="the line is cut"):
        reader.directory.refresh(AT + HOUR)
    view = reader.directory.latest(AT + OFFLINE_GRACE)
    assert view.states == ("XA", "XB"), "also when the timestamp has expired meanwhile"
    assert view.read_as_of == AT
    assert view.age(AT + OFFLINE_GRACE) == OFFLINE_GRACE.total_seconds()
    assert view.serves_until == AT + OFFLINE_GRACE
    with pytest.raises(Refused, match="directory-too-old"):
        reader.directory.latest(AT + OFFLINE_GRACE + timedelta(seconds=1))
    assert reader.state() == before


def test_the_grace_is_the_operators_choice(reader: Reader) -> None:
    strict = Directory(reader.cache, reader.network.founding.root, reader.mirror, grace=HOUR)
    assert strict.view(AT + HOUR).states
    with pytest.raises(Refused, match="directory-too-old"):
        strict.view(AT + HOUR + timedelta(seconds=1))


def test_without_a_copy_there_is_no_view(network: Network, tmp_path: Path) -> None:
    reader = make_reader(network, tmp_path / "cache")
    with pytest.raises(Refused, match="directory-no-copy"):
        reader.directory.view(AT)
    reader.mirror.is_down = True
    with pytest.raises(Refused, match="directory-no-copy"):
        reader.directory.latest(AT)
    with pytest.raises(Unreachable):
        reader.directory.refresh(AT)
    assert reader.directory._cache.current() is None
    assert list((reader.cache / "generations").iterdir()) == []


def test_a_good_refresh_that_brings_nothing_new_renews_the_grace(reader: Reader) -> None:
    before = reader.state()
    view = reader.directory.refresh(AT + HOUR)
    assert view.read_as_of == AT + HOUR
    after = reader.state()
    assert {name for name in after if after[name] != before.get(name)} == {"current.json"}
    assert after.keys() == before.keys()
    assert reader.mirror.requested[-1] == "metadata/timestamp.json", "and costs one small file"


def test_the_moment_is_an_argument_also_for_python_tuf(reader: Reader, network: Network) -> None:
    """Whatever the clock of this machine says: this is 2026, and then it is 2030."""
    assert datetime.now(UTC) != AT
    with pytest.raises(Refused, match="directory-expired"):
        reader.directory.refresh(AT + 1000 * DAY)
    network.publisher.tick(AT + 100 * DAY)
    assert reader.directory.refresh(AT + 100 * DAY).states == ("XA", "XB")


def test_a_small_step_of_the_clock_back_is_no_attack(reader: Reader) -> None:
    view = reader.directory.refresh(AT - timedelta(minutes=4))
    assert view.read_as_of == AT, "never later than was known, never earlier"


@pytest.mark.parametrize("is_newer", [False, True], ids=["the same", "a newer one"])
def test_a_refresh_corrects_a_moment_in_the_future(
    network: Network, reader: Reader, is_newer: bool
) -> None:
    """A clock ran ahead at one refresh, and was corrected: the copy serves again, and its grace runs from now."""
    network.publisher.tick(AT + 25 * HOUR)
    reader.directory.refresh(AT + 25 * HOUR)
    with pytest.raises(Refused, match="directory-clock"):
        reader.directory.view(AT + HOUR)
    if is_newer:
        network.submit("XA", at=AT + HOUR)
    view = reader.directory.refresh(AT + HOUR)
    assert (view.read_as_of, view.serves_until) == (AT + HOUR, AT + HOUR + OFFLINE_GRACE)
    elsewhere = Directory(reader.cache, network.founding.root, reader.mirror).view(AT + HOUR)
    assert elsewhere.read_as_of == AT + HOUR, "also for another process"
    with pytest.raises(Refused, match="directory-too-old"):
        reader.directory.view(AT + 2 * HOUR + OFFLINE_GRACE)


@pytest.mark.law_line(23)
def test_a_state_that_forgets_to_sign_is_held_alone(network: Network, reader: Reader) -> None:
    later = AT + 364 * DAY
    network.publisher.publish_targets(
        network.founding.signed_targets(
            enrol(network.targets, "XM", [new_directory_key().public], at=later)
        ),
        at=later,
    )
    network.submit("XB", at=later)
    after = AT + 366 * DAY
    network.publisher.tick(after)
    view = reader.directory.refresh(after)
    assert view.states == ("XB",)
    assert [reason.code.id for reason in view.held["XA"]] == ["directory-metadata-expired"]


def change_key(
    network: Network, *, keys: list[DirectoryKey], announce: list[str], revoke: list[str]
) -> None:
    """Delegate XA to the keys given that are new, and publish what these keys sign."""
    xa = network.states["XA"]
    add = [key.public for key in keys if key is not xa.key]
    targets = change_state_keys(network.targets, "XA", add=add, revoke=revoke, at=AT)
    submission = xa.submit(keys=keys, announce=announce)
    network.targets = network.founding.signed_targets(targets)
    network.publisher.publish_targets(network.targets, [submission], at=AT)


def test_a_key_that_the_old_one_announced_is_accepted(network: Network, reader: Reader) -> None:
    xa, new = network.states["XA"], new_directory_key()
    change_key(network, keys=[new, xa.key], announce=[new.keyid], revoke=[xa.key.keyid])
    assert reader.directory.refresh(AT).states == ("XA", "XB")
    xa.key = new
    network.submit("XA")
    assert reader.directory.refresh(AT).listed["XA"].keyids == (new.keyid,)


def test_a_key_announced_before_it_is_delegated_is_accepted(
    network: Network, reader: Reader
) -> None:
    xa, new = network.states["XA"], new_directory_key()
    network.submit("XA", announce=[xa.key.keyid, new.keyid])
    reader.directory.refresh(AT)
    change_key(network, keys=[new], announce=[new.keyid], revoke=[xa.key.keyid])
    assert reader.directory.refresh(AT).states == ("XA", "XB")


def test_a_new_key_without_the_old_one_waits_for_an_officer(
    network: Network, reader: Reader
) -> None:
    """Two of the targets keys put another key in XA's place: nobody else has said so."""
    xa, thief = network.states["XA"], new_directory_key()
    before = reader.directory.view(AT).entry("XA")
    accepted = Cache(reader.cache).generation(1).accepted()
    xa.entry = replace(xa.entry, node_url="https://thief.example")
    change_key(network, keys=[thief], announce=[thief.keyid], revoke=[xa.key.keyid])
    for _ in range(2):
        view = reader.directory.refresh(AT)
        assert [reason.code.id for reason in view.held["XA"]] == ["state-key-changed"]
        assert view.unconfirmed == {"XA": (thief.keyid,)}
        assert view.states == ("XB",), "and everybody else's revocations arrive"
    with pytest.raises(Refused, match="state-key-changed"):
        view.entry("XA")
    current = reader.directory._cache.current()
    assert current is not None
    assert Cache(reader.cache).generation(current.generation).accepted() == accepted
    assert before.node_url != "https://thief.example"


def test_a_thiefs_signature_beside_the_states_own_makes_no_successor(
    network: Network, reader: Reader
) -> None:
    """He adds his key to the delegation and his signature to what the State signed itself."""
    xa, thief = network.states["XA"], new_directory_key()
    targets = change_state_keys(network.targets, "XA", add=[thief.public], at=AT)
    network.targets = network.founding.signed_targets(targets)
    own = xa.submit()
    metadata = Metadata[Targets].from_bytes(own.metadata)
    metadata.sign(thief.signer, append=True)
    both = Submission("XA", write_metadata(metadata), own.files)
    network.publisher.publish_targets(network.targets, [both], at=AT)
    assert reader.directory.refresh(AT).states == ("XA", "XB"), "the State's own statement counts"
    targets = change_state_keys(network.targets, "XA", revoke=[xa.key.keyid], at=AT)
    network.targets = network.founding.signed_targets(targets)
    submission = xa.submit(keys=[thief])
    network.publisher.publish_targets(network.targets, [submission], at=AT)
    view = reader.directory.refresh(AT)
    assert [reason.code.id for reason in view.held["XA"]] == ["state-key-changed"]


def test_a_forged_signature_of_the_old_key_is_none(network: Network, reader: Reader) -> None:
    xa, thief = network.states["XA"], new_directory_key()
    submission = xa.submit(keys=[thief])
    metadata = Metadata[Targets].from_bytes(submission.metadata)
    metadata.signatures[xa.key.keyid] = Signature(xa.key.keyid, "00" * 64)
    targets = change_state_keys(
        network.targets, "XA", add=[thief.public], revoke=[xa.key.keyid], at=AT
    )
    network.publisher.publish_targets(
        network.founding.signed_targets(targets),
        [replace(submission, metadata=write_metadata(metadata))],
        at=AT,
    )
    assert reader.directory.refresh(AT).unconfirmed == {"XA": (thief.keyid,)}


def test_metadata_that_announce_nothing_change_no_key(network: Network, reader: Reader) -> None:
    """As a State's own software may write them; its key then stays until an officer confirms."""
    xa, new = network.states["XA"], new_directory_key()
    for keys, add in (([xa.key], []), ([xa.key, new], [new])):
        submission = xa.submit(keys=keys)
        metadata = Metadata[Targets].from_bytes(submission.metadata)
        del metadata.signed.unrecognized_fields["rogatory-keys"]
        metadata.signatures.clear()
        for key in keys:
            metadata.sign(key.signer, append=True)
        targets = change_state_keys(network.targets, "XA", add=[key.public for key in add], at=AT)
        network.targets = network.founding.signed_targets(targets)
        network.publisher.publish_targets(
            network.targets, [replace(submission, metadata=write_metadata(metadata))], at=AT
        )
        assert reader.directory.refresh(AT).states == ("XA", "XB")
    network.submit("XA", keys=[new])
    assert reader.directory.refresh(AT).unconfirmed == {"XA": (new.keyid,)}


def test_an_officers_confirmation_is_for_one_key(network: Network, reader: Reader) -> None:
    xa, new = network.states["XA"], new_directory_key()
    change_key(network, keys=[new], announce=[new.keyid], revoke=[xa.key.keyid])
    reader.directory.refresh(AT)
    before = reader.state()
    for wrong in ([], [new_directory_key().keyid]):
        with pytest.raises(Refused, match="state-key-changed"):
            reader.directory.confirm_state_key("XA", wrong, AT)
    assert reader.state() == before
    other = Directory(reader.cache, network.founding.root, reader.mirror)
    assert other.view(AT).states == ("XB",)
    view = reader.directory.confirm_state_key("XA", [new.keyid], AT)
    assert view.states == ("XA", "XB")
    assert other.view(AT).states == ("XA", "XB"), "other processes see it at their next look"
    xa.key = new
    network.submit("XA")
    assert reader.directory.refresh(AT + HOUR).states == ("XA", "XB")


def test_a_confirmed_key_may_not_take_back_what_was_listed(
    network: Network, reader: Reader
) -> None:
    xa, new = network.states["XA"], new_directory_key()
    xa.entry = replace(xa.entry, logs=())
    xa.register = replace(xa.register, officers=xa.register.officers[:1])
    submission = xa.submit(keys=[new])
    targets = change_state_keys(
        network.targets, "XA", add=[new.public], revoke=[xa.key.keyid], at=AT
    )
    signed = network.founding.signed_targets(targets)
    network.publish_raw(
        stored_files(submission.files), {"targets": signed, "xa": submission.metadata}
    )
    reader.directory.refresh(AT)
    before = reader.state()
    with pytest.raises(Refused) as caught:
        reader.directory.confirm_state_key("XA", [new.keyid], AT)
    assert set(caught.value.codes) == {"directory-removed"}
    assert reader.state() == before


def test_a_revocation_arrives_with_the_next_refresh(network: Network, reader: Reader) -> None:
    xa = network.states["XA"]
    first = xa.register.officers[0]
    ended = replace(first, period=replace(first.period, ended=PeriodEnd(AT, "compromised")))
    xa.register = replace(xa.register, officers=(ended, *xa.register.officers[1:]))
    assert reader.directory.view(AT).officer(first.number, AT)
    network.submit("XA")
    with pytest.raises(Refused, match="officer-not-listed"):
        reader.directory.refresh(AT).officer(first.number, AT)


def test_only_what_changed_is_fetched(network: Network, reader: Reader) -> None:
    reader.mirror.requested.clear()
    network.submit("XA")
    reader.directory.refresh(AT)
    assert reader.mirror.requested == [
        "metadata/2.root.json",
        "metadata/timestamp.json",
        "metadata/4.snapshot.json",
        "metadata/2.xa.json",
    ]


def test_a_root_chain_is_climbed_by_old_readers_and_new(
    network: Network, reader: Reader, tmp_path: Path
) -> None:
    founding = network.founding
    root, keys = founding.root, list(founding.root_keys)
    for _ in range(3):
        new = new_directory_key()
        root = rotate_root(root, add=[new.public], revoke=[keys[0].keyid], at=AT)
        root = sign_all(root, [keys[1], keys[2]])
        keys = [*keys[1:], new]
        network.publisher.publish_root(root, at=AT)
    assert reader.directory.refresh(AT).states == ("XA", "XB")
    assert make_reader(network, tmp_path / "new").directory.refresh(AT).states == ("XA", "XB")
    assert not {key.keyid for key in founding.root_keys} & {key.keyid for key in keys}


def climbing(network: Network, until: int) -> Iterator[bytes]:
    """The next roots up to a version, each signed as it must be."""
    root, keys = network.founding.root, network.founding.root_keys[:2]
    for _ in range(2, until + 1):
        root = sign_all(rotate_root(root, at=AT), keys)
        yield root


def test_a_chain_longer_than_tuf_climbs_by_itself_is_climbed(
    network: Network, reader: Reader, tmp_path: Path
) -> None:
    """python-tuf takes 256 roots a time, and would begin anew with the first each time."""
    for version, root in enumerate(climbing(network, 259), 2):
        (network.folder / "metadata" / f"{version}.root.json").write_bytes(root)
    assert reader.directory.refresh(AT).states == ("XA", "XB")
    copies = sorted(path.name for path in reader.cache.rglob("*.root.json"))
    assert "259.root.json" in copies


def test_one_root_more_than_are_climbed_is_refused_and_not_ignored(
    network: Network, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(root_chain, "MOST_ROOTS", 3)
    monkeypatch.setattr(publisher, "MOST_ROOTS", 3)
    *roots, last = climbing(network, 4)
    for root in roots:
        network.publisher.publish_root(root, at=AT)
    assert reader.directory.refresh(AT).states == ("XA", "XB")
    with pytest.raises(Refused, match="directory-roots-too-many"):
        network.publisher.publish_root(last, at=AT)
    reader.mirror.replaced["metadata/4.root.json"] = [last]
    before = reader.state()
    with pytest.raises(Refused, match="directory-roots-too-many"):
        reader.directory.refresh(AT)
    assert reader.state() == before


def test_a_damaged_copy_is_fetched_again(network: Network, reader: Reader) -> None:
    damaged = next((reader.cache / "generations" / "1" / "targets").iterdir())
    damaged.unlink()
    damaged.write_bytes(b"a worn disk")
    network.publisher.tick(AT)
    view = Directory(reader.cache, network.founding.root, reader.mirror).refresh(AT)
    assert view.held == {}


def test_a_reader_killed_in_a_refresh_finds_its_last_copy(network: Network, reader: Reader) -> None:
    unfinished = reader.cache / "generations" / "2" / "metadata"
    unfinished.mkdir(parents=True)
    (unfinished / "timestamp.json").write_bytes(b"half")
    assert reader.directory.view(AT).snapshot_version == 3
    network.submit("XA")
    assert reader.directory.refresh(AT).snapshot_version == 4


def test_old_generations_go(network: Network, reader: Reader) -> None:
    for _ in range(3):
        network.publisher.tick(AT)
        reader.directory.refresh(AT)
    left = sorted(folder.name for folder in (reader.cache / "generations").iterdir())
    assert left == ["3", "4"]


def test_a_reader_whose_generation_is_removed_reads_the_next(
    network: Network, reader: Reader
) -> None:
    slow = Directory(reader.cache, network.founding.root, reader.mirror)
    stale = slow._cache.current()
    assert stale is not None
    for _ in range(2):
        network.submit("XA")
        reader.directory.refresh(AT)
    assert slow._judge(stale).view.snapshot_version == 5


def test_a_directory_is_read_from_a_folder_or_its_file_address(
    network: Network, tmp_path: Path
) -> None:
    for number, folder in enumerate((network.folder, network.folder.as_uri())):
        directory = Directory(tmp_path / str(number), network.founding.root, FolderFetcher(folder))
        assert directory.refresh(AT).states == ("XA", "XB")


def test_a_missing_folder_is_no_line_and_links_in_it_are_not_followed(
    network: Network, tmp_path: Path
) -> None:
    with pytest.raises(Unreachable, match="directory-unreachable"):
        FolderFetcher(tmp_path / "stick")("metadata/timestamp.json")
    fetch = FolderFetcher(network.folder)
    assert fetch("metadata/9.root.json") is None
    (network.folder / "metadata" / "9.root.json").symlink_to("/etc/hostname")
    for path in ("metadata/9.root.json", "../cache/current.json", "/etc/hostname"):
        with pytest.raises(Unreachable):
            fetch(path)


def test_an_export_speaks_years_later(network: Network, reader: Reader) -> None:
    """The metadata of a bundle, judged as of the moment that its timestamps prove."""
    files = reader.directory.export(["XA"], AT + HOUR)
    view = read_view(read_from(files), network=network.founding.network, at=AT + HOUR)
    assert view.states == ("XA",)
    assert view.entry("XA") == network.states["XA"].entry
    assert sorted(path.split("/")[0] for path in files) == ["metadata"] * 5 + ["targets"] * 2
    with pytest.raises(Refused, match="directory-expired"):
        read_view(read_from(files), network=network.founding.network, at=AT + 2 * DAY)


def test_an_export_is_a_repository_of_its_own(
    network: Network, reader: Reader, tmp_path: Path
) -> None:
    for path, data in reader.directory.export(["XA", "XB"], AT).items():
        (tmp_path / "bundle" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "bundle" / path).write_bytes(data)
    directory = Directory(
        tmp_path / "court", network.founding.root, FolderFetcher(tmp_path / "bundle")
    )
    assert directory.refresh(AT).states == ("XA", "XB")


def test_an_export_with_any_file_changed_or_gone_is_noticed(
    network: Network, reader: Reader
) -> None:
    files = reader.directory.export(["XA"], AT)
    random = seeded("damage")
    for path, data in files.items():
        position = int.from_bytes(random(4)) % len(data)
        flipped = data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :]
        for changed in ({**files, path: flipped}, {k: v for k, v in files.items() if k != path}):
            try:
                view = read_view(read_from(changed), network=network.founding.network, at=AT)
            except Refused:
                continue
            assert "XA" not in view.states, path


def test_who_is_held_or_not_listed_is_not_exported(network: Network, reader: Reader) -> None:
    with pytest.raises(Refused, match="state-not-listed"):
        reader.directory.export(["XM"], AT)
    read = reader.directory._cache.generation(1).read
    with pytest.raises(Refused, match="state-not-listed"):
        export_metadata(read, network=network.founding.network, at=AT, states=["XM"])


def test_the_wrong_network_is_noticed_in_a_bundle(network: Network, reader: Reader) -> None:
    files = reader.directory.export(["XA"], AT)
    with pytest.raises(Refused, match="directory-other-network"):
        read_view(read_from(files), network="0" * 64, at=AT)
