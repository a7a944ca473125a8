# SPDX-License-Identifier: Apache-2.0
"""Rows, files, tiles and the queue: what a node keeps, on SQLite or PostgreSQL and a disk.

The only package with Django models (a log-in library's account tables excepted). It implements the
ports `Store`, `Queue` and `Objects` twice: over a database and a disk, and in memory for tests.
"""
