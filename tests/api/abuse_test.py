# SPDX-License-Identifier: Apache-2.0
"""Bad input and abuse: every write with everything wrong that its schema lets one think of, forged and
replayed tokens, hostile ids, paths, files and texts. The answer is a clear 4xx; nothing is written,
nothing of the inside is told.
"""
import copy
import csv
import io
import json
import re
import stat
import zipfile

from examples import City, Place, Requests
from runner import ServerCase, main
from samples import VILLAGE, Workbook, folder_entries, pack, village
from server import PASSWORD

HOSTILE_IDS = ["0", "-1", "+1", "1.0", "1e3", "abc", "null", "99999999999999999999", "9223372036854775807",
               "%00", "1%00", "%ff", "1;DROP TABLE unit", "' OR 1=1 --", "１", "%2e%2e%2funits", "<script>"]
HOSTILE_PATHS = ["..%2f..%2fetc%2fpasswd", "%2e%2e/regulation.md", "/etc/passwd", "params/../../x.md", "a%00.md",
                 "C:%5Cx.md", "..%5Cx.md", ".hidden.md", "%ff.md", "a%0d%0ab.md", "regulation.md%2f", "x" * 300 + ".md"]
HOSTILE_TEXTS = ["x", "-1", "0", "1e9", "99999999999999999999", "%00", "%ff%fe", "' OR 1=1 --", "<script>", "２",
                 "%0d%0aSet-Cookie: a=b", "%25%5f", "x" * 5000]
# What no answer may show: places on the disk, SQL, names of the source.
LEAK = re.compile(r"/(?:tmp|home|root|usr|var)/|\.cc\b|\.h:|std::|\bSELECT\b|\bINSERT\b|sqlite|SQLITE|postgres|nlohmann|"
                  r"exception|terminate|argon2|root:x:|Traceback", re.IGNORECASE)
FORMULA = "=cmd|' /C calc'!A0"
MARKUP = "<script>alert(1)</script>"
# Members in which any text may stand.
FREE_TEXTS = {"password", "current", "new", "text"}


def is_of(value, kind):
    return {"string": isinstance(value, str), "boolean": isinstance(value, bool),
            "integer": isinstance(value, int) and not isinstance(value, bool),
            "array": isinstance(value, list), "object": isinstance(value, dict)}[kind]


class Mutants:
    """Values that a schema does not allow, made from one that it does."""

    def __init__(self, contract):
        self.resolve = contract.resolve

    def of(self, schema, value, name, is_required):
        """Yields (what is wrong, value)."""
        schema = self.resolve(schema)
        while "allOf" in schema:
            schema = self.resolve(schema["allOf"][0])
        kind = schema.get("type", "object")
        for wrong in (True, 5, 1.5, 10 ** 30, "x", [], [[]], {}, {"a": 1}):
            if not is_of(wrong, kind):
                yield f"{name}: {wrong!r}", wrong
        if is_required and not schema.get("nullable"):
            yield f"{name}: null", None
        yield from getattr(self, "of_" + kind)(schema, value, name)

    def of_boolean(self, _schema, _value, _name):
        return ()

    def of_integer(self, schema, _value, name):
        yield f"{name}: too low", schema.get("minimum", 1) - 1 if name.endswith("version") or "minimum" in schema else -1
        yield f"{name}: too high", schema.get("maximum", 2 ** 63 - 1) + 1

    def of_string(self, schema, _value, name):
        leaf = name.rsplit("/", 1)[-1]
        if "maxLength" in schema:
            yield f"{name}: too long", "长" * (schema["maxLength"] + 1)
        if "enum" in schema:
            yield f"{name}: unknown word", "nonsense"
        if schema.get("format") == "date":
            for day in ("yesterday", "2026-02-30", "2026-1-1", "0000-00-00", "2026-01-01T00:00:00Z"):
                yield f"{name}: {day}", day
        if leaf.endswith("_id") or leaf == "copy_of":
            for wrong in HOSTILE_IDS:
                yield f"{name}: {wrong}", wrong
        if leaf not in FREE_TEXTS:
            yield f"{name}: control character", "a\0b"

    def of_array(self, schema, value, name):
        items = schema["items"]
        if "maxItems" in schema and value:
            yield f"{name}: too many", value * (schema["maxItems"] + 1)
        for wrong in (5, None, "x", []):
            yield f"{name}: [{wrong!r}]", [wrong]
        if value:
            for what, item in self.of(items, value[0], name + "/0", True):
                yield what, [item]

    def of_object(self, schema, value, name):
        properties, required = schema.get("properties", {}), schema.get("required", [])
        if properties:
            yield f"{name}: unknown member", {**value, "is_admin": True}
        for member in required:
            yield f"{name}: without {member}", {k: v for k, v in value.items() if k != member}
        for member, part in properties.items():
            for what, wrong in self.of(part, value.get(member), f"{name}/{member}", member in required):
                yield what, {**value, member: wrong}


class Abuse(ServerCase):
    @classmethod
    def setUpClass(cls):
        cls.city = City(cls.server)
        cls.requests = Requests(cls.city)
        cls.contract = cls.server.contract
        acts = cls.city.auditor.get("/roles").json["acts"]
        cls.allowed = {act["act"]: act["roles"] for act in acts}
        cls.place = Place(cls.city.units["own"])
        cls.others = {}  # By role: over everything.

    def user_for(self, operation):
        """Somebody who may do it, so that nothing but the input is wrong."""
        if operation["x-act"] == "open":
            return self.client()
        roles = self.allowed.get(operation["x-act"], ["administrator"])
        for role, client in (("office", self.city.office), ("administrator", self.city.administrator)):
            if role in roles:
                return client
        if "auditor" in roles or not roles:
            return self.city.auditor
        role = next(r for r in ("unit_leader", "reporting_clerk", "verifying_department", "panel_member") if r in roles)
        if role not in self.others:
            self.others[role] = self.city.new_user([{"role": role, "unit_id": None}])
        return self.others[role]

    def operations(self, *methods):
        return [(key, o) for key, o in self.contract.operations.items() if not methods or key[0] in methods]

    def writes(self):
        return self.operations("POST", "PUT", "PATCH", "DELETE")

    def make(self, operation):
        request = self.requests.make(operation["operationId"], self.place)
        if operation["operationId"] == "createRun":
            request.body["overrides"] = [{"name": "超额加分上限", "value": "30%"}]
        if operation["operationId"] == "compareVersions":
            request.body["after"] = {**request.body["after"], "overrides": [{"name": "超额加分上限", "value": "30%"}]}
        return request

    def schema_of(self, operation):
        content = operation.get("requestBody", {}).get("content", {})
        return content.get("application/json", {}).get("schema")

    def assert_refused(self, answer, statuses=range(400, 500)):
        self.assertIn(answer.status, statuses, answer.body[:500])
        self.assertEqual(answer.headers["Content-Type"].split(";")[0], "application/problem+json")
        self.assertTrue(answer.json.get("detail") or answer.json["title"])
        self.assertIsNone(LEAK.search(answer.body.decode()), answer.body.decode())

    # --- Bodies

    def test_bodies_against_their_schemas(self):
        tried = 0
        for key, operation in self.writes():
            schema = self.schema_of(operation)
            if schema is None:
                continue
            good, client = self.make(operation), self.user_for(operation)
            before = self.city.audit_count()
            for what, body in Mutants(self.contract).of_object(self.contract.resolve(schema), good.body, ""):
                tried += 1
                request = copy.copy(good)
                request.body = body
                with self.subTest(operation=key, wrong=what):
                    self.assert_refused(request.send(client, key))
            self.assertEqual(self.city.audit_count(), before, f"{key} has written something")
            # What was refused was refused for what was wrong with it.
            answer = good.send(client, key)
            # Some things are for who was appointed, or who made them.
            is_personal = operation["x-act"] == "score_panel" or operation["operationId"] in (
                "changeWorkRecord", "withdrawRecord")
            if operation["operationId"] not in ("changePassword", "confirmTotp", "removeTotp") and not is_personal:
                with self.subTest(operation=key, wrong="nothing"):
                    self.assertLess(answer.status, 300, answer.body)
            if operation["operationId"] == "viewAs":
                client.delete("/session/view-as")
            if operation["operationId"] == "startDocumentBatch":
                client.get(f"/document-batches/{answer.json['id']}/events")  # Written by then.
        self.assertGreater(tried, 800)

    def test_bodies_that_are_no_object(self):
        nested = b'{"a":' + b"[" * 500 + b"]" * 500 + b"}"
        for key, operation in self.writes():
            if self.schema_of(operation) is None:
                continue
            good, client = self.make(operation), self.user_for(operation)
            text = json.dumps(good.body).encode()
            twice = b'{"version":1,"version":1,' + text[1:] if good.body else b'{"files":{},"files":{}}'
            before = self.city.audit_count()
            for raw in (b"", b"null", b"[]", b'"x"', b"5", b"{", text + b"{}", b"[" + text + b"]", b"\xff\xfe{}",
                        b'{"\xff":1}', b'{"a":NaN}', b"{'a':1}", nested, twice, b"<xml/>", b"a=b&c=d"):
                path = key[1]
                for name, value in good.values.items():
                    path = path.replace("{" + name + "}", str(value))
                with self.subTest(operation=key, raw=raw[:60]):
                    self.assert_refused(client.ask(key[0], path + good.query, raw=raw,
                                                   headers={"Content-Type": "application/json"}))
            self.assertEqual(self.city.audit_count(), before, f"{key} has written something")

    def test_huge_bodies(self):
        huge = b'{"a":"' + b"a" * (16 << 20) + b'"}'
        before = self.city.audit_count()
        for key, operation in self.writes():
            if "multipart/form-data" in operation.get("requestBody", {}).get("content", {}):
                continue
            path = re.sub(r"\{[^}]*\}", "1", key[1])
            with self.subTest(operation=key):
                answer = self.user_for(operation).ask(key[0], path, raw=huge, headers={"Content-Type": "application/json"})
                self.assert_refused(answer, [413])
        self.assertEqual(self.city.audit_count(), before)

    # --- Ids, paths and queries

    def test_hostile_and_foreign_ids(self):
        person = self.city.new_person(self.place.unit)
        account, _ = self.city.new_account(self.place.unit)
        kinds = {"unit": self.place.unit, "person": person["id"], "appointment": person["appointments"][0]["id"],
                 "account": account["id"], "position": self.city.position["id"], "regulation": self.city.regulation,
                 "version": self.city.published["id"], "run": self.city.run["id"], "facts": self.city.facts,
                 "import": self.city.import_id}
        self.assertEqual(len(set(kinds.values())), len(kinds), "ids of two kinds are the same")
        for key, operation in self.operations():
            if "{id}" not in key[1]:
                continue
            good, client = self.make(operation), self.user_for(operation)
            first = key[1].split("/")[1]
            own = {"organisation": "import", "regulation-versions": "version", "facts-sets": "facts",
                   "session": "session"}.get(first, first.removesuffix("s"))
            foreign = [value for kind, value in kinds.items() if kind != own]
            before = self.city.audit_count()
            for wrong in HOSTILE_IDS + foreign:
                request = copy.copy(good)
                request.values = {**good.values, "id": wrong}
                with self.subTest(operation=key, id=wrong):
                    self.assert_refused(request.send(client, key), [400, 404])
            self.assertEqual(self.city.audit_count(), before, key)

    def test_hostile_paths_of_files(self):
        for key, operation in self.operations():
            if "{path}" not in key[1]:
                continue
            good, client = self.make(operation), self.user_for(operation)
            before = self.city.audit_count()
            for path in HOSTILE_PATHS:
                request = copy.copy(good)
                request.values = {**good.values, "path": path}
                with self.subTest(operation=key, path=path[:40]):
                    self.assert_refused(request.send(client, key), [400, 404, 422])
            self.assertEqual(self.city.audit_count(), before, key)
        checked = f"/regulation-versions/{self.city.draft['id']}/check"
        for path in ("../x.md", "/etc/passwd", "a\0.md", "..\\x.md", "x" * 300 + ".md", "a.sh", "."):
            self.assert_refused(self.city.office.post(checked, {"files": {path: "x"}}))

    def test_hostile_queries(self):
        for key, operation in self.operations():
            parameters = [self.contract.resolve(p) for p in operation.get("parameters", [])]
            names = {p["name"]: self.contract.resolve(p["schema"]) for p in parameters if p["in"] == "query"}
            if not names:
                continue
            good, client = self.make(operation), self.user_for(operation)
            before = self.city.audit_count()
            for name, schema in names.items():
                for text in HOSTILE_TEXTS:
                    request = copy.copy(good)
                    request.query = f"{good.query or '?'}&{name}={text}" if name not in good.query else f"?{name}={text}"
                    with self.subTest(operation=key, name=name, text=text[:30]):
                        answer = request.send(client, key)
                        if answer.status >= 400:
                            self.assert_refused(answer)
                        is_number = re.fullmatch(r"\d{1,9}", text)
                        if not is_number and ("enum" in schema or schema.get("format") == "date"
                                              or "pattern" in schema or schema["type"] == "integer"):
                            if name not in ("long", "with_below"):  # Flags: anything but 1 is no.
                                self.assertGreaterEqual(answer.status, 400, answer.body[:200])
            self.assertEqual(self.city.audit_count(), before, key)

    # --- Tokens

    def test_forged_csrf_tokens(self):
        client, other = self.client("office"), self.client("auditor")
        earlier = self.client("office").me["csrf_token"]
        for key, operation in self.writes():
            if operation["x-act"] == "open":
                continue
            request = self.make(operation)
            before = self.city.audit_count()
            for token in ("", "0" * 64, other.me["csrf_token"], earlier, client.me["csrf_token"][:-1],
                          client.me["csrf_token"] + "0", client.cookie):
                with self.subTest(operation=key, token=token[:8]):
                    answer = request.send(client, key, headers={"X-CSRF-Token": token})
                    self.assert_refused(answer, [403])
                    self.assertEqual(answer.json["code"], "csrf_token_wrong")
            self.assertEqual(self.city.audit_count(), before, key)

    def test_forged_and_replayed_sessions(self):
        unit = self.city.units["own"]
        gone = []
        client = self.city.new_user([{"role": "office", "unit_id": unit}])
        gone.append((client.cookie, client.me["csrf_token"]))
        client.delete("/session")
        for end in ("reset-password", "sessions"):
            client = self.city.new_user([{"role": "office", "unit_id": unit}])
            gone.append((client.cookie, client.me["csrf_token"]))
            path = f"/accounts/{client.me['account']['id']}/{end}"
            ended = self.city.administrator.ask("DELETE" if end == "sessions" else "POST", path)
            self.assertLess(ended.status, 300)
        living = self.client("office")
        csrf = living.me["csrf_token"]
        for cookie in (csrf, living.cookie[:-1], living.cookie + "0", living.cookie.swapcase(), "", "x" * 4000,
                       "' OR 1=1 --", "%00", "../" * 20):
            if cookie != living.cookie:
                gone.append((cookie, csrf))
        for cookie, token in gone:
            client = self.client()
            client.cookie, client.me = cookie, {"csrf_token": token}
            before = self.city.audit_count()
            for method, path, body in (("GET", "/session", None), ("GET", "/persons", None),
                                       ("POST", "/positions", {"code": "F", "name": "f", "coefficient": "1"})):
                client.cookie = cookie
                with self.subTest(cookie=cookie[:12], path=path):
                    answer = client.ask(method, path, body)
                    self.assert_refused(answer, [401])
                    self.assertNotIn(cookie or "?", answer.body.decode())
            self.assertEqual(self.city.audit_count(), before)

    def test_a_key_repeats_the_answer_and_not_the_act(self):
        for key, operation in self.operations("POST"):
            names = {self.contract.resolve(p)["name"] for p in operation.get("parameters", [])}
            request, client = self.make(operation), self.user_for(operation)
            if "Idempotency-Key" not in names:
                continue
            headers = {"Idempotency-Key": self.city.next("key-")}
            with self.subTest(operation=key):
                first = request.send(client, key, headers=headers)
                if operation["operationId"] == "applyImport":
                    client.get(f"/organisation/imports/{request.values['id']}/events")  # Written by then.
                if operation["operationId"] == "startComputation":
                    client.get(f"/computations/{first.json['id']}/events")
                if operation["operationId"] == "startDocumentBatch":
                    client.get(f"/document-batches/{first.json['id']}/events")
                count = self.city.audit_count()
                second = request.send(client, key, headers=headers)
                if operation.get("x-secret"):
                    self.assert_refused(second, [409])
                    self.assertEqual(self.city.audit_count(), count)
                    continue
                self.assertEqual((second.status, second.body), (first.status, first.body))
                self.assertEqual(second.headers.get("Idempotency-Replayed"), "true")
                for wrong in ("k" * 65, "two words", "é"):
                    self.assert_refused(request.send(client, key, headers={"Idempotency-Key": wrong}), [400, 422])
                self.assertEqual(self.city.audit_count(), count)

    # --- Uploads

    def hostile_books(self):
        book = self.city.book
        laughs = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))

        def with_sheet(change):
            with zipfile.ZipFile(io.BytesIO(book)) as source:
                return pack([(name, change(source.read(name)) if name == "xl/worksheets/sheet1.xml" else source.read(name))
                             for name in source.namelist()])

        def with_entity(declaration, use):
            def change(data):
                data = re.sub(rb"^<\?xml[^>]*\?>", b"", data)
                cell = f'<row r="2"><c r="A2" t="inlineStr"><is><t>{use}</t></is></c></row>'.encode()
                return b"<!DOCTYPE x [" + declaration.encode() + b"]>" + re.sub(
                    rb"<sheetData>.*</sheetData>", b"<sheetData>" + cell + b"</sheetData>", data, flags=re.DOTALL)
            return with_sheet(change)

        return {
            "nothing": b"", "program": b"MZ" + b"\0" * 4000, "pdf": b"%PDF-1.7\n", "png": b"\x89PNG\r\n\x1a\n" + b"\0" * 99,
            "old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000, "page": MARKUP.encode() * 100,
            "zip that is no workbook": pack([("a.txt", "x")]), "empty zip": pack([]), "zeros": b"\0" * 5000,
            "half a workbook": book[:len(book) // 2],
            "workbook behind a program": b"MZ" + b"\0" * 510 + book,
            "workbook before a page": book + MARKUP.encode(),
            "bomb": with_sheet(lambda _: b"<worksheet>" + b" " * (300 << 20)),
            "file of the server": with_entity('<!ENTITY e SYSTEM "file:///etc/passwd">', "&e;"),
            "a billion laughs": with_entity('<!ENTITY a0 "ha">' + laughs, "&a9;"),
            "text that is no XML": with_sheet(lambda _: b"\xff\xfe<<<"),
        }

    def test_hostile_workbooks_are_no_import(self):
        admin = self.city.administrator
        units = admin.get("/units").body
        persons = admin.get("/persons?page_size=1").json["total"]
        for name, data in self.hostile_books().items():
            before = self.city.audit_count()
            with self.subTest(name):
                answer = admin.upload("/organisation/imports", {}, [("file", "a.xlsx", data)])
                if answer.status != 202:
                    self.assert_refused(answer)
                    continue
                path = f"/organisation/imports/{answer.json['id']}"
                admin.get(path + "/events")
                import_ = admin.get(path)
                self.assertIn(import_.json["state"], ("refused", "failed"), import_.body[:500])
                self.assertTrue(import_.json["issues"])
                self.assertIsNone(LEAK.search(import_.body.decode()), import_.body.decode()[:500])
                self.assert_refused(admin.post(path + "/apply"), [409])
                self.assertEqual(self.city.audit_count(), before)
        self.assertEqual(admin.get("/units").body, units)
        self.assertEqual(admin.get("/persons?page_size=1").json["total"], persons)

    def test_hostile_tables_are_no_facts(self):
        books = {**self.hostile_books(), "binary csv": b"\x00\x01\x02,\xff\n", "endless line": b"a," * 200_000}
        before = self.city.audit_count()
        for name, data in books.items():
            for file_name in ("村.xlsx", "村.csv", "../../村.xlsx", "村.exe"):
                with self.subTest(name, file_name=file_name):
                    answer = self.city.office.upload("/facts-sets", {
                        "regulation_id": self.city.regulation, "year": 2012, "name": "坏"}, [("file", file_name, data)])
                    self.assert_refused(answer)
        self.assertEqual(self.city.audit_count(), before)

    def test_hostile_archives_are_no_regulation(self):
        text = "---\n名称: 甲\n施行: 2025-01-01\n---\n# 甲\n"
        link = zipfile.ZipInfo("a/regulation.md")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        good = pack([("a/regulation.md", text)])
        archives = {
            "not a zip": b"%PDF-1.7", "empty": b"", "leading bytes": b"MZ" + good,
            "trailing bytes": good + MARKUP.encode(),
            "absolute": pack([("/regulation.md", text)]), "link": pack([(link, "/etc/passwd")]),
            "bomb": pack([("a/regulation.md", "\0" * (80 << 20))]),
            "not UTF-8 text": pack([("a/regulation.md", b"\xc4\xe3")]),
            "strange file": pack([("a/regulation.md", text), ("a/run.sh", "x")]),
            "no regulation": pack([("a/README.md", text)]),
            "many": pack([("a/regulation.md", text)] + [(f"a/cases/{i}.yaml", "") for i in range(600)]),
            "half": good[:len(good) // 2], "workbook": self.city.book,
        }
        for path in ("../regulation.md", "a/../../regulation.md", "a\\..\\regulation.md", "C:/regulation.md",
                     "a/cases/../../../x.yaml", "a/./regulation.md", "a//regulation.md"):
            archives["path " + path] = pack([("a/regulation.md", text), (path, text)])
        before = self.city.audit_count()
        for name, data in archives.items():
            with self.subTest(name):
                answer = self.city.office.upload("/regulations/import", {}, [("file", "bad.zip", data)])
                self.assert_refused(answer)
        for slug in ("../x", "A B", "x" * 65, "a/b", "<b>", "=1"):
            with self.subTest(slug=slug):
                self.assert_refused(self.city.office.upload("/regulations/import", {"slug": slug}, [
                    ("file", "a.zip", village("fine"))]))
        self.assertEqual(self.city.audit_count(), before)

    def test_malformed_forms(self):
        part = 'Content-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
        kind = "multipart/form-data; boundary=b"
        forms = [(kind, b""), (kind, b"--b--\r\n"), (kind, f"--b\r\n{part}x".encode()), (kind, b"\0" * 1000),
                 (kind, b"--b\r\n\r\nx\r\n--b--\r\n"), (kind, f"--b\r\n{'X: y' * 9000}\r\n\r\nx\r\n--b--\r\n".encode()),
                 (kind, f"--c\r\n{part}x\r\n--c--\r\n".encode()), ("multipart/form-data", f"--b\r\n{part}x\r\n--b--\r\n".encode()),
                 ("multipart/form-data; boundary=" + "b" * 300, b"x"), ("application/json", b"{}"),
                 ("text/plain", b"x"), (kind, b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--b--\r\n')]
        for key, operation in self.writes():
            if "multipart/form-data" not in operation.get("requestBody", {}).get("content", {}):
                continue
            good, client = self.make(operation), self.user_for(operation)
            before = self.city.audit_count()
            for content_type, raw in forms:
                with self.subTest(operation=key, type=content_type[:40], raw=raw[:40]):
                    self.assert_refused(client.ask("POST", key[1], raw=raw, headers={"Content-Type": content_type}))
            for fields in ({f"f{i}": "x" for i in range(40)}, {"slug": "x" * 5000}, {"is_admin": "1"}):
                with self.subTest(operation=key, fields=list(fields)[:1]):
                    self.assert_refused(client.upload(key[1], {**(good.fields or {}), **fields}, good.files))
            with self.subTest(operation=key, files="of an unknown field"):
                self.assert_refused(client.upload(key[1], good.fields or {}, [("other", n, d) for _, n, d in good.files]))
            self.assertEqual(self.city.audit_count(), before, key)

    def test_names_of_files_are_names_only(self):
        for name in ("../../etc/passwd", "/etc/passwd", "..\\..\\x.xlsx", MARKUP, FORMULA, "a%00.xlsx"):
            made = self.city.administrator.upload("/organisation/imports", {}, [("file", name, self.city.book)])
            with self.subTest(name):
                self.assertEqual(made.status, 202, made.body)
                self.assertFalse(set("/\\\0") & set(made.json["file_name"]), made.json["file_name"])

    # --- Texts that mean something elsewhere

    def test_formulas_and_markup_stay_text_in_the_organisation(self):
        admin = self.city.administrator
        texts = [FORMULA, MARKUP, "+1+1", "-2+3", "@SUM(A1)", "＝1+1", '"; DROP TABLE person; --']
        for number, text in enumerate(texts):
            made = admin.post("/persons", {"code": f"X-{number}", "name": text, "phone": text, "note": text,
                                           "appointments": [{"unit_id": self.place.unit, "valid_from": "2026-01-01"}]})
            self.assertEqual(made.status, 201, made.body)
            self.assertEqual(made.json["name"], text)
            self.assertEqual(made.headers["X-Content-Type-Options"], "nosniff")
            self.assertTrue(made.headers["Content-Type"].startswith("application/json"))
        answer = admin.get("/organisation/export.xlsx")
        book = Workbook(answer.body)
        self.assertLessEqual(set(texts), book.texts)
        self.assertNotIn("f", book.elements)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        # What went out comes back in as it was.
        again = admin.upload("/organisation/imports", {}, [("file", "a.xlsx", answer.body)]).json
        admin.get(f"/organisation/imports/{again['id']}/events")
        summary = admin.get(f"/organisation/imports/{again['id']}").json
        self.assertEqual(summary["state"], "ready", summary["issues"])
        self.assertEqual(summary["summary"]["persons_changed"], 0)

    def test_formulas_stay_text_in_results(self):
        office = self.city.office
        tables = [("file", name, data) for name, data in folder_entries(VILLAGE + "/facts", "", True)]
        first = next(data for _, name, data in tables if name == "村.csv").decode("utf-8-sig")
        victim = next(csv.reader(io.StringIO(first.split("\n", 1)[1])))[0]
        changed = [(field, name, data.replace(victim.encode(), FORMULA.encode())) for field, name, data in tables]
        made = office.upload("/facts-sets", {"regulation_id": self.city.regulation, "year": 2012, "name": FORMULA}, changed)
        self.assertEqual(made.status, 201, made.body)
        run = office.post("/runs", {"version_id": self.city.published["id"], "facts_set_id": made.json["id"]}).json
        text = office.get(f"/runs/{run['id']}/export.csv").body.decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        self.assertIn("'" + FORMULA, cells)
        for cell in cells:
            self.assertFalse(cell[:1] in tuple("=+@\t\r") or re.match(r"-[^\d]", cell), cell)
        book = Workbook(office.get(f"/runs/{run['id']}/export.xlsx").body)
        self.assertIn(FORMULA, book.texts)
        self.assertNotIn("f", book.elements)

    def test_labels_do_not_break_headers(self):
        office = self.city.office
        path = f"/regulations/{self.city.regulation}/versions"
        for label in ('x"; filename="evil.exe', "../../evil", MARKUP, "甲%0d%0aX: y", FORMULA):
            made = office.post(path, {"label": label, "copy_of": self.city.published["id"]})
            with self.subTest(label):
                self.assertEqual(made.status, 201, made.body)
                for end in ("export.zip", "template.xlsx"):
                    answer = office.get(f"/regulation-versions/{made.json['id']}/{end}")
                    self.assertEqual(answer.status, 200)
                    disposition = answer.headers["Content-Disposition"]
                    self.assertEqual(disposition.count("filename="), 1, disposition)
                    self.assertFalse(set("/\\<>") & set(disposition.replace("UTF-8''", "")), disposition)
                archive = zipfile.ZipFile(io.BytesIO(office.get(f"/regulation-versions/{made.json['id']}/export.zip").body))
                for name in archive.namelist():
                    self.assertFalse(name.startswith("/") or ".." in name.split("/"), name)
        for label in ("a\r\nSet-Cookie: a=b", "a\0"):
            self.assert_refused(office.post(path, {"label": label}))


def the_log_holds_no_bug_and_no_text(server):
    lines = list(server.log)
    assert len(lines) > 1000, "the log is empty"
    for line in lines:
        assert '"bug"' not in line and '"error"' not in line, line
        for text in (PASSWORD, "555-88888888", "试用人员", "cmd|"):
            assert text not in line, line


if __name__ == "__main__":
    main(after=the_log_holds_no_bug_and_no_text)
