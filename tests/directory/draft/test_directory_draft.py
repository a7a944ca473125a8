# SPDX-License-Identifier: Apache-2.0
"""An entry in the making: a text that people write, keys that only come and end, all reasons
reported.
"""

import tomllib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.directory.cards import CARD
from casts.directory.entries import entries
from casts.directory.network import AT, YEAR, Network
from rogatory.directory.draft.card_text import read_card_text
from rogatory.directory.draft.entry_keys import (
    add_certificate,
    add_log,
    add_recipient,
    add_witness,
    end_key,
    listed_keys,
)
from rogatory.directory.draft.folder import (
    DraftStatus,
    EntryDraft,
    create_draft,
    keep_card,
    keep_entry,
    keep_published,
    keep_register,
    keep_status,
    read_draft,
)
from rogatory.directory.draft.officers import end_officer, enrol
from rogatory.directory.draft.published import catch_up, draft_of_published, fetched
from rogatory.directory.draft.review import review
from rogatory.directory.draft.template import first_entry
from rogatory.directory.draft.text import read_text, write_text
from rogatory.directory.entry.card import build_card, card_digest
from rogatory.directory.entry.entry import DirectoryEntry, RelyingParty
from rogatory.directory.entry.period import Period, PeriodEnd
from rogatory.directory.folder_fetcher import FolderFetcher
from rogatory.errors import Refused
from rogatory.seal.certificates import der_to_pem
from rogatory.seal.cosigner import Cosigner, Cosigning

DAY = timedelta(days=1)


@given(entries)
def test_the_text_reads_back_as_it_was_written(entry: DirectoryEntry) -> None:
    assert read_text(write_text(entry), entry) == entry


@given(entries, st.data())
def test_any_text_is_read_or_refused_with_codes(entry: DirectoryEntry, data: st.DataObject) -> None:
    lines = write_text(entry).splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    lines[at] = data.draw(st.sampled_from(["", "x = 1", "[names]", "= 3", "verified = 2026-11-24"]))
    try:
        read_text("\n".join(lines), entry)
    except Refused as error:
        assert error.codes


def codes_of(text: str, entry: DirectoryEntry) -> list[str]:
    with pytest.raises(Refused) as caught:
        read_text(text, entry)
    return sorted(caught.value.codes)


def test_what_is_wrong_in_a_text_is_reported_with_every_reason(still: Network) -> None:
    entry = still.states["XA"].entry
    text = write_text(entry).replace('state = "XA"', 'state = "Arcadia"\ncolour = "red"')
    text = text.replace("https://127.0.0.1:8443", "http://127.0.0.1:8443")
    assert codes_of(text, entry) == ["directory-field-unknown", "directory-form", "directory-url"]
    assert codes_of(text + "\n= 5", entry) == ["directory-entry-text"]
    assert codes_of("# " + "x" * (256 << 10), entry) == ["directory-entry-text"]


def test_days_and_numbers_may_be_written_as_toml_has_them(still: Network) -> None:
    entry = still.states["XA"].entry
    text = write_text(entry).replace(
        'id = "xa/contact-point"', 'id = "xa/contact-point"\nverified = 2026-11-24'
    )
    assert read_text(text, entry).authorities[0].verified == "2026-11-24"
    fraction = text.replace("preservation = 1", "preservation = 1.5", 1)
    assert codes_of(fraction, entry) == ["directory-integer"]


def test_keys_cannot_be_written_in_the_text(still: Network) -> None:
    """A person who edits names must not be able to put a key in, nor lose one."""
    entry = still.states["XA"].entry
    text = 'recipients = []\ncard = "x"\n' + write_text(entry)
    assert codes_of(text, entry) == ["directory-field-unknown"] * 2


@pytest.fixture
def draft(still: Network, tmp_path: Path) -> EntryDraft:
    """The next entry of XA, of which version 1 is published."""
    return draft_of_published(
        tmp_path / "xa",
        fetched(FolderFetcher(still.folder)),
        state="XA",
        network=still.founding.network,
        at=AT,
    )


def test_a_draft_begins_with_what_is_published(still: Network, draft: EntryDraft) -> None:
    xa = still.states["XA"]
    assert (draft.entry, draft.register) == (xa.entry, xa.register)
    assert draft.published == (xa.entry, xa.register)
    assert (draft.status.version, draft.status.announced) == (1, (xa.key.keyid,))
    assert review(draft, AT).reasons == ()


def test_the_draft_of_an_unpublished_state_is_refused_and_leaves_no_folder(
    still: Network, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="state-not-listed"):
        draft_of_published(
            tmp_path / "xt", fetched(FolderFetcher(still.folder)),
            state="XT", network=still.founding.network, at=AT,
        )  # fmt: skip
    assert not (tmp_path / "xt").exists()


def test_a_draft_of_another_network_is_refused(still: Network, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="directory-other-network"):
        draft_of_published(
            tmp_path / "xa",
            fetched(FolderFetcher(still.folder)),
            state="XA",
            network="0" * 64,
            at=AT,
        )
    assert not (tmp_path / "xa").exists()


def test_what_takes_something_back_is_shown_before_it_is_signed(draft: EntryDraft) -> None:
    keep_entry(draft, replace(draft.entry, recipients=(), authorities=draft.entry.authorities[:1]))
    codes = {reason.code.id for reason in review(read_draft(draft.folder), AT).reasons}
    assert "directory-removed" in codes


def test_a_draft_is_signed_published_and_compared_with_from_then_on(
    network: Network, tmp_path: Path
) -> None:
    xa, read = network.states["XA"], fetched(FolderFetcher(network.folder))
    draft = draft_of_published(
        tmp_path / "xa", read, state="XA", network=network.founding.network, at=AT
    )
    keep_entry(draft, replace(draft.entry, languages=("en", "fr", "es")))
    keep_card(read_draft(draft.folder), CARD)
    submission = read_draft(draft.folder).signed([xa.key], AT)
    network.publisher.accept(submission, at=AT)
    view = network.view()
    assert view.entry("XA").languages == ("en", "fr", "es")
    assert view.entry("XA").card == card_digest(build_card(CARD))
    keep_published(read_draft(draft.folder), submission, 2)
    assert catch_up(read_draft(draft.folder), read, AT) == 2
    reread = read_draft(draft.folder)
    assert reread.published is not None
    assert reread.published[0] == view.entry("XA")


def test_an_announced_key_may_sign_next(network: Network, tmp_path: Path) -> None:
    from rogatory.directory.ceremony.keys import new_directory_key

    read = fetched(FolderFetcher(network.folder))
    draft = draft_of_published(
        tmp_path / "xa", read, state="XA", network=network.founding.network, at=AT
    )
    new = new_directory_key()
    keep_status(draft, replace(draft.status, announced=(*draft.status.announced, new.keyid)))
    submission = read_draft(draft.folder).signed([network.states["XA"].key], AT)
    network.publisher.accept(submission, at=AT)
    result = draft_of_published(
        tmp_path / "again", read, state="XA", network=network.founding.network, at=AT
    )
    assert new.keyid in result.status.announced


def test_keys_come_and_end_and_are_never_taken_out(still: Network) -> None:
    xa = still.states["XA"]
    made = xa.certificate("receipts", "xa", "mldsa65", AT)
    entry = add_certificate(xa.entry, der_to_pem(made.der))
    assert entry.certificates[-1] == made
    period = Period(AT, AT + YEAR)
    entry = add_log(entry, "elsewhere/xa/2+00000000+AQ==", period)
    entry = add_witness(entry, "XA witness+00000000+AQ==", period)
    entry = add_recipient(entry, "xa/contact-point", "recovery", "age1pq1x", period)
    assert [one.origin for one in entry.logs][-1] == "elsewhere/xa/2"
    assert entry.witnesses[-1].name == "XA witness"
    fingerprints = [one.fingerprint for one in listed_keys(entry)]
    assert len(set(fingerprints)) == len(fingerprints)
    for _ in range(2):
        entry, ended = end_key(entry, fingerprints[-1][:12], AT + DAY, "rotated")
        assert ended.what == "witness key"
    assert entry.witnesses[-1].period.ended == PeriodEnd(AT + DAY, "rotated")
    assert len(listed_keys(entry)) == len(fingerprints)


def test_a_key_is_named_by_enough_of_its_fingerprint(still: Network) -> None:
    entry = still.states["XA"].entry
    fingerprint = listed_keys(entry)[0].fingerprint
    for prefix in (fingerprint[:7], "0" * 64, ""):
        with pytest.raises(Refused, match="directory-key-not-named"):
            end_key(entry, prefix, AT, "rotated")


def test_a_key_is_listed_once(still: Network) -> None:
    entry = still.states["XA"].entry
    with pytest.raises(Refused, match="directory-key-listed"):
        add_certificate(entry, der_to_pem(entry.certificates[0].der))
    with pytest.raises(Refused, match="directory-key-listed"):
        add_log(entry, entry.logs[0].vkey, entry.logs[0].period)


def test_a_second_key_of_a_log_joins_the_log_of_its_origin(still: Network) -> None:
    entry = still.states["XA"].entry
    (log,) = entry.logs
    vkey = Cosigner.generate(log.origin, Cosigning.MLDSA44, bytes).key.vkey
    both = add_log(entry, vkey, log.period)
    assert both.logs == (replace(log, mldsa44=vkey),)
    for joined, period in ((both, log.period), (entry, Period(AT, AT + DAY))):
        with pytest.raises(Refused):
            add_log(joined, vkey, period)


def test_an_officer_whose_roles_change_is_ended_and_listed_anew(draft: EntryDraft) -> None:
    first = draft.register.officers[0]
    change = Period(AT + 10 * DAY, AT + YEAR)
    anew = replace(first, roles=("lawyer",), period=change)
    keep_register(draft, enrol(draft.register, anew))
    reread = read_draft(draft.folder)
    assert review(reread, AT).reasons == ()
    ended, *_others, last = reread.register.officers
    assert (ended.period.ended, last) == (PeriodEnd(change.start, "rotated"), anew)
    with pytest.raises(Refused, match="directory-officer-enrolled"):
        enrol(reread.register, replace(anew, period=replace(change, start=change.start + DAY)))


def test_an_officer_ends_by_number(draft: EntryDraft) -> None:
    number = draft.register.officers[0].number
    ended = end_officer(draft.register, number, AT, "compromised")
    assert ended.officers[0].period.ended == PeriodEnd(AT, "compromised")
    assert ended.officers[1] == draft.register.officers[1]
    with pytest.raises(Refused, match="directory-officer-not-enrolled"):
        end_officer(ended, number, AT, "rotated")


def test_a_card_is_written_in_toml_and_named_by_the_draft(draft: EntryDraft) -> None:
    text = """
    [[numbers]]
    authority = "xa/contact-point"
    label = "Duty officer"
    e164 = "+99900000001"
    [[call_back]]
    authority = "xa/central-authority"
    kind = "telephone"
    value = "+99900000003"
    """
    card = read_card_text(text, "XA", salt="ab" * 32, at=AT)
    assert tomllib.loads(text)["numbers"][0]["e164"] == card.numbers[0].e164
    keep_card(draft, card)
    reread = read_draft(draft.folder)
    assert (reread.card, reread.entry.card) == (card, card_digest(build_card(card)))
    assert (draft.folder / "card.json").stat().st_mode & 0o077 == 0
    with pytest.raises(Refused) as caught:
        read_card_text(text.replace("+999", "999") + "colour = 1", "XA", salt="ab" * 32, at=AT)
    assert sorted(caught.value.codes) == ["directory-field-unknown", "directory-form"]


def test_a_file_that_is_not_in_its_form_is_never_kept(draft: EntryDraft) -> None:
    before = {path.name: path.read_bytes() for path in draft.folder.glob("*.json")}
    with pytest.raises(Refused):
        keep_entry(draft, replace(draft.entry, node_url="http://a.example"))
    with pytest.raises(Refused):
        keep_register(draft, replace(draft.register, state="XB"))
    assert before == {path.name: path.read_bytes() for path in draft.folder.glob("*.json")}


def test_a_new_folder_never_takes_the_place_of_another(draft: EntryDraft) -> None:
    with pytest.raises(Refused):
        create_draft(draft.folder, draft.entry, draft.register, DraftStatus("0" * 64))
    assert read_draft(draft.folder) == draft


def test_a_first_entry_lets_its_node_call_back_and_drill_by_itself() -> None:
    """A kind that an entry does not list demands an approval, which no node has at night."""
    entry, _ = first_entry(
        "XA",
        {"en": "Arcadia"},
        node_url="https://node.example",
        relying_party=RelyingParty("localhost", ("http://localhost",)),
        kinds=("call_back", "call_back_answer", "drill", "drill_acknowledgement", "preservation"),
        subjects={"contact-point": ("preservation",), "central-authority": ()},
        languages=("en",),
        time_zone="Etc/GMT-3",
    )
    assert entry.approvals == {"call_back": 0, "drill": 0, "drill_acknowledgement": 0}
    assert set(entry.call_back) == {"xa/central-authority", "xa/contact-point"}
