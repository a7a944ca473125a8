# SPDX-License-Identifier: Apache-2.0
"""Keccak-256 as Ethereum uses it: the sponge before SHA-3 changed its padding.

The standard library has SHA-3 alone. It serves to check the capitals of an address (EIP-55), so a
hundred bytes at most: speed is not important, and nothing secret passes through.
"""

_LANES = 5
_ROUNDS = 24
_RATE = 136
_MASK = (1 << 64) - 1


def keccak256(data: bytes) -> bytes:
    padded = bytearray(data) + bytearray(_RATE - len(data) % _RATE)
    padded[len(data)] ^= 0x01
    padded[-1] ^= 0x80
    state = [[0] * _LANES for _ in range(_LANES)]
    for start in range(0, len(padded), _RATE):
        for lane in range(_RATE // 8):
            at = start + 8 * lane
            state[lane % _LANES][lane // _LANES] ^= int.from_bytes(padded[at : at + 8], "little")
        _permute(state)
    return b"".join(state[lane][0].to_bytes(8, "little") for lane in range(4))


def _permute(state: list[list[int]]) -> None:
    register = 1
    for _ in range(_ROUNDS):
        _theta(state)
        _rho_and_pi(state)
        _chi(state)
        for power in range(7):
            if register & 1:
                state[0][0] ^= 1 << ((1 << power) - 1)
            register = (register << 1) ^ (0x171 if register & 0x80 else 0)


def _theta(state: list[list[int]]) -> None:
    parity = [column[0] ^ column[1] ^ column[2] ^ column[3] ^ column[4] for column in state]
    for x in range(_LANES):
        change = parity[x - 1] ^ _rotated(parity[(x + 1) % _LANES], 1)
        state[x] = [lane ^ change for lane in state[x]]


def _rho_and_pi(state: list[list[int]]) -> None:
    x, y, current = 1, 0, state[1][0]
    for step in range(24):
        x, y = y, (2 * x + 3 * y) % _LANES
        current, state[x][y] = state[x][y], _rotated(current, (step + 1) * (step + 2) // 2)


def _chi(state: list[list[int]]) -> None:
    for y in range(_LANES):
        row = [state[x][y] for x in range(_LANES)]
        for x in range(_LANES):
            state[x][y] = row[x] ^ (~row[(x + 1) % _LANES] & row[(x + 2) % _LANES] & _MASK)


def _rotated(lane: int, by: int) -> int:
    by %= 64
    return ((lane << by) | (lane >> (64 - by))) & _MASK
