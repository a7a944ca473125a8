# SPDX-License-Identifier: Apache-2.0
"""The directory over HTTP: its files, and what States hand in."""

import io

import pytest

from casts.node.world import SetClock
from casts.servers.wsgi_served import served_here
from rogatory.directory.submission.document import (
    LARGEST_SUBMISSION,
    decode_submission,
    encode_submission,
)
from rogatory.directory.submission.state_role import Submission
from rogatory.errors import Refused, Unreachable
from rogatory.transport.directory_application import directory_application
from rogatory.transport.directory_fetcher import HttpFetcher, submit
from rogatory.transport.refusals import PEER_SILENT
from rogatory.transport.submission_limit import MOST_SUBMISSIONS


class Accepting:
    """A publisher as the application sees it: it takes a submission, or refuses it."""

    def __init__(self):
        self.taken = []

    def accept(self, submission, *, at):
        if submission.state == "XT":
            raise Refused(PEER_SILENT.because(address="x", problem="y"))
        self.taken.append((submission, at))
        return 2


@pytest.fixture
def folder(tmp_path):
    for name in ("metadata", "targets/states", "secret"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "metadata/timestamp.json").write_bytes(b"t" * 200_000)
    (tmp_path / "targets/states/1.xa.json").write_bytes(b"{}")
    (tmp_path / "secret/key").write_bytes(b"secret")
    (tmp_path / "metadata/link").symlink_to(tmp_path / "secret/key")
    return tmp_path


@pytest.fixture
def publisher():
    return Accepting()


@pytest.fixture
def url(folder, publisher):
    with served_here(directory_application(folder, publisher, SetClock())) as served:
        yield served


def test_files_arrive_in_chunks_and_what_is_not_there_is_none(url):
    fetch = HttpFetcher(url)
    assert b"".join(fetch("metadata/timestamp.json")) == b"t" * 200_000
    assert b"".join(fetch("targets/states/1.xa.json")) == b"{}"
    assert fetch("metadata/2.root.json") is None


@pytest.mark.parametrize(
    "path",
    [
        "secret/key",
        "metadata/../secret/key",
        "metadata/link",
        "metadata/",
        "metadata",
        "",
        "metadata//timestamp.json",
        "metadata/" + "x" * 300,
    ],
)
def test_nothing_but_the_directorys_own_files_is_served(url, path):
    assert HttpFetcher(url)(path) is None


def test_a_server_that_is_away_is_unreachable():
    with pytest.raises(Unreachable):
        HttpFetcher("http://127.0.0.1:1")("metadata/timestamp.json")


def test_a_server_with_a_fault_is_unreachable_not_without_the_file():
    def failing(_environ, start_response):
        start_response("500 Internal Server Error", [("Content-Length", "0")])
        return [b""]

    with served_here(failing) as url, pytest.raises(Unreachable):
        HttpFetcher(url)("metadata/timestamp.json")


def test_a_redirect_is_not_followed(url):
    def moved(_environ, start_response):
        start_response("302 Found", [("Location", url), ("Content-Length", "0")])
        return [b""]

    with served_here(moved) as elsewhere, pytest.raises(Unreachable):
        HttpFetcher(elsewhere)("metadata/timestamp.json")


def test_what_a_state_signed_reaches_the_publisher(url, publisher):
    submission = Submission("XA", b"signed", {"states/xa.json": b"{}"})
    submit(url, submission)
    assert [taken for taken, _at in publisher.taken] == [submission]


def test_what_the_publisher_refuses_comes_back_with_its_reasons(url, publisher):
    with pytest.raises(Refused, match="directory-submission-refused") as caught:
        submit(url, Submission("XT", b"signed", {}))
    assert "peer-silent" in str(caught.value)
    assert publisher.taken == []


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b"[" * 9000, b'[{"code":"x"}]', b"\xff"])
def test_a_refusal_of_another_form_is_no_answer(body):
    def refusing(_environ, start_response):
        start_response("422 No", [("Content-Length", str(len(body)))])
        return [body]

    with served_here(refusing) as url, pytest.raises(Unreachable, match="peer-status"):
        submit(url, Submission("XA", b"signed", {}))


def test_what_a_refusal_says_cannot_move_the_terminal():
    body = b'[{"code":"x","says":"\\u001b[2Jgone"}]'

    def refusing(_environ, start_response):
        start_response("422 No", [("Content-Length", str(len(body)))])
        return [body]

    with served_here(refusing) as url, pytest.raises(Refused) as caught:
        submit(url, Submission("XA", b"signed", {}))
    assert "\x1b" not in str(caught.value)


def test_a_state_that_submits_too_often_is_put_off_and_no_other(folder, publisher):
    """Somebody has its key and would fill the disk."""
    clock, rung = SetClock(), []
    application = directory_application(folder, publisher, clock, published=lambda: rung.append(1))
    with served_here(application) as url:
        for _ in range(MOST_SUBMISSIONS):
            submit(url, Submission("XA", b"signed", {}))
        with pytest.raises(Unreachable, match="429"):
            submit(url, Submission("XA", b"signed", {}))
        submit(url, Submission("XB", b"signed", {}))
        clock.forward(hours=1)
        submit(url, Submission("XA", b"signed", {}))
    assert len(publisher.taken) == len(rung) == MOST_SUBMISSIONS + 2


def test_what_is_refused_uses_up_nobodys_share(folder, publisher):
    application = directory_application(folder, publisher, SetClock())
    with served_here(application) as url:
        for _ in range(MOST_SUBMISSIONS + 1):
            with pytest.raises(Refused):
                submit(url, Submission("XT", b"not signed by its key", {}))


def test_a_publisher_whose_disk_fails_says_that_it_is_not_the_state(folder):
    class Failing:
        def accept(self, submission, *, at):
            raise Unreachable(PEER_SILENT.because(address="x", problem="y"))

    with (
        served_here(directory_application(folder, Failing(), SetClock())) as url,
        pytest.raises(Unreachable, match="503"),
    ):
        submit(url, Submission("XA", b"signed", {}))


def test_a_copy_takes_no_submissions(folder):
    with (
        served_here(directory_application(folder, None, SetClock())) as url,
        pytest.raises(Unreachable),
    ):
        submit(url, Submission("XA", b"signed", {}))


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/submit/xa", b""),
        ("/submit/xa", b"{}"),
        ("/submit/xa", b"not json"),
        ("/submit/xa", b'{"files":[],"metadata":"AAAA"}'),
        ("/submit/xa", b'{"files":{"x":7},"metadata":"AAAA"}'),
        ("/submit/../xa", encode_submission(Submission("XA", b"s", {}))),
        ("/submit/xab", encode_submission(Submission("XA", b"s", {}))),
        ("/submit/xa", b"x" * (LARGEST_SUBMISSION + 1)),
    ],
)
def test_a_submission_of_another_form_leaves_nothing(folder, publisher, path, body):
    statuses = []
    application = directory_application(folder, publisher, SetClock())
    environ = {
        "REQUEST_METHOD": "PUT",
        "PATH_INFO": path,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    application(environ, lambda status, _headers: statuses.append(status))
    assert statuses[0][:3] in {"413", "422"}
    assert publisher.taken == []


def test_a_submission_reads_back_as_it_was_written():
    submission = Submission(
        "XA", b"\x00signed", {"states/xa.json": b"{}", "states/xa.officers.json": b"\xff"}
    )
    assert decode_submission(encode_submission(submission)) == submission


def test_a_submission_of_no_one_state_is_refused():
    for files in (
        {},
        {"states/xa.officers.json": b""},
        {"states/xa.json": b"", "states/xb.json": b""},
    ):
        data = encode_submission(Submission("XA", b"signed", files))
        with pytest.raises(Refused, match="directory-submission-form"):
            decode_submission(data)
