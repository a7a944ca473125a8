# SPDX-License-Identifier: Apache-2.0
"""How well articles are known: noted once a page, beside each line on the law's pages alone."""

import re

import pytest

from casts.console.world import held, requested

NOTE = {
    "en": "Not all articles on this page have been verified against the official text.",
    "es": "No todos los artículos de esta página se han cotejado con el texto oficial.",
    "fr": "Les articles cités sur cette page n’ont pas tous été vérifiés sur le texte officiel.",
    "ru": "Не все статьи, указанные на этой странице, сверены с официальным текстом.",
    "zh-hans": "本页所引条文尚未全部与正式文本核对。",
    "ar": "لم تُقابَل جميع المواد المذكورة في هذه الصفحة بالنص الرسمي.",
}
BADGE = re.compile(r'class="known k-(seen|parallel|memory)"')


@pytest.fixture
def thread(world):
    sent = requested(world)
    held(world, sent)
    return f"/threads/{sent.thread}/"


@pytest.mark.parametrize("language", NOTE)
def test_a_page_notes_once_that_articles_are_not_verified(thread, officer, language):
    page = officer(language=language).get(thread).content.decode()
    assert page.count(NOTE[language]) == 1
    assert not BADGE.search(page)
    assert len(re.findall(r'class="cited"', page)) > 3


def test_the_note_lists_each_article_once_under_how_well_it_is_known(thread, officer):
    page = officer().get(thread).content.decode()
    note = page.split('<details class="certainty">')[1].split("</details>")[0]
    listed = re.findall(r"<bdi>([^<]+)</bdi>", note)
    assert "article 42, paragraph 1" in listed
    cited = "; ".join(re.findall(r'class="cited">[(\[]?<bdi>([^<]+)</bdi>', page))
    assert [one for one in listed if one not in cited] == []
    assert [one for one in listed if " and article" in one] == []
    assert len(listed) == len(set(listed))


def test_a_page_that_cites_nothing_has_no_note(world, officer):
    page = officer().get("/profile/").content.decode()
    assert 'class="certainty"' not in page


@pytest.mark.parametrize("address", ["/law/", "/law/articles/", "/law/offences/"])
def test_the_law_s_pages_show_it_beside_each_line_and_have_no_note(world, officer, address):
    page = officer().get(address).content.decode()
    assert BADGE.search(page)
    assert 'class="certainty"' not in page


def test_a_form_notes_once_what_its_fields_rest_on(world, officer):
    page = officer().get("/write/preservation/").content.decode()
    assert page.count('<details class="certainty">') == 1
    assert not BADGE.search(page)


PRACTICE = {
    "en": "Items without an article are good practice; no treaty requires them.",
    "es": "Los elementos sin artículo son buenas prácticas; ningún tratado los exige.",
    "fr": "Les éléments sans article relèvent de la bonne pratique\u00a0; aucun traité ne les exige.",
    "ru": "Пункты без указания статьи относятся к хорошей практике; ни один договор их не требует.",
    "zh-hans": "未注明条款的事项属良好做法，条约对此并无要求。",
    "ar": "البنود التي لا تُذكر لها مادة هي من الممارسات الجيدة، ولا تشترطها أي معاهدة.",
}
BESIDE_PRACTICE = "k-practice"


@pytest.mark.parametrize("language", PRACTICE)
@pytest.mark.parametrize("address", ["/write/", "/write/drill/", "/write/policy_notice/"])
def test_good_practice_is_noted_once_a_page_and_beside_no_line(world, officer, address, language):
    page = officer(language=language).get(address).content.decode()
    assert page.count(PRACTICE[language]) == 1
    assert BESIDE_PRACTICE not in page
    assert not re.search(r"· *(·|</)|> *·\s*<(?!a|span|bdi)", page)


def test_a_page_whose_every_item_has_an_article_says_nothing_of_practice(world, officer):
    assert PRACTICE["en"] not in officer().get("/profile/").content.decode()


def test_the_law_s_pages_show_practice_beside_its_line(world, officer):
    pages = [officer().get(f"/law/{one}/").content.decode() for one in ("terms", "questions")]
    assert any(BESIDE_PRACTICE in page for page in pages)


def test_scripts_are_given_the_certainty_of_each_line_as_before(thread, officer):
    data = officer().get(thread, headers={"Accept": "application/json"}).json()["data"]
    clocks, provisions = data["thread"]["clocks"], data["thread"]["provisions"]
    found = {provisions[one["cites"]]["certainty"] for one in clocks}
    assert found
    assert found <= {"seen", "parallel", "memory", "practice"}
