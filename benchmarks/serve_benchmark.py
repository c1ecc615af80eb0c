#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the server: start, idle memory, import of 100,000 people, answers under a fixed rate.

usage: serve_benchmark.py KAOGONG LOAD_CLIENT [--database URL] [--people N] [--seconds N] [--rate N]
                          [--login NAME] [--settle SECONDS]

Everything runs on the loopback and in a temporary folder. The database given must be empty.
"""
import argparse
import atexit
import http.client
import json
import os
import re
import statistics
import subprocess
import tempfile
import threading
import time

import make_people

PASSWORD = "Anhe-2026-shifan"  # Of the demonstration accounts.


def make_city(options, folder):
    """The demonstration city without its year; returns the options that say where it is."""
    place = ["--data", folder + "/data"] + (["--database", options.database] if options.database else [])
    subprocess.run([options.kaogong, "demo", "--city-only", *place], check=True, stdout=subprocess.DEVNULL)
    return place


class Server:
    def __init__(self, program, place):
        began = time.monotonic()
        self.process = subprocess.Popen([program, "serve", "--port", "0", *place], text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        env={**os.environ, "KAOGONG_LANG": "en"})
        line = self.process.stdout.readline()
        self.start_seconds = time.monotonic() - began
        found = re.search(r":(\d+)/", line)
        if not found:
            raise SystemExit(line + self.process.stderr.read())
        self.port = int(found.group(1))
        atexit.register(self.process.kill)
        threading.Thread(target=lambda: [None for _ in self.process.stderr], daemon=True).start()

    def resident(self):
        """Memory in MiB, now and at most so far."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            fields = dict(line.split(":", 1) for line in file)
        return [int(fields[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM")]

    def stop(self):
        self.process.terminate()
        return self.process.wait(timeout=60)


class Client:
    def __init__(self, port, login):
        self.port, self.cookie, self.csrf = port, "", ""
        answer, headers = self.ask("POST", "/session", json.dumps({"login": login, "password": PASSWORD}),
                                   {"Content-Type": "application/json"})
        self.cookie = headers["Set-Cookie"].split(";")[0]
        self.csrf = answer["csrf_token"]

    def ask(self, method, path, body=None, headers=None):
        text, headers = self.exchange(method, path, body, headers)
        return json.loads(text), headers

    def fetch(self, path):
        return self.exchange("GET", path)[0]

    def exchange(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request(method, "/api/v1" + path, body,
                           {"Cookie": self.cookie, "X-CSRF-Token": self.csrf, **(headers or {})})
        response = connection.getresponse()
        text = response.read()
        connection.close()
        if response.status >= 400:
            raise SystemExit(f"{method} {path}: {response.status} {text.decode()}")
        return text, response.headers


def bring_in(client, path):
    """Imports the workbook; returns the seconds to the preview, to the end, and the counts seen."""
    with open(path, "rb") as file:
        content = file.read()
    part = b'--b\r\nContent-Disposition: form-data; name="file"; filename="people.xlsx"\r\n\r\n' + content
    began = time.monotonic()
    made, _ = client.ask("POST", "/organisation/imports", part + b"\r\n--b--\r\n",
                         {"Content-Type": "multipart/form-data; boundary=b"})
    seen = set()

    def until(state):
        while True:
            now, _ = client.ask("GET", f"/organisation/imports/{made['id']}")
            seen.add((now["state"], now["progress"]["done"]))
            if now["state"] == state:
                return time.monotonic() - began
            if now["state"] in ("refused", "failed"):
                raise SystemExit(json.dumps(now["issues"][:5], ensure_ascii=False))
            time.sleep(0.2)

    ready = until("ready")
    client.ask("POST", f"/organisation/imports/{made['id']}/apply", "{}", {"Content-Type": "application/json"})
    return ready, until("applied"), len(seen)


def targets(client, people):
    regulations = client.ask("GET", "/regulations?page_size=200")[0]["items"]
    village = next(r for r in regulations if r["slug"] == "ganxi-village")
    version = village["current"]["id"]
    run_id = client.ask("GET", f"/runs?version_id={version}")[0]["items"][0]["id"]
    kinds = client.ask("GET", f"/runs/{run_id}")[0]["kinds"]
    kind = next(k for k in kinds if k["kind"] == "村")
    quoted = "%E6%9D%91"
    rows = client.ask("GET", f"/runs/{run_id}/rows?kind={quoted}")[0]["items"]
    figure = kind["figures"][-1]["id"]
    person = client.ask("GET", "/persons?query=M0")[0]["items"][0]
    unit = person["appointments"][0]["unit"]["id"]
    return {
        "session": "/session",
        "units": "/units",
        "unit": f"/units/{unit}",
        "persons": "/persons",
        "persons-search": "/persons?query=%E7%8E%8B%E4%BC%9F",
        "persons-page": f"/persons?page={people // 200}&sort=name",
        "persons-last": f"/persons?page={people // 50}&sort=name",
        "persons-of-unit": f"/persons?unit_id={unit}&with_below=1",
        "person": f"/persons/{person['id']}",
        "accounts": "/accounts",
        "regulations": "/regulations",
        "reading": f"/regulation-versions/{version}/reading",
        "run-rows": f"/runs/{run_id}/rows?kind={quoted}",
        "explanation": f"/runs/{run_id}/explanation?kind={quoted}&row={rows[0]['row']}&figure={figure}",
        "audit": "/audit",
    }


def put_load(options, client, listed):
    """Asks for the listed names and paths in turn at the rate of the options, and prints the times."""
    lines = "".join(f"{name} /api/v1{path}\n" for name, path in listed)
    load = [options.load_client, str(client.port), str(options.rate)]
    subprocess.run([*load, "3", "16", client.cookie], input=lines, text=True, check=False,
                   stdout=subprocess.DEVNULL)  # Warms up.
    subprocess.run([*load, str(options.seconds), "16", client.cookie], input=lines, text=True, check=False)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kaogong")
    parser.add_argument("load_client")
    parser.add_argument("--database")
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--rate", type=int, default=300)
    parser.add_argument("--login", default="auditor")
    parser.add_argument("--settle", type=int, default=0, help="seconds to wait after the import: autovacuum's minute")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kaogong-benchmark-") as folder:
        place = ["--data", folder + "/data"] + (["--database", options.database] if options.database else [])
        subprocess.run([options.kaogong, "demo", *place], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        starts = []
        for _ in range(5):
            server = Server(options.kaogong, place)
            starts.append(server.start_seconds)
            server.stop()
        print(f"start: median {statistics.median(starts):.3f} s, longest {max(starts):.3f} s", flush=True)

        server = Server(options.kaogong, place)
        for _ in range(10):
            Client(server.port, "auditor")
        time.sleep(1)
        now, most = server.resident()
        print(f"idle after 10 sign-ins: {now:.1f} MiB (most {most:.1f} MiB)", flush=True)

        book = folder + "/people.xlsx"
        make_people.write(book, "A", options.people)
        administrator = Client(server.port, "administrator")
        ready, applied, seen = bring_in(administrator, book)
        time.sleep(1)
        now, most = server.resident()
        print(f"import of {options.people} people: preview after {ready:.2f} s, written after {applied:.2f} s, "
              f"{seen} counts seen; {now:.1f} MiB then (most {most:.1f} MiB)", flush=True)

        time.sleep(options.settle)
        listed = targets(Client(server.port, "auditor"), options.people)
        client = Client(server.port, options.login)
        if options.login != "auditor":
            listed = {name: path for name, path in listed.items()
                      if name in ("session", "units", "persons", "persons-search", "persons-page", "persons-last")}
        put_load(options, client, listed.items())
        print(f"memory after: {server.resident()[0]:.1f} MiB; stopped with {server.stop()}")


if __name__ == "__main__":
    main()
