# SPDX-License-Identifier: Apache-2.0
"""The automatic publisher: what it accepts, what it refuses, and that it survives being killed."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tuf.api.metadata import Delegations, Metadata, TargetFile, Targets

from casts.directory.network import AT, YEAR, Network, build_network, make_reader, make_state
from casts.directory.publishing import killed_after, refused
from rogatory.directory.ceremony.ceremony import (
    change_state_keys,
    enrol,
    renew_targets,
    rotate_root,
)
from rogatory.directory.ceremony.founding import found, sign_all
from rogatory.directory.ceremony.keys import DirectoryKey, new_directory_key
from rogatory.directory.ceremony.metadata import target_file, write_metadata
from rogatory.directory.entry.entry import build_entry
from rogatory.directory.entry.period import PeriodEnd
from rogatory.directory.publish.publisher import Lives, Publisher
from rogatory.directory.submission.state_role import Submission, sign_entry
from rogatory.errors import Refused

DAY = timedelta(days=1)


def submit_refused(network: Network, submission: Submission, *codes: str, at=AT) -> None:
    refused(network, lambda: network.publisher.accept(submission, at=at), *codes)


def altered(
    submission: Submission, key: DirectoryKey, alter: Callable[[Targets], object]
) -> Submission:
    """The submission with something else in its metadata, properly signed."""
    metadata = Metadata[Targets].from_bytes(submission.metadata)
    alter(metadata.signed)
    metadata.sign(key.signer)
    return replace(submission, metadata=write_metadata(metadata))


def test_a_change_is_visible_at_once(network: Network) -> None:
    xa = network.states["XA"]
    record = xa.entry.recipients[0]
    ended = replace(record, period=replace(record.period, ended=PeriodEnd(AT, "compromised")))
    xa.entry = replace(xa.entry, recipients=(ended, *xa.entry.recipients[1:]))
    before = network.view().snapshot_version
    assert network.submit("XA") == before + 1
    view = network.view()
    assert view.snapshot_version == before + 1
    assert view.entry("XA") == xa.entry


def test_what_is_published_already_changes_nothing(network: Network) -> None:
    """A State whose line broke before the answer came submits again."""
    submission = network.states["XA"].submit()
    version = network.publisher.accept(submission, at=AT)
    before = network.files()
    assert network.publisher.accept(submission, at=AT + DAY) == version
    assert network.files() == before


def test_another_states_key_is_refused(network: Network) -> None:
    xa, xb = network.states["XA"], network.states["XB"]
    submit_refused(network, xa.submit(keys=[xb.key]), "directory-not-signed")


def test_an_unknown_state_is_refused(network: Network) -> None:
    xm = make_state("XM", network.founding.network)
    submit_refused(network, xm.submit(), "directory-state-not-enrolled")


def test_an_old_version_is_refused(network: Network) -> None:
    network.submit("XA")
    network.states["XA"].version = 0
    network.states["XA"].entry = replace(network.states["XA"].entry, languages=("fr",))
    submit_refused(network, network.states["XA"].submit(), "directory-not-newer")


def test_expired_metadata_is_refused(network: Network) -> None:
    submission = network.states["XA"].submit(at=AT - YEAR - DAY)
    submit_refused(network, submission, "directory-metadata-expired")


def test_metadata_without_an_end_is_refused(network: Network) -> None:
    xa = network.states["XA"]
    submission = sign_entry(
        xa.entry,
        xa.register,
        network=xa.network,
        keys=[xa.key],
        version=2,
        at=AT,
        life=2 * YEAR,
    )
    submit_refused(network, submission, "directory-life-too-long")


def test_anothers_path_is_refused(network: Network) -> None:
    """XB signs, with its own key, an entry under XA's name."""
    xb = network.states["XB"]
    false = build_entry(network.states["XA"].entry)
    submission = altered(
        xb.submit(), xb.key, lambda s: s.targets.update({"states/xa.json": target_file("x", false)})
    )
    submit_refused(network, submission, "directory-wrong-paths")
    files = {**submission.files, "states/xa.json": false}
    submit_refused(
        network,
        replace(submission, files=files),
        "directory-wrong-paths",
        "directory-wrong-files",
    )


def test_a_state_delegates_to_nobody(network: Network) -> None:
    xa = network.states["XA"]
    submission = altered(
        xa.submit(), xa.key, lambda s: setattr(s, "delegations", Delegations({}, {}))
    )
    submit_refused(network, submission, "directory-delegates-on")


@pytest.mark.parametrize("length", [0, 1 << 30])
def test_files_are_the_ones_that_are_signed(network: Network, length: int) -> None:
    xa = network.states["XA"]
    submission = xa.submit()
    swapped = dict(zip(submission.files, reversed(submission.files.values()), strict=True))
    submit_refused(
        network,
        replace(submission, files=swapped),
        "directory-target-differs",
        "directory-target-differs",
    )
    wrong = TargetFile(length, {"sha256": "0" * 64}, "states/xa.json")
    submission = altered(xa.submit(), xa.key, lambda s: s.targets.update({"states/xa.json": wrong}))
    codes = ["directory-target-differs"] + ["directory-target-too-large"] * (length > 0)
    submit_refused(network, submission, *codes)


def test_other_digests_are_refused(network: Network) -> None:
    xa = network.states["XA"]
    submission = xa.submit()
    weak = TargetFile.from_data(
        "states/xa.json", submission.files["states/xa.json"], ["sha256", "md5"]
    )
    submission = altered(submission, xa.key, lambda s: s.targets.update({"states/xa.json": weak}))
    submit_refused(network, submission, "directory-metadata-malformed", "directory-target-differs")


def test_an_entry_that_is_none_is_refused_with_every_reason(network: Network) -> None:
    xa = network.states["XA"]
    files = {"states/xa.json": b"{}", "states/xa.officers.json": b"[]"}
    submission = altered(
        xa.submit(),
        xa.key,
        lambda s: s.targets.update({path: target_file(path, data) for path, data in files.items()}),
    )
    submit_refused(
        network,
        replace(submission, files=files),
        *["directory-field-missing"] * 21,
        "json-malformed",
    )


def test_an_entry_takes_nothing_back(network: Network) -> None:
    xa = network.states["XA"]
    xa.entry = replace(xa.entry, recipients=())
    xa.register = replace(xa.register, officers=xa.register.officers[1:])
    submit_refused(network, xa.submit(), *["directory-removed"] * 3)


def test_all_reasons_come_together(network: Network) -> None:
    xa, xb = network.states["XA"], network.states["XB"]
    xa.version = 0
    xa.entry = replace(xa.entry, logs=())
    submission = xa.submit(keys=[xb.key], at=AT - 2 * YEAR)
    submit_refused(
        network,
        submission,
        "directory-metadata-expired",
        "directory-not-newer",
        "directory-not-signed",
        "directory-removed",
    )


def test_rubbish_is_refused(network: Network) -> None:
    for data in (b"", b"{}", network.founding.root):
        submit_refused(network, Submission("XA", data, {}), "directory-metadata-malformed")
    submit_refused(network, Submission("XA", b" " * 200_000, {}), "directory-metadata-too-large")
    submit_refused(network, Submission("x/../y", b"{}", {}), "state-code")


@pytest.mark.parametrize("value", [1.5, {"a": 0.5}, [2.5]])
def test_metadata_that_nobody_can_have_signed_are_refused(network: Network, value: object) -> None:
    """TUF's canonical JSON has no fractions: such a file has no bytes that a signature could be of."""
    submission = network.states["XA"].submit()
    document = json.loads(submission.metadata)
    document["signed"]["odd"] = value
    spoiled = replace(submission, metadata=json.dumps(document).encode())
    submit_refused(network, spoiled, "directory-metadata-malformed")


def test_a_state_signs_nothing_that_cannot_be_accepted(network: Network) -> None:
    xa = network.states["XA"]
    with pytest.raises(Refused, match="directory-register-digest"):
        sign_entry(
            replace(xa.entry, officers="0" * 64),
            xa.register,
            network=xa.network,
            keys=[xa.key],
            version=2,
            at=AT,
        )


def test_a_timestamp_is_renewed_when_half_its_life_is_over(network: Network) -> None:
    published = network.publisher._repository.published
    assert not network.publisher.tick_if_due(AT + timedelta(hours=11))
    assert network.publisher.tick_if_due(AT + timedelta(hours=12))
    assert published().snapshot.signed.version == 3, "the snapshot is good for longer"
    assert not network.publisher.tick_if_due(AT + timedelta(hours=12))
    network.publisher.tick(AT + 4 * DAY)
    assert published().snapshot.signed.version == 4
    assert network.view(AT + 4 * DAY + timedelta(hours=23)).states == ("XA", "XB")
    with pytest.raises(Refused, match="directory-expired"):
        network.view(AT + 5 * DAY)


def test_lives_are_the_operators_choice(network: Network) -> None:
    lives = Lives(timestamp=timedelta(hours=2), snapshot=DAY)
    publisher = Publisher(network.folder, network.founding.online, lives=lives)
    publisher.tick(AT)
    assert publisher.tick_if_due(AT + timedelta(hours=1))


def test_a_timestamp_that_lives_longer_than_the_operator_chose_is_replaced_at_once(
    network: Network,
) -> None:
    lives = Lives(timestamp=timedelta(hours=2), snapshot=DAY)
    publisher = Publisher(network.folder, network.founding.online, lives=lives)
    network.publisher.tick(AT)
    assert publisher.tick_if_due(AT)
    assert not publisher.tick_if_due(AT)
    found = network.publisher._repository.published().timestamp.signed
    assert found.expires == AT + timedelta(hours=2)


def test_only_the_listed_online_key_publishes(network: Network) -> None:
    stranger = Publisher(network.folder, new_directory_key())
    refused(network, lambda: stranger.tick(AT), "directory-online-key")
    founding = network.founding
    other = Publisher(network.folder / "other", new_directory_key())
    refused(
        network,
        lambda: other.create(founding.root, founding.targets, at=AT),
        "directory-online-key",
    )


def test_a_network_is_created_once_and_signed(network: Network, tmp_path: Path) -> None:
    founding = network.founding
    refused(
        network,
        lambda: network.publisher.create(founding.root, founding.targets, at=AT),
        "directory-already-published",
    )
    other = found(at=AT)
    empty = Publisher(tmp_path / "empty", founding.online)
    refused(
        network,
        lambda: empty.create(founding.root, other.targets, at=AT),
        "directory-below-threshold",
    )
    (tmp_path / "empty").mkdir()
    refused(network, lambda: empty.tick(AT), "directory-not-published")


def test_new_targets_need_their_threshold(network: Network) -> None:
    targets = enrol(network.targets, "XM", [new_directory_key().public], at=AT)
    one = sign_all(targets, network.founding.targets_keys[:1])
    refused(
        network,
        lambda: network.publisher.publish_targets(one, at=AT),
        "directory-below-threshold",
    )
    network.publisher.publish_targets(network.founding.signed_targets(targets), at=AT)
    assert network.view().states == ("XA", "XB"), "XM has signed nothing yet"


def publish_targets(network: Network, targets: bytes, *submissions: Submission) -> int:
    signed = network.founding.signed_targets(targets)
    return network.publisher.publish_targets(signed, submissions, at=AT)


def test_no_state_drops_out_and_none_is_delegated_otherwise(network: Network) -> None:
    def changed(alter: Callable[[Targets], object]) -> bytes:
        metadata = Metadata[Targets].from_bytes(renew_targets(network.targets, at=AT))
        alter(metadata.signed)
        return write_metadata(metadata)

    own = target_file("states/xa.json", b"{}")
    for alter, codes in (
        (lambda s: s.delegations.roles.pop("xb"), ["directory-delegation-removed"]),
        (lambda s: s.targets.update({"states/xa.json": own}), ["directory-wrong-paths"]),
        (lambda s: setattr(s.delegations.roles["xa"], "terminating", False), ["directory-wrong-delegation"]),
        (lambda s: s.delegations.roles["xa"].keyids.append("0" * 64), ["directory-wrong-delegation"]),
        (lambda s: setattr(s, "delegations", None), ["directory-wrong-delegation"]),
        (lambda s: setattr(s, "version", 1), ["directory-not-newer"]),
        (lambda s: setattr(s, "expires", AT - DAY), ["directory-metadata-expired"]),
    ):  # fmt: skip
        refused(network, lambda alter=alter: publish_targets(network, changed(alter)), *codes)


def test_a_state_key_changes_in_one_tick(network: Network) -> None:
    xa, new = network.states["XA"], new_directory_key()
    targets = change_state_keys(
        network.targets, "XA", add=[new.public], revoke=[xa.key.keyid], at=AT
    )
    refused(network, lambda: publish_targets(network, targets), "directory-must-resign")
    wrong = xa.submit()
    refused(network, lambda: publish_targets(network, targets, wrong), "directory-not-signed")
    before = network.view().snapshot_version
    both = xa.submit(keys=[new, xa.key], announce=[new.keyid])
    assert publish_targets(network, targets, both) == before + 1
    assert network.view().listed["XA"].keyids == (new.keyid,)


def test_a_root_changes_with_the_thresholds_of_both(network: Network) -> None:
    founding, new = network.founding, new_directory_key()
    root = rotate_root(founding.root, add=[new.public], revoke=[founding.root_keys[0].keyid], at=AT)
    refused(
        network,
        lambda: network.publisher.publish_root(sign_all(root, [founding.root_keys[1], new]), at=AT),
        "directory-below-threshold",
    )
    signed = sign_all(root, founding.root_keys[1:])
    network.publisher.publish_root(signed, at=AT)
    assert network.view().states == ("XA", "XB")
    version = network.publisher.publish_root(signed, at=AT)
    assert version == network.view().snapshot_version, "again, as after a kill: only a new tick"
    skipped = rotate_root(rotate_root(signed, at=AT), at=AT)
    refused(
        network,
        lambda: network.publisher.publish_root(sign_all(skipped, founding.root_keys[1:]), at=AT),
        "directory-not-next",
    )


def test_a_root_that_forgets_the_targets_keys_or_the_publisher_is_refused(network: Network) -> None:
    founding = network.founding
    keys = [new_directory_key() for _ in range(3)]
    for role, add, revoke, code in (
        ("targets", keys, founding.targets_keys, "directory-below-threshold"),
        ("timestamp", keys[:1], [founding.online], "directory-online-key"),
    ):
        root = rotate_root(
            founding.root, role=role, add=[key.public for key in add],
            revoke=[key.keyid for key in revoke], at=AT,
        )  # fmt: skip
        signed = sign_all(root, founding.root_keys)
        refused(network, lambda signed=signed: network.publisher.publish_root(signed, at=AT), code)


def test_a_publisher_killed_at_any_write_leaves_a_whole_directory(
    network: Network, tmp_path: Path
) -> None:
    """Readers see the state before or the state after, and publishing again succeeds."""
    reader = make_reader(network, tmp_path / "cache")
    old = reader.directory.refresh(AT)
    xa, new = network.states["XA"], new_directory_key()
    xa.entry = replace(xa.entry, languages=("fr", "en"))
    targets = change_state_keys(network.targets, "XA", add=[new.public], at=AT)
    submission = xa.submit(keys=[xa.key, new])
    seen, signed = [], set()
    for writes in range(20):
        ended = killed_after(writes, network, lambda: publish_targets(network, targets, submission))
        view = reader.directory.refresh(AT)
        assert view.held == {}
        seen.append(view.entry("XA") == xa.entry)
        signed |= {
            (path.name, path.read_bytes()) for path in network.folder.rglob("*.snapshot.json")
        }
        fresh = make_reader(network, tmp_path / f"fresh-{writes}").directory.refresh(AT)
        assert fresh.entry("XA") == view.entry("XA")
        if ended:
            break
    # Two files, the State's metadata, the targets metadata, the snapshot; the timestamp last.
    assert seen == [False] * 6 + [True]
    assert view.snapshot_version == old.snapshot_version + 2, "the killed one signed the next"
    assert len({name for name, _data in signed}) == len(signed), "no version was signed twice"
    network.submit("XA")
    assert not list(network.folder.rglob(".rogatory-new-*"))
    assert reader.directory.refresh(AT).snapshot_version == old.snapshot_version + 3


def test_a_founding_killed_at_any_write_is_repeated(tmp_path: Path) -> None:
    network = build_network(tmp_path / "elsewhere", [])
    network.folder = tmp_path / "repository"
    network.publisher = Publisher(network.folder, network.founding.online)
    for writes in range(20):
        if killed_after(
            writes,
            network,
            lambda: network.publisher.create(network.founding.root, network.targets, at=AT),
        ):
            break
    assert writes == 4
    assert network.view().snapshot_version == 2, "version 1 was signed before it was killed"


def test_states_that_submit_at_once_are_all_published(network: Network) -> None:
    """From several threads, as the server has them; nobody's entry is lost under another's."""
    submissions = [network.states[state].submit() for _ in range(3) for state in ("XA", "XB")]
    with ThreadPoolExecutor(6) as pool:
        done = [pool.submit(network.publisher.accept, one, at=AT) for one in submissions]
        errors = [one.exception() for one in done]
    assert {type(error) for error in errors} <= {type(None), Refused}
    view = network.view()
    published = [one for one, error in zip(submissions, errors, strict=True) if error is None]
    assert view.snapshot_version == 3 + len(published)
    meta = network.publisher._repository.published().snapshot.signed.meta
    assert (meta["xa.json"].version, meta["xb.json"].version) == (4, 4), "the last ones count"
