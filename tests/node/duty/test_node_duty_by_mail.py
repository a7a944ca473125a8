# SPDX-License-Identifier: Apache-2.0
"""A request arrives at night: real mails, one officer after the other, until one of them answers."""

from dataclasses import replace
from email import message_from_bytes

from casts.node.duty import FIRST, HEAD, SECOND, XB, rostered
from casts.node.world import bodies
from casts.servers.smtp_served import Inbox, smtp
from rogatory.bootstrap.node_toml.paging import Mail, Paging
from rogatory.bootstrap.ports.pager import ComposedPager
from rogatory.bootstrap.ports.paging import means_of
from rogatory.node.duty.answering import answer_call
from rogatory.node.duty.contacts import keep_contact

DESK = "https://console.xb.example"


def test_mails_go_from_officer_to_officer_until_one_answers_by_the_reference_in_them(
    world, tmp_path
):
    inbox = Inbox()
    with smtp(inbox) as port:
        mail = Mail(host="127.0.0.1", port=port, security="plain", sender="desk@xb.example")
        paging = Paging(mail=mail)
        node = replace(
            world.node("XB"), pager=ComposedPager(means_of(tmp_path, paging, DESK, world.clock))
        )
        world.exchange.nodes["XB"] = node
        rostered(world)
        for officer in (FIRST, SECOND, HEAD):
            keep_contact(node, officer, [f"{officer}@xb.example"], officer)
        body = bodies.preservation(urgency={"level": "urgent", "reason": "Logs are overwritten"})
        world.sent("xa/contact-point", XB, "preservation", body)
        world.settle()
        for _step in range(2):
            world.clock.forward(minutes=20)
            world.settle()
        mails = [message_from_bytes(content) for _tls, _to, content in inbox.mails]
        assert [mail["To"] for mail in mails] == [
            f"{officer}@xb.example" for officer in (FIRST, SECOND, HEAD)
        ]
        reference = mails[0]["Subject"].rpartition(" ")[2]
        assert answer_call(node, reference, SECOND).seen_by == SECOND
        world.clock.forward(hours=3)
        world.settle()
    assert len(inbox.mails) == 3
    mail_text = b"".join(content for _tls, _to, content in inbox.mails)
    assert b"Logs are overwritten" not in mail_text
    assert b"preserv" not in mail_text.lower()
    assert b"XA" not in mail_text
    (call,) = node.store.pages(unseen=False)
    assert [one.target for one in node.store.attempts(call.id)] == [mail["To"] for mail in mails]
