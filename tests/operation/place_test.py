# SPDX-License-Identifier: Apache-2.0
"""The data folder: backup under load, restore, tampering, orderly stop, full and read-only disks."""
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
import unittest

from operated import Operated, Writers, codes_like


def run(*arguments, **more):
    return subprocess.run([sys.argv[1], *map(str, arguments)], check=False, text=True, capture_output=True,
                          env={**os.environ, "KAOGONG_LANG": "en"}, **more)


class Reached:
    """Waits until the writers have had so many answers."""

    def __init__(self, count):
        self.count, self.event = count, threading.Event()

    def __call__(self, count):
        if count >= self.count:
            self.event.set()

    def wait(self):
        if not self.event.wait(120):
            raise AssertionError("the writers stopped")


class Place(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Operated())

    def setUp(self):
        if self.server.process is None:
            self.server.start()
        self.client = self.server.client("administrator")
        self.scratch = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="kaogong-place-")))

    def test_backup_while_writing_then_restore(self):
        early, late = Reached(10), Reached(30)
        writers = Writers(self.client, "b1", turn=lambda count: (early(count), late(count)))
        early.wait()
        before = set(writers.acknowledged)
        copy = self.scratch / "copy.db"
        made = self.server.run("backup", str(copy))
        self.assertEqual(made.returncode, 0, made.stderr)
        late.wait()
        acknowledged = set(writers.join())
        refused = self.server.run("restore", str(copy))
        self.assertEqual(refused.returncode, 1)
        self.assertIn("is used by another kaogong process", refused.stderr)
        self.server.stop()
        restored = self.server.run("restore", str(copy))
        self.assertEqual(restored.returncode, 0, restored.stderr)
        self.assertIn("What was there is kept as", restored.stdout)
        self.assertEqual(self.server.run("verify-audit").returncode, 0)
        self.server.start()
        # The cookie is of before the backup, so it still holds.
        there = set(codes_like(self.server.again(self.client), "b1"))
        self.assertLessEqual(before, there)
        self.assertLess(len(there), len(acknowledged))

    def test_a_damaged_copy_replaces_nothing(self):
        copy = self.scratch / "copy.db"
        self.assertEqual(self.server.run("backup", str(copy)).returncode, 0)
        self.server.stop()
        data = bytearray(copy.read_bytes())
        data[40_000:60_000] = bytes(20_000)
        copy.write_bytes(data)
        refused = self.server.run("restore", str(copy))
        self.assertEqual(refused.returncode, 3, refused.stdout)
        self.assertEqual(self.server.run("verify-audit").returncode, 0)

    def tampered(self, *statements):
        copy = self.scratch / "data" / "kaogong.db"
        copy.parent.mkdir(exist_ok=True)
        copy.unlink(missing_ok=True)
        self.assertEqual(self.server.run("backup", str(copy)).returncode, 0)
        # As somebody with the file in hand would: the guards in the database are removed first.
        with sqlite3.connect(copy) as database:
            for (name,) in database.execute(
                    "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name LIKE 'audit%'").fetchall():
                database.execute(f'DROP TRIGGER "{name}"')
            for statement in statements:
                database.execute(statement)
        database.close()
        return run("verify-audit", "--data", copy.parent)

    def test_who_alters_the_audit_log_is_found_out(self):
        whole = self.tampered()
        self.assertEqual(whole.returncode, 0, whole.stdout + whole.stderr)
        mark = re.search(r"(\d+:[0-9a-f]{64})", whole.stdout).group(1)
        changed = self.tampered("UPDATE audit_entry SET actor = 'account/1' WHERE seq = 7")
        self.assertEqual(changed.returncode, 1)
        self.assertIn("Row 7 of the audit log was changed", changed.stdout)
        removed = self.tampered("DELETE FROM audit_entry WHERE seq = 7")
        self.assertIn("Row 7 of the audit log was removed", removed.stdout)
        swapped = self.tampered("UPDATE audit_entry SET seq = 999999 WHERE seq = 7",
                                "UPDATE audit_entry SET seq = 7 WHERE seq = 8",
                                "UPDATE audit_entry SET seq = 8 WHERE seq = 999999")
        self.assertIn("Row 7 of the audit log is not the one recorded there", swapped.stdout)
        number = int(mark.split(":")[0])
        cut = self.tampered(f"DELETE FROM audit_entry WHERE seq >= {number - 1}")
        self.assertIn(f"cut off from row {number - 1} on", cut.stdout)
        # The database itself refuses, as long as its guards are there.
        with sqlite3.connect(pathlib.Path(self.server.folder) / "kaogong.db") as database:
            for statement in ("UPDATE audit_entry SET actor = 'x' WHERE seq = 7",
                              "DELETE FROM audit_entry WHERE seq = 7"):
                with self.assertRaises(sqlite3.DatabaseError):
                    database.execute(statement)
        database.close()

    def test_an_orderly_stop_loses_nothing(self):
        reached = Reached(20)
        writers = Writers(self.client, "s1", count=8, turn=reached)
        reached.wait()
        self.assertEqual(self.server.stop(), 0)
        acknowledged = set(writers.join())
        self.assertEqual(writers.refused, [])
        self.server.start()
        # What was done was answered: not one write more is there than was acknowledged.
        self.assertEqual(set(codes_like(self.server.again(self.client), "s1")), acknowledged)

    def test_a_folder_in_use_is_left_alone(self):
        second = self.server.run("serve", "--port", "0")
        self.assertEqual(second.returncode, 1)
        self.assertIn("is used by another kaogong process", second.stderr)

    def test_a_taken_port_is_named(self):
        refused = run("serve", "--data", self.scratch / "other", "--port", self.server.port)
        self.assertEqual(refused.returncode, 3)
        self.assertIn(f"Cannot listen on 127.0.0.1:{self.server.port}", refused.stderr)

    @unittest.skipUnless(os.getuid() == 0, "mounts are root's")
    def test_read_only_and_full_disks(self):
        disk = self.scratch / "disk"
        disk.mkdir()

        def mount(*options):
            done = subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join(options), "none", disk], check=False,
                                  capture_output=True)
            if done.returncode != 0:
                self.skipTest("no mounts here")
            self.addCleanup(subprocess.run, ["umount", disk], check=False, capture_output=True)

        mount("size=4m")
        server = self.enterContext(Small(folder=str(disk)))
        client = server.client("administrator")
        filler = disk / "filler"
        with open(filler, "wb", buffering=0) as file, self.assertRaises(OSError):
            while True:
                file.write(bytes(4096))
        answers = [client.ask_any("POST", "/persons", {"code": f"full-{i}", "name": "测" * 50, "note": "满" * 500})
                   for i in range(400)]
        kinds = {answer.status for answer in answers}
        self.assertLessEqual(kinds, {201, 503})
        self.assertIn(503, kinds)
        self.assertEqual(next(a.json["code"] for a in answers if a.status == 503), "unavailable")
        self.assertEqual(client.get("/units").status, 200)
        filler.unlink()
        self.assertEqual(client.post("/persons", {"code": "room", "name": "测试员"}).status, 201)
        kept = {f"full-{i}" for i, answer in enumerate(answers) if answer.status == 201}
        self.assertEqual(set(codes_like(client, "full-")), kept)
        server.stop()
        self.assertEqual(server.run("verify-audit").returncode, 0)
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        refused = server.run("serve", "--port", "0")
        self.assertEqual(refused.returncode, 3)
        self.assertIn(str(disk), refused.stderr)


class Small(Operated):
    """Without the demonstration's regulations, so that it fits on a small disk."""

    def __enter__(self):
        made = subprocess.run([self.program, "demo", "--regulations", self.folder, "--data", self.folder],
                              check=False, capture_output=True, text=True)
        assert made.returncode == 0, made.stderr
        self.start()
        return self

    def client(self, login=None, language="zh"):
        client = super().client(login, language)
        # A 503 is what this is about; the ordinary client takes it for a failure.
        def ask_any(method, path, body):
            try:
                return client.ask(method, path, body)
            except AssertionError as error:
                return Refusal(str(error))
        client.ask_any = ask_any
        return client


class Refusal:
    def __init__(self, text):
        self.status = int(re.search(r"answers (\d+):", text).group(1))
        self.json = {"code": re.search(r'"code": ?"(\w+)"', text).group(1)}


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
