# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL of one's own in a temporary folder, for as long as a test or benchmark runs.

Run by hand it prints its address and ends with its input: postgres.py < /dev/tty
"""
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile

PROGRAMS = pathlib.Path("/usr/lib/postgresql/15/bin")


class Postgres:
    def __init__(self, safe=True):
        self.safe, self.folder, self.process, self.port = safe, None, None, None
        # PostgreSQL refuses to run as root.
        self.user = "postgres" if os.getuid() == 0 else None

    def command(self, name, *arguments):
        return subprocess.run([PROGRAMS / name, *arguments], check=True, capture_output=True, text=True,
                              user=self.user, group=self.user, extra_groups=[] if self.user else None, cwd="/")

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kaogong-pg-"))
        if self.user:
            entry = pwd.getpwnam(self.user)
            os.chown(self.folder, entry.pw_uid, entry.pw_gid)
        self.command("initdb", "-D", self.folder / "data", "-U", "kaogong", "-A", "trust", "-E", "UTF8",
                     "--locale=C", "--no-sync")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        settings = ["-c", "listen_addresses=127.0.0.1", "-c", f"port={self.port}",
                    "-c", f"unix_socket_directories={self.folder}"]
        if not self.safe:
            settings += ["-c", "fsync=off"]
        self.command("pg_ctl", "-D", self.folder / "data", "-w", "-l", self.folder / "log", "-o",
                     " ".join(settings), "start")
        self.command("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "kaogong", "kaogong")
        return self

    @property
    def address(self):
        return f"postgres://kaogong@127.0.0.1:{self.port}/kaogong"

    def sql(self, text):
        return self.command("psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "kaogong", "-d", "kaogong",
                            "-Atc", text).stdout

    def __exit__(self, *_):
        self.command("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder)


if __name__ == "__main__":
    with Postgres() as postgres:
        print(postgres.address, flush=True)
        sys.stdin.read()
