# SPDX-License-Identifier: Apache-2.0
"""Shut this process in: from here on the kernel lets it compute, read what is open, answer and end.

For a decoder of hostile bytes. Limits of memory and time bound what it costs; this bounds what it
can do once the bytes have taken it over: no file is opened, no socket, no program started, no other
process signalled or looked into. It cannot be undone (seccomp(2), filter mode).

What is not allowed fails with EPERM and not by death, so that a library which merely asks for more
(a thread, a file of settings) goes on without.
"""

import ctypes
import os
import platform
from collections.abc import Sequence

_SET_NO_NEW_PRIVS, _SET_SECCOMP, _MODE_FILTER = 38, 22, 2

_X86_64, _AARCH64 = 0xC000003E, 0xC00000B7
"""AUDIT_ARCH_… of linux/audit.h: numbers of calls mean something under one of them only."""

_ALLOWED = {
    "x86_64": (
        _X86_64,
        (0, 1, 3, 8, 5, 9, 10, 11, 12, 25, 28, 13, 14, 15, 219, 24, 202, 228, 318, 39, 186, 60, 231),
    ),
    "aarch64": (
        _AARCH64,
        (63, 64, 57, 62, 80, 222, 226, 215, 214, 216, 233, 134, 135, 139, 128, 124, 98, 113, 278,
         172, 178, 93, 94),
    ),
}  # fmt: skip
"""To read, write, close, seek and stat what is open; for memory mmap, mprotect, munmap, brk, mremap and
madvise; of signals those for one's own handlers; sched_yield, futex, clock_gettime, getrandom, getpid and
gettid; exit and exit_group. In this order, by their numbers."""

_LOAD, _IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_AT_NUMBER, _AT_ARCH = 0, 4
_ALLOW, _KILL, _PERMISSION_DENIED = 0x7FFF0000, 0x80000000, 0x00050001


class NotShutInError(Exception):
    """This machine has no such means, or the kernel refuses it; then nothing hostile is read."""


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("if_true", ctypes.c_ubyte),
        ("if_false", ctypes.c_ubyte),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("first", ctypes.POINTER(_Instruction)))


def shut_in() -> None:
    """Shut this process in; raises `NotShutInError` where that cannot be done."""
    machine = platform.machine()
    if machine not in _ALLOWED:
        raise NotShutInError(machine)
    filters = _filters(*_ALLOWED[machine])
    program = _Program(len(filters), (_Instruction * len(filters))(*filters))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
        _SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0
    ):
        raise NotShutInError(os.strerror(ctypes.get_errno()))


def _filters(arch: int, numbers: Sequence[int]) -> list[_Instruction]:
    """Return the filter: another architecture's calls kill; a call of the list is allowed, any other denied."""
    count = len(numbers)
    return [
        _Instruction(_LOAD, 0, 0, _AT_ARCH),
        _Instruction(_IF_EQUAL, 1, 0, arch),
        _Instruction(_RETURN, 0, 0, _KILL),
        _Instruction(_LOAD, 0, 0, _AT_NUMBER),
        *(_Instruction(_IF_EQUAL, count - at, 0, number) for at, number in enumerate(numbers)),
        _Instruction(_RETURN, 0, 0, _PERMISSION_DENIED),
        _Instruction(_RETURN, 0, 0, _ALLOW),
    ]
