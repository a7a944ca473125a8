# SPDX-License-Identifier: Apache-2.0
"""The text of a letter: its operative sentence, its numbered paragraphs and its annexes."""
