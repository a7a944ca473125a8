# SPDX-License-Identifier: Apache-2.0
"""Writes the vectors of the replies to a dispatch (section 11) beside this file: `replies.json`.

    network, now, asker, peer   the network, the clock of the State that sent the message, and the two States
    message                     the digest of the message that was sent
    directory                   what it lists, by State: certificates in DER and logs, in force from the year 2026 on
    cases                       `reply` in base64; then `verdict` and `codes` of a receipt that holds, or `fails`:
                                the number of the first check of its reader that does not hold, `form` where the
                                reply or the receipt is in no form

Only P-256 certificates are listed, to keep this short.
"""

import base64
import json
import sys
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from casts.node.world import NETWORK, NOW, drawn, new_state  # noqa: E402 - found beside the tests
from rogatory.custody.log.checkpoint import Checkpoint, sign_checkpoint  # noqa: E402 - likewise
from rogatory.node.threads.receipt import LogEntry, Receipt, build_receipt, build_reply  # noqa: E402 - likewise
from rogatory.seal.notes import NoteSigner  # noqa: E402 - likewise
from rogatory.seal.signatures import Signatures  # noqa: E402 - likewise
from rogatory.wire import canonical  # noqa: E402 - likewise
from rogatory.wire.digests import sha256  # noqa: E402 - likewise
from rogatory.wire.moments import format_moment  # noqa: E402 - likewise

ASKER, PEER = "XA", "XB"
USES = {"state-ca", "authority", "receipts"}
MESSAGE = sha256(b"a message of XA to XB")


def only_p256(code):
    state = new_state(code)
    state.issued = [one for one in state.issued if one.algorithm == "p256" and one.use in USES]
    return state


STATES = {code: only_p256(code) for code in ("XA", "XB", "XT")}


def log_named(origin):
    """A log's key that nobody lists."""
    return NoteSigner.generate(origin, drawn(f"another key of {origin}"))


def checkpoint(size, log=STATES[PEER].log):
    return sign_checkpoint(Checkpoint(log.name, size, bytes(32)), log)


LOGGED = LogEntry(STATES[PEER].origin, "ab" * 32, "cd" * 32, 4, checkpoint(5))
KEPT = Receipt(NETWORK, MESSAGE, PEER, NOW, 7, "ef" * 32, "kept", (), LOGGED)
REFUSED = replace(KEPT, verdict="refused", codes=("message-clock", "thread-full"), log=None)


def reply(receipt, *, keys=None, signed=None):
    """A reply with the receipt, signed by the peer's node unless other keys are given."""
    data = receipt if isinstance(receipt, bytes) else build_receipt(receipt)
    by = keys or STATES[PEER].receipts
    return build_reply(data, Signatures(by.sign(signed or data, NOW).p256, None))


def edited(**changes):
    """The receipt of a kept message with members changed, or taken out by `...`, then signed."""
    document = canonical.decode(build_receipt(KEPT)) | changes
    return reply(canonical.encode({key: one for key, one in document.items() if one is not ...}))


def cases():
    """Each case: its name, the reply, and what a reader finds."""
    yield "kept", reply(KEPT), KEPT
    yield "refused", reply(REFUSED), REFUSED
    yield (
        "refused-by-an-older-directory",
        reply(replace(REFUSED, directory=1)),
        replace(REFUSED, directory=1),
    )
    yield "refused-without-a-code", reply(replace(REFUSED, codes=())), replace(REFUSED, codes=())
    first = replace(KEPT, log=replace(LOGGED, index=0, checkpoint=checkpoint(1)))
    yield "kept-as-the-first-event", reply(first), first
    unknown = replace(REFUSED, codes=("a-code-of-tomorrow",))
    yield "refused-by-a-code-that-nobody-knows", reply(unknown), unknown
    yield "form-of-no-json", b"{", "form"
    yield "form-not-canonical", reply(KEPT) + b"\n", "form"
    yield "form-receipt-not-canonical", reply(build_receipt(KEPT) + b" "), "form"
    yield "form-member-missing", edited(snapshot=...), "form"
    yield "form-member-unknown", edited(note="x"), "form"
    yield "form-version", edited(version=2), "form"
    yield "form-version-as-text", edited(version="1"), "form"
    yield "form-verdict-unknown", edited(verdict="perhaps"), "form"
    yield "form-kept-with-codes", edited(codes=["message-clock"]), "form"
    yield "form-kept-without-a-place-in-the-log", edited(log=None), "form"
    yield "form-refused-with-a-place-in-the-log", edited(verdict="refused"), "form"
    yield "form-code-too-long", reply(replace(REFUSED, codes=("x" * 61,))), "form"
    yield "form-code-twice", reply(replace(REFUSED, codes=("message-clock",) * 2)), "form"
    yield "form-moment", edited(received="2026-11-24 03:00:00"), "form"
    yield (
        "form-index-negative",
        edited(log=canonical.decode(build_receipt(KEPT))["log"] | {"index": -1}),
        "form",
    )
    yield "1-altered", reply(KEPT, signed=build_receipt(REFUSED)), 1
    yield "1-signed-by-another-state", reply(KEPT, keys=STATES["XT"].receipts), 1
    yield "1-signed-by-the-sender-itself", reply(KEPT, keys=STATES[ASKER].receipts), 1
    yield "1-signed-by-an-authority", reply(KEPT, keys=STATES[PEER].offices["xb/contact-point"]), 1
    yield "1-not-signed", build_reply(build_receipt(KEPT), Signatures(b"", None)), 1
    yield "2-another-network", reply(replace(KEPT, network=sha256(b"other"))), 2
    yield "2-another-message", reply(replace(KEPT, message=sha256(b"another"))), 2
    yield "2-another-node", reply(replace(KEPT, node="XT")), 2
    theirs, second = STATES["XT"].log, log_named(f"{NETWORK}/xb/2")
    another = log_named(LOGGED.origin)
    altered = LOGGED.checkpoint.replace("\n5\n", "\n6\n")
    yield "3-log-of-another-state", reply(with_log(theirs.name, checkpoint(5, theirs))), 3
    yield "3-log-that-nobody-lists", reply(with_log(second.name, checkpoint(5, second))), 3
    yield "3-checkpoint-of-another-log", reply(with_log(LOGGED.origin, checkpoint(5, theirs))), 3
    yield "3-checkpoint-by-another-key", reply(with_log(LOGGED.origin, checkpoint(5, another))), 3
    yield "3-checkpoint-altered", reply(with_log(LOGGED.origin, altered)), 3
    yield "3-checkpoint-that-is-too-small", reply(with_log(LOGGED.origin, checkpoint(4))), 3


def with_log(origin, text):
    return replace(KEPT, log=replace(LOGGED, origin=origin, checkpoint=text))


CASES = tuple(cases())


def directory():
    def listed(state):
        entry = state.listed().entry
        return {
            "certificates": [
                {"use": one.use, "holder": one.holder, "algorithm": one.algorithm}
                | {"der": base64.b64encode(one.der).decode()}
                for one in entry.certificates
            ],
            "logs": [{"origin": one.origin, "vkey": one.vkey} for one in entry.logs],
        }

    return {code: listed(state) for code, state in STATES.items()}


def vector():
    def expected(found):
        if isinstance(found, Receipt):
            return {"verdict": found.verdict, "codes": list(found.codes)}
        return {"fails": found}

    return {
        "network": NETWORK,
        "now": format_moment(NOW),
        "asker": ASKER,
        "peer": PEER,
        "message": MESSAGE,
        "directory": directory(),
        "cases": {
            name: {"reply": base64.b64encode(data).decode()} | expected(found)
            for name, data, found in CASES
        },
    }


def text_of(found):
    return json.dumps(found, indent=1) + "\n"


if __name__ == "__main__":
    (HERE / "replies.json").write_text(text_of(vector()))
