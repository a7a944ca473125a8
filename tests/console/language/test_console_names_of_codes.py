# SPDX-License-Identifier: Apache-2.0
"""Codes of the node and the law's data have words for people: none is left out when one is
added.
"""

import dataclasses
import importlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import translation

import rogatory
from rogatory.console.audit.row_text import PAGES, about
from rogatory.console.language.work_words import EXPIRIES, JOBS
from rogatory.console.law.row_words import KIND_TITLES, value_text
from rogatory.console.law.sources import row_sources, source_text
from rogatory.console.templatetags.audited import audited
from rogatory.console.templatetags.reader_words import ground_name
from rogatory.directory.entry.entry import CERTIFICATE_USES
from rogatory.node.key_ends.key_ends import CONSOLE, FILE, OF_SYSTEM
from rogatory.node.repositories.audit import AuditEntry, Source
from rogatory.node.repositories.law import NO_GROUND
from rogatory.node.worker.work import HANDLERS
from rogatory.requests.contents.labels import VALUES
from rogatory.treaty.law import FEDERATION, WORLD, packaged_law
from rogatory.treaty.rows import written
from rogatory.treaty.sections import CORRECTABLE
from rogatory.treaty.tables.row_names import FIELD_NAMES, SECTION_NAMES

LAWS = [packaged_law(name) for name in (WORLD, FEDERATION)]
CODE = '<code class="breaks" dir="ltr">'
ACTS = re.compile(r'(?:noted\(node, |_note\(node, by, |_new_secret\(node, by, row, )"([a-z-]+)"')


def an_entry(text, source=Source.ACCESS):
    return AuditEntry(source, 1, datetime(2026, 11, 24, tzinfo=UTC), "xb-0001", "read", "", text)


def test_every_page_and_every_act_that_the_audit_notes_has_words():
    urls = importlib.import_module("rogatory.console.urls")  # only under the console's settings
    pages = {one.name for one in urls.urlpatterns if hasattr(one.callback, "permission")}
    assert pages - PAGES.keys() == set()
    source = Path(rogatory.__file__).parent
    acts = {
        act
        for folder in ("node/drafting", "bootstrap")
        for path in source.joinpath(folder).rglob("*.py")
        for act in ACTS.findall(path.read_text("utf-8"))
    }
    assert len(acts) > 8
    assert acts - PAGES.keys() == set()


def test_every_work_and_everything_that_runs_out_has_a_name():
    assert set(HANDLERS) - JOBS.keys() == set()
    assert {
        *CERTIFICATE_USES,
        "recipient",
        "log",
        "witness",
        CONSOLE,
        FILE,
        OF_SYSTEM,
    } == EXPIRIES.keys()


def sources(value):
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            part = getattr(value, field.name)
            if field.name.endswith("source") and part:
                yield part
            yield from sources(part)
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from sources(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from sources(part)


def test_every_source_of_the_packaged_law_is_shown_in_words():
    found = {one for law in LAWS for one in sources(law)}
    assert len(found) > 30
    assert [one for one in found if "theirs" in source_text(one)] == []


def test_a_row_is_shown_with_its_source_and_each_article_that_it_cites():
    political = next(one for one in LAWS[0].never if one.id == "political_offence").kinds[
        "mla_stored_data"
    ]
    (threshold, *_) = LAWS[0].thresholds
    with translation.override("ru"):
        assert str(row_sources(political)) == (
            "текст был недоступен; содержится в следующем документе: "
            "Конвенция о преступности в сфере компьютерной информации (Будапешт), подпункт (a) пункта 4 статьи 27"
        )
        assert str(row_sources(threshold)) == "арабский текст Конвенции"


def test_a_row_taken_from_a_treaty_alone_is_shown_with_its_article_alone():
    required = next(one for one in LAWS[0].required if one.cites and one.article == "42(3)(a)")
    with translation.override("zh-hans"):
        assert str(row_sources(required)) == "《网络犯罪公约》（布达佩斯）第二十九条第二款"


def test_no_source_names_a_paragraph_that_a_row_can_cite():
    """A paragraph in a source is one more sentence in six languages; as a citation it is fields."""
    found = {one for law in LAWS for one in sources(law)}
    assert [one for one in found if re.search(r"\d+\(\d+\)", one)] == []
    amended = next(one for one in LAWS[0].never if one.instrument == "ets-182")
    with translation.override("en"):
        assert str(row_sources(amended.kinds["mla_general"])) == (
            "a consolidated text of ETS 30; European Convention on Mutual Assistance in Criminal Matters, "
            "article 1, paragraph 4"
        )


def names_in(value):
    """Names of fields, of those within other fields too."""
    if isinstance(value, Mapping):
        yield from value
        for name, part in value.items():
            if not name.endswith("cites"):  # shown as citations
                yield from names_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from names_in(part)


def test_every_section_and_every_field_of_a_row_has_a_name():
    assert CORRECTABLE.keys() == SECTION_NAMES.keys()
    rows = [
        row
        for law in LAWS
        for name in SECTION_NAMES
        if name != "register"
        for row in getattr(law, name)
    ]
    known = {*FIELD_NAMES, *VALUES, *KIND_TITLES}
    assert {name for row in rows for name in names_in(written(row))} - known == set()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("certainty", "memory", "non encore vérifié"),
        ("signed", "2025-10-25", "25 oct. 2025"),
        ("is_safeguard", True, "oui"),
        ("article", "42(5)", "article 42, paragraphe 5"),
        ("articles", ["41(1)", "42"], "article 41, paragraphe 1 et article 42"),
        ("reservation", "no article", "<bdi>no article</bdi>"),
        ("source", "UNCAC art. 46(5) and 46(19)", '<bdi class="theirs">UNCAC art. 46(5) and 46(19)</bdi>'),
        ("cites", [{"instrument": "uncac", "article": "46(5)"}, {"instrument": "untoc", "article": "6", "role": "model"}], "Convention des Nations Unies contre la corruption, article 46, paragraphe 5\u202f; modèle\xa0: Convention des Nations Unies contre la criminalité transnationale organisée, article 6"),
        ("later_cites", [{"instrument": "of-later", "article": "7"}], "of-later, article 7"),
        ("text", "A <lawyer's> own words", "<bdi>A &lt;lawyer&#x27;s&gt; own words</bdi>"),
        ("serves", {"is_safeguard": True, "a": "<b>"}, '<dl class="lines small"><div class="line"><dt>Garantie</dt><dd>oui</dd></div><div class="line"><dt>a</dt><dd><bdi>&lt;b&gt;</bdi></dd></div></dl>'),
        ("serves", [{"certainty": "memory"}, None], '<div><dl class="lines small"><div class="line"><dt>Certitude</dt><dd>non encore vérifié</dd></div></dl></div><div>–</div>'),
    ],
)  # fmt: skip
def test_a_value_of_a_row_is_shown_in_the_readers_language(name, value, expected):
    with translation.override("fr"):
        assert str(value_text(name, value)) == expected


def test_what_a_lawyer_names_as_a_source_stays_as_he_wrote_it():
    with translation.override("zh-hans"):
        assert "<bdi" in source_text("Note <7> of the ministry")
        assert "<7>" not in source_text("Note <7> of the ministry")


@pytest.mark.parametrize(
    ("noted", "expected"),
    [
        ("thread", "une demande"),
        ("thread desk:thread:read", "une demande · Lire les demandes et leurs messages"),
        ("thread matter-restricted", "une demande · la demande est réservée à d’autres"),
        (
            "terminal matter note matter-restricted",
            f"tapé dans un terminal · {CODE}rogatory matter note</code> · la demande est réservée à d’autres",
        ),
        ("of-older <b>", f"{CODE}of-older</code> · {CODE}&lt;b&gt;</code>"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_a_line_of_the_audit_is_about_is_shown_in_words(noted, expected):
    with translation.override("fr"):
        assert str(audited(an_entry(noted))).replace("&#39;", "&#x27;") == expected


def test_an_event_of_the_custody_log_is_about_a_digest():
    (part,) = about(an_entry("ab" * 32, Source.CUSTODY))
    assert (part.words, part.data) == ("", "ab" * 32)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "no ground was given"),
        ("ar", "لم يُذكر أي سبب"),
        ("es", "no se indicó ningún motivo"),
        ("fr", "aucun motif n’a été indiqué"),
        ("ru", "основание не указано"),
        ("zh-hans", "未说明理由"),
    ],
)
def test_a_decision_shows_its_ground_by_name_or_that_none_was_given(language, expected):
    with translation.override(language):
        assert ground_name(NO_GROUND) == expected
        assert ground_name("essential_interests") == translation.gettext(
            VALUES["essential_interests"]
        )
    assert ground_name("ground-of-a-treaty") == "ground-of-a-treaty"
