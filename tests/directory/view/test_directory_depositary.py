# SPDX-License-Identifier: Apache-2.0
"""The depositary's view: a threshold signs it, readers see it, and nothing else rests on it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.directory.network import AT, Network, make_reader, own_network
from rogatory.directory.ceremony.founding import sign_all
from rogatory.directory.ceremony.metadata import Targets, read_metadata
from rogatory.directory.entry.depositary import (
    SUBJECTS,
    Depositary,
    StateFact,
    build_depositary,
    parse_depositary,
)
from rogatory.directory.view.depositary_target import depositary_file, put_depositary
from rogatory.errors import Refused
from rogatory.wire import canonical

SIGNED = StateFact(
    state="XA",
    instrument="un-cybercrime",
    matter="party-status",
    status="signed",
    date="2025-10-25",
    article=None,
    text=None,
    source="Depositary notification 17",
)
RESERVED = replace(
    SIGNED,
    matter="reservation",
    status="made",
    article="42(5)",
    text="Preservation may be refused where the conduct is no offence here.",
)
VIEW = Depositary("2026-11-20", "List kept by the depositary", (SIGNED, RESERVED))


def named(network: Network, data: bytes, *, holders: int = 2) -> bytes:
    """Targets metadata that name these bytes, signed by so many holders."""
    targets = put_depositary(network.targets, data, at=AT)
    return sign_all(targets, network.founding.targets_keys[:holders])


@pytest.fixture
def stated(network: Network) -> Network:
    """The network with the depositary's view published."""
    data = build_depositary(VIEW)
    network.targets = named(network, data)
    network.publisher.publish_targets(network.targets, depositary=data, at=AT)
    return network


@pytest.mark.law_line(1)
def test_what_the_depositary_states_is_seen_by_every_reader(stated: Network, tmp_path: Path):
    reader = make_reader(stated, tmp_path / "cache")
    for view in (stated.view(), reader.directory.refresh(AT), reader.directory.view(AT)):
        assert view.depositary == VIEW
        assert view.depositary_held == ()
        assert view.depositary.of("XA", "un-cybercrime") == (SIGNED, RESERVED)
        assert view.depositary.of("XB") == ()


def test_a_directory_without_it_is_whole(network: Network):
    assert network.view().depositary is None
    assert network.view().depositary_held == ()
    assert network.view().states == ("XA", "XB")


def test_one_holder_alone_cannot_say_who_is_a_party(network: Network):
    data, before = build_depositary(VIEW), network.files()
    with pytest.raises(Refused) as caught:
        network.publisher.publish_targets(named(network, data, holders=1), depositary=data, at=AT)
    assert caught.value.codes == ("directory-below-threshold",)
    assert network.files() == before


@pytest.mark.parametrize("given_bytes", [None, b"another", b"{}"])
def test_metadata_are_not_published_without_the_view_that_they_name(network: Network, given_bytes):
    targets, before = named(network, build_depositary(VIEW)), network.files()
    with pytest.raises(Refused):
        network.publisher.publish_targets(targets, depositary=given_bytes, at=AT)
    assert network.files() == before


def test_a_new_view_takes_the_place_of_the_old(stated: Network):
    later = replace(VIEW, as_of="2026-12-01", facts=(SIGNED,))
    data = build_depositary(later)
    targets = named(stated, data)
    stated.publisher.publish_targets(targets, depositary=data, at=AT + timedelta(hours=1))
    assert stated.view(AT + timedelta(hours=1)).depositary == later


def test_metadata_for_other_reasons_keep_the_view(stated: Network):
    from rogatory.directory.ceremony.ceremony import renew_targets

    targets = renew_targets(stated.targets, at=AT)
    stated.publisher.publish_targets(stated.founding.signed_targets(targets), at=AT)
    assert stated.view().depositary == VIEW


def test_a_view_put_in_the_place_of_the_signed_one_is_not_believed(stated: Network, tmp_path: Path):
    """A mirror that writes who is a party: the file is refused, the copy stays as it was."""
    reader = make_reader(stated, tmp_path / "cache")
    reader.directory.refresh(AT)
    later = replace(VIEW, as_of="2026-12-01")
    data = build_depositary(later)
    stated.publisher.publish_targets(named(stated, data), depositary=data, at=AT)
    path = depositary_file(read_metadata(Targets, "targets", named(stated, data)).signed)
    reader.mirror.serve({path: build_depositary(replace(VIEW, facts=()))})
    before = reader.state()
    with pytest.raises(Refused):
        reader.directory.refresh(AT)
    assert reader.state() == before
    assert reader.directory.view(AT).depositary == VIEW


def test_where_the_file_is_gone_the_rest_still_speaks(stated: Network):
    path = depositary_file(read_metadata(Targets, "targets", stated.targets).signed)
    (stated.folder / path).unlink()
    view = stated.view()
    assert view.depositary is None
    assert [reason.code.id for reason in view.depositary_held] == ["directory-incomplete"]
    assert view.states == ("XA", "XB")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"status": "admired"}, "directory-value"),
        ({"status": "made"}, "directory-value"),
        ({"matter": "rumour"}, "directory-value"),
        ({"state": "Arcadia"}, "directory-form"),
        ({"date": "2025-13-01"}, "directory-form"),
        ({"source": ""}, "directory-text"),
        ({"text": "x" * 4001}, "directory-text"),
        ({"text": "\u202e"}, "directory-text"),
        ({"rank": 1}, "directory-field-unknown"),
    ],
)
def test_a_fact_out_of_form_is_refused_with_its_reason(change, code):
    document = canonical.decode_object(build_depositary(VIEW))
    document["facts"][0] |= change
    with pytest.raises(Refused) as caught:
        parse_depositary(canonical.encode(document))
    assert caught.value.codes == (code,)


def test_a_fact_occurs_once():
    with pytest.raises(Refused) as caught:
        build_depositary(replace(VIEW, facts=(SIGNED, SIGNED)))
    assert caught.value.codes == ("directory-repeated",)


_TEXT = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=20)
_FACTS = st.sampled_from(sorted(SUBJECTS)).flatmap(
    lambda subject: st.builds(
        StateFact,
        state=st.sampled_from(["XA", "XB", "XM"]),
        instrument=_TEXT,
        matter=st.just(subject),
        status=st.sampled_from(SUBJECTS[subject]),
        date=st.dates().map(lambda day: day.isoformat()),
        article=st.none() | _TEXT,
        text=st.none() | _TEXT,
        source=_TEXT,
    )
)


@given(st.lists(_FACTS, max_size=6, unique=True))
def test_what_is_built_is_read_back(facts):
    from unicodedata import normalize

    view = replace(VIEW, facts=tuple(facts))
    if any(
        text != normalize("NFC", text)
        for fact in facts
        for text in (fact.instrument, fact.article or "", fact.text or "", fact.source)
    ):
        return
    assert parse_depositary(build_depositary(view)) == view


def test_a_network_may_begin_with_it(tmp_path: Path):
    network = own_network(tmp_path / "repository")
    data = build_depositary(VIEW)
    network.publisher.publish_targets(named(network, data), depositary=data, at=AT)
    assert network.view().depositary == VIEW
