# SPDX-License-Identifier: Apache-2.0
"""Kills the server at random moments while clients write through the API; looks for what it said.

usage: kill_rounds.py KAOGONG ROOT ROUNDS [sqlite|postgres]
The seed is KAOGONG_SEED, or a new one that is printed.
"""
import contextlib
import os
import random
import sys
import threading

from operated import Operated, Writers, codes_like
from postgres import Postgres


def one_round(server, client, number, moment):
    """Returns how many writes were acknowledged and how many are there."""
    server.start()
    client = server.again(client)
    reached = threading.Event()
    writers = Writers(client, f"k{number}r", turn=lambda count: count >= moment and reached.set())
    if not reached.wait(120):
        raise SystemExit(f"round {number}: the writers stopped: {writers.refused}")
    server.kill()
    acknowledged = set(writers.join())
    server.start()
    found = set(codes_like(server.again(client), f"k{number}r"))
    server.kill()
    verified = server.run("verify-audit")
    if writers.refused or acknowledged - found or verified.returncode != 0:
        raise SystemExit(f"round {number}: refused {writers.refused}, missing {acknowledged - found}, "
                         f"{verified.stdout}{verified.stderr}")
    return len(acknowledged), len(found)


def main():
    rounds, database = int(sys.argv[3]), (sys.argv[4:] or ["sqlite"])[0]
    seed = int(os.environ.get("KAOGONG_SEED", random.SystemRandom().randrange(10**9)))
    print("seed", seed, flush=True)
    moments = random.Random(seed)
    with contextlib.ExitStack() as stack:
        postgres = stack.enter_context(Postgres(safe=False)) if database == "postgres" else None
        server = stack.enter_context(Operated(database=postgres and postgres.address))
        administrator = server.client("administrator")
        before = administrator.get("/persons").json["total"]
        auditor = server.client("auditor")
        created = auditor.get("/audit?act=person.create").json["total"]
        server.kill()
        acknowledged = found = 0
        for number in range(rounds):
            said, there = one_round(server, administrator, number, moments.randrange(1, 60))
            acknowledged, found = acknowledged + said, found + there
        server.start()
        total = server.again(administrator).get("/persons").json["total"]
        recorded = server.again(auditor).get("/audit?act=person.create").json["total"]
        if total != before + found or recorded != created + found:
            raise SystemExit(f"{found} found, {total - before} counted, {recorded - created} in the audit log")
    print(f"{rounds} rounds: {acknowledged} writes acknowledged, {found} found, none missing; "
          "each with its audit row, audit chain whole")


if __name__ == "__main__":
    main()
