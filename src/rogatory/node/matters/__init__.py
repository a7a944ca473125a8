# SPDX-License-Identifier: Apache-2.0
"""The work inside one's own State on a thread: who does it, under which own number and orders.

A matter is a journal beside a thread. `matter` reads it; `numbering`, `assigning`, `noting`,
`referring`, `results` and `ordering` add to it, each act judged as a whole and told with all
its reasons; `clocks` counts what runs here and no other State knows of. Nothing of it travels:
these modules are imported by no module that makes a message, a receipt, a bundle, a reply to a
peer or a custody event.
"""
