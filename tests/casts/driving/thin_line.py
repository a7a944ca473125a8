# SPDX-License-Identifier: Apache-2.0
"""A thin, long and lossy line between two programs on this machine: a relay of TCP that gives each packet its time.

What it models, for both directions apart: a rate that all connections share, the time that a packet travels, and lost packets, of
which each holds back all that follows on its connection for one round trip, takes its place on the line twice, and may be
lost once more. A connection needs a round trip before its first byte, as TCP's handshake does. While the line is cut
nothing arrives and nobody is informed, as in a village without current.

What it does not model: how TCP narrows its window after a loss, and the order of packets.
"""

import asyncio
import random
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

PACKET, HEADER = 1400, 52
"""Bytes of a packet's content, and of its headers (IPv4, TCP with timestamps)."""

WINDOW = 46
"""Packets of a connection under way: 64 KiB, the window of a TCP without scaling."""

BUFFER = 32 << 10
"""Bytes that the kernel is to keep for the relay. With more the ends would see a fast line with megabytes before a slow one: TCP
keeps no more on its way than the line carries.
"""


@dataclass(frozen=True, slots=True)
class LineQuality:
    """The rate in bits a second of each direction, the seconds there and back, and the share of packets that are lost."""

    rate: int
    round_trip: float
    loss: float


THIN = LineQuality(rate=128_000, round_trip=0.8, loss=0.05)
"""A satellite line of a small State."""


class _Direction:
    """One direction: packets leave one after the other, whatever connection they belong to."""

    def __init__(self, quality: LineQuality, drawn: random.Random) -> None:
        self._quality, self._drawn = quality, drawn
        self._free = 0.0
        self.packets = self.lost = self.content = 0

    def arrival(self, size: int, now: float) -> float:
        """Return when a packet arrives that is ready now."""
        self.packets += 1
        self.content += size
        seconds = (size + HEADER) * 8 / self._quality.rate
        self._free = max(self._free, now) + seconds
        held = 0.0
        while self._drawn.random() < self._quality.loss:
            self.lost += 1
            self._free += seconds
            held += self._quality.round_trip
        return self._free + held + self._quality.round_trip / 2


class ThinLine:
    """Relays from ports of this machine to others, over one line.

    `relay` is called before `start`; `cut` and `restore` from any thread.
    """

    def __init__(self, quality: LineQuality, seed: int) -> None:
        drawn = random.Random(seed)
        self.quality = quality
        self.there, self.back = _Direction(quality, drawn), _Direction(quality, drawn)
        self._relays: list[tuple[int, int, bool]] = []
        self._loop = asyncio.new_event_loop()
        self._whole = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def relay(self, port: int, to: int, *, towards_far: bool) -> None:
        """Relay what connects at a port; `towards_far`: its bytes travel there, and those of the other side back."""
        self._relays.append((port, to, towards_far))

    def start(self) -> None:
        self._thread.start()
        self.restore()
        self._run(self._listen())

    def cut(self) -> None:
        """Let nothing arrive from now on."""
        self._loop.call_soon_threadsafe(self._whole.clear)

    def restore(self) -> None:
        self._loop.call_soon_threadsafe(self._whole.set)

    def close(self) -> None:
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: "asyncio._CoroutineLike[None]") -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result()  # type: ignore[arg-type]

    async def _listen(self) -> None:
        for port, to, towards_far in self._relays:
            listening = _small_socket()
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(("127.0.0.1", port))
            served = self._served(to, towards_far=towards_far)
            await asyncio.start_server(served, sock=listening, limit=BUFFER)

    async def _end(self) -> None:
        for one in list(self._tasks):
            one.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _served(
        self, to: int, *, towards_far: bool
    ) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], None]:
        out, home = (self.there, self.back) if towards_far else (self.back, self.there)

        def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = self._loop.create_task(self._connection(reader, writer, to, out, home))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        return serve

    async def _connection(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        to: int,
        out: _Direction,
        home: _Direction,
    ) -> None:
        far_writer: asyncio.StreamWriter | None = None
        try:
            for way in (out, home):  # SYN, and the answer to it
                await self._arrive(way.arrival(0, self._loop.time()))
            far = _small_socket()
            await self._loop.sock_connect(far, ("127.0.0.1", to))
            far_reader, far_writer = await asyncio.open_connection(sock=far, limit=BUFFER)
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pass(reader, far_writer, out))
                both.create_task(self._pass(far_reader, writer, home))
        except* OSError:
            pass  # one side is gone: so is the other
        finally:
            for each in (writer, far_writer):
                if each is not None:
                    each.close()

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: _Direction
    ) -> None:
        """Pass bytes on in their order, each packet when it arrives, until the one side ends."""
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(WINDOW)

        async def deliver() -> None:
            while True:
                at, data = await under_way.get()
                await self._arrive(at)
                if not data:
                    with suppress(OSError):
                        writer.write_eof() if writer.can_write_eof() else writer.close()
                    return
                writer.write(data)
                await writer.drain()

        async with asyncio.TaskGroup() as both:
            both.create_task(deliver())
            data = b"-"
            while data:
                data = await reader.read(PACKET)
                await under_way.put((way.arrival(len(data), self._loop.time()), data))

    async def _arrive(self, at: float) -> None:
        await asyncio.sleep(max(0.0, at - self._loop.time()))
        await self._whole.wait()


def _small_socket() -> socket.socket:
    made = socket.socket()
    made.setblocking(False)
    for buffer in (socket.SO_RCVBUF, socket.SO_SNDBUF):
        made.setsockopt(socket.SOL_SOCKET, buffer, BUFFER)
    # The loopback's segments of 64 KiB would have each end keep megabytes of what it sent.
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, PACKET)
    return made
