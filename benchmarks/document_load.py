#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the document centre over HTTP: scorecards for many at once, their files, one document alone.

usage: document_load.py KAOGONG RESULT_BENCHMARK [--database URL] [--people N] [--cards N] [--settle SECONDS]

PEOPLE assessees with 30 data each; a batch of CARDS scorecards is drafted and taken as DOCX and as
PDF, another is issued at once. Everything runs on the loopback and in a temporary folder. The
database given must be empty.
"""
import argparse
import io
import json
import tempfile
import time
import zipfile

from result_load import JSON, PERSON, compute, serve_results


def cards(client, computation, count):
    """The first assessees of the rank list."""
    found = []
    while len(found) < count:
        page = 1 + len(found) // 200
        rows = client.ask("GET", f"/computations/{computation}/rows?kind={PERSON}&page_size=200&page={page}")[0]
        found += [row["assessee_id"] for row in rows["items"]]
    return found[:count]


def make_batch(client, assessment, computation, subjects, issue_to=None):
    began = time.monotonic()
    wanted = {"assessment_id": assessment, "template": "person-scorecard", "assessee_ids": subjects,
              "computation_id": computation, "given": []}
    made, _ = client.ask("POST", "/document-batches", json.dumps({**wanted, **({"issue_to": issue_to} if issue_to else {})}),
                         JSON)
    while made["state"] in ("waiting", "running"):
        time.sleep(0.1)
        made, _ = client.ask("GET", f"/document-batches/{made['id']}")
    if made["state"] != "done":
        raise SystemExit(json.dumps(made, ensure_ascii=False))
    return made["id"], time.monotonic() - began


def files(client, batch, form):
    began = time.monotonic()
    body = client.fetch(f"/document-batches/{batch}/files.zip?format={form}")
    seconds = time.monotonic() - began
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return len(archive.namelist()), len(body) / 2**20, seconds


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kaogong")
    parser.add_argument("result_benchmark")
    parser.add_argument("--database")
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--cards", type=int, default=1000)
    parser.add_argument("--settle", type=int, default=0, help="seconds to wait first: autovacuum's minute")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kaogong-benchmark-") as folder:
        server, office, assessment = serve_results(options, folder)
        computation, _ = compute(office, assessment)
        subjects = cards(office, computation, options.cards)

        def memory():
            return "; memory {:.0f} MiB, at most {:.0f} MiB".format(*server.resident())

        batch, seconds = make_batch(office, assessment, computation, subjects)
        print(f"{options.cards} scorecards drafted: {seconds:.1f} s" + memory(), flush=True)
        for form in ("docx", "pdf"):
            count, size, seconds = files(office, batch, form)
            print(f"{count} as {form}, {size:.1f} MiB: {seconds:.1f} s" + memory(), flush=True)
        _, seconds = make_batch(office, assessment, computation, subjects, "office")
        print(f"{options.cards} scorecards drafted, rendered and issued: {seconds:.1f} s" + memory(), flush=True)
        listed = office.ask("GET", f"/documents?batch_id={batch}&page_size=1")[0]["items"][0]["id"]
        began = time.monotonic()
        for _ in range(20):
            office.fetch(f"/documents/{listed}/preview")
        print(f"preview: {(time.monotonic() - began) / 20 * 1000:.0f} ms")
        if options.people <= 10_000:  # The server makes no larger workbook.
            began = time.monotonic()
            book = office.fetch(f"/computations/{computation}/workbook.xlsx")
            print(f"workbook of formulas, {options.people} people, {len(book) / 2**20:.1f} MiB: "
                  f"{time.monotonic() - began:.1f} s" + memory())
        print(f"stopped with {server.stop()}")


if __name__ == "__main__":
    main()
