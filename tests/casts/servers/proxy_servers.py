# SPDX-License-Identifier: Apache-2.0
"""nginx and Caddy as docs/proxies has them, on free ports of this machine."""

import contextlib
import os
import shutil
import subprocess
from pathlib import Path

from casts.servers.open_port import until_open
from casts.steady.patience import PATIENCE

EXAMPLES = Path(__file__).parents[3] / "docs" / "proxies"


@contextlib.contextmanager
def nginx(folder, changes, ports):
    """nginx with the example's settings, in which each of `changes` is made where it occurs."""
    place = folder / "nginx"
    (place / "logs").mkdir(parents=True)
    text = replaced((EXAMPLES / "nginx.conf").read_text(), changes)
    text = text.replace("http {", f"http {{\n{_folders_of_nginx(place)}", 1)
    user = "user root;\n" if os.geteuid() == 0 else ""
    settings = place / "nginx.conf"
    settings.write_text(f"{user}pid {place}/pid;\ndaemon off;\n{text}")
    command = [shutil.which("nginx") or "/usr/sbin/nginx", "-p", place, "-c", settings]
    with _running([*command, "-e", place / "logs" / "error"], place, ports):
        yield place


@contextlib.contextmanager
def caddy(folder, changes, ports):
    """Caddy, likewise."""
    place = folder / "caddy"
    place.mkdir()
    settings = place / "Caddyfile"
    settings.write_text(replaced((EXAMPLES / "Caddyfile").read_text(), changes))
    with _running(["caddy", "run", "--adapter", "caddyfile", "--config", settings], place, ports):
        yield place


def replaced(text, changes):
    """The example with other addresses and files; each that it has is named."""
    for old, new in changes.items():
        assert old in text, f"the example has no {old}"
        text = text.replace(old, new)
    return text


def _folders_of_nginx(place):
    names = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return "\n".join(f"    {name}_temp_path {place}/{name};" for name in names)


@contextlib.contextmanager
def _running(command, place, ports):
    with (place / "log").open("wb") as log:
        child = subprocess.Popen(
            [str(word) for word in command],
            env={"PATH": os.environ["PATH"], "HOME": str(place)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        for port in ports:
            until_open(port, child, place / "log")
        yield
    finally:
        child.terminate()
        child.wait(PATIENCE)
