# SPDX-License-Identifier: Apache-2.0
"""The node's pages for the State's own officers: plain pages that work without JavaScript.

A page asks `node` and shows the answer; it decides nothing but who may look.
"""
