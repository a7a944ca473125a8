# SPDX-License-Identifier: Apache-2.0
"""The court bundle: everything a court needs to check evidence offline, with stock tools or ours.

`material` gathers what a node knows of a package, `export` writes the bundle, `verify` makes
every check of one, `check_sh` has the published script that makes some with stock tools, `report` tells
it all in plain words.
"""
