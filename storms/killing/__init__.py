# SPDX-License-Identifier: Apache-2.0
"""The kill test: real nodes under traffic, their processes killed at random, their lines bad.

`line` is what is wrong with the lines, `killer` who is killed and when, `packages` the evidence that
goes meanwhile, `kill_run` all of it together, `command` how to run it.
"""
