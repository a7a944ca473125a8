# SPDX-License-Identifier: Apache-2.0
"""Model forms in use between States, field by field: a body as a filled form, and back.

`data/` has each form's fields, and how certain they are, one file a form. Nothing is lost on the
way: what a form has no field for, and what a body has no place for, is reported.
"""
