# SPDX-License-Identifier: Apache-2.0
"""Python looks for garbage neither while a process loads its modules nor when it ends: nothing of them is garbage."""

import subprocess
import sys

from rogatory.bootstrap.home.folder import NewHome, create_home
from rogatory.bootstrap.processes.supervisor import clean_environment

LOADED = """
import gc, os
before = sum(one["collections"] for one in gc.get_stats())
from rogatory import YOUNG_OBJECTS_AT_WORK, keep_what_is_loaded
import rogatory.bootstrap.processes.child
import django
django.setup()
import rogatory.bootstrap.node, rogatory.bootstrap.processes.worker
looks = sum(one["collections"] for one in gc.get_stats()) - before
"""


def printed(tmp_path, code):
    home = create_home(tmp_path / "home", new=NewHome(state="XB", root=b"{}", directory_url="x"))
    settings = {"DJANGO_SETTINGS_MODULE": "rogatory.bootstrap.settings.worker"}
    command = [sys.executable, "-I", "-c", LOADED + code]
    environment = clean_environment(home) | settings
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [int(number) for number in done.stdout.split()]


def test_a_process_loads_its_modules_and_ends_without_looking_through_them(tmp_path):
    looks, loaded, looked_through = printed(
        tmp_path,
        """
print(looks, len(gc.get_objects()), flush=True)
def say(phase, _):
    if phase == "start":
        os.write(1, b"%d" % len(gc.get_objects()))
        os._exit(0)
gc.callbacks.append(say)
""",
    )
    assert looks == 0
    assert loaded > 50_000
    assert looked_through < loaded / 10


def test_a_process_that_stays_looks_often_and_at_new_objects_alone(tmp_path):
    loaded, left, frozen, looks = printed(
        tmp_path,
        """
loaded = len(gc.get_objects())
keep_what_is_loaded()
left, frozen = len(gc.get_objects()), gc.get_freeze_count()
new = [[] for _ in range(2 * YOUNG_OBJECTS_AT_WORK)]
print(loaded, left, frozen, sum(one["collections"] for one in gc.get_stats()) - before - looks)
""",
    )
    assert left < loaded / 10
    assert frozen > loaded / 2
    assert looks >= 1
