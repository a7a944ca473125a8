# SPDX-License-Identifier: Apache-2.0
"""The directory: the register of States that anyone may copy and nobody can forge alone.

A TUF repository holds for each State one entry and one register of officers, signed by the State's
own key. Offline keys of several States decide whose key speaks for which State; an automatic
publisher makes any properly signed change visible at once. This package makes, checks and reads
that repository; how its bytes travel is the business of the fetcher it is given.
"""
