# SPDX-License-Identifier: Apache-2.0
"""Forms made from the schema of a kind of message: no kind has a form of its own."""
