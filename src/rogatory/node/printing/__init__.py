# SPDX-License-Identifier: Apache-2.0
"""Documents for people on paper and screen: HTML that prints well, and PDF/A, in six languages.

Each writer decides the text (the court's report, the certificate, letters); this package decides
the layout, the fonts, and how a text of others is made printable.
"""
