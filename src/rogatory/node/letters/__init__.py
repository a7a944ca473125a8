# SPDX-License-Identifier: Apache-2.0
"""Messages as formal letters, in the six languages of the United Nations.

A letter is made from the structured message: what the software says is said in the letter's
language, what a person wrote is printed as written, marked with its language, and a signed
translation of it is printed beside it where one holds.
"""
