# SPDX-License-Identifier: Apache-2.0
"""The kill test: real nodes under traffic, their processes killed at random, their lines bad.

`line` is what is wrong with the lines, `killer` who is killed and when, `parcels` the evidence that
goes meanwhile, `siege` all of it together, `command` how to run it.
"""
