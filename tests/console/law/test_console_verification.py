# SPDX-License-Identifier: Apache-2.0
"""The verification of the law on its pages: progress in words, sheets out and in, reviewed whole by a second officer."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casts.console.api import JSON, document_of
from casts.console.law import LAWYER, SECOND, data, law, second
from casts.console.leftovers import latin_words
from casts.law.sheet import LINES, WORDING, brought, filled, rows_of
from casts.node.world import snapshot
from rogatory.console.law.verification import LINES_ON_PAGE
from rogatory.node.corrections.correct_law import correction_history
from rogatory.treaty.verification.lines import lines_of_law

PAGE = "/law/verification/"
SECOND_READER = "xb-0001"
IDS_OF_THE_LAW = re.compile(r"sheet-[0-9a-f]{12}|limits/|grounds/|The text says fifty")
"""Names of lines and sheets, and what the lawyer wrote."""

__all__ = ["second"]


def certainties(world):
    return {one.id: one.certainty for one in lines_of_law(law(world))}


def bring(client, table, name="sheet.csv", **more):
    upload = SimpleUploadedFile(name, table, "text/csv")
    return client.post(f"{PAGE}bring", {"sheet": upload}, **more)


def shown(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_sheet_goes_out_comes_back_and_counts_once_a_second_officer_accepted_it(
    world, officer, second
):
    before = certainties(world)
    table = officer(LAWYER).get(f"{PAGE}blank?form=csv&instrument=all")
    assert table["Content-Disposition"].startswith('attachment; filename="verification-all-')
    assert len(table.content.decode("utf-8-sig").splitlines()) > len(rows_of(world.node("XB"))) - 1
    changes = {"limits/protocol": {"verdict": "differs", "remark": "The text says fifty."}}
    answer = bring(officer(LAWYER), filled(world.node("XB"), changes))
    assert answer.status_code == 302, shown(answer)
    page = officer(SECOND).get(answer["Location"])
    for expected in ("Lines 1 to 3 of 3", "The text says fifty.", "А. Юрист", "1 line differs"):
        assert expected in shown(page)
    assert WORDING.split("\n")[0] in page.content.decode()
    assert certainties(world) == before
    review = f"{answer['Location']}review"
    done = officer(SECOND).post(review, {"accept": "yes", "reason": "Compared with the text."})
    assert done.status_code == 302, shown(done)
    after = certainties(world)
    assert {name for name in after if after[name] != before[name]} == {LINES[0], LINES[2]}
    assert {after[LINES[0]], after[LINES[2]]} == {"seen"}
    assert "Compared with the text." in shown(officer().get(answer["Location"]))


def test_progress_is_shown_as_a_bar_that_says_its_figures_in_words(world, officer):
    brought(world.node("XB"), LAWYER)
    progress = {one["instrument"]: one for _, one in data(officer(), PAGE)["verification"]}
    convention = progress["un-cybercrime"]
    assert convention["waiting"] == 3
    text = officer().get(PAGE).content.decode()
    bar = re.search(r'<progress[^>]*aria-describedby="read-un-cybercrime"[^>]*>', text)[0]
    assert f'max="{convention["lines"]}" value="{convention["seen"]}"' in bar
    words = re.search(r'<span id="read-un-cybercrime">\s*(.*?)\s*</span>', text, re.DOTALL)[1]
    assert words == (
        f"Seen: {convention['seen']} of {convention['lines']}. Not yet read: {convention['left']}. "
        "Waiting for review: 3. Different from the text: 0."
    )


def test_everything_that_is_wrong_is_shown_at_once_with_its_line_and_nothing_is_done(
    world, officer
):
    node = world.node("XB")
    before = snapshot(node)
    numbers = {row["line"]: at for at, row in enumerate(rows_of(node), 2)}
    changes = {
        LINES[0]: {"official_wording": "=HYPERLINK(1)", "read_on": "20.11.2026"},
        LINES[1]: {"article": "1", "reader": ""},
        LINES[2]: {"version": "v0"},
    }
    answer = bring(officer(LAWYER), filled(node, changes))
    assert answer.status_code == 409
    text = shown(answer)
    assert "This was refused for 5 reasons" in text
    for name, expected in (
        (
            LINES[0],
            "The official_wording of line {} of the sheet is wrong: it begins like a formula",
        ),
        (LINES[0], "The read_on of line {} of the sheet is wrong"),
        (LINES[1], "The reader of line {} of the sheet is wrong: it is empty"),
        (LINES[1], "Line {} of the sheet has another article"),
        (LINES[2], "Line {} of the sheet was read in another version"),
    ):
        assert expected.format(numbers[name]) in text
    assert snapshot(node) == before
    assert not correction_history(node)


@pytest.mark.parametrize(
    ("table", "code"),
    [
        (b"", "sheet-unreadable"),
        (b"PK\x03\x04 a workbook", "sheet-unreadable"),
        ("état".encode("latin-1"), "sheet-unreadable"),
        (b"a;b\n1;2\n", "sheet-unreadable"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused(world, officer, table, code):
    before = snapshot(world.node("XB"))
    answer = bring(officer(LAWYER), table, headers=JSON)
    assert {one["code"] for one in answer.json()["reasons"]} == {code}
    assert snapshot(world.node("XB")) == before


def test_a_form_without_a_file_says_which_field_is_empty(world, officer):
    answer = officer(LAWYER).post(f"{PAGE}bring", {})
    assert answer.status_code == 409
    assert "“Filled sheet (CSV)” is empty." in shown(answer)


def test_the_one_who_brought_it_does_not_review_it_and_a_typed_reason_stays(world, officer, second):
    at = f"{PAGE}{brought(world.node('XB'), LAWYER)}/"
    before = certainties(world)
    assert "<textarea" not in officer(LAWYER).get(at).content.decode()
    own = officer(LAWYER).post(f"{at}review", {"accept": "yes", "reason": "It is mine."})
    assert own.status_code == 409
    bare = officer(SECOND).post(f"{at}review", {"accept": "yes", "reason": ""})
    assert bare.status_code == 409
    node = world.node("XB")
    changed = {"accept": "yes", "reason": "Compared <every> line."}
    declined = officer(SECOND).post(f"{at}review", {**changed, "accept": "no"})
    assert declined.status_code == 302
    repeated = officer(SECOND).post(f"{at}review", changed)
    assert repeated.status_code == 409
    assert all(record.accepted is False for record, _ in correction_history(node))
    assert certainties(world) == before


def test_a_reason_is_not_lost_where_the_review_is_refused(world, officer, second):
    """A line was changed while the sheet waited: the officer reads why, and declines with the same words."""
    from casts.law.cases import a_correction
    from rogatory.node.corrections.correct_law import propose
    from rogatory.node.corrections.correct_law import review as review_one
    from rogatory.treaty.rows import written

    node = world.node("XB")
    at = f"{PAGE}{brought(node, LAWYER)}/"
    row = written(next(one for one in law(world).limits if one.instrument is None and one.id == "conference"))  # fmt: skip
    change = a_correction("c", section="limits", row={**row, "rule": "within two years"})
    review_one(node, propose(node, change, LAWYER).id, SECOND, accept=True, reason="Seen.")
    answer = officer(SECOND).post(f"{at}review", {"accept": "yes", "reason": "Compared <all>."})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Compared &lt;all&gt;.</textarea>" in text
    assert "The line was changed after it was read." in text


def test_a_script_brings_and_reviews_a_sheet(world, officer, second):
    node = world.node("XB")
    found = document_of(bring(officer(LAWYER), filled(node), headers=JSON), 201)
    lines = data(officer(), f"{PAGE}{found['created']}/")["lines"]
    assert {one["official_wording"] for one in lines} == {WORDING}
    assert [one["reading"]["line"] for one in lines] == sorted(LINES, key=[row["line"] for row in rows_of(node)].index)  # fmt: skip


@pytest.mark.parametrize("form", ["html", "pdf", "csv"])
def test_the_lines_of_one_instrument_are_a_document_in_the_language_that_is_asked_for(
    world, officer, form
):
    answer = officer().get(f"{PAGE}blank?form={form}&instrument=eio-2014-41&language=ar")
    assert answer.status_code == 200
    if form == "pdf":
        assert answer.content.startswith(b"%PDF-")
    else:
        assert ('lang="ar" dir="rtl"' in answer.content.decode()) is (form == "html")
        assert answer.content.decode().count("instruments/eio-2014-41") > 4


@pytest.mark.parametrize("query", ["form=exe", "instrument=none", "form=html&language=tlh"])
def test_a_sheet_that_cannot_be_asked_for_is_refused(world, officer, query):
    assert officer().get(f"{PAGE}blank?{query}").status_code == 409


def test_a_long_sheet_is_read_page_by_page(world, officer):
    node = world.node("XB")
    rows = [row["line"] for row in rows_of(node) if row["line"].startswith("required/")]
    lines = tuple(rows[: LINES_ON_PAGE + 5])
    bring(officer(LAWYER), filled(node, lines=lines))
    at = f"{PAGE}{correction_history(node)[0][1].id.rpartition('-')[0]}/"
    first, rest = (data(officer(), f"{at}?from={one}") for one in (1, LINES_ON_PAGE + 1))
    assert [one["reading"]["line"] for one in (*first["lines"], *rest["lines"])] == list(lines)
    assert "Next lines" in shown(officer().get(at))
    for wrong in ("0", "56", "-1", "x", "9" * 40):
        assert officer().get(f"{at}?from={wrong}").status_code == 409


def test_a_sheet_that_is_not_here_is_shown_as_not_here(world, officer):
    assert officer().get(f"{PAGE}sheet-000000000000/").status_code == 404


def test_an_officer_without_the_role_brings_and_reviews_nothing(world, officer):
    node = world.node("XB")
    at = f"{PAGE}{brought(node, LAWYER)}/review"
    before = snapshot(node)
    for answer in (
        bring(officer("xb-0002"), filled(node)),
        officer("xb-0001").post(at, {"accept": "yes", "reason": "Sure."}),
    ):
        assert answer.status_code == 403
    assert snapshot(node) == before
    assert all(record.is_open for record, _ in correction_history(node))


def test_the_pages_and_every_reason_on_them_have_no_english_in_chinese(world, officer):
    node = world.node("XB")
    changes = {LINES[0]: {"reader": "", "version": "v0"}, LINES[1]: {"article": "1"}}
    broken = bring(officer(LAWYER, language="zh-hans"), filled(node, changes))
    assert broken.status_code == 409
    at = f"{PAGE}{brought(node, LAWYER)}/"
    client = officer(SECOND_READER, language="zh-hans")
    pages = [broken, *(client.get(address) for address in (PAGE, at))]
    found = {text for page in pages for text in latin_words(page.content.decode())}
    assert {one for one in found if not IDS_OF_THE_LAW.search(one)} == set()
