# SPDX-License-Identifier: Apache-2.0
"""The real program on a new SQLite file, clients signed in with each role, and answers held against
the OpenAPI document. Sessions are written into the database directly: what signing in does is tested
elsewhere, and Argon2 would make every test wait."""

import contextlib
import hashlib
import http.client
import json
import os
import re
import signal
import sqlite3
import subprocess
import tempfile
import urllib.parse
import uuid

import yaml

ROLES = ["administrator", "office", "reporting_clerk", "unit_leader", "verifying_department",
         "panel_member", "leader", "auditor"]


class Reply:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)


class Client:
    """One signed-in user. `role` None is a stranger."""

    def __init__(self, server, role):
        self.server = server
        self.role = role
        self.language = "zh"

    def request(self, method, path, body=None, headers=None, form=None):
        """Sends JSON `body` or a multipart `form` of (name, file name or None, bytes)."""
        sent = {"Accept-Language": self.language}
        if self.role:
            sent["Cookie"] = f"kaogong_session=token-{self.role}"
            if method != "GET":
                sent["X-CSRF-Token"] = f"csrf-{self.role}"
        data = None
        if form is not None:
            boundary = uuid.uuid4().hex
            sent["Content-Type"] = f"multipart/form-data; boundary={boundary}"
            data = b"".join(form_part(boundary, *part) for part in form)
            data += f"--{boundary}--\r\n".encode()
        elif isinstance(body, bytes):
            data = body
        elif body is not None:
            data = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
        with contextlib.closing(connection):
            connection.request(method, "/api/v1" + quote(path), data, sent)
            response = connection.getresponse()
            reply = Reply(response.status, dict(response.getheaders()), response.read())
        self.server.check(method, path, reply)
        return reply

    def get(self, path):
        return self.request("GET", path)

    def post(self, path, body=None, **more):
        return self.request("POST", path, body, **more)

    def put(self, path, body=None):
        return self.request("PUT", path, body)

    def delete(self, path):
        return self.request("DELETE", path)


def quote(path):
    path, _, query = path.partition("?")
    return urllib.parse.quote(path, safe="/%") + ("?" + urllib.parse.quote(query, safe="=&%") if query else "")


def form_part(boundary, name, file_name, data):
    disposition = f'form-data; name="{name}"'
    if file_name is not None:
        disposition += f'; filename="{file_name}"'
    return (f"--{boundary}\r\nContent-Disposition: {disposition}\r\n\r\n".encode() + data + b"\r\n")


class Server:
    """Runs while it is a context; `folder` is removed with it."""

    def __init__(self, program, source):
        self.program = program
        with open(os.path.join(source, "docs/reference/openapi.yaml"), encoding="utf-8") as file:
            self.document = yaml.safe_load(file)
        self.seen = set()  # (method, pattern) that were answered with success.

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="kaogong-api-")
        self.start()
        self.add_users()
        return self

    def __exit__(self, *_):
        self.stop()
        self.folder.cleanup()

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "serve", "--data", self.folder.name, "--port", "0"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.process.stdout:
            found = re.search(r"http://[^:]+:(\d+)/", line)
            if found:
                self.port = int(found.group(1))
                return
        raise RuntimeError("the server did not start")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)
        self.process.stdout.close()

    def database(self):
        files = [name for name in os.listdir(self.folder.name) if name.endswith((".sqlite", ".db"))]
        return sqlite3.connect(os.path.join(self.folder.name, files[0]), timeout=30)

    def add_users(self):
        with contextlib.closing(self.database()) as database, database:
            for number, role in enumerate(ROLES, start=900001):
                database.execute(
                    "INSERT INTO person (id, code, name, name_key, name_order, phone, note, version) "
                    "VALUES (?, ?, ?, ?, ?, '', '', 1)", (number, role, role, role, role))
                database.execute(
                    "INSERT INTO account (id, person_id, login, password_hash, must_change_password, "
                    "is_active, created_at) VALUES (?, ?, ?, '!', 0, 1, '2020-01-01T00:00:00Z')",
                    (number, number, role))
                database.execute("INSERT INTO account_grant (account_id, role) VALUES (?, ?)",
                                 (number, role))
                database.execute(
                    "INSERT INTO session (id, token_hash, account_id, csrf_token, created_at, "
                    "last_seen_at, expires_at, client) VALUES (?, ?, ?, ?, ?, ?, ?, 'test')",
                    (number, hashlib.sha256(f"token-{role}".encode()).hexdigest(), number,
                     f"csrf-{role}", "2020-01-01T00:00:00Z", "2199-01-01T00:00:00Z",
                     "2199-01-01T00:00:00Z"))

    def client(self, role):
        return Client(self, role)

    def pattern_of(self, path):
        """The path of the document that fits best: fixed text before parameters."""
        plain = path.partition("?")[0]
        best = None
        for pattern in self.document["paths"]:
            expression = re.sub(r"\\\{path\\\}", "(.+)", re.escape(pattern))
            expression = re.sub(r"\\\{\w+\\\}", "([^/]+)", expression)
            if re.fullmatch(expression, plain):
                if best is None or pattern.count("{") < best.count("{"):
                    best = pattern
        return best

    def check(self, method, path, reply):
        """Every answer must be one that the document describes."""
        pattern = self.pattern_of(path)
        if pattern is None:
            return
        operation = self.document["paths"][pattern].get(method.lower())
        if operation is None:
            return
        responses = operation["responses"]
        described = responses.get(str(reply.status), responses.get("default"))
        assert described is not None, f"{method} {pattern} answers {reply.status}, which is not described"
        described = self.resolve(described)
        if reply.status < 400:
            self.seen.add((method, pattern))
        content = described.get("content")
        if not content:
            assert not reply.body, f"{method} {pattern} answers with a body"
            return
        kind = reply.headers.get("Content-Type", "").partition(";")[0]
        assert kind in content, f"{method} {pattern} answers {reply.status} as {kind}"
        if kind.endswith("json"):
            where = f"{method} {pattern} {reply.status}"
            self.hold(reply.json, content[kind]["schema"], where)

    def resolve(self, node):
        while "$ref" in node:
            target = self.document
            for part in node["$ref"][2:].split("/"):
                target = target[part]
            node = target
        return node

    def hold(self, value, schema, where):
        """The part of JSON Schema that the document uses; members it does not name are refused."""
        schema = self.resolve(schema)
        if value is None:
            assert schema.get("nullable") or not schema, f"{where}: null"
            return
        if "allOf" in schema:
            self.hold(value, self.merged(schema), where)
            return
        kinds = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
        kind = schema.get("type")
        if kind is None:
            return
        is_right = isinstance(value, kinds[kind]) and not (kind == "integer" and isinstance(value, bool))
        assert is_right, f"{where}: {value!r} is no {kind}"
        if "enum" in schema:
            assert value in schema["enum"], f"{where}: {value!r} is none of {schema['enum']}"
        if "pattern" in schema:
            assert re.search(schema["pattern"], value), f"{where}: {value!r}"
        if kind == "array":
            for index, item in enumerate(value):
                self.hold(item, schema["items"], f"{where}/{index}")
        if kind == "object" and ("properties" in schema or "additionalProperties" in schema):
            self.hold_object(value, schema, where)

    def hold_object(self, value, schema, where):
        for name in schema.get("required", []):
            assert name in value, f"{where}: {name} is missing"
        properties = schema.get("properties", {})
        for name, member in value.items():
            if name in properties:
                self.hold(member, properties[name], f"{where}/{name}")
            else:
                assert "additionalProperties" in schema, f"{where}: {name} is not described"
                self.hold(member, schema["additionalProperties"], f"{where}/{name}")

    def merged(self, schema):
        whole = {"type": "object", "properties": dict(schema.get("properties", {})),
                 "required": list(schema.get("required", []))}
        for part in schema["allOf"]:
            part = self.resolve(part)
            if "allOf" in part:
                part = self.merged(part)
            whole["properties"].update(part.get("properties", {}))
            whole["required"] += part.get("required", [])
        return whole

    def operations(self, tag):
        return {(method.upper(), pattern) for pattern, item in self.document["paths"].items()
                for method, operation in item.items()
                if method in ("get", "post", "put", "patch", "delete") and tag in operation["tags"]}
