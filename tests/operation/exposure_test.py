# SPDX-License-Identifier: Apache-2.0
"""What the network sees: headers of every kind of answer, limits, TLS, proxies; and what the log tells."""
import json
import pathlib
import resource
import socket
import ssl
import subprocess
import sys
import tempfile
import unittest

from operated import Operated

FIXED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}


def read_answer(stream):
    """Status, headers by lower-case name, body."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = stream.recv(65536)
        if not part:
            raise AssertionError(f"closed after {data[:200]!r}")
        data += part
    head, body = data.split(b"\r\n\r\n", 1)
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        part = stream.recv(65536)
        if not part:
            break
        body += part
    return int(first.split()[1]), headers, body


def ask(port, text, tls=None):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as plain:
        stream = tls.wrap_socket(plain, server_hostname="localhost") if tls else plain
        stream.sendall(text.encode("latin-1"))
        return read_answer(stream)


def request(method, target, *fields, body=""):
    lines = [f"{method} {target} HTTP/1.1", "Host: localhost", *fields, "Connection: close"]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines) + "\r\n\r\n" + body


SIGN_IN = request("POST", "/api/v1/session", "Content-Type: application/json",
                  body='{"login":"office","password":"Anhe-2026-shifan"}')


class Exposure(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="kaogong-exposure-")))
        web = cls.scratch / "web"
        (web / "assets").mkdir(parents=True)
        (web / "index.html").write_text("<!doctype html><title>t</title>", encoding="utf-8")
        (web / "assets" / "a-12345678.js").write_text("1;", encoding="utf-8")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                        "-nodes", "-keyout", cls.scratch / "key.pem", "-out", cls.scratch / "cert.pem", "-days", "2",
                        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
                       check=True, capture_output=True)
        cls.server = cls.enterClassContext(Operated("--web", str(web), "--proxy", "127.0.0.1"))

    def check_headers(self, what, headers):
        for name, value in FIXED.items():
            self.assertEqual(headers.get(name), value, (what, name, headers))
        policy = headers.get("content-security-policy", "")
        for part in ("default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'"):
            self.assertIn(part, policy, what)
        self.assertNotIn("unsafe-eval", policy)
        self.assertNotIn("script-src", policy.replace("default-src", ""))
        self.assertTrue(headers.get("x-request-id"), what)

    def test_headers_and_statuses_of_every_kind(self):
        _, headers, _ = ask(self.server.port, SIGN_IN)
        cookie = "Cookie: " + headers["set-cookie"].split(";")[0]
        kinds = [
            (200, "page", request("GET", "/")),
            (200, "asset", request("GET", "/assets/a-12345678.js")),
            (200, "health", request("GET", "/healthz")),
            (200, "ready", request("GET", "/readyz")),
            (200, "contract", request("GET", "/api/v1/openapi.yaml")),
            (200, "data", request("GET", "/api/v1/units", cookie)),
            (200, "workbook", request("GET", "/api/v1/organisation/template.xlsx", cookie)),
            (200, "sign in", SIGN_IN),
            (400, "no host", "GET / HTTP/1.1\r\n\r\n"),
            (400, "two lengths", request("POST", "/api/v1/session", "Content-Length: 1", "Content-Length: 2")),
            (401, "not signed in", request("GET", "/api/v1/units")),
            (403, "no token", request("POST", "/api/v1/audit/verify", cookie)),
            (404, "no such endpoint", request("GET", "/api/v1/nothing", cookie)),
            (404, "no such asset", request("GET", "/assets/none.js")),
            (405, "method", request("PATCH", "/api/v1/units", cookie)),
            (413, "body", request("POST", "/api/v1/session", "Content-Length: 99999999999",
                                  "Content-Type: application/json")),
            (414, "target", request("GET", "/" + "a" * 9000)),
            (431, "header", request("GET", "/", "X-Long: " + "a" * 20_000)),
            (431, "fields", request("GET", "/", *[f"X-{i}: a" for i in range(120)])),
        ]
        for status, what, text in kinds:
            with self.subTest(what):
                answered, headers, body = ask(self.server.port, text)
                self.assertEqual(answered, status, body[:300])
                self.check_headers(what, headers)
                if status >= 400:
                    self.assertEqual(headers["content-type"].split(";")[0], "application/problem+json")
                    problem = json.loads(body)
                    self.assertEqual((problem["status"], problem["request_id"]), (status, headers["x-request-id"]))
                if what in ("data", "sign in", "workbook", "not signed in"):
                    self.assertEqual(headers["cache-control"], "no-store")

    def test_tls(self):
        served = Operated("--certificate", str(self.scratch / "cert.pem"), "--key", str(self.scratch / "key.pem"),
                          folder=str(self.scratch / "tls"))
        subprocess.run([sys.argv[1], "demo", "--data", served.folder, "--regulations", str(self.scratch)], check=True,
                       capture_output=True)
        served.start()
        self.addCleanup(served.stop)
        trusting = ssl.create_default_context(cafile=str(self.scratch / "cert.pem"))
        status, headers, _ = ask(served.port, SIGN_IN, trusting)
        self.assertEqual(status, 200)
        self.assertIn("Secure", headers["set-cookie"])
        self.assertIn("max-age=", headers["strict-transport-security"])
        self.check_headers("tls", headers)
        with self.assertRaises(ssl.SSLError):
            ask(served.port, SIGN_IN, ssl.create_default_context())
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
        old.set_ciphers("ALL:@SECLEVEL=0")
        old.maximum_version = ssl.TLSVersion.TLSv1_1
        with self.assertRaises((ssl.SSLError, ConnectionError)):
            ask(served.port, SIGN_IN, old)

    def test_a_trusted_proxy_says_who_and_how(self):
        secure = SIGN_IN.replace("Host: localhost", "Host: localhost\r\nX-Forwarded-Proto: https\r\n"
                                                    "X-Forwarded-For: 203.0.113.7")
        _, headers, _ = ask(self.server.port, secure)
        self.assertIn("Secure", headers["set-cookie"])
        _, headers, _ = ask(self.server.port, SIGN_IN)
        self.assertNotIn("Secure", headers["set-cookie"])
        _, headers, _ = ask(self.server.port, request("GET", "/healthz", "X-Request-Id: abc-123"))
        self.assertEqual(headers["x-request-id"], "abc-123")
        for field in ("X-Forwarded-Proto: javascript", "X-Forwarded-For: <script>", "X-Request-Id: a\tb c"):
            status, headers, _ = ask(self.server.port, request("GET", "/healthz", field))
            self.assertIn(status, (200, 400))
            self.assertNotIn("<script>", str(headers))

    def test_a_stranger_is_no_proxy(self):
        served = Operated(folder=self.server.folder + "-stranger")
        subprocess.run([sys.argv[1], "demo", "--data", served.folder, "--regulations", str(self.scratch)], check=True,
                       capture_output=True)
        served.start()
        self.addCleanup(served.stop)
        secure = SIGN_IN.replace("Host: localhost", "Host: localhost\r\nX-Forwarded-Proto: https")
        _, headers, _ = ask(served.port, secure)
        self.assertNotIn("Secure", headers["set-cookie"])
        _, headers, _ = ask(served.port, request("GET", "/healthz", "X-Request-Id: abc-123"))
        self.assertNotEqual(headers["x-request-id"], "abc-123")

    def test_the_log_holds_no_personal_data(self):
        served = Operated("--proxy", "127.0.0.1", folder=str(self.scratch / "log"))
        subprocess.run([sys.argv[1], "demo", "--data", served.folder, "--regulations", str(self.scratch)], check=True,
                       capture_output=True)
        served.start()
        client = served.client("administrator")
        client.get("/persons?query=王")
        person = client.post("/persons", {"code": "secret-code", "name": "欧阳测试", "phone": "13912345678"})
        client.get(f"/persons/{person.json['id']}")
        client.post("/session", {"login": "secret-login", "password": "secret-password"})
        ask(served.port, request("GET", "/api/v1/persons?query=secret-query", "X-Forwarded-For: 203.0.113.7",
                                 "User-Agent: secret-agent", "Referer: http://localhost/secret-page"))
        ask(served.port, request("SECRETMETHOD", "/secret-path"))
        served.stop()
        lines = list(served.log)
        self.assertGreater(len(lines), 6)
        for line in lines:
            record = json.loads(line)
            self.assertLessEqual({"at", "level", "event"}, set(record))
        text = "".join(lines).lower()
        names = [client.me["person"]["name"], client.me["csrf_token"], client.cookie, "欧阳", "13912345678",
                 "secret", "administrator", "Anhe-2026", "203.0.113.7", "127.0.0.1", person.json["id"] + '"']
        for name in names:
            self.assertNotIn(name.lower(), text)

    def test_idle_and_slow_connections_stop_nobody(self):
        count = int(next((a.split("=")[1] for a in sys.argv if a.startswith("--connections=")), 400))
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        held = []
        self.addCleanup(lambda: [each.close() for each in held])
        slow = [b"", b"GET / HTTP/1.1\r\nX-Slow: ",
                b"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                b"Content-Length: 1000\r\n\r\n{"]
        for i in range(count):
            held.append(socket.create_connection(("127.0.0.1", self.server.port), timeout=30))
            held[-1].sendall(slow[i % 3])
        _, headers, _ = ask(self.server.port, SIGN_IN)
        cookie = "Cookie: " + headers["set-cookie"].split(";")[0]
        for _ in range(100):
            self.assertEqual(ask(self.server.port, request("GET", "/api/v1/session", cookie))[0], 200)
        with open(f"/proc/{self.server.process.pid}/status", encoding="ascii") as file:
            resident = next(line for line in file if line.startswith("VmRSS")).split()[1]
        print(f"{count} idle and slow connections: 101 others served; {int(resident) // 1024} MiB")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + [a for a in sys.argv[3:] if not a.startswith("--connections=")])
