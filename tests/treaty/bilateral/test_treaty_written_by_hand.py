# SPDX-License-Identifier: Apache-2.0
"""A treaty of sixty rows, as a ministry's lawyer writes it down: what it brings, and its mistakes by line."""

from datetime import date
from pathlib import Path

import pytest

from casts.law.cases import a_treaty
from casts.law.stored import read_back
from rogatory.errors import Refused
from rogatory.treaty.bilateral.template import treaty_template
from rogatory.treaty.bilateral.treaty_file import parse_treaty
from rogatory.treaty.citing import basis_of
from rogatory.treaty.corrections import Correction
from rogatory.treaty.law import corrected, packaged_law
from rogatory.treaty.regimes import regime_of
from rogatory.treaty.rows import written
from rogatory.treaty.safeguards import questions_before_executing, questions_before_sending

FILE = Path(__file__).with_name("ministry_treaty.yaml").read_text("utf-8")
LAW = packaged_law("federation")
ON = date(2026, 11, 28)
TREATY = "mlat-xa-xb"

# What was written in the place of what, the line of the mistake, and the problem that is reported.
MISTAKES = (
    ("applies_from: 2011-07-01", "applies_from: 1 July 2011", 14, "applies_from is not a date"),
    ("mla_interception: {articles", "interception: {articles", 21, "interception is not a kind of request"),
    ('article: "12(1)", offences', "article: Art. 12(1), offences", 26, "Art. 12(1) is not an article, such as 5(1)(a)"),
    ('kind: mla_interception, article: "13(1)"', 'kind: mla_interceptions, article: "13(1)"', 28, "kind is not one of"),
    ("effort: duty, dual_criminality: not", "effort: obligation, dual_criminality: not", 29, "effort is not one of"),
    ("channels: [contact-point]", "channels: [contact point]", 29, None),
    ("id: military_offence", "id: Military offence", 42, "id is not an id: lower-case words joined by - or _"),
    ("help: coercive", "help: coercion", 59, "help is not one of"),
    ('{article: "5(1)(d)"', '{article: "5 (1)(d)"', 68, "5 (1)(d) is not an article, such as 5(1)(a)"),
    ("by_default: true", "by_default: yes please", 94, "by_default is not true or false"),
    ("replies: [refusal, postponement]", "replies: [refuse]", 120, "replies are not some of"),
    ("days: 120, bound: most, rule", "days: 120 days, bound: most, rule", 129, "days is not a number"),
    ('"4(4)", days: 10, bound: most', '"4(4)", days: 10', 130, "bound is not one of"),
    ("id: decision, days", "id: decide, days", 133, "id is not one of"),
    ("starts: [hold_start, received]", "starts: [start]", 136, "starts is not some of"),
    ("until: decision, starts", "until: decided, starts", 137, "until is not one of decision"),
    ('key: persons, article: "4(1)(d)"', 'key: person, article: "4(1)(d)"', 143, "key is not one of"),
    ("not_for: [serve_documents]", "not_for: [service]", 146, "its measures are not some of"),
    ("kind: mla_interception, key: period", "kind: interception, key: period", 148, "interception is not a kind of message"),
    ('key: mla_planned, article: "11(1)", certainty: seen', 'key: mla_planned, article: "11(1)"', 149, "certainty is not one of"),
    ("id: execution, always", "id: execution, allways", 153, "the entry allways is unknown"),
    ("{instrument: mlat-xa-xb, id: language", "{instrument: mlat-xb-xa, id: language", 156, "instrument is not mlat-xa-xb"),
    ("id: refusal_in_time, always", "id: refusal, always", 159, "it occurs 2 times"),
    ("id: progress, always", "id: progres, always", 164, "nothing cites a provision progres"),
    ('{article: "1(3)"', "{article: 1.3", 171, "article is not a text: a number or a day that is one is written in quotes"),
    ("replaces: permitted-interception", "replaces: interception-permitted", 183, "replaces names no question, or is not of one instrument"),
    ("id: purpose-mlat-xa-xb", "id: specific-case", 193, "the law has a question specific-case already"),
    ("blocks: empty", "blocks: no", 193, "blocks does not fit the form of the answer"),
    ("brings: domestic-law", "brings: domestic law", 205, "brings is not one of"),
)  # fmt: skip


def loading(treaty):
    return Correction("load", "treaties", written(treaty.loaded), "x", "y", "seen", ON, None)


def loaded(text=FILE, law=LAW):
    treaty = a_treaty(text, law)
    return corrected(law, [loading(treaty)], lambda _: treaty)


def problems(text, law=LAW):
    with pytest.raises(Refused) as caught:
        a_treaty(text, law)
    return [(one.fields["line"], str(one.fields["problem"])) for one in caught.value.reasons]


def test_it_has_sixty_rows_and_is_read_again_from_the_law():
    treaty = a_treaty(FILE)
    assert sum(map(len, treaty.rows.values())) >= 60
    assert parse_treaty(treaty.document) == treaty
    law = loaded()
    assert read_back(law) == law


def test_every_mistake_is_reported_at_once_with_its_line():
    text = FILE
    for old, new, *_ in MISTAKES:
        assert old in text, old
        text = text.replace(old, new, 1)
    found = problems(text)
    for _, new, line, problem in MISTAKES:
        if problem is not None:
            assert any(
                at == line and problem_found.startswith(problem) for at, problem_found in found
            ), (new, found)
    assert {line for line, _ in found} == {line for _, _, line, _ in MISTAKES}


@pytest.mark.parametrize(("old", "new", "line", "problem"), MISTAKES)
def test_every_mistake_is_one_by_itself(old, new, line, problem):
    found = problems(FILE.replace(old, new, 1))
    assert all(at == line for at, _ in found)
    assert any(
        problem_found.startswith(problem or "channels are not some of")
        for _, problem_found in found
    )


def test_yes_and_no_are_words_without_quotes():
    plain = FILE.replace('blocks: "no"', "blocks: no").replace('treaty: "yes"', "treaty: yes")
    assert plain != FILE
    assert a_treaty(plain).loaded == a_treaty(FILE).loaded


def test_provisions_of_the_file_are_cited_under_the_treaty_alone():
    law = loaded()
    regime = regime_of(law, TREATY, "XA", "XB", ON)
    cited = {
        name: basis_of(regime, kind, name).article
        for name, kind in (
            ("execution", "mla_stored_data"),
            ("hold", "preservation"),
            ("interpol", "mla_general"),
            ("interpol", "preservation"),
        )
    }
    assert cited["execution"] == "3(2) of MLAT XA-XB 2011"
    assert cited["hold"] == "11(2) of MLAT XA-XB 2011"
    assert basis_of(regime, "mla_stored_data", "interpol").article == "-"
    assert basis_of(regime, "mla_general", "interpol").article == "2(3) of MLAT XA-XB 2011"
    ours = regime_of(law, "un-cybercrime", "XA", "XM", ON)
    assert basis_of(ours, "mla_stored_data", "execution").article == "40(17)"


def test_questions_of_the_file_are_asked_on_the_treaty_and_where_it_is_brought_in():
    law = loaded()

    def questions_of(before, kind, instrument, asking="XA"):
        return {one.id for one in before(regime_of(law, instrument, asking, "XB", ON), kind)}

    brought_in = questions_of(questions_before_executing, "mla_stored_data", "un-cybercrime")
    assert "death-penalty-mlat-xa-xb" in brought_in
    others = questions_of(questions_before_executing, "mla_stored_data", "un-cybercrime", "XM")
    assert "death-penalty-mlat-xa-xb" not in others

    executing = questions_of(questions_before_executing, "mla_stored_data", TREATY)
    assert "death-penalty-mlat-xa-xb" in executing
    assert {"human-rights", "discrimination", "proportionality"} <= executing
    assert "purpose-mlat-xa-xb" in questions_of(questions_before_sending, "mla_stored_data", TREATY)
    live = questions_of(questions_before_executing, "mla_interception", TREATY)
    assert "permitted-interception-mlat-xa-xb" in live
    assert "permitted-interception" not in live
    for other in ("ets-30", "comity"):
        found = questions_of(questions_before_executing, "mla_stored_data", other)
        # ETS 30 26(3): a treaty of the two supplements it.
        assert any(name.endswith(TREATY) for name in found) == (other == "ets-30")
        replaced = (
            f"permitted-interception-{TREATY}" if other == "ets-30" else "permitted-interception"
        )
        assert replaced in questions_of(questions_before_executing, "mla_interception", other)
    rights = next(
        one
        for one in questions_before_executing(
            regime_of(law, TREATY, "XA", "XB", ON), "mla_stored_data"
        )
        if one.id == "human-rights"
    )
    assert rights.article == "1(3) of MLAT XA-XB 2011"


def test_no_question_that_protects_somebody_is_replaced_by_one_that_stops_nothing():
    """A treaty's file would otherwise switch off the questions on rights for every request on it."""
    for replaced in ("human-rights", "discrimination", "rights-expression", "proportionality"):
        weak = FILE.replace("replaces: permitted-interception", f"replaces: {replaced}")
        weak = weak.replace('    blocks: "no"\n    certainty: seen\n    source: "p. 15"', '    certainty: seen\n    source: "p. 15"')  # fmt: skip
        assert "it stops less than the question that it replaces" in [
            problem_found for _, problem_found in problems(weak)
        ]


def test_a_later_edition_takes_questions_and_provisions_away():
    treaty = a_treaty(FILE)
    law = loaded()
    start, end = FILE.index("provisions:"), FILE.index("composition:")
    later = a_treaty(f"{FILE[:start]}{FILE[end:]}".replace("edition: 1", "edition: 2"), law)
    second = corrected(law, [Correction("later", "treaties", written(later.loaded), "x", "y", "seen", ON, None)],
                      lambda digest: treaty if digest == treaty.loaded.document else later)  # fmt: skip
    assert [
        one for one in (*second.questions, *second.provisions) if one.instrument == TREATY
    ] == []
    assert second.questions == LAW.questions


def test_no_file_takes_the_place_of_a_question_of_the_law():
    """Also one that became the law's own question after the file was read."""
    own = next(one for one in LAW.questions if one.id == "sovereignty")
    row = {**written(own), "id": "death-penalty-mlat-xa-xb"}
    law = corrected(LAW, [Correction("own", "questions", row, "x", "y", "seen", ON, None)])
    taken = "the law has a question death-penalty-mlat-xa-xb already"
    assert taken in [problem_found for _, problem_found in problems(FILE, law)]
    treaty = a_treaty(FILE)
    with pytest.raises(Refused) as caught:
        corrected(law, [loading(treaty)], lambda _: treaty)
    assert taken in str(caught.value)
    assert next(one for one in law.questions if one.id == row["id"]).instrument is None


def test_the_template_explains_both_sections():
    text = treaty_template(TREATY, "XA", "XB")
    for part in ("provisions: []", "questions: []", "#   hold ", "demanded_for", "replaces"):
        assert part in text
