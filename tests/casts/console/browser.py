# SPDX-License-Identifier: Apache-2.0
"""A console that a real browser can reach, and the browser."""

import contextlib
import socketserver
import threading
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.core.wsgi import get_wsgi_application

from casts.console import barriers
from casts.console.world import apart  # noqa: F401 - handed on
from casts.steady.browser_programs import CHROMIUM, ENGINE  # noqa: F401 - likewise

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


def _closing(application):
    """Threads of this server end with their request, and so do their database connections."""

    def answer(environ, start):
        from django.db import connections

        answered = application(environ, start)
        try:
            return list(answered)
        finally:
            answered.close()
            connections.close_all()

    return answer


@contextlib.contextmanager
def served():
    """The console on a free port of this machine; gives its address."""
    server = _Server(("127.0.0.1", 0), _Quiet)
    server.set_app(_closing(get_wsgi_application()))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextlib.contextmanager
def chromium(program=ENGINE):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def speak(language):
    """Every officer wants to read this language."""
    from django.contrib.auth import get_user_model

    return get_user_model().objects.update(language=language)


def log_in(page, address, number, password):
    page.goto(f"{address}/accounts/login/")
    page.fill("#id_login", number)
    page.fill("#id_password", password)
    page.click("form[action$='/accounts/login/'] button")
    page.wait_for_load_state()


def log_out(page, address):
    page.goto(f"{address}/accounts/logout/")
    page.click("main form button")
    page.wait_for_load_state()


LEVEL = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")


def violations(page, *, rules=None, without=()):
    """Return what axe finds against WCAG 2.2 AA, or against some of its own rules, as text; `without` some rules."""
    wanted = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": [*LEVEL]}
    left_out = {rule: {"enabled": False} for rule in without}
    return [
        f"{one['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for one in barriers.violations(page, runOnly=wanted, rules=left_out)
        for node in one["nodes"]
    ]
