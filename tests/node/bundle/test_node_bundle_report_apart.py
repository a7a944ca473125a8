# SPDX-License-Identifier: Apache-2.0
"""Work in a child: what it returns, refuses, or dies of, is seen by the parent."""

import subprocess
import sys

SCRIPT = """
import os
from rogatory.errors import Refused
from rogatory.node.printing import refusals
from rogatory.node.printing.apart import apart

parent = os.getpid()
assert apart(lambda: (os.getpid() != parent, b"x" * 3_000_000))[0]

def refuse():
    raise Refused(refusals.FONT.because(problem="it says so"))

try:
    apart(refuse)
except Refused as refused:
    assert refused.codes == ("bundle-report",) and "it says so" in str(refused)
else:
    raise AssertionError

def die():
    if os.getpid() != parent:
        os.kill(os.getpid(), 9)
    return "done by the parent"

assert apart(die) == "done by the parent"

def fault():
    if os.getpid() != parent:
        raise KeyError("ours")
    return "seen"

assert apart(fault) == "seen"
apart(lambda: len(bytearray(300 << 20)))
status = open("/proc/self/status").read()
assert int(status.partition("VmHWM:")[2].split()[0]) < 200_000, status
assert apart(lambda: len(os.listdir("/proc/self/fd"))) < 12
"""


def test_a_child_answers_for_its_parent_and_its_memory_goes_with_it():
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", SCRIPT], capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


def test_a_process_with_other_threads_does_the_work_itself():
    script = """
import os, threading
from rogatory.node.printing.apart import apart
wait = threading.Event()
threading.Thread(target=wait.wait, daemon=True).start()
assert apart(os.getpid) == os.getpid()
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
