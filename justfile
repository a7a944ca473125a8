# The whole gate is `just check`.
set positional-arguments

default:
    @just --list
