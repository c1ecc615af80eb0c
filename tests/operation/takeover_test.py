# SPDX-License-Identifier: Apache-2.0
"""Two instances on one PostgreSQL: the one that computes a result is killed in the middle of it, and
the other ends the computation, with the same result."""
import subprocess
import sys
import time
import unittest

from operated import Operated
from postgres import PROGRAMS, Postgres


class Lock:
    """Holds a table against others, so that a computation stands still where it needs it."""

    def __init__(self, postgres, table, mode):
        self.process = subprocess.Popen(
            [PROGRAMS / "psql", "-h", "127.0.0.1", "-p", str(postgres.port), "-U", "kaogong", "-d", "kaogong", "-At"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process.stdin.write(f"BEGIN; LOCK TABLE {table} IN {mode} MODE; SELECT 'held';\n")
        self.process.stdin.flush()
        while self.process.stdout.readline().strip() != "held":
            pass

    def release(self):
        self.process.stdin.write("ROLLBACK;\n")
        self.process.communicate(timeout=60)


class Takeover(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.postgres = cls.enterClassContext(Postgres(safe=False))
        cls.one = cls.enterClassContext(Operated(database=cls.postgres.address, with_year=True))
        cls.two = Operated(database=cls.postgres.address)
        office = cls.one.client("office")
        cls.assessment = next(a["id"] for a in office.get("/assessments?page_size=200").json["items"]
                              if "村级" in a["title"] and a["stage"] == "process")
        cls.wanted = cls.until(office, cls.start(office), "done")["result_hash"]

    @classmethod
    def start(cls, client):
        answer = client.post(f"/assessments/{cls.assessment}/computations", {"basis": "verified", "label": "接管"})
        assert answer.status == 202, answer.json
        return answer.json["id"]

    @staticmethod
    def until(client, computation, state):
        end = time.monotonic() + 120
        while time.monotonic() < end:
            seen = client.get(f"/computations/{computation}").json
            if seen["state"] == state:
                return seen
            time.sleep(0.02)
        raise AssertionError(f"not {state} within two minutes: {seen}")

    def take_over(self, table, mode):
        """The computation stands still at `table` when its instance is killed."""
        office = self.one.client("office")
        lock = Lock(self.postgres, table, mode)
        computation = self.start(office)
        held = f"SELECT lease_holder FROM job WHERE id = {computation}"
        end = time.monotonic() + 60
        while not self.postgres.sql(held).strip():
            self.assertLess(time.monotonic(), end, "nobody took the computation")
        time.sleep(0.5)
        dead = self.postgres.sql(held).strip()
        self.one.kill()
        lock.release()
        state = f"SELECT state, attempt_count FROM job WHERE id = {computation}"
        self.assertEqual(self.postgres.sql(state).strip(), "waiting|1")
        self.two.start()
        there = self.two.again(office)
        self.assertNotEqual(there.get(f"/computations/{computation}").json["state"], "done")
        # Nobody waits a minute for the lease of the dead.
        self.postgres.sql(f"UPDATE job SET lease_until = '' WHERE id = {computation}")
        self.assertEqual(self.until(there, computation, "done")["result_hash"], self.wanted)
        self.assertNotEqual(self.postgres.sql(held).strip(), dead)
        self.assertEqual(self.postgres.sql(state).strip().split("|")[0], "done")
        self.assertEqual(self.postgres.sql(f"SELECT count(*) FROM computation WHERE id = {computation} "
                                           "AND run_id IS NOT NULL").strip(), "1")
        self.two.stop()
        self.assertEqual(self.one.run("verify-audit").returncode, 0)
        self.one.start()

    def test_while_it_reads_the_data(self):
        self.take_over("measurement", "ACCESS EXCLUSIVE")

    def test_while_it_stores_the_result(self):
        self.take_over("run", "SHARE")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
