# SPDX-License-Identifier: Apache-2.0
"""A PDF is made by a child with limits: a hostile message costs its reader a refusal, not the console."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from casts.node.letters import AT, bodies, values
from rogatory.errors import Refused
from rogatory.node.letters.write import letter_document, letter_of_values
from rogatory.node.printing import pdf_process
from rogatory.node.printing.pdf import to_pdf
from rogatory.node.printing.pdf_process import print_apart


@pytest.fixture
def document():
    return letter_document(values(), "en")


@pytest.fixture
def hostile():
    """Return what takes typst a quarter of a minute."""
    body = bodies.preservation() | {f"x{n}": 1 for n in range(8_000)}
    return letter_document(values(body=body), "en")


@pytest.fixture
def left(tmp_path, monkeypatch):
    """Return what is left of children: their folders, and they themselves."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def found():
        own = f"/proc/{os.getpid()}/task/{threading.get_native_id()}/children"
        return list(tmp_path.iterdir()), Path(own).read_text()

    return found


def test_a_child_prints_the_same_bytes_as_its_parent_would(document):
    assert print_apart(document, AT) == to_pdf(document, AT)


def test_a_document_that_takes_too_long_is_given_up_and_leaves_nothing(hostile, left):
    before = left()
    with pytest.raises(Refused) as caught:
        print_apart(hostile, AT, longest=1.0)
    assert caught.value.codes == ("print-limits",)
    assert left() == before


def test_a_document_that_takes_too_much_memory_is_given_up(hostile, document, left):
    before, memory = left(), 192 << 20
    assert print_apart(document, AT, memory=memory).data.startswith(b"%PDF")
    with pytest.raises(Refused) as caught:
        print_apart(hostile, AT, memory=memory)
    assert caught.value.codes == ("print-limits",)
    assert left() == before


@pytest.mark.parametrize("mebibytes", [160, 184])
def test_what_a_letter_takes_does_not_depend_on_its_childs_arenas(document, mebibytes):
    """With an allocation arena for each thread, a letter printed within 176 MiB was refused within 184."""
    assert print_apart(document, AT, memory=mebibytes << 20).data.startswith(b"%PDF")


def test_why_a_document_cannot_be_printed_comes_through():
    with pytest.raises(Refused) as caught:
        letter_of_values(values(), "ar", places=())
    assert caught.value.codes == ("bundle-report-font",)
    assert "العربية" in str(caught.value) or "Arabic" in str(caught.value)
    with pytest.raises(Refused) as caught:
        letter_of_values(values(body=bodies.preservation(facts="x" * 450_000)), "en")
    assert caught.value.codes == ("bundle-report",)
    assert "loop" in str(caught.value)


def test_no_more_than_a_few_are_printed_at_once(document, monkeypatch):
    monkeypatch.setattr(pdf_process, "LONGEST_WAIT", 0.05)
    for _ in range(pdf_process.MOST_AT_ONCE):
        assert pdf_process._turns.acquire(timeout=1)
    try:
        with pytest.raises(Refused) as caught:
            print_apart(document, AT)
        assert caught.value.codes == ("print-busy",)
    finally:
        for _ in range(pdf_process.MOST_AT_ONCE):
            pdf_process._turns.release()
    assert print_apart(document, AT).data.startswith(b"%PDF")


def test_a_dozen_letters_asked_for_at_once_leave_threads_to_others(document, monkeypatch):
    """A request that would have to wait behind others is refused at once, and holds no thread."""
    monkeypatch.setattr(pdf_process, "LONGEST_WAIT", 2.0)
    for _ in range(pdf_process.MOST_AT_ONCE):
        assert pdf_process._turns.acquire(timeout=1)
    outcomes = []

    def ask():
        begun = time.monotonic()
        with pytest.raises(Refused) as caught:
            print_apart(document, AT)
        outcomes.append((caught.value.codes, time.monotonic() - begun))

    # What prints has its place, too.
    for _ in range(pdf_process.MOST_AT_ONCE):
        assert pdf_process._places.acquire(timeout=0)
    try:
        asking = [threading.Thread(target=ask) for _ in range(12)]
        for one in asking:
            one.start()
        for one in asking:
            one.join()
    finally:
        for _ in range(pdf_process.MOST_AT_ONCE):
            pdf_process._turns.release()
            pdf_process._places.release()
    assert {codes for codes, _ in outcomes} == {("print-busy",)}
    assert sum(seconds > 1 for _, seconds in outcomes) == pdf_process.MOST_WAITING
    assert print_apart(document, AT).data.startswith(b"%PDF")


def test_a_turn_is_given_back_by_who_was_given_up(hostile, document):
    for _ in range(pdf_process.MOST_AT_ONCE + 1):
        with pytest.raises(Refused):
            print_apart(hostile, AT, longest=0.1)
    assert print_apart(document, AT).data.startswith(b"%PDF")


def test_the_process_that_asks_never_loads_the_typesetter():
    script = """
import sys, threading
wait = threading.Event()
threading.Thread(target=wait.wait, daemon=True).start()
from datetime import UTC, datetime
from rogatory.node.printing.pdf_process import print_apart
from rogatory.node.printing.blocks import Document, Paragraph, DocumentSection
shown = Document("en", "T", "S", "F", (DocumentSection("A", (Paragraph("text"),)),))
assert print_apart(shown, datetime(2026, 11, 24, tzinfo=UTC)).data.startswith(b"%PDF")
assert "typst" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
