# SPDX-License-Identifier: Apache-2.0
"""Borealia's console over a node in memory with real keys, and officers who can log in."""

import copy
import dataclasses
import importlib
import threading
from datetime import timedelta

from django.test import override_settings

import django_home
from casts.node.world import AUTOMATIC_MESSAGES, NETWORK, NOW, World, bodies, new_state  # noqa: F401 - handed on
from rogatory.exercises.cast import OFFICES, STATES

PASSWORD = "lanterns over the harbour"
CONSOLE = "https://console.xb"

OFFICERS = {
    "xb-0001": "A. Duty",
    "xb-0002": "B. Approver",
    "xb-0003": "C. Examiner",
    "xb-0010": "D. Lawyer",
    "xb-0011": "E. Head of law",
    "xb-0099": "Z. Administrator",
}
"""The last one is no officer of the register."""

ROLES = {
    "xb-0003": ("examiner",),
    "xb-0010": ("lawyer",),
}


def console_settings(**changes):
    """The console's own settings, over the home and tables that all tests share."""
    module = importlib.import_module("rogatory.bootstrap.settings.console")
    values = {name: value for name, value in vars(module).items() if name.isupper()}
    for name in ("HOME", "DATABASES", "LOGGING_CONFIG", "AUTH_USER_MODEL"):
        values.pop(name, None)
    return override_settings(
        **values
        | {
            "ROGATORY_EXERCISE": True,
            "ALLOWED_HOSTS": ["testserver", "localhost"],
            "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
            "ACCOUNT_RATE_LIMITS": False,
        }
        | changes
    )


class NamedWorld(World):
    """The States of the tests, under the names of the exercises."""

    origin = CONSOLE

    def view(self, version=1, **held):
        view = super().view(version, **held)
        listed = {code: self.named(code, one) for code, one in view.listed.items()}
        now = self.clock.now()
        until = now + timedelta(hours=24)
        return dataclasses.replace(view, listed=listed, read_as_of=now, serves_until=until)

    def named(self, code, listed):
        offices = {office.office: office.names for office in OFFICES}
        authorities = tuple(
            dataclasses.replace(record, names=offices[record.id.partition("/")[2]])
            for record in listed.entry.authorities
        )
        party = dataclasses.replace(
            listed.entry.relying_party, origins=(self.origin, f"https://console.{code.lower()}")
        )
        entry = dataclasses.replace(
            listed.entry,
            names=STATES[code].names,
            authorities=authorities,
            relying_party=party,
            approvals=AUTOMATIC_MESSAGES
            | dict.fromkeys(("acknowledgement", "status_answer", "status_enquiry"), 0),
        )
        return dataclasses.replace(listed, entry=entry)


def apart(act):
    """Do something with the database beside a running browser, whose loop Django minds."""
    from django.db import connections

    done = []

    def run():
        try:
            done.append(act())
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return done[0]


def forget_attempts():
    """Forget who tried to log in: the counts of one test are none of another's."""
    from rogatory.storage.officers.log_in_counts import LogInCounts

    apart(LogInCounts("", {}).clear)


def as_read(answered):
    """A page with its white space as a browser takes it: one space, however the template is laid out."""
    return " ".join(answered.content.decode().split())


def new_world(states):
    for code, state in states.items():
        state.roles = {f"{code.lower()}{number[2:]}": roles for number, roles in ROLES.items()}
    world = NamedWorld(states)
    world.relist()
    return world


_made_officers = []
"""Their rows as they were made first: of the password of each, a form and a hash are worked out."""


def new_officers():
    """Make an account for each of `OFFICERS`, in a store that holds nothing else."""
    from rogatory.bootstrap.accounts.officers import create_officer
    from rogatory.storage.officers.accounts import Officer

    forget_officers()
    if not _made_officers:
        _made_officers.extend(
            create_officer(number, name, PASSWORD) for number, name in OFFICERS.items()
        )
    else:
        Officer.objects.bulk_create([copy.copy(one) for one in _made_officers])


def forget_officers():
    """Empty the store, the log-in library's rows about officers first."""
    from allauth.mfa.models import Authenticator
    from allauth.usersessions.models import UserSession

    Authenticator.objects.all().delete()
    UserSession.objects.all().delete()
    django_home.emptied()


def requested(world, thread=None, *, at=None, level="urgent", **changes):
    """A preservation request of Arcadia's that has come in."""
    level = {"level": level} | (
        {"reason": "Deletion is due within days."} if level != "routine" else {}
    )
    sent = world.sent(
        "xa/contact-point",
        "xb/contact-point",
        "preservation",
        bodies.preservation(urgency=level, **changes),
    )
    world.settle()
    return sent


def held(world, sent, *, days_ago=0):
    """The hold of a request that came in is confirmed."""
    start = world.clock.now() - timedelta(days=days_ago)
    from rogatory.wire.moments import format_moment

    confirmed = bodies.preservation_confirmed(
        format_moment(start), format_moment(start + timedelta(days=60))
    )
    world.sent(
        "xb/contact-point",
        "xa/contact-point",
        "preservation_confirmed",
        confirmed,
        thread=sent.thread,
    )
    world.settle()


def delivered_package(
    world,
    thread,
    name="019aaf00-0000-7000-8000-0000000000aa",
    sender="xb/central-authority",
    to="xa/central-authority",
):
    """A package that Borealia made or got in a thread, signed and listed, with events of its custody.

    No timestamp is over its seal: these States have no timestamp authority.
    """
    from rogatory.custody.events.act_codes import act
    from rogatory.evidence.sealed.seal_document import Addressee, Seal
    from rogatory.evidence.tree_hash import leaf_hash
    from rogatory.node.custody_log.own_events import own_event
    from rogatory.node.repositories.messages import Direction
    from rogatory.node.repositories.packages import PackageRecord
    from rogatory.seal.age import HybridIdentity, seal_header
    from rogatory.wire.digests import sha256

    node, is_own = world.node("XB"), sender.startswith("xb/")
    recipient = HybridIdentity.generate(node.random).recipient
    bag, now = sha256(f"the bag of {name}".encode()), node.clock.now()
    header = seal_header([recipient], node.random).header
    segment = b"the digest of the only segment.."
    seal = Seal(
        network=NETWORK,
        package=name,
        thread=thread,
        sender=sender,
        recipients=(Addressee(to, recipient.encode()),),
        sealed=now,
        bag=bag,
        header=header,
        payload_size=3 * 65552 + 16,
        segment_size=1 << 20,
        segments=1,
        root=leaf_hash(segment).hex(),
    )
    data = seal.encode()
    signed = world.states[sender[:2].upper()].offices[sender].sign(data, now)
    documents = {
        "seal.json": data,
        "seal.json.p256.p7s": signed.p256,
        "seal.json.mldsa65.p7s": signed.mldsa65,
        "segments.b3": segment,
    }
    record = PackageRecord(
        seal=sha256(data),
        package=name,
        bag=bag,
        thread=thread,
        direction=Direction.OUT if is_own else Direction.IN,
        peer="XA",
        sender=sender,
        payload_size=seal.payload_size,
        segment_size=seal.segment_size,
        segments=1,
        present=1,
        complete=True,
        received=now,
        documents={name: node.objects.put(data) for name, data in documents.items()},
    )
    events = [
        own_event(
            node,
            done,
            of=bag,
            authority="xb/central-authority",
            officer="xb-0003",
            words=words,
            at=now - timedelta(minutes=minutes),
            thread=thread,
        )
        for done, words, minutes in (
            (act("collected", files=3), "Return of the provider, read from its disk", 95),
            (
                act("sealed", recipients=["xa/central-authority"], replaced=None),
                None,
                60,
            ),
            (act("handed-over"), "Handed to the node", 1),
        )
    ]
    with node.store.transaction():
        node.store.put_package(record)
        for event in events:
            event.append(node)
    return record


ADMIN = "xb-0099"
