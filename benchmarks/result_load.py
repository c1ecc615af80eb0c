#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures results over HTTP: 100,000 assessees with 30 data each in the store.

usage: result_load.py KAOGONG RESULT_BENCHMARK LOAD_CLIENT [--database URL] [--people N] [--seconds N]
                      [--rate N] [--settle SECONDS]

A computation asked for over HTTP, the import of one datum for everybody from a workbook, then rank
lists, scorecards and explanations at a fixed rate. Everything runs on the loopback and in a
temporary folder. The database given must be empty.
"""
import argparse
import json
import pathlib
import subprocess
import tempfile
import time
import urllib.parse

import make_people
from serve_benchmark import Client, Server, make_city, put_load

PERSON = urllib.parse.quote("人员")
JSON = {"Content-Type": "application/json"}


def compute(client, assessment):
    began = time.monotonic()
    made, _ = client.ask("POST", f"/assessments/{assessment}/computations",
                         json.dumps({"basis": "verified", "label": "测算"}), JSON)
    while made["state"] in ("waiting", "running"):
        time.sleep(0.1)
        made, _ = client.ask("GET", f"/computations/{made['id']}")
    if made["state"] != "done":
        raise SystemExit(made)
    return made["id"], time.monotonic() - began


def import_column(client, assessment, folder, people):
    book = pathlib.Path(folder) / "data.xlsx"
    rows = [("人员", "数据31")] + [(f"P{i}", f"{i % 9001 / 100:.2f}") for i in range(people)]
    make_people.write_book(book, [("人员", rows)])
    part = (b'--b\r\nContent-Disposition: form-data; name="file"; filename="data.xlsx"\r\n\r\n' + book.read_bytes()
            + b"\r\n--b--\r\n")
    began = time.monotonic()
    made, _ = client.ask("POST", f"/assessments/{assessment}/data/import", part,
                         {"Content-Type": "multipart/form-data; boundary=b"})
    seen = set()
    while made["state"] == "reading":
        time.sleep(0.1)
        made, _ = client.ask("GET", f"/data-imports/{made['id']}")
        seen.add(made["done"])
    if made["state"] != "applied":
        raise SystemExit(json.dumps(made, ensure_ascii=False)[:2000])
    return time.monotonic() - began, made["changed"], len(seen)


def targets(client, computation, people):
    rows = f"/computations/{computation}/rows?kind={PERSON}"
    total = client.ask("GET", rows + "&page_size=1")[0]["total"]
    if total != people:
        raise SystemExit(f"{total} rows instead of {people}")
    found = [("rank-first", rows + "&page_size=50"),
             ("rank-sorted", rows + "&page_size=50&sort=name&descending=true"),
             ("rank-deep", f"{rows}&page_size=50&page={people // 75}"),
             ("rank-search", rows + "&page_size=50&search=P" + str(people // 2))]
    for i in range(40):
        page = client.ask("GET", f"{rows}&page_size=1&page={1 + i * 7919 % people}")[0]
        assessee = page["items"][0]["assessee_id"]
        found.append(("scorecard", f"/computations/{computation}/scorecard?assessee_id={assessee}"))
        found.append(("why", f"/computations/{computation}/explanation?assessee_id={assessee}"))
    return found


def serve_results(options, folder):
    """A server on PEOPLE assessees with their data; returns it, a client and the assessment's id."""
    place = make_city(options, folder)
    address = options.database or next(str(path) for path in pathlib.Path(folder, "data").iterdir()
                                       if path.suffix in (".db", ".sqlite"))
    subprocess.run([options.result_benchmark, str(options.people), address], check=True)
    time.sleep(options.settle)
    server = Server(options.kaogong, place)
    office = Client(server.port, "office")
    return server, office, next(a["id"] for a in office.ask("GET", "/assessments?page_size=200")[0]["items"]
                                if a["title"] == "规模测算")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kaogong")
    parser.add_argument("result_benchmark")
    parser.add_argument("load_client")
    parser.add_argument("--database")
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--settle", type=int, default=0, help="seconds to wait first: autovacuum's minute")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kaogong-benchmark-") as folder:
        server, office, assessment = serve_results(options, folder)
        for _ in range(3):
            computation, seconds = compute(office, assessment)
            print(f"computation over HTTP: {seconds:.2f} s, {server.resident()[0]:.0f} MiB", flush=True)
        seconds, changed, seen = import_column(office, assessment, folder, options.people)
        print(f"import of {changed} measurements: {seconds:.2f} s, {seen} counts seen", flush=True)
        put_load(options, office, targets(office, computation, options.people))
        print(f"memory after: {server.resident()[0]:.0f} MiB; stopped with {server.stop()}")


if __name__ == "__main__":
    main()
