# SPDX-License-Identifier: Apache-2.0
"""Two instances on one PostgreSQL behind a proxy."""
import pathlib
import socket
import sys
import threading
import time
import unittest

from operated import Client, Operated
from postgres import Postgres

sys.path.insert(0, str(pathlib.Path(sys.argv[2]) / "benchmarks"))
import make_people  # noqa: E402


class Proxy:
    """Gives each connection to the next instance that answers."""

    def __init__(self, ports):
        self.ports, self.turn, self.asked = list(ports), 0, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.join, args=(client,), daemon=True).start()

    def join(self, client):
        for _ in self.ports:
            port = self.ports[self.turn % len(self.ports)]
            self.turn += 1
            try:
                server = socket.create_connection(("127.0.0.1", port), timeout=60)
            except OSError:
                continue
            self.asked.append(port)
            threading.Thread(target=self.carry, args=(client, server), daemon=True).start()
            return self.carry(server, client)
        return client.close()

    @staticmethod
    def carry(source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class Instances(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.postgres = cls.enterClassContext(Postgres(safe=False))
        cls.one = cls.enterClassContext(Operated(database=cls.postgres.address))
        cls.two = Operated(database=cls.postgres.address)
        cls.two.start()
        cls.addClassCleanup(cls.two.stop)
        cls.proxy = Proxy([cls.one.port, cls.two.port])
        cls.addClassCleanup(cls.proxy.listener.close)

    def test_sign_in_on_one_go_on_on_the_other(self):
        here = self.one.client("administrator")
        there = self.two.again(here)
        self.assertEqual(there.get("/session").json["account"]["login"], "administrator")
        made = there.post("/persons", {"code": "two-1", "name": "测试员"})
        self.assertEqual(made.status, 201)
        self.assertEqual(here.get(f"/persons/{made.json['id']}").json["code"], "two-1")
        stale = here.patch(f"/persons/{made.json['id']}", {"version": 1, "name": "先改"})
        self.assertEqual(stale.status, 200)
        late = there.patch(f"/persons/{made.json['id']}", {"version": 1, "name": "后改"})
        self.assertEqual((late.status, late.json["current"]["name"]), (409, "先改"))
        self.assertEqual(there.delete("/session").status, 204)
        self.assertEqual(here.get("/session").status, 401)

    def test_one_key_is_done_once_whichever_instance_is_asked(self):
        here = self.one.client("administrator")
        there = self.two.again(here)
        body, key = {"code": "two-key", "name": "测试员"}, {"Idempotency-Key": "two-key"}
        first = here.post("/persons", body, headers=key)
        second = there.post("/persons", body, headers=key)
        self.assertEqual((first.status, second.status), (201, 201))
        self.assertEqual(first.json["id"], second.json["id"])

    def test_lock_out_counts_on_both(self):
        for i in range(12):
            server = (self.one, self.two)[i % 2]
            answer = server.client().post("/session", {"login": "panel", "password": "wrong password"})
            if answer.status == 429:
                break
        self.assertEqual(answer.status, 429)
        for server in (self.one, self.two):
            right = server.client().post("/session", {"login": "panel", "password": "Anhe-2026-shifan"})
            self.assertEqual(right.status, 429)

    def test_through_the_proxy_and_past_a_dead_instance(self):
        through = Operated(database=self.postgres.address)
        through.port = self.proxy.port
        client = Client(through).sign_in("administrator")
        for _ in range(10):
            self.assertEqual(client.get("/units").status, 200)
        self.assertEqual(set(self.proxy.asked), {self.one.port, self.two.port})

        # The other instance takes the job of the dead one over, when its lease has run out.
        book = pathlib.Path(self.one.folder) / "people.xlsx"
        make_people.write(book, "A", 20_000, 200)
        content = book.read_bytes()
        self.two.kill()
        made = self.one.again(client).upload("/organisation/imports", {}, [("file", "people.xlsx", content)])
        self.assertEqual(made.status, 202)
        held = f"SELECT lease_holder FROM job WHERE id = {made.json['id']}"
        while not self.postgres.sql(held).strip():
            pass
        self.one.kill()
        job = f"SELECT state, is_waiting, attempt_count FROM job WHERE id = {made.json['id']}"
        self.assertEqual(self.postgres.sql(job).strip(), "reading|t|1")
        self.two.start()
        self.one.start()
        self.proxy.ports[:] = [self.one.port, self.two.port]
        self.postgres.sql(f"UPDATE job SET lease_until = '' WHERE id = {made.json['id']}")
        state = None
        until = time.monotonic() + 300
        while state != "ready" and time.monotonic() < until:
            state = client.get(f"/organisation/imports/{made.json['id']}").json["state"]
            self.assertIn(state, ("reading", "ready"))
        self.assertEqual(state, "ready")
        self.one.kill()
        self.assertEqual(client.get("/session").status, 200)
        self.one.start()
        self.proxy.ports[0] = self.one.port
        self.assertEqual(self.one.run("verify-audit").returncode, 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
