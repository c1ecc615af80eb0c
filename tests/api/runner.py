# SPDX-License-Identifier: Apache-2.0
"""Runs a file of API tests: FILE PROGRAM ROOT. One server serves all tests of the file."""
import sys
import unittest

from server import PASSWORD, Server


class ServerCase(unittest.TestCase):
    server = None
    password = PASSWORD

    def client(self, login=None, language="zh"):
        return type(self).server.client(login, language)


def main(after=None):
    """`after(server)` may look at what all tests together have seen."""
    program, root = sys.argv[1:3]
    with Server(program, root) as server:
        ServerCase.server = server
        done = unittest.main(module="__main__", argv=sys.argv[:1] + sys.argv[3:], exit=False)
        if after:
            after(server)
    sys.exit(0 if done.result.wasSuccessful() else 1)
