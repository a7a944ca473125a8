# SPDX-License-Identifier: Apache-2.0
"""Pictures are copied in a process that can do nothing else; what attacks the decoder ends there."""

import io
import subprocess
import sys
import zlib

import pytest
from PIL import Image

from rogatory.evidence.confinement import process
from rogatory.evidence.pictures.copying import NoCopy, SafePicture, copy_of
from rogatory.evidence.pictures.png import png_of
from rogatory.evidence.pictures.raster import Raster, raster_of

SECRET = b"taken at 46.2N 6.1E"


def drawn(width=90, height=60):
    """A picture of which no two corners are alike."""
    image = Image.new("RGB", (width, height))
    image.putdata([(x * 2 % 256, y * 3 % 256, 77) for y in range(height) for x in range(width)])
    return image


def encoded(image, form, **more):
    stream = io.BytesIO()
    image.save(stream, form, **more)
    return stream.getvalue()


def copied(data):
    found = copy_of(data, raster_of(data))
    assert isinstance(found, SafePicture), found
    return found, Image.open(io.BytesIO(found.png))


def chunk(kind, data):
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)


def png(width, height, *chunks):
    head = width.to_bytes(4) + height.to_bytes(4) + bytes((8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(chunks) + chunk(b"IEND", b"")


@pytest.mark.parametrize("form", ["PNG", "GIF", "WEBP", "JPEG"])
def test_a_picture_is_shown_as_it_looks(form):
    image = drawn()
    found, shown = copied(encoded(image, form, **({"lossless": True} if form == "WEBP" else {})))
    assert (found.width, found.height, found.is_whole) == (90, 60, True)
    assert (found.is_smaller, found.is_turned, found.is_animated) == (False, False, False)
    for place in ((0, 0), (89, 59), (40, 10)):
        near = zip(shown.convert("RGB").getpixel(place), image.getpixel(place), strict=True)
        assert all(abs(one - other) < 24 for one, other in near), place
    if form in {"PNG", "WEBP"}:
        assert shown.tobytes() == image.tobytes()


@pytest.mark.parametrize(
    "mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK", "YCbCr"], ids=lambda mode: mode
)
def test_every_kind_of_pixels_becomes_eight_bits_a_channel(mode):
    image = Image.new(mode, (30, 20), 0x8000) if mode == "I;16" else drawn(30, 20).convert(mode)
    found, shown = copied(encoded(image, "JPEG" if mode in {"CMYK", "YCbCr"} else "PNG"))
    assert (found.width, found.height) == (30, 20)
    assert shown.mode in {"L", "RGB", "RGBA"}
    if mode == "I;16":
        assert shown.getpixel((5, 5)) in {127, 128}


def test_it_is_turned_upright_and_loses_what_a_camera_and_its_owner_noted():
    image, exif = drawn(), Image.Exif()
    exif[0x0112], exif[0x010E] = 6, SECRET.decode()
    data = encoded(image, "JPEG", exif=exif, quality=95) + b"PK\x03\x04" + SECRET
    assert SECRET in data
    found, shown = copied(data)
    assert (found.width, found.height, found.is_turned) == (60, 90, True)
    assert shown.getpixel((59, 0))[2] in range(60, 95)
    assert abs(shown.getpixel((59, 89))[0] - image.getpixel((89, 0))[0]) < 24
    assert SECRET not in found.png
    assert (shown.info, dict(shown.getexif())) == ({}, {})


def test_text_of_a_png_and_what_lies_behind_its_end_are_left_behind():
    data = png(2, 1, chunk(b"tEXt", b"Comment\0" + SECRET), chunk(b"IDAT", zlib.compress(bytes(7))))
    found, shown = copied(data + b"<script>alert(1)</script>")
    assert found.png == png_of("RGB", 2, 1, bytes(6))
    assert shown.size == (2, 1)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_of_a_picture_that_moves_the_first_image_is_shown(form):
    still = drawn()
    data = encoded(still, form, save_all=True, append_images=[still.rotate(90), still.rotate(180)])
    found, shown = copied(data)
    assert found.is_animated
    assert max(shown.convert("RGB").getpixel((0, 0))[:2]) < 24


def test_one_with_more_points_than_a_screen_is_good_for_is_made_smaller():
    data = encoded(Image.new("L", (9000, 8000), 200), "PNG")
    found, _shown = copied(data)
    assert found.is_smaller
    assert found.width * found.height <= 16_000_000
    assert abs(found.width * 8 - found.height * 9) < 20


@pytest.mark.parametrize("form", ["PNG", "GIF", "JPEG"])
def test_what_breaks_off_is_shown_as_far_as_it_goes(form):
    data = encoded(Image.effect_noise((90, 60), 90).convert("RGB"), form)
    found, shown = copied(data[: len(data) // 2])
    assert not found.is_whole
    assert len(set(shown.convert("L").tobytes())) > 10


@pytest.mark.parametrize(
    "data",
    [
        png(50, 50, chunk(b"IDAT", b"no deflate at all")),
        b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (50).to_bytes(4) * 2 + b"\x08\x02\0\0\0",
        encoded(drawn(), "WEBP")[:120],
        b"\xff\xd8\xff\xc0\0\x11\x08" + (9).to_bytes(2) * 2 + b"\x03" + bytes(40),
        b"GIF89a" + (9).to_bytes(2, "little") * 2 + bytes(20),
    ],
    ids=["deflate", "head", "webp", "jpeg", "gif"],
)
def test_what_only_begins_like_a_picture_is_reported_as_damaged(data):
    assert copy_of(data, raster_of(data)) is NoCopy.DAMAGED or not copied(data)[0].is_whole


def test_a_frame_larger_than_the_canvas_that_was_claimed_is_not_decoded():
    """GIF: a screen of one point, and in it an image of four thousand million."""
    frame = b"\x2c" + bytes(4) + (65535).to_bytes(2, "little") * 2 + b"\0" + b"\x08\x01\x00\x00"
    data = b"GIF89a" + (1).to_bytes(2, "little") * 2 + b"\xf0\0\0" + bytes(6) + frame + b"\x3b"
    assert raster_of(data).is_bearable
    assert copy_of(data, raster_of(data)) in {NoCopy.CANVAS, NoCopy.DAMAGED, NoCopy.MEMORY}


def test_a_canvas_that_the_decoder_finds_larger_than_its_head_says_is_refused():
    data = encoded(Image.new("1", (12000, 9000)), "PNG")
    assert copy_of(data, Raster("image/png", 10, 10)) is NoCopy.CANVAS


def test_bytes_that_unpack_to_gigabytes_cost_neither_time_nor_memory():
    swollen = zlib.compressobj(9)
    packed = b"".join(swollen.compress(bytes(1 << 20)) for _ in range(300)) + swollen.flush()
    for kind in (b"IDAT", b"zTXt", b"iCCP"):
        head = b"" if kind == b"IDAT" else b"name\0\0"
        pixels = () if kind == b"IDAT" else (chunk(b"IDAT", zlib.compress(bytes(7))),)
        data = png(2, 1, chunk(kind, head + packed), *pixels)
        found = copy_of(data, raster_of(data), longest=10)
        assert isinstance(found, SafePicture) or found is NoCopy.DAMAGED, (kind, found)


def test_a_picture_is_read_by_the_decoder_of_its_kind_alone():
    data = encoded(drawn(), "PNG")
    assert copy_of(data, Raster("image/jpeg", 90, 60)) is NoCopy.DAMAGED


FORBIDDEN = {
    "reads a file": "open('/etc/passwd')",
    "writes a file": "open('/tmp/out-of-the-decoder', 'w')",
    "lists a folder": "__import__('os').listdir('/')",
    "asks for a socket": "socket.socket()",
    "starts a program": "os.posix_spawn('/bin/true', ['true'], {})",
    "divides": "os.fork()",
    "signals its parent": "os.kill(os.getppid(), 0)",
    "looks into its parent": "open(f'/proc/{os.getppid()}/mem', 'rb')",
    "limits its parent": "resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (1, 1))",
    "frees itself": "seccomp.shut_in()",
}


@pytest.mark.parametrize("act", FORBIDDEN.values(), ids=FORBIDDEN)
def test_a_decoder_that_was_taken_over_reaches_nothing(act, tmp_path):
    script = (
        "import os, resource, socket\n"
        "from rogatory.evidence.confinement import seccomp\n"
        "seccomp.shut_in()\n"
        f"try:\n    {act}\n"
        "except (PermissionError, seccomp.NotShutInError):\n    os.write(1, b'denied')\n"
        "os._exit(0)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=False, cwd=tmp_path
    )
    assert (result.stdout, result.returncode) == (b"denied", 0), result.stderr


def test_without_a_means_to_shut_it_in_nothing_is_decoded(monkeypatch):
    start = process._START.replace(
        "main()", "import platform;platform.machine=lambda:'riscv64';main()"
    )
    assert start != process._START
    monkeypatch.setattr(process, "_START", start)
    data = encoded(drawn(), "PNG")
    assert copy_of(data, raster_of(data)) is NoCopy.NOT_SHUT_IN


LIES = {
    "fewer pixels": ("l'+base64.b64encode(bytes(11))", '"mode":"RGB","width":2,"height":2'),
    "more pixels": ("l'+base64.b64encode(bytes(13))", '"mode":"RGB","width":2,"height":2'),
    "no base64": ("l'+b'<script>'", '"mode":"RGB","width":2,"height":2'),
    "another mode": ("l'+base64.b64encode(bytes(12))", '"mode":"<svg>","width":2,"height":2'),
    "a mode of no text": ("l'+base64.b64encode(bytes(12))", '"mode":[],"width":2,"height":2'),
    "sizes below nothing": ("l'+base64.b64encode(bytes(12))", '"mode":"RGB","width":-2,"height":-2'),
    "sizes that are none": ("l'+base64.b64encode(bytes(12))", '"mode":"RGB","width":true,"height":4'),
    "too large a copy": ("l'+base64.b64encode(bytes(12))", '"mode":"L","width":99999,"height":99999'),
}  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), LIES.values(), ids=LIES)
def test_what_a_subverted_decoder_returns_is_taken_only_as_so_many_pixels(
    monkeypatch, line, expected
):
    script = (
        "import base64,os,sys\nsys.stdin.buffer.read()\n"
        f"os.write(1, b'{line}+b'\\n')\n"
        f'os.write(1, b\'r{{"failed":null,"error":null,"result":{{{expected}}}}}\\n\')'
    )
    monkeypatch.setattr(process, "_START", script)
    data = encoded(drawn(), "PNG")
    assert copy_of(data, raster_of(data)) is NoCopy.CRASHED


def test_a_decoder_that_reports_progress_for_ever_is_ended(monkeypatch):
    monkeypatch.setattr(
        process, "_START", "import time\nwhile 1: print('p1', flush=True); time.sleep(0.02)"
    )
    data = encoded(drawn(), "PNG")
    assert copy_of(data, raster_of(data), longest=1) is NoCopy.SLOW


def test_a_decoder_that_returns_pixels_for_ever_fills_no_memory(monkeypatch):
    monkeypatch.setattr(
        process,
        "_START",
        "import os\nwhile 1: os.write(1, b'l'+b'QUFB'*16000+b'\\n')",
    )
    monkeypatch.setattr("rogatory.evidence.pictures.copying.MOST_SHOWN", 1000)
    data = encoded(drawn(), "PNG")
    assert copy_of(data, raster_of(data), longest=1) is NoCopy.SLOW


def test_a_decoder_that_crashes_takes_nothing_along(monkeypatch):
    monkeypatch.setattr(process, "_START", "import ctypes; ctypes.string_at(0)")
    data = encoded(drawn(), "PNG")
    assert copy_of(data, raster_of(data)) is NoCopy.CRASHED
