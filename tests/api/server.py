# SPDX-License-Identifier: Apache-2.0
"""A real server on the loopback for tests of the API, and a client that behaves like the front end.

The server runs on a temporary folder with the demonstration city. Every answer of the API is held
against docs/reference/openapi.yaml by the client itself, so no test can forget to.
"""
import http.client
import json
import os
import pathlib
import re
import subprocess
import tempfile
import threading
import urllib.parse

import jsonschema
import yaml

PASSWORD = "Anhe-2026-shifan"


def problem(message):
    raise AssertionError(message)


class Loader(yaml.SafeLoader):
    """YAML as 1.2 has it, like everybody else who reads OpenAPI: on and no are words."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers
            if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


class Contract:
    """The OpenAPI document: which answers an endpoint may give."""

    def __init__(self, path):
        self.document = yaml.load(path.read_text(encoding="utf-8"), Loader)
        self.operations = {}  # (method, path) -> operation
        for path_text, methods in self.document["paths"].items():
            for method, operation in methods.items():
                self.operations[(method.upper(), path_text)] = operation
        self.patterns = [
            (method, path_text, re.compile(
                "^" + re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(path_text)) + "$"))
            for method, path_text in sorted(
                self.operations, key=lambda key: (key[1].count("{"), key[1]))]
        # A path parameter at the end may span folders: files of a regulation.
        for method, path_text in self.operations:
            if path_text.endswith("files/{path}"):
                pattern = re.escape(path_text).replace(r"\{path\}", ".+")
                pattern = re.sub(r"\\\{[^}]*\\\}", "[^/]+", pattern)
                self.patterns.append((method, path_text, re.compile("^" + pattern + "$")))
        self.seen = set()
        self.schemas = self.plain(self.document["components"]["schemas"])

    def plain(self, node):
        """OpenAPI 3.0's nullable as JSON Schema says it, references resolved by name."""
        if isinstance(node, list):
            return [self.plain(item) for item in node]
        if not isinstance(node, dict):
            return node
        made = {key: self.plain(value) for key, value in node.items() if key not in ("example", "nullable")}
        if node.get("nullable"):
            if "type" in made:
                made["type"] = [made["type"], "null"]
                if "enum" in made:
                    made["enum"] = made["enum"] + [None]
            else:
                made = {"anyOf": [made, {"type": "null"}]}
        return made

    def find(self, method, path):
        for candidate, path_text, pattern in self.patterns:
            if candidate == method and pattern.match(path):
                return path_text
        return problem(f"{method} {path} is not in the OpenAPI document")

    def resolve(self, node):
        while "$ref" in node:
            at = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                at = at[part]
            node = at
        return node

    def check(self, method, path, status, content_type, body):
        path_text = self.find(method, path)
        self.seen.add((method, path_text, status // 100))
        responses = self.operations[(method, path_text)]["responses"]
        answer = responses.get(str(status)) or (responses.get("default") if status >= 400 else None)
        if answer is None:
            problem(f"{method} {path_text} answers {status}, which is not in the OpenAPI document")
        content = self.resolve(answer).get("content", {})
        if not content:
            if body:
                problem(f"{method} {path_text} answers {status} with a body that is not described")
            return
        media = content_type.split(";")[0].strip()
        if media not in content:
            problem(f"{method} {path_text} answers {status} as {media}; described: {list(content)}")
        schema = content[media].get("schema")
        if schema and media.endswith("json"):
            whole = {"allOf": [self.plain(schema)], "components": {"schemas": self.schemas}}
            resolver = jsonschema.RefResolver.from_schema(whole)
            validator = jsonschema.Draft7Validator(whole, resolver=resolver)
            errors = [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:300]}"
                      for e in validator.iter_errors(json.loads(body))]
            if errors:
                problem(f"{method} {path_text} {status} is not as described:\n  " + "\n  ".join(errors[:5]))


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)


class Client:
    """One browser: cookies, CSRF token, language."""

    def __init__(self, server, language="zh"):
        self.server, self.language = server, language
        self.cookie, self.me = None, None

    def ask(self, method, path, body=None, headers=None, raw=None):
        """Sends one request; `path` follows /api/v1. Checks the answer against the contract."""
        send = {"Accept-Language": self.language, **(headers or {})}
        if self.cookie:
            send["Cookie"] = f"kaogong_session={self.cookie}"
        if self.me and method != "GET" and "X-CSRF-Token" not in send:
            send["X-CSRF-Token"] = self.me["csrf_token"]
        data = raw
        if body is not None:
            data = json.dumps(body).encode()
            send["Content-Type"] = "application/json"
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        try:
            connection.request(method, urllib.parse.quote("/api/v1" + path, safe="/?&=%:@,+"), data, send)
        except (BrokenPipeError, ConnectionResetError):
            pass  # The server answers before it has all of a body that it does not want.
        response = connection.getresponse()
        answer = Answer(response.status, dict(response.getheaders()), response.read())
        for name, value in response.getheaders():
            found = re.match(r"kaogong_session=([^;]*)", value) if name.lower() == "set-cookie" else None
            if found:
                self.cookie = found.group(1) or None
        connection.close()
        self.server.contract.check(method, path.split("?")[0], answer.status,
                                   answer.headers.get("Content-Type", ""), answer.body)
        if answer.status >= 500:
            problem(f"{method} {path} answers {answer.status}: {answer.body[:500]!r}")
        return answer

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.ask("POST", path, body if body is not None or "raw" in more else {}, **more)

    def put(self, path, body, **more):
        return self.ask("PUT", path, body, **more)

    def patch(self, path, body, **more):
        return self.ask("PATCH", path, body, **more)

    def delete(self, path, body=None, **more):
        return self.ask("DELETE", path, body, **more)

    def upload(self, path, fields, files, **more):
        """Sends multipart/form-data: fields {name: text}, files [(field, file name, bytes)]."""
        boundary = "kaogong-test-boundary"
        parts = []
        for name, value in fields.items():
            parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
        for field, name, content in files:
            parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
                         f'Content-Type: application/octet-stream\r\n\r\n'.encode() + content + b"\r\n")
        raw = b"".join(parts) + f"--{boundary}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", **more.pop("headers", {})}
        return self.ask("POST", path, raw=raw, headers=headers, **more)

    def sign_in(self, login, password=PASSWORD):
        answer = self.post("/session", {"login": login, "password": password})
        if answer.status != 200:
            problem(f"{login} cannot sign in: {answer.status} {answer.body!r}")
        self.me = answer.json
        return self


class Server:
    """The program under test. Use as a context."""

    def __init__(self, program, root, database=None, folder=None, with_year=False):
        self.program, self.root, self.database = program, pathlib.Path(root), database
        self.demo = ["demo"] if with_year else ["demo", "--city-only"]
        self.own_folder = tempfile.TemporaryDirectory(prefix="kaogong-api-") if folder is None else None
        self.folder = folder or self.own_folder.name
        self.contract = Contract(self.root / "docs/reference/openapi.yaml")
        self.process, self.port, self.log = None, None, []

    def place(self):
        return ["--data", self.folder] + (["--database", self.database] if self.database else [])

    def run(self, *arguments):
        return subprocess.run([self.program, *arguments, *self.place()], check=False, text=True,
                              capture_output=True, env={**os.environ, "KAOGONG_LANG": "en"})

    def __enter__(self):
        made = self.run(*self.demo)
        if made.returncode != 0:
            problem("kaogong demo fails: " + made.stdout + made.stderr)
        self.start()
        return self

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "serve", "--port", "0", *self.place()], text=True, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env={**os.environ, "KAOGONG_LANG": "en"})
        line = self.process.stdout.readline()
        found = re.search(r":(\d+)/", line)
        if not found:
            problem("the server does not start: " + line + self.process.stderr.read())
        self.port = int(found.group(1))
        # The log is read on, or the server would wait for its reader.
        threading.Thread(target=lambda: self.log.extend(self.process.stderr), daemon=True).start()

    def stop(self, signal="terminate"):
        if self.process is None:
            return None
        getattr(self.process, signal)()
        status = self.process.wait(timeout=30)
        self.process = None
        return status

    def __exit__(self, *_):
        self.stop()
        if self.own_folder:
            self.own_folder.cleanup()

    def stored_bytes(self):
        """All that stands in the data folder."""
        return b"".join(path.read_bytes() for path in sorted(pathlib.Path(self.folder).rglob("*"))
                        if path.is_file())

    def client(self, login=None, language="zh"):
        client = Client(self, language)
        return client.sign_in(login) if login else client
