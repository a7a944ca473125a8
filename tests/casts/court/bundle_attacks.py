# SPDX-License-Identifier: Apache-2.0
"""The attacks on a bundle: on its files, or by an exporter who signs what was altered."""

import hashlib
import json
import shutil
from functools import cache
from pathlib import Path

from casts.court.independent_verifier import load_verifier
from rogatory.evidence.spool import Spools
from rogatory.node.court import layout
from rogatory.node.court.checks.completeness import _key
from rogatory.node.court.export import _merged
from rogatory.node.court.hashing import hash_rest, read_bag
from rogatory.node.court.listing import BundleHead, build_listing, content_digest, parse_head, sums
from rogatory.node.court.placing import signature_files
from rogatory.node.workstation.progress import no_progress
from rogatory.wire.canonical import decode_object, encode
from rogatory.wire.moments import parse_moment


@cache
def standalone():
    """The verifier that shares no line with ours, as a module."""
    return load_verifier()


def examined(path: Path, *trust: Path | str, now=None):
    """Outcome of the stand-alone verifier, and its checks by name."""
    module = standalone()
    checks, _ = module.examine(path, module.Trusted.read([str(one) for one in trust]), now)
    return checks.outcome, {check.name: check for check in checks.done}


def tree(folder: Path) -> dict[str, str]:
    """Every file and link below a folder, to compare before and after."""
    return {
        str(path.relative_to(folder)): str(path.readlink())
        if path.is_symlink()
        else hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def relist(bundle: Path, keys, **changes) -> None:
    """Write list and signatures anew, and the event of the export, as an exporter could who has these keys."""
    old: BundleHead = parse_head((bundle / layout.BUNDLE).read_bytes())
    fields = {name: getattr(old, name) for name in BundleHead.__dataclass_fields__} | changes
    if "event" not in changes:
        fields["event"] = record_anew(bundle, keys, old.event)
    for name in (layout.SUMS, layout.BUNDLE, *signature_files(layout.BUNDLE, _none())):
        place = bundle / name
        shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)
    with Spools(None) as spools:
        bag = read_bag(bundle / layout.BAG, spools.new(), no_progress)
        rest = hash_rest(bundle).files
        (bundle / layout.SUMS).write_bytes(sums(_merged(rest, bag)))
        rest = sorted(hash_rest(bundle).files, key=_key)
        listing = build_listing(BundleHead(**fields), _merged(rest, bag))
    (bundle / layout.BUNDLE).write_bytes(listing)
    signatures = keys.sign(listing, fields["exported"])
    for name, data in signature_files(layout.BUNDLE, signatures).items():
        (bundle / name).write_bytes(data)


def record_anew(bundle: Path, keys, digest: str) -> str:
    """Sign the event of the export anew over what the bundle holds now; its new digest. No log knows it."""
    found = [one for one in _files(bundle, "custody/*.json") if _sha256(one) == digest]
    if not found or decode_object(found[0].read_bytes())["authority"] != keys.holder:
        return digest
    event, place = decode_object(found[0].read_bytes()), found[0]
    with Spools(None) as spools:
        bag = read_bag(bundle / layout.BAG, spools.new(), no_progress)
        event["fields"]["content"] = content_digest(_merged(hash_rest(bundle).files, bag))
    data = encode(event)
    if data == place.read_bytes():
        return digest
    place.write_bytes(data)
    _sign_event(place, keys)
    return _sha256(place)


def record_export(bundle: Path, keys) -> Path | None:
    """Sign the event of the export anew, with what bundle.json says and the bundle holds now; None if none lies
    there that this authority recorded. No log knows it.
    """
    head = parse_head((bundle / layout.BUNDLE).read_bytes())
    for place in _files(bundle, "custody/????.json"):
        event = decode_object(place.read_bytes())
        if (event.get("code"), event.get("authority")) == ("bundle-exported", keys.holder):
            break
    else:
        return None
    event["officer"], event["fields"]["purpose"] = head.officer, head.reason
    if (data := encode(event)) != place.read_bytes():
        place.write_bytes(data)
        _sign_event(place, keys)
    record_anew(bundle, keys, _sha256(place))
    return place


def _sign_event(place: Path, keys) -> None:
    data = place.read_bytes()
    signatures = keys.sign(data, parse_moment(decode_object(data)["occurred"]))
    for name, signature in signature_files(place.stem, signatures).items():
        (place.parent / name).write_bytes(signature)
    place.with_suffix(".tlog-proof").unlink(missing_ok=True)


def _files(folder: Path, pattern: str) -> list[Path]:
    return sorted(one for one in folder.glob(pattern) if one.is_file())


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _none():
    from rogatory.seal.signatures import Signatures

    return Signatures(b"", b"")


def edit_json(path: Path, change) -> None:
    """Change a canonical document and keep it canonical."""
    document = json.loads(path.read_bytes())
    change(document)
    path.write_bytes(encode(document))
