# SPDX-License-Identifier: Apache-2.0
"""Pages are light enough for a thin line, and evidence goes as it is."""

import gzip
import re

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from casts.console.story import story  # noqa: F401 - fixtures
from rogatory.console.frame.compression import PageCompression

MOST_BYTES = 100_000
"""Of a page with its style and scripts: seven seconds on a line of 128 kbit/s."""

PAGES = ("desk", "threads", "thread", "compose", "answer", "draft", "packages", "package", "node", "profile", "law-parties")  # fmt: skip


def sent(client, address):
    answer = client.get(address, headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    return answer.getvalue()


@pytest.mark.parametrize("language", ["en", "ar", "ru"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_weighs_at_most_100_kb_with_all_that_it_loads(story, officer, page, language):
    client = officer(language=language)
    data = sent(client, story[page])
    html = gzip.decompress(data).decode()
    assert "</html>" in html
    loaded = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', html))
    assert loaded
    assert len(data) + sum(len(sent(client, one)) for one in loaded) <= MOST_BYTES


def test_who_takes_no_compressed_answer_gets_it_plain(story, officer):
    answer = officer().get(story["desk"])
    assert "Content-Encoding" not in answer.headers
    assert b"</html>" in answer.content


def test_the_size_of_an_answer_varies(story, officer):
    client = officer()
    assert len({len(sent(client, story["profile"])) for _ in range(12)}) > 1


def test_what_is_no_text_goes_as_it_is(console):
    request = RequestFactory().get("/", headers={"accept-encoding": "gzip"})
    for media_type in ("application/octet-stream", "application/pdf", "image/png"):
        plain = HttpResponse(b"x" * 5000, content_type=media_type)
        answer = PageCompression(lambda _request, plain=plain: plain)(request)
        assert "Content-Encoding" not in answer.headers
        assert answer.content == b"x" * 5000
