# SPDX-License-Identifier: Apache-2.0
"""Kills the server at random moments while results are computed and published and letters signed.

usage: year_kill_rounds.py KAOGONG ROOT ROUNDS [sqlite|postgres]
After each kill: every act that was acknowledged is there; a publication is there with its stage and
its result or not at all; a computation that was not done is done by whoever comes next, with the same
result; the audit chain is whole. The seed is KAOGONG_SEED, or a new one that is printed.
"""
import contextlib
import os
import random
import sys
import threading
import time

from operated import Operated
from postgres import Postgres

YEAR = 2026


class Gone(Exception):
    """The server does not answer any more."""


class Player(threading.Thread):
    """Does acts until told to stop or until the server is gone; `done` holds what was acknowledged."""

    def __init__(self, server, user, turn):
        super().__init__(daemon=True)
        self.client, self.turn, self.stopping = server.again(user), turn, False
        self.done, self.refused = [], None

    def ask(self, method, path, body=None, wanted=(200, 201, 202)):
        try:
            answer = self.client.ask(method, path, body)
        except Exception as error:  # noqa: BLE001
            raise Gone from error
        if answer.status not in wanted:
            self.refused = f"{method} {path}: {answer.status} {answer.body[:300]}"
            raise Gone
        return answer.json

    def acknowledge(self, what):
        self.done.append(what)
        self.turn()

    def run(self):
        try:
            while not self.stopping:
                self.act()
        except Gone:
            pass


class Publisher(Player):
    """A new assessment from its launch to its notice."""

    def __init__(self, server, user, turn, version, city, number):
        super().__init__(server, user, turn)
        self.version, self.city, self.number, self.count = version, city, number, 0

    def act(self):
        self.count += 1
        title = f"第{self.number}轮第{self.count}次"
        made = self.ask("POST", "/assessments", {"version_id": self.version, "year": YEAR, "title": title})
        self.acknowledge(("assessment", made["id"]))
        self.ask("POST", f"/assessments/{made['id']}/assessees",
                 {"kind": "县市区", "under_unit_id": self.city, "category": "county"})
        for stage in ("targets", "process", "results"):
            made = self.ask("GET", f"/assessments/{made['id']}")
            self.ask("POST", f"/assessments/{made['id']}/stage",
                     {"to": stage, "reason": "按计划推进", "version": made["version"]})
            self.acknowledge((stage, made["id"]))
        computation = compute(self, made["id"])
        opened = self.ask("GET", f"/computations/{computation}")
        kind = next(k for k in opened["kinds"] if k["kind"] == "县市区")
        publication = self.ask("POST", f"/assessments/{made['id']}/publications", {
            "computation_id": computation, "kinds": ["县市区"], "columns": [kind["columns"][0]["key"]],
            "notice_days": 5, "contact": "考核办", "override_reason": "试验中断，资料不全"})
        self.acknowledge(("publication", made["id"], publication["id"]))


def compute(player, assessment):
    started = player.ask("POST", f"/assessments/{assessment}/computations", {"basis": "verified", "label": "试算"})
    player.acknowledge(("computation", started["id"]))
    while started["state"] in ("waiting", "running"):
        time.sleep(0.01)
        started = player.ask("GET", f"/computations/{started['id']}")
    if started["state"] != "done":
        player.refused = str(started)
        raise Gone
    player.acknowledge(("result", started["id"], started["result_hash"]))
    return started["id"]


class Computer(Player):
    """The same assessment over and over: its data do not change, so neither does its result."""

    def __init__(self, server, user, turn, assessment):
        super().__init__(server, user, turn)
        self.assessment = assessment

    def act(self):
        compute(self, self.assessment)


class Signer(Player):
    """Revises the targets of an assessee and carries them to their second signature."""

    def __init__(self, server, users, turn, assessment):
        super().__init__(server, users["office"], turn)
        self.clients = {name: server.again(user) for name, user in users.items()}
        self.assessment = assessment

    def by(self, name, method, path, body=None):
        self.client = self.clients[name]
        return self.ask(method, path, body)

    def act(self):
        # The list has the newest revision, also one that was made when its answer was cut off.
        newest = self.by("clerk", "GET", f"/target-sheets?assessment_id={self.assessment}")["items"][0]
        sheet = self.by("office", "GET", f"/target-sheets/{newest['id']}")
        while not self.stopping:
            sheet = self.step(sheet)
            self.acknowledge(("sheet", sheet["id"], sheet["revision"], sheet["state"]))

    def step(self, sheet):
        path, version = f"/target-sheets/{sheet['id']}", {"version": sheet["version"]}
        state = sheet["state"]
        if state == "draft":
            missing = [{"field": item["field"], "period": item["period"], "is_not_applicable": True}
                       for item in sheet["items"] if item["value"] is None and not item["is_not_applicable"]]
            if missing:
                return self.by("clerk", "PUT", path, {**version, "items": missing})
            return self.by("clerk", "POST", path + "/submit", version)
        if state == "submitted":
            return self.by("unit-leader", "POST", path + "/confirm", version)
        if state == "confirmed":
            return self.by("office", "POST", path + "/approve", version)
        if state in ("approved", "published", "signed_by_assessee"):
            signer = "leader" if state == "signed_by_assessee" else "unit-leader"
            letter = self.by(signer, "GET", path + "/letter")
            self.by(signer, "POST", path + "/letter/sign", {"digest": letter["digest"], "version": letter["version"]})
            return self.by("office", "GET", path)
        return self.by("office", "POST", path + "/revise", {**version, "reason": "任务调整"})


STATES = ["draft", "submitted", "confirmed", "approved", "published", "signed_by_assessee", "signed", "superseded"]
STAGES = ["preparing", "targets", "process", "results", "notice", "final", "archived"]


def check(server, users, acknowledged):
    """What was acknowledged is there; nothing is half there. Returns how many acts were looked for."""
    office = server.again(users["office"])

    def look(path):
        answer = office.get(path)
        if answer.status != 200:
            raise SystemExit(f"{path} was acknowledged and is {answer.status}")
        return answer.json

    for what, *rest in acknowledged:
        if what in STAGES or what == "assessment":
            there = STAGES.index(look(f"/assessments/{rest[0]}")["stage"])
            if what in STAGES and there < STAGES.index(what):
                raise SystemExit(f"assessment {rest[0]} went back from {what} to {STAGES[there]}")
        elif what == "publication":
            seen = look(f"/publications/{rest[1]}")
            if look(f"/assessments/{rest[0]}")["stage"] != "notice" or seen["state"] != "notice":
                raise SystemExit(f"publication {rest[1]} is half there: {seen}")
            look(f"/computations/{seen['computation_id']}/rows?kind=%E5%8E%BF%E5%B8%82%E5%8C%BA")
        elif what == "computation":
            look(f"/computations/{rest[0]}")
        elif what == "result":
            if look(f"/computations/{rest[0]}")["result_hash"] != rest[1]:
                raise SystemExit(f"computation {rest[0]} has another result than was said")
        elif what == "sheet":
            seen = look(f"/target-sheets/{rest[0]}")
            if STATES.index(seen["state"]) < STATES.index(rest[2]) and seen["state"] != "draft":
                raise SystemExit(f"sheet {rest[0]} was {rest[2]} and is {seen['state']}")
    # No assessment is in its notice without a publication, and the other way round.
    page = look(f"/assessments?year={YEAR}&page_size=200")
    for row in page["items"]:
        publications = look(f"/publications?assessment_id={row['id']}")["total"]
        if (row["stage"] in ("notice", "final", "archived")) != (publications > 0):
            raise SystemExit(f"assessment {row['id']} is at {row['stage']} with {publications} publications")
    return len(acknowledged)


def settle(server, users, hashes):
    """Waits for computations that were under way; all of one assessment have one result."""
    office = server.again(users["office"])
    until = time.monotonic() + 120
    while True:
        seen = office.get("/computations?page_size=200").json["items"]
        if all(item["state"] not in ("waiting", "running") for item in seen):
            break
        if time.monotonic() > until:
            raise SystemExit("a computation is not taken over")
        time.sleep(0.05)
    for item in seen:
        if item["state"] != "done":
            raise SystemExit(f"computation {item['id']} ended as {item['state']}: {item['trouble']}")
        known = hashes.setdefault((item["assessment"]["id"], item["basis"]), item["result_hash"])
        if known != item["result_hash"] and item["label"] == "试算":
            raise SystemExit(f"computation {item['id']} has another result than those before it")


def main():
    rounds, database = int(sys.argv[3]), (sys.argv[4:] or ["sqlite"])[0]
    seed = int(os.environ.get("KAOGONG_SEED", random.SystemRandom().randrange(10**9)))
    print("seed", seed, flush=True)
    moments = random.Random(seed)
    with contextlib.ExitStack() as stack:
        postgres = stack.enter_context(Postgres(safe=False)) if database == "postgres" else None
        server = stack.enter_context(Operated(database=postgres and postgres.address, with_year=True))
        users = {name: server.client(name) for name in ("office", "clerk", "unit-leader", "leader")}
        office = users["office"]
        city = office.get("/units").json["items"][0]["id"]
        regulation = next(r for r in office.get("/regulations?page_size=200").json["items"]
                          if r["slug"] == "jingzhou-county")
        assessments = office.get("/assessments?page_size=200").json["items"]
        village = next(a["id"] for a in assessments if "村级" in a["title"] and a["stage"] == "process")
        coming = next(a["id"] for a in assessments if a["stage"] == "targets")
        server.kill()
        total, hashes = 0, {}
        for number in range(rounds):
            server.start()
            moment, reached, count, lock = moments.randrange(1, 25), threading.Event(), [0], threading.Lock()

            def turn():
                with lock:
                    count[0] += 1
                    if count[0] >= moment:
                        reached.set()

            players = [Publisher(server, users["office"], turn, regulation["current"]["id"], city, number),
                       Computer(server, users["office"], turn, village), Signer(server, users, turn, coming)]
            for player in players:
                player.start()
            if not reached.wait(120):
                raise SystemExit(f"round {number}: the players stopped: {[p.refused for p in players]}")
            time.sleep(moments.random() * 0.05)
            server.kill()
            for player in players:
                player.stopping = True
                player.join(60)
            refused = [player.refused for player in players if player.refused]
            if refused:
                raise SystemExit(f"round {number}: {refused}")
            server.start()
            if postgres:
                # Nobody waits a minute for the lease of the dead.
                postgres.sql("UPDATE job SET lease_until = ''")
            total += check(server, users, [act for player in players for act in player.done])
            settle(server, users, hashes)
            server.kill()
            verified = server.run("verify-audit")
            if verified.returncode != 0:
                raise SystemExit(f"round {number}: {verified.stdout}{verified.stderr}")
    print(f"{rounds} rounds: {total} acts acknowledged and there, no publication by halves, every computation "
          "with its one result, audit chain whole")


if __name__ == "__main__":
    main()
