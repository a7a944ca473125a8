# SPDX-License-Identifier: Apache-2.0
"""The nodes of Arcadia and Borealia for the commands on case files, as the tests of the node have
them.
"""

from casts.cli.commands import by_cast, run
from casts.node import case_files as case_files_cast
from casts.node.world import World, new_state

DUTY, LAWYER = case_files_cast.DUTY, case_files_cast.LAWYER


def new_world():
    return World({code: new_state(code) for code in ("XA", "XB", "XT")})


class Desk:
    """`rogatory matter VERB HOME THREAD …` at Borealia's node."""

    def __init__(self, world, home, thread):
        self.world, self.home, self.thread = world, home, thread

    def do(self, verb, *words, officer=DUTY):
        return run("matter", verb, self.home, self.thread, *words, "--officer", officer, "--json")

    def sign(self, verb, *words, officer):
        own = by_cast(self.world.states["XB"], self.home, officer, self.world.clock.now())
        return run("matter", verb, self.home, self.thread, *words, *own, "--json")

    def say(self, verb, *words, officer=DUTY):
        return run("matter", verb, self.home, self.thread, *words, "--officer", officer)

    @property
    def node(self):
        return self.world.node("XB")
