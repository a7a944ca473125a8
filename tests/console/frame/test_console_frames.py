# SPDX-License-Identifier: Apache-2.0
"""Frames that pages share: what their tags render, and that no page writes one out again."""

import re
from pathlib import Path

from django.template import engines

import rogatory.console
from rogatory.console import catalogues

CONSOLE = Path(rogatory.console.__file__).parent


def rendered(text, **values):
    page = engines["django"].from_string(f"{{% load frames %}}{text}")
    return re.sub(r"\s*\n\s*", "", page.render(values))


def test_a_section_is_named_by_its_heading():
    html = rendered('{% panel "h-seal" _("Seal") %}<p>{{ said }}</p>{% endpanel %}', said="yes")
    assert html == (
        '<section class="panel" aria-labelledby="h-seal"><h2 id="h-seal">Seal</h2><p>yes</p></section>'
    )


def test_a_section_shows_a_count_of_none_and_warns_of_problems():
    html = rendered('{% panel "h" "T" count=found|length warn=found %}{% endpanel %}', found=[])
    assert '<section class="panel" ' in html
    assert 'T <span class="count">0</span></h2>' in html
    assert 'class="panel warn"' in rendered(
        '{% panel "h" "T" warn=found %}{% endpanel %}', found=[1]
    )


def test_a_table_heads_each_column_and_names_the_column_of_buttons_for_readers_alone():
    html = rendered('{% table "Work" "Kind" "Why" acts="Run again" %}<tr></tr>{% endtable %}')
    assert 'role="group" aria-label="Work"' in html
    assert re.findall(r'<th scope="col">(.*?)</th>', html) == [
        "Kind",
        "Why",
        '<span class="sr">Run again</span>',
    ]
    assert "<tbody><tr></tr></tbody>" in html


def test_a_list_heads_a_column_for_each_of_its_members():
    html = rendered('{% table "Roles" _("Act") roles %}{% endtable %}', roles=["duty", "<lawyer>"])
    assert re.findall(r'<th scope="col">(.*?)</th>', html) == ["Act", "duty", "&lt;lawyer&gt;"]


def test_text_of_others_in_a_frame_is_text_and_no_markup():
    attack = '"><script>alert(1)</script>'
    texts = (
        "{% panel given given count=given %}{{ given }}{% endpanel %}"
        "{% lane given given %}{{ given }}{% endlane %}"
        "{% table given given role=given css=given acts=given %}{{ given }}{% endtable %}"
        "{% line given %}{{ given }}{% endline %}"
        "{% head given %}{{ given }}{% endhead %}"
        "{% field given given optional=given %}{{ given }}{% endfield %}"
    )
    html = rendered(texts, given=attack)
    assert "<script" not in html
    assert '"&quot;' in html  # an attribute of a frame is not left by a quotation mark


def test_no_page_writes_out_the_frame_of_a_table_or_of_a_section_with_a_heading_alone():
    section = re.compile(
        r'<section class="(?:panel|lane)" aria-labelledby="[\w-]+">\s*'
        r'<h2 id="[\w-]+">\{% translate "[^"]*" %\}</h2>'
    )
    own = {
        path.relative_to(CONSOLE.parent).as_posix(): path.read_text()
        for path in CONSOLE.rglob("*.html")
    }
    with_table = {name for name, text in own.items() if "<thead>" in text}
    assert with_table == {"console/frame/table.html"}
    assert [name for name, text in own.items() if section.search(text)] == []


def test_what_a_frame_is_given_to_say_is_in_the_catalogues():
    given = {
        text
        for path in CONSOLE.rglob("*.html")
        for text in re.findall(r'\b_\("([^"]*)"\)', path.read_text())
    }
    assert len(given) > 100
    assert given <= {texts[0] for _place, texts in catalogues.sources()}
