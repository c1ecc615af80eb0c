# SPDX-License-Identifier: Apache-2.0
"""The program as an operator runs it: with options, killed, moved, tampered with."""
import pathlib
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "api"))

from server import Answer, Client, Server  # noqa: E402, F401


class Operated(Server):
    """A server with further options of `kaogong serve`; PROGRAM and ROOT come from the command line."""

    def __init__(self, *options, database=None, folder=None, with_year=False):
        super().__init__(sys.argv[1], sys.argv[2], database, folder, with_year)
        self.options = list(options)

    def start(self):
        place = self.place
        self.place = lambda: place() + self.options
        try:
            super().start()
        finally:
            self.place = place

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process = None

    def again(self, client):
        """The same browser, after the server came up again."""
        moved = Client(self, client.language)
        moved.cookie, moved.me = client.cookie, client.me
        return moved


class Writers:
    """Threads that make persons until told to stop or until the server is gone. `acknowledged` holds
    the codes that were answered 201; `turn` is called after each with how many there are."""

    def __init__(self, client, prefix, count=4, turn=None):
        self.client, self.prefix, self.turn = client, prefix, turn
        self.lock, self.acknowledged, self.refused, self.stopping = threading.Lock(), [], [], False
        self.threads = [threading.Thread(target=self.write, args=(i,), daemon=True) for i in range(count)]
        for thread in self.threads:
            thread.start()

    def write(self, writer):
        for i in range(1_000_000):
            if self.stopping:
                return
            code = f"{self.prefix}-{writer}-{i}"
            try:
                answer = self.client.post("/persons", {"code": code, "name": "测试员"})
            except Exception:  # noqa: BLE001  The server is gone; what it had not answered is open.
                return
            with self.lock:
                (self.acknowledged if answer.status == 201 else self.refused).append(code)
                count = len(self.acknowledged)
            if answer.status != 201:
                return
            if self.turn:
                self.turn(count)

    def join(self):
        self.stopping = True
        for thread in self.threads:
            thread.join(60)
        return self.acknowledged


def codes_like(client, prefix):
    """The codes of all persons found by the prefix."""
    found, page = [], 1
    while True:
        answer = client.get(f"/persons?query={prefix}&page_size=200&page={page}").json
        found += [person["code"] for person in answer["items"]]
        if len(found) >= answer["total"]:
            return found
        page += 1
