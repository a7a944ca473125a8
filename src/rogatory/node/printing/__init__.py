# SPDX-License-Identifier: Apache-2.0
"""Documents for people on paper and screen: HTML that prints well, and PDF/A, in six languages.

What is said is each writer's matter (the court's report, the certificate, letters); how it is
set, in which fonts, and how a text of others is made printable, is decided here.
"""
