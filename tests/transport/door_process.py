# SPDX-License-Identifier: Apache-2.0
"""Serves Borealia's door in a process of its own: `door_process.py FOLDER PORT PATIENCE`.

FOLDER has the States' keys, so both sides know the same directory.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import django
from django.conf import settings

folder, port, patience = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
settings.configure(
    SECRET_KEY="only a door, which signs nothing with it",
    ROOT_URLCONF="door_process_urls",
    MIDDLEWARE=[],
    INSTALLED_APPS=[],
    ALLOWED_HOSTS=[],
)
django.setup()

from datetime import UTC, datetime  # noqa: E402

from django.core.wsgi import get_wsgi_application  # noqa: E402
from gunicorn.app.base import BaseApplication  # noqa: E402

from casts.node.world import World, from_json  # noqa: E402
from rogatory.bootstrap.processes.patient_worker import PatientWorker  # noqa: E402
from rogatory.node.custody_log.log import publish_checkpoint  # noqa: E402
from rogatory.transport.door import door_urlpatterns, refuse_outsider  # noqa: E402
from rogatory.transport.tls import server_context  # noqa: E402


class MachineClock:
    def now(self):
        return datetime.now(UTC)


def world():
    kept = json.loads((folder / "states.json").read_bytes())
    states = {code: from_json(code, held) for code, held in kept.items()}
    states["XB"].node_url = f"https://127.0.0.1:{port}"
    return World(states, clock=MachineClock())


class Impatient(PatientWorker):
    patience = patience


class Server(BaseApplication):
    def load_config(self):
        context = server_context(folder / "tls.pem", folder / "tls.key", patience=patience)
        options = {
            "bind": f"127.0.0.1:{port}",
            "worker_class": Impatient,
            "threads": 8,
            "certfile": str(folder / "tls.pem"),
            "keyfile": str(folder / "tls.key"),
            "ssl_context": lambda _config, _default: context,
            "control_socket_disable": True,
            "loglevel": "critical",
            "graceful_timeout": 1,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self):
        found = world()
        node = found.node("XB")
        publish_checkpoint(node)
        urls = type(sys)("door_process_urls")
        urls.urlpatterns = door_urlpatterns(node)
        urls.handler400 = urls.handler403 = urls.handler404 = urls.handler500 = refuse_outsider
        sys.modules["door_process_urls"] = urls
        return get_wsgi_application()


if __name__ == "__main__":
    sys.argv = sys.argv[:1]
    Server().run()
