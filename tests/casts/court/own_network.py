# SPDX-License-Identifier: Apache-2.0
"""A directory signed anew with keys of one's own, so that a test may change what a State says in it."""

import hashlib
import json
import shutil

from cryptography.hazmat.primitives.asymmetric import ed25519

ROLES = ("root", "targets", "snapshot", "timestamp")


def olpc(value):
    """Return the JSON that TUF signs."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


class OwnNetwork:
    """A copy of a directory whose metadata are all signed by two keys: the network is another one."""

    def __init__(self, honest, folder):
        self.folder = shutil.copytree(honest, folder)
        self.keys = {}
        for _ in range(2):
            private = ed25519.Ed25519PrivateKey.generate()
            key = {
                "keytype": "ed25519",
                "keyval": {"public": private.public_key().public_bytes_raw().hex()},
                "scheme": "ed25519",
            }
            self.keys[hashlib.sha256(olpc(key)).hexdigest()] = (private, key)
        self.network = ""
        self.alter = {}
        """The changes that a test makes in a part when all else is made, names of files included."""
        self.parts = {}
        for path in sorted((folder / "metadata").iterdir()):
            name = path.name.removesuffix(".json").rpartition(".")[2]
            self.parts[name] = json.loads(path.read_bytes())["signed"]
            path.unlink()

    def file_of(self, state, *, register=False):
        """Return a State's entry or register, read."""
        ending = f".{state.lower()}.officers.json" if register else f".{state.lower()}.json"
        (path,) = (self.folder / "targets/states").glob(f"*{ending}")
        return json.loads(path.read_bytes())

    def put(self, state, data, *, register=False):
        """Put the bytes of a State's file in place, named in its metadata."""
        ending = f"{state.lower()}.officers.json" if register else f"{state.lower()}.json"
        for path in (self.folder / "targets/states").glob(f"*.{ending}"):
            path.unlink()
        digest = hashlib.sha256(data).hexdigest()
        (self.folder / f"targets/states/{digest}.{ending}").write_bytes(data)
        named = {"hashes": {"sha256": digest}, "length": len(data)}
        self.parts[state.lower()]["targets"][f"states/{ending}"] = named

    def publish(self):
        """Sign everything and write it; return the folder."""
        ids, keys = [*self.keys], {name: key for name, (_, key) in self.keys.items()}
        root, targets = self.parts["root"], self.parts["targets"]
        root["keys"] = keys
        for name in ROLES:
            root["roles"][name] = {"keyids": ids, "threshold": 1}
        if targets["delegations"] is not None:
            targets["delegations"]["keys"] = keys
            for role in targets["delegations"]["roles"]:
                role["keyids"] = ids
        root.pop("rogatory-network", None)
        self.network = hashlib.sha256(self._write("1.root.json", root)).hexdigest()
        for name, part in self.parts.items():
            if name != "root":
                part["rogatory-network"] = self.network
        meta = self.parts["snapshot"]["meta"]
        for file in meta:
            part = self.parts.get(file.removesuffix(".json"))
            if part is not None:
                self._name(meta, file, part)
        self._name(self.parts["timestamp"]["meta"], "snapshot.json", self.parts["snapshot"])
        self._write("timestamp.json", self.parts["timestamp"])
        return self.folder

    def _name(self, meta, file, part):
        data = self._write(f"{part['version']}.{file}", part)
        digest = hashlib.sha256(data).hexdigest()
        meta[file] = {
            "hashes": {"sha256": digest},
            "length": len(data),
            "version": part["version"],
        }

    def _write(self, name, part):
        part = self.alter.get(name.removesuffix(".json").rpartition(".")[2], lambda one: one)(part)
        name_of_first, (private, _) = next(iter(self.keys.items()))
        signature = {"keyid": name_of_first, "sig": private.sign(olpc(part)).hex()}
        data = olpc({"signatures": [signature], "signed": part})
        (self.folder / "metadata" / name).write_bytes(data)
        return data
