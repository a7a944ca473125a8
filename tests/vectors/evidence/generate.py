# SPDX-License-Identifier: Apache-2.0
"""Writes the vectors of packages beside this file.

`names.json`   13.1: `folders`, each a list of [original name in base64, stored name]; and `components`,
               each with whether a reader takes it as a stored component
`items.json`   13.6: a package secret, the lines of an inventory, and what follows: `items-root.txt`, and
               of each line its salt, its entry and the audit path (hex)
`stream.json`  14: a whole stream in base64 with its members; then cases, each the stream with `edits` (offset
               and bytes in hex, written over what was there), cut at `cut` or with `append` behind it,
               and the code with which a reader refuses it
`seals.json`   15: `base` is a seal; every other is described by `change` (members in place of its own) and `without`
               (members that it lacks), and is the canonical JSON of that. `forms`: a seal and the codes of
               its refusal; `chains`: the documents of a package by name, and the codes that 1 to 5 of the
               chain give (none: it holds; signatures are not asked)

`bag.json`     13: the files of an unsigned bag in base64; then cases, each with files in their place (null:
               not there), and what the checks of a bag come to where they do not hold (15.2)

Names, items, streams and bags are kept free of the project's code. The age header of the seals is the project's.
"""

import base64
import hashlib
import hmac
import json
import sys
import unicodedata
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from casts.custody import merkle_textbook as textbook  # noqa: E402 - found beside the tests
from rogatory.seal.age import HybridIdentity  # noqa: E402 - likewise
from rogatory.seal.age.header import Stanza, write_header  # noqa: E402 - likewise

# Names

KEPT_OUT = set('%\\:*?"<>|/') | set(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
DEVICES |= {f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"}


def refused(character, categories=("Cc", "Cs", "Zl", "Zp")):
    return character in KEPT_OUT or unicodedata.category(character) in categories


def folded(name):
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())


def device(name):
    return name.split(".")[0].rstrip(" ").upper() in DEVICES


def component(name):
    """Decide whether a reader takes it: rules 1 to 4."""
    return bool(
        name
        and unicodedata.normalize("NFC", name) == name
        and not any(refused(one) for one in name)
        and len(name.encode()) <= 240
        and name[-1] not in ". "
        and not device(name)
    )


def stored(originals):
    found, taken, odd = {}, set(), []
    for original in sorted(originals):
        name = original.decode(errors="surrogateescape")
        if (
            component(name)
            and "Cn" not in map(unicodedata.category, name)
            and folded(name) not in taken
        ):
            found[original] = name
            taken.add(folded(name))
        else:
            odd.append(original)
    for original in odd:
        name = "".join(
            "_" if "\udc80" <= one <= "\udcff" else one
            for one in original.decode(errors="surrogateescape")
        )
        name = unicodedata.normalize("NFC", name)
        name = "".join("_" if refused(one, ("Cc", "Cs", "Cn", "Zl", "Zp")) else one for one in name)
        kept = name.rstrip(". ")
        name = kept + "_" * (len(name) - len(kept))
        name = "_" + name if device(name) else name
        number = 1
        while True:
            end = f"~{number}"
            whole = name.encode()[: 240 - len(end)].decode(errors="ignore") + end
            if folded(whole) not in taken:
                break
            number += 1
        found[original] = whole
        taken.add(folded(whole))
    return found


FOLDERS = {
    "plain": [b"report.pdf", "Übersicht é.txt".encode(), b"a~1", "日本.txt".encode()],
    "one-letter-case": [b"readme", b"README", b"ReadMe"],
    "sharp-s": ["straße".encode(), b"STRASSE", "STRAẞE".encode()],
    "composed-and-decomposed": ["é".encode(), "e\u0301".encode()],
    "not-utf-8": [b"\xff\xfe", b"a\xffb", b"__", b"a_b"],
    "characters": [b"100%.txt", b"a\nb", b"back\\slash", b"a:b", "line\u2028sep".encode(), b"\x7f"],
    "directions": ["evil\u202efdp.exe".encode(), "a\u200eb".encode(), "a\u2066b".encode()],
    "ends": [b"trailing.", b"trailing ", b"...", b"..", b".", b"a. .", b". a"],
    "devices": [
        b"con",
        b"LPT1.txt",
        b"NUL .txt",
        "com\u00b9".encode(),
        b"COM10",
        b"CONSOLE",
        b"conin$",
    ],
    "long": [b"x" * 255, b"x" * 241, b"x" * 240, "é".encode() * 130],
    "odd-ones-do-not-rename-plain-ones": [b"a?", b"a_~1", b"a*"],
    "unassigned": ["a\u0378b".encode()],
}
COMPONENTS = [
    "a", "", ".", "..", "a.", "a ", " a", "con", "CON.txt", "con .x", "cons", "COM¹", "a/b", "a\\b", "a%b",
    "a\nb", "a\u0085b", "e\u0301", "é", "a\u202eb", "a\u0378b", "x" * 240, "x" * 241, "é" * 120, "é" * 121,
    "a\u2028b", "~1",
]  # fmt: skip


def names():
    return {
        "folders": {
            name: [[base64.b64encode(one).decode(), stored(folder)[one]] for one in sorted(folder)]
            for name, folder in FOLDERS.items()
        },
        "components": [[one, component(one)] for one in COMPONENTS],
    }


# Items

SECRET = bytes(range(32))
LINES = [
    b'{"kind":"folder","path":"a"}\n',
    b'{"kind":"file","path":"a/b.txt","sha256":"%s","size":6}\n' % hashlib.sha256(b"hello\n").hexdigest().encode(),
    b'{"kind":"link","path":"c","target":"YQ=="}\n',
]  # fmt: skip


def items():
    def inventory(count):
        lines = (LINES * 3)[:count]
        salts = [hmac.digest(SECRET, b"rogatory/item/v1\n%d" % n, "sha256") for n in range(count)]
        entries = [
            hashlib.sha256(salt + line).digest() for salt, line in zip(salts, lines, strict=True)
        ]
        root = textbook.mth(entries).hex()
        return {
            "items_root": f"rogatory/items-root/v1\n{count}\n{root}\n",
            "items": [
                {
                    "line": lines[n].decode(),
                    "salt": salts[n].hex(),
                    "entry": entries[n].hex(),
                    "path": [one.hex() for one in textbook.path(n, entries)],
                }
                for n in range(count)
            ],
        }

    return {"secret": SECRET.hex(), "inventories": [inventory(count) for count in (0, 1, 2, 3, 7)]}


# The stream

TOP = "0193a1b2-0000-7000-8000-00000000000a"
FILES = {
    "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
    "bag-info.txt": b"Bagging-Date: 2026-11-24\n",
    "data/": None,
    "data/a.txt": b"hello\n",
    "data/empty": b"",
    "data/" + "l" * 90: b"long",
    "data/é.txt": b"accent",
    "manifest-sha256.txt": b"none\n",
    "inventory.jsonl": b"{}\n",
    "tagmanifest-sha256.txt": b"none either\n",
}


def ustar(name, size, kind):
    head = name.ljust(100, b"\0") + (b"0000755" if kind == b"5" else b"0000644") + b"\0"
    head += b"0000000\0" * 2 + b"%011o\0" % size + b"02263523000\0"
    tail = kind + bytes(100) + b"ustar\x0000"
    whole = (head + b" " * 8 + tail).ljust(512, b"\0")
    return whole[:148] + b"%06o\0 " % sum(whole) + whole[156:]


def member(name, data):
    path = f"{TOP}/{name}".encode()
    made = b""
    if len(path) > 100 or not path.isascii():
        record = b" path=%s\n" % path
        length = len(record) + len(str(len(record)))
        length = next(n for n in range(length, length + 3) if len(str(n)) + len(record) == n)
        record = b"%d%s" % (length, record)
        made = ustar(b"././@PaxHeader", len(record), b"x") + record.ljust(
            -(-len(record) // 512) * 512, b"\0"
        )
    short = path[:100].decode(errors="ignore").encode()
    return made + ustar(short, len(data or b""), b"5" if data is None else b"0")


def stream():
    made, offsets, data_lines, members = b"", b"", [0, 0], []
    for name, data in FILES.items():
        at = len(made)
        made += member(name, data)
        members.append({"path": name, "header": at, "data": len(made), "size": len(data or b"")})
        if data is None:
            continue
        line = f"{len(made)} {len(data)} {name}\n".encode()
        if name.startswith("data/"):
            data_lines = [
                data_lines[0] if data_lines[1] else len(offsets),
                data_lines[1] + len(line),
            ]
        offsets += line
        made += data + bytes(-len(data) % 512)
    at = len(made)
    made += member("offsets", offsets)
    start = len(made)
    members.append({"path": "offsets", "header": at, "data": start, "size": len(offsets)})
    made += offsets + bytes(-len(offsets) % 512) + bytes(1024)
    text = f"rogatory/locator/v1\noffsets {start} {len(offsets)}\ndata {data_lines[0]} {data_lines[1]}\n"
    text += f"members {len(FILES) + 1}\n"
    return made + text.encode().ljust(512, b"\0"), members


def streams():
    whole, members = stream()
    at = {one["path"]: one["header"] for one in members}
    data = {one["path"]: one["data"] for one in members}
    mode, kind = b"0000755\0", ustar(f"{TOP}/data/a.txt".encode(), 6, b"2")
    swapped = whole[at["data/a.txt"] : at["data/empty"]]
    cases = {
        "mode": ("tar-form", {"edits": [[at["data/a.txt"] + 100, mode.hex()]]}),
        "a-link": ("tar-kind", {"edits": [[at["data/a.txt"], kind.hex()]]}),
        "another-top-folder": (
            "tar-path",
            {"edits": [[at["data/a.txt"], ustar(b"x/data/a.txt", 6, b"0").hex()]]},
        ),
        "checksum": ("tar-form", {"edits": [[at["data/a.txt"] + 148, b"000000".hex()]]}),
        "padding": ("tar-form", {"edits": [[data["data/a.txt"] + 6, "01"]]}),
        "a-file-twice": ("tar-order", {"edits": [[at["inventory.jsonl"], swapped.hex()]]}),
        "offsets": ("tar-offsets", {"edits": [[data["offsets"], b"9".hex()]]}),
        "locator": ("tar-locator", {"edits": [[len(whole) - 512, b"R".hex()]]}),
        "cut-in-a-member": ("tar-short", {"cut": data["data/a.txt"]}),
        "cut-before-the-locator": ("tar-short", {"cut": len(whole) - 512}),
        "something-behind": ("tar-trailing", {"append": "00"}),
    }
    return {
        "top": TOP,
        "stream": base64.b64encode(whole).decode(),
        "members": members,
        "cases": {name: {**change, "code": code} for name, (code, change) in cases.items()},
    }


# Seals and their chains

RECIPIENTS = {
    name: str(
        HybridIdentity.generate(
            lambda size, seed=seed: hashlib.shake_128(seed).digest(size)
        ).recipient
    )
    for name, seed in (("xa", b"xa"), ("xb", b"xb"))
}


SHARE = 1120
"""Of a stanza: an ML-KEM-768 ciphertext (1,088 bytes) and an X25519 key (32)."""


def header(count=1, share=SHARE, kind="mlkem768x25519"):
    body = base64.b64encode(bytes(share)).decode().rstrip("=")
    stanza = Stanza((kind, body), bytes(32))
    return base64.b64encode(write_header([stanza] * count, bytes(32))).decode()


def derivative(**changes):
    """From what a package was derived, as its seal states it."""
    return {
        "parent": {"bag": "ab" * 32, "seal": None},
        "items": {"count": 3, "digest": "cd" * 32},
        "tool": {"name": "a converter", "version": "1.0"},
        "settings": "ef" * 32,
        "act": "redacted",
    } | changes


def seal(**changes):
    return {
        "version": 1,
        "network": "ab" * 32,
        "package": TOP,
        "thread": "0193a1b2-0000-7000-8000-00000000000b",
        "sender": "xb/central-authority",
        "recipients": [{"authority": "xa/central-authority", "recipient": RECIPIENTS["xa"]}],
        "sealed": "2026-11-24T03:00:00Z",
        "suite": "age-mlkem768x25519+sha256+blake3",
        "bag": "cd" * 32,
        "header": header(),
        "payload_size": 1000,
        "segment_size": 1 << 20,
        "segments": 1,
        "root": "ef" * 32,
        "replaces": None,
        "derivative": None,
    } | changes


def canonical(document):
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def forms():
    lacking = seal()
    del lacking["root"]
    return {
        "holds": (seal(), []),
        "holds-without-network-and-thread": (seal(network=None, thread=None), []),
        "field-missing": (lacking, ["seal-form"]),
        "field-unknown": (seal(more=1), ["seal-form"]),
        "version": (seal(version=2), ["seal-form"]),
        "suite": (seal(suite="age"), ["seal-form"]),
        "share-longer": (seal(header=header(share=1200)), ["seal-form"]),
        "stanza-of-another-kind": (seal(header=header(share=32, kind="X25519")), ["seal-form"]),
        "no-recipient": (seal(recipients=[]), ["seal-form"]),
        "recipient-twice": (
            seal(recipients=seal()["recipients"] * 2, header=header(2)),
            ["seal-form"],
        ),
        "header-for-two": (seal(header=header(2)), ["seal-form"]),
        "header-and-more": (seal(header=base64.b64encode(base64.b64decode(header()) + b"x").decode()), ["seal-form"]),
        "segment-size": (seal(segment_size=(1 << 20) + 1), ["seal-form"]),
        "segments-do-not-follow": (seal(segments=2), ["seal-form"]),
        "payload-impossible": (seal(payload_size=10), ["age-payload-size"]),
        "sender": (seal(sender="xb"), ["authority-name"]),
        "moment": (seal(sealed="2026-11-24"), ["moment-malformed"]),
        "bag": (seal(bag="CD" * 32), ["digest-malformed"]),
        "derivative-holds": (seal(derivative=derivative()), []),
        "derivative-without-what-may-be-null": (
            seal(derivative=derivative(settings=None, tool={"name": "t", "version": None})),
            [],
        ),
        "derivative-by-an-act-that-nobody-knows": (seal(derivative=derivative(act="x-9")), []),
        "derivative-act": (seal(derivative=derivative(act="Redacted")), ["seal-form"]),
        "derivative-of-no-item": (
            seal(derivative=derivative(items={"count": 0, "digest": "ab" * 32})),
            ["seal-form"],
        ),
        "derivative-tool-with-a-control": (
            seal(derivative=derivative(tool={"name": "a\u202eb", "version": None})),
            ["seal-form"],
        ),
        "derivative-member-unknown": (seal(derivative=derivative(more=1)), ["seal-form"]),
        "derivative-of-no-parent": (seal(derivative=derivative(parent=None)), ["seal-form"]),
        "derivative-settings": (seal(derivative=derivative(settings="x")), ["digest-malformed"]),
    }  # fmt: skip


def digest(document):
    return hashlib.sha256(canonical(document)).hexdigest()


def chained(*later):
    """The documents of a package: the first seal, and each later one over the one before."""
    seals = [seal()]
    for changes in later:
        seals.append(seal(**{"replaces": digest(seals[-1]), **changes}))
    chain = {f"seals/{n}/seal.json": one for n, one in enumerate(seals[:-1], 1)}
    return {**chain, "seal.json": seals[-1]}


BY_XA = {"sender": "xa/central-authority", "sealed": "2026-12-01T00:00:00Z"}
TO_XB = {"recipients": [{"authority": "xb/contact-point", "recipient": RECIPIENTS["xb"]}]}


def chains():
    whole = chained(BY_XA, {**BY_XA, **TO_XB})
    gap = {name.replace("/1/", "/3/"): one for name, one in whole.items()}
    return {
        "holds-alone": (chained(), []),
        "holds-rewrapped": (chained({}), []),
        "holds-by-the-recipient": (chained(BY_XA), []),
        "holds-twice": (whole, []),
        "first-absent": ({"seal.json": whole["seal.json"]}, ["seal-chain-missing"]),
        "gap": (gap, ["seal-chain-missing"]),
        "earlier-beside-a-first-one": (
            {"seal.json": seal(), "seals/1/seal.json": seal()},
            ["seal-chain-extra"],
        ),
        "replaces-another": (chained({"replaces": "11" * 32}), ["seal-chain"]),
        "first-replaces": (
            {
                "seals/1/seal.json": seal(replaces="11" * 32),
                "seal.json": seal(replaces=digest(seal(replaces="11" * 32))),
            },
            ["seal-chain"],
        ),
        "other-bag": (chained({"bag": "22" * 32}), ["seal-chain"]),
        "other-thread": (chained({"thread": None}), ["seal-chain"]),
        "other-root": (chained({"root": "22" * 32}), ["seal-chain"]),
        "other-derivative": (chained({"derivative": derivative()}), ["seal-chain"]),
        "by-a-stranger": (chained({"sender": "xt/central-authority"}), ["seal-chain-stranger"]),
        "by-a-recipient-of-a-later-seal": (
            chained({"sender": "xb/contact-point"}, {**BY_XA, **TO_XB}),
            ["seal-chain-stranger"],
        ),
        "earlier-malformed": (
            {**chained({}), "seals/1/seal.json": seal(version=2)},
            ["seal-chain"],
        ),
    }


def described(document):
    """A seal by what makes it differ from the first one."""
    base = seal()
    change = {name: value for name, value in document.items() if base.get(name, "-") != value}
    without = sorted(set(base) - set(document))
    return {"change": change} | ({"without": without} if without else {})


def seals():
    return {
        "base": seal(),
        "forms": {
            name: {"seal": described(document), "codes": codes}
            for name, (document, codes) in forms().items()
        },
        "chains": {
            name: {
                "documents": {path: described(one) for path, one in documents.items()},
                "codes": codes,
            }
            for name, (documents, codes) in chains().items()
        },
    }


# A bag

PAYLOAD = {"a.txt": b"hello\n", "b/ü.txt": b"accent\n", "empty": b""}


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def manifest(files):
    ordered = sorted(files, key=lambda path: path.encode())
    return "".join(f"{sha256(files[path])}  {path}\n" for path in ordered).encode()


def inventory(payload):
    lines = [
        {"kind": "file", "path": path, "sha256": sha256(data), "size": len(data)}
        for path, data in payload.items()
    ]
    lines.append({"kind": "folder", "path": "b"})
    lines.sort(key=lambda one: (one["path"] + "/" * (one["kind"] == "folder")).encode())
    return b"".join(canonical(one) + b"\n" for one in lines)


def root_of(lines):
    entries = [
        hashlib.sha256(hmac.digest(SECRET, b"rogatory/item/v1\n%d" % n, "sha256") + line).digest()
        for n, line in enumerate(lines)
    ]
    return f"rogatory/items-root/v1\n{len(entries)}\n{textbook.mth(entries).hex()}\n".encode()


CONDITIONS = {
    "version": 1,
    "purpose": None,
    "proceedings": None,
    "onward_transfer": "with-consent",
    "secrecy": False,
    "retention_until": None,
    "police_information_only": False,
    "protected_items": [],
}


def bag(payload=PAYLOAD, **tags):
    """The files of a bag; `tags` are put in the place of tag files before these are listed."""
    data = {f"data/{path}": content for path, content in payload.items()}
    listed = inventory(payload)
    size = sum(map(len, payload.values()))
    info = f"Bagging-Date: 2026-11-24\nBag-Software-Agent: vectors\nPayload-Oxum: {size}.{len(payload)}\n"
    made = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": f"{info}External-Identifier: {TOP}\n".encode(),
        "case.jsonld": canonical({"@graph": []}),
        "conditions.json": canonical(CONDITIONS),
        "inventory.jsonl": listed,
        "items-root.txt": root_of(listed.splitlines(keepends=True)),
        "manifest-sha256.txt": manifest(data),
        "package-secret.bin": SECRET,
    }
    for name, content in tags.items():
        path = {one.replace(".", "_").replace("-", "_"): one for one in made}.get(name, name)
        made[path] = content
    made = {path: content for path, content in made.items() if content is not None}
    return {**data, **made, "tagmanifest-sha256.txt": manifest(made)}


def bag_cases():
    """Each case: the files of the bag as they then are, and the checks that do not hold."""
    whole = bag()

    def altered(**changes):
        return {path: data for path, data in {**whole, **changes}.items() if data is not None}

    listed = inventory(PAYLOAD)
    fewer = b"".join(listed.splitlines(keepends=True)[1:])
    yield "holds", whole, {}
    yield (
        "a-file-altered",
        altered(**{"data/a.txt": b"hellO\n"}),
        {"bag-files": "fails", "bag-inventory": "fails"},
    )
    yield (
        "a-file-grown",
        altered(**{"data/a.txt": b"hello \n"}),
        {"bag-size": "fails", "bag-files": "fails", "bag-inventory": "fails"},
    )
    yield (
        "a-file-gone",
        altered(**{"data/a.txt": None}),
        {"bag-size": "fails", "bag-files": "fails", "bag-inventory": "fails"},
    )
    yield (
        "a-file-too-many",
        altered(**{"data/more": b""}),
        {"bag-size": "fails", "bag-files": "fails", "bag-inventory": "fails"},
    )
    yield (
        "a-tag-file-altered",
        altered(**{"case.jsonld": b'{"@graph":[] }'}),
        {"bag-form": "fails", "bag-tags": "fails"},
    )
    yield "a-tag-file-unlisted", altered(**{"notes.txt": b"x"}), {"bag-tags": "fails"}
    yield "fetch", altered(**{"fetch.txt": b""}), {"bag-form": "fails", "bag-tags": "fails"}
    yield (
        "version",
        bag(bagit_txt=b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"),
        {"bag-form": "fails"},
    )
    yield "crlf", bag(bagit_txt=whole["bagit.txt"].replace(b"\n", b"\r\n")), {"bag-form": "fails"}
    yield (
        "oxum",
        bag(bag_info_txt=whole["bag-info.txt"].replace(b".3\n", b".4\n")),
        {"bag-size": "fails"},
    )
    yield (
        "manifest-out-of-order",
        bag(
            manifest_sha256_txt=b"".join(
                whole["manifest-sha256.txt"].splitlines(keepends=True)[::-1]
            )
        ),
        {"bag-files": "fails"},
    )
    yield (
        "inventory-lacks-a-file",
        bag(inventory_jsonl=fewer, items_root_txt=root_of(fewer.splitlines(keepends=True))),
        {"bag-inventory": "fails"},
    )
    yield (
        "items-root-of-another-inventory",
        bag(items_root_txt=root_of([])),
        {"bag-items-root": "fails"},
    )
    yield "secret-cut", bag(package_secret_bin=SECRET[1:]), {"bag-items-root": "fails"}
    yield (
        "conditions-with-a-further-member",
        bag(conditions_json=canonical(CONDITIONS | {"more": 1})),
        {"bag-conditions": "fails"},
    )
    yield (
        "conditions-unknown",
        bag(conditions_json=canonical(CONDITIONS | {"onward_transfer": "perhaps"})),
        {"bag-conditions": "fails"},
    )
    yield "graph-without-a-list", bag(case_jsonld=canonical({"@graph": {}})), {"bag-form": "fails"}
    yield (
        "inventory-gone",
        bag(inventory_jsonl=None),
        {"bag-form": "fails", "bag-inventory": "undecided", "bag-items-root": "undecided"},
    )


def bags():
    whole = bag()
    found = {}
    for name, files, outcomes in bag_cases():
        changed = {
            path: base64.b64encode(files[path]).decode() if path in files else None
            for path in sorted(set(files) | set(whole))
            if files.get(path) != whole.get(path)
        }
        found[name] = {"change": changed, "checks": {"bag-signed": "undecided"} | outcomes}
    return {
        "files": {path: base64.b64encode(data).decode() for path, data in sorted(whole.items())},
        "cases": found,
    }


VECTORS = {"names": names, "items": items, "stream": streams, "seals": seals, "bag": bags}


def text_of(name):
    return json.dumps(VECTORS[name](), indent=1, ensure_ascii=True) + "\n"


if __name__ == "__main__":
    for each in VECTORS:
        (HERE / f"{each}.json").write_text(text_of(each))
