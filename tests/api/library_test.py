# SPDX-License-Identifier: Apache-2.0
"""Regulations, facts, runs and comparisons over HTTP, against the real server."""

import io
import json
import os
import subprocess
import zipfile

from runner import ServerCase, main
from samples import VILLAGE, folder_entries, village


class Library(ServerCase):
    """A shipped regulation, imported, published and run once, for all tests."""
    signed_in = {}

    @classmethod
    def of(cls, login):
        if login not in cls.signed_in:
            cls.signed_in[login] = cls.server.client(login)
        return cls.signed_in[login]

    @classmethod
    def setUpClass(cls):
        cls.office = cls.of("office")
        cls.village = village("village-test")
        made = cls.office.upload("/regulations/import", {}, [("file", "village.zip", cls.village)])
        assert made.status == 201, made.body
        cls.regulation = made.json
        version = cls.regulation["draft"]
        cls.published = cls.office.post(f"/regulation-versions/{version['id']}/publish",
                                        {"version": version["version"]}).json
        cls.facts = cls.office.get(f"/facts-sets?regulation_id={cls.regulation['id']}").json["items"][0]
        cls.run_made = cls.office.post("/runs", {"version_id": cls.published["id"],
                                                 "facts_set_id": cls.facts["id"]}).json

    def new_draft(self, slug):
        made = self.office.post("/regulations", {"slug": slug, "title": "样例"})
        self.assertEqual(made.status, 201, made.body)
        return made.json["draft"]

    def put_raw(self, path, raw):
        return self.office.ask("PUT", path, raw=raw, headers={"Content-Type": "application/json"})

    def assert_problem(self, reply, status, code=None):
        self.assertEqual(reply.status, status, reply.body)
        self.assertTrue(reply.headers["Content-Type"].startswith("application/problem+json"))
        if code:
            self.assertEqual(reply.json["code"], code)

    # --- Regulations

    def test_imported_regulation_is_whole(self):
        self.assertEqual(self.regulation["slug"], "village-test")
        self.assertEqual(self.published["state"], "published")
        self.assertEqual(self.published["errors"], 0)
        self.assertEqual(self.published["cases"]["failed"], 0)
        self.assertGreater(self.published["cases"]["passed"], 10)
        paths = [file["path"] for file in self.published["files"]]
        self.assertIn("regulation.md", paths)
        self.assertIn("params/award-points.yaml", paths)

    def test_lists_page_sort_and_filter(self):
        self.new_draft("list-a")
        self.new_draft("list-b")
        names = lambda path: [item["slug"] for item in self.office.get(path).json["items"]]
        self.assertEqual(names("/regulations?query=list-"), ["list-a", "list-b"])
        self.assertEqual(names("/regulations?query=list-&sort=-slug"), ["list-b", "list-a"])
        self.assertEqual(names("/regulations?query=list-&page=2&page_size=1"), ["list-b"])
        self.assertEqual(names("/regulations?query=list-&state=published"), [])
        for wrong in ("page=0", "page_size=1000", "state=lost", "sort=colour", "page=x"):
            self.assert_problem(self.office.get(f"/regulations?{wrong}"), 400, "invalid_input")

    def test_all_faults_of_a_form_come_at_once(self):
        reply = self.office.post("/regulations", {"slug": 5, "titel": "x", "copy_of": "abc"})
        self.assert_problem(reply, 422)
        pointers = {error["pointer"] for error in reply.json["errors"]}
        self.assertEqual(pointers, {"/slug", "/title", "/titel", "/copy_of"})
        reply = self.office.post("/regulations", {"slug": "No Good", "title": "x"})
        self.assertEqual(reply.json["errors"][0]["pointer"], "/slug")

    def test_same_key_gives_the_same_answer(self):
        key = {"Idempotency-Key": "library-1"}
        body = {"slug": "once-only", "title": "一次"}
        first = self.office.post("/regulations", body, headers=key)
        second = self.office.post("/regulations", body, headers=key)
        self.assertEqual((first.status, first.json), (second.status, second.json))
        self.assert_problem(self.office.post("/regulations", {"slug": "once-2", "title": "x"},
                                             headers=key), 409)

    def test_two_clerks_edit_one_draft(self):
        draft = self.new_draft("two-clerks")
        path = f"/regulation-versions/{draft['id']}/files/README.md"
        first = self.office.put(path, {"text": "甲", "version": draft["version"]})
        self.assertEqual(first.status, 200)
        late = self.office.put(path, {"text": "乙", "version": draft["version"]})
        self.assert_problem(late, 409, "conflict")
        self.assertEqual(late.json["current"]["version"], first.json["version"])
        self.assertEqual(self.office.get(path).json["text"], "甲")

    def test_files_come_and_go(self):
        draft = self.new_draft("files")
        base = f"/regulation-versions/{draft['id']}/files"
        put = self.office.put(base + "/params/上限.yaml", {"text": "", "version": draft["version"]})
        self.assertEqual(put.status, 200, put.body)
        self.assertEqual(self.office.get(base + "/params/上限.yaml").json["text"], "")
        gone = self.office.delete(f"{base}/params/上限.yaml?version={put.json['version']}")
        self.assertEqual(gone.status, 200)
        self.assert_problem(self.office.get(base + "/params/上限.yaml"), 404)
        stamp = gone.json["version"]
        for path in ("a.sh", "facts/a.csv", ".hidden.md", "a%5Cb.md", "deep/er/a.md"):
            self.assertIn(self.office.put(f"{base}/{path}", {"text": "x", "version": stamp}).status,
                          (400, 404))
        for body in ({}, {"text": "x"}, {"text": 5, "version": stamp}, {"text": "x", "version": "1"},
                     {"text": "x" * 1_048_577, "version": stamp}):
            self.assertIn(self.office.put(base + "/README.md", body).status, (400, 422))
        for raw in (b"[]", b"{", b"\xff"):
            self.assert_problem(self.put_raw(base + "/README.md", raw), 400)
        self.assert_problem(self.office.delete(base + "/README.md"), 400)
        self.assert_problem(self.office.delete(f"{base}/regulation.md?version={stamp}"), 400)

    def test_live_check_stores_nothing(self):
        draft = self.new_draft("live")
        text = self.office.get(f"/regulation-versions/{draft['id']}/files/regulation.md").json["text"]
        checked = self.office.post(f"/regulation-versions/{draft['id']}/check",
                                   {"files": {"regulation.md": text.replace("100分", "90分")}}).json
        self.assertTrue(any(issue["file"] == "regulation.md" for issue in checked["issues"]))
        checked = self.office.post(f"/regulation-versions/{draft['id']}/check", {}).json
        self.assertEqual(checked["issues"], [])
        self.assertEqual(checked["cases"]["passed"], 1)
        self.assertEqual(checked["tree"][0]["name"], "重点工作")
        broken = self.office.post(f"/regulation-versions/{draft['id']}/check",
                                  {"files": {"regulation.md": None}})
        self.assert_problem(broken, 400)
        self.assert_problem(self.office.post(f"/regulation-versions/{draft['id']}/check",
                                             {"files": {"regulation.md": 5}}), 422)
        self.assertEqual(self.office.get(f"/regulation-versions/{draft['id']}").json["version"],
                         draft["version"])

    def test_unsound_draft_is_refused_with_its_issues(self):
        draft = self.new_draft("unsound")
        path = f"/regulation-versions/{draft['id']}/files/regulation.md"
        text = self.office.get(path).json["text"].replace("计分 评定分", "计分 评定份")
        put = self.office.put(path, {"text": text, "version": draft["version"]}).json
        self.assertGreater(put["errors"], 0)
        refused = self.office.post(f"/regulation-versions/{draft['id']}/publish",
                                   {"version": put["version"]})
        self.assert_problem(refused, 422)
        self.assertTrue(any("评定份" in issue["message"] for issue in refused.json["issues"]))
        self.assert_problem(self.office.get(f"/regulation-versions/{draft['id']}/template.xlsx"), 422)
        english = self.client("office", "en")
        refused = english.post(f"/regulation-versions/{draft['id']}/publish", {"version": put["version"]})
        self.assertIn("cannot be published", refused.json["detail"])

    def test_published_version_does_not_change(self):
        path = f"/regulation-versions/{self.published['id']}/files/README.md"
        refused = self.office.put(path, {"text": "改", "version": self.published["version"]})
        self.assert_problem(refused, 409)
        self.assertEqual(refused.json["current"]["state"], "published")

    def test_new_version_differs_in_words_and_lines(self):
        made = self.office.post(f"/regulations/{self.regulation['id']}/versions",
                                {"label": "2013", "copy_of": self.published["id"]})
        self.assertEqual(made.status, 201)
        path = f"/regulation-versions/{made.json['id']}/files/regulation.md"
        text = self.office.get(path).json["text"]
        changed = text.replace("参数 超额加分上限 = 20%", "参数 超额加分上限 = 30%")
        self.assertNotEqual(text, changed)
        self.office.put(path, {"text": changed, "version": made.json["version"]})
        diff = self.office.get(f"/regulation-versions/{made.json['id']}/diff?against={self.published['id']}")
        states = {file["path"]: file["state"] for file in diff.json["files"]}
        self.assertEqual(states["regulation.md"], "changed")
        self.assertEqual(states["README.md"], "same")
        change = diff.json["changes"][0]
        self.assertEqual((change["kind"], change["before"], change["after"]), ("parameter", "0.2", "0.3"))
        kinds = {line["kind"] for file in diff.json["files"] for hunk in file["hunks"] for line in hunk["lines"]}
        self.assertEqual(kinds, {"same", "added", "removed"})
        self.assert_problem(self.office.get(f"/regulation-versions/{made.json['id']}/diff"), 400)

    def test_reading_shows_articles_and_cases(self):
        reading = self.of("clerk").get(f"/regulation-versions/{self.published['id']}/reading").json
        article = next(a for a in reading["articles"] if a["number"] == "第四条")
        self.assertEqual(article["status"], "encoded")
        self.assertTrue(any(rule["text"].startswith("指标 经济发展") for rule in article["rules"]))
        self.assertTrue(all(case["passed"] for case in reading["cases"]))
        self.assertIn("超额加分上限", [parameter["name"] for parameter in reading["parameters"]])

    def test_withdrawing_takes_a_reason(self):
        draft = self.new_draft("withdrawn")
        path = f"/regulation-versions/{draft['id']}"
        published = self.office.post(path + "/publish", {"version": draft["version"]}).json
        self.assert_problem(self.office.post(path + "/withdraw", {"version": published["version"]}), 422)
        done = self.office.post(path + "/withdraw", {"version": published["version"], "reason": "条文有误"})
        self.assertEqual(done.json["state"], "withdrawn")
        self.assert_problem(self.office.post(path + "/withdraw",
                                             {"version": done.json["version"], "reason": "x"}), 409)

    def test_exports(self):
        archive = self.office.get(f"/regulation-versions/{self.published['id']}/export.zip")
        with zipfile.ZipFile(io.BytesIO(archive.body)) as opened:
            self.assertIn("village-test/2012/regulation.md", opened.namelist())
        copied = self.office.upload("/regulations/import", {"slug": "village-copy"},
                                    [("file", "x.zip", archive.body)])
        self.assertEqual(copied.json["draft"]["content_hash"], self.published["content_hash"])
        for form in ("", "?long=1"):
            book = self.office.get(f"/regulation-versions/{self.published['id']}/template.xlsx{form}")
            self.assertTrue(book.body.startswith(b"PK"))

    # --- Facts and runs

    def upload(self, name, data, login="office", **fields):
        form = {"regulation_id": fields.get("regulation", self.regulation["id"]),
                "year": fields.get("year", 2012), "name": "试"}
        return self.of(login).upload("/facts-sets", form, [("file", name, data)])

    def test_bad_cells_are_all_named(self):
        refused = self.upload("镇.csv", "镇,报酬总额\n甲镇,很多\n乙镇,更多\n".encode())
        self.assert_problem(refused, 422)
        self.assertEqual([issue["line"] for issue in refused.json["issues"]], [2, 3])
        self.assert_problem(self.upload("镇.csv", b"x", year="x", regulation="y"), 422)
        self.assert_problem(self.upload("镇.csv", b"x", regulation=99999999), 404)
        for data in (b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x00" * 100):
            self.assertIn(self.upload("镇.xlsx", data).status, (400, 422))

    def test_tables_of_a_year_are_one_set(self):
        tables = [("file", os.path.basename(name), data)
                  for name, data in folder_entries(os.path.join(VILLAGE, "facts"), "", True)]
        made = self.office.upload("/facts-sets", {"regulation_id": self.regulation["id"], "year": 2012,
                                                  "name": "再报"}, tables)
        self.assertEqual(made.status, 201, made.body)
        self.assertEqual(made.json["content_hash"], self.facts["content_hash"])
        self.assertEqual(len(made.json["files"]), len(tables))
        self.assert_problem(self.office.upload("/facts-sets", {"regulation_id": self.regulation["id"],
                                                               "year": 2012, "name": " "}, tables), 422)
        self.assertIn(self.office.upload("/facts-sets", {}, tables * 10).status, (400, 413))

    def test_facts_sets_are_listed(self):
        self.assertEqual(self.facts["regulation"]["slug"], "village-test")
        same = self.office.get(f"/facts-sets/{self.facts['id']}").json
        self.assertEqual(same, self.facts)
        self.assert_problem(self.office.get("/facts-sets/424242"), 404)
        self.assert_problem(self.office.get("/facts-sets?regulation_id=x"), 400)

    def test_run_has_rows_that_sort_and_page(self):
        kinds = {kind["kind"]: kind for kind in self.run_made["kinds"]}
        total = next(f for f in kinds["村"]["figures"] if f["role"] == "total")
        base = f"/runs/{self.run_made['id']}/rows?kind=村"
        rows = self.office.get(f"{base}&sort=-{total['id']}&page_size=200").json
        scores = [item["values"][total["id"]] for item in rows["items"]]
        numbers = [float(score["exact"]) for score in scores if score["state"] == "valid"]
        self.assertEqual(numbers, sorted(numbers, reverse=True))
        self.assertEqual(rows["total"], kinds["村"]["row_count"])
        one = self.office.get(f"{base}&page=2&page_size=1").json
        self.assertEqual(len(one["items"]), 1)
        named = self.office.get(f"{base}&query={one['items'][0]['name']}").json
        self.assertEqual(named["items"][0]["row"], one["items"][0]["row"])
        everything = self.office.get(f"{base}&columns=all").json
        self.assertGreater(len(everything["columns"]), len(rows["columns"]))
        for wrong, status in (("&sort=99999", 400), ("&sort=x", 400), ("&columns=some", 400)):
            self.assert_problem(self.office.get(base + wrong), status)
        self.assert_problem(self.office.get(f"/runs/{self.run_made['id']}/rows?kind=鱼"), 404)

    def test_every_score_explains_itself(self):
        base = f"/runs/{self.run_made['id']}"
        rows = self.office.get(f"{base}/rows?kind=村&page_size=200").json["items"]
        for item in rows[:3]:
            why = self.office.get(f"{base}/explanation?kind=村&row={item['row']}").json
            self.assertEqual(why["asked"]["name"], item["name"])
            self.assertTrue(why["sentences"])
            amounts = [line["amount"] for line in why["ledger"]["lines"]]
            places = max(len(a.partition(".")[2]) for a in amounts)
            units = sum(round(float(a) * 10 ** places) for a in amounts)
            if why["ledger"]["total"] is not None:
                self.assertEqual(units, round(float(why["ledger"]["total"]) * 10 ** places))
        column = self.office.get(f"{base}/rows?kind=村").json["columns"][0]["key"]
        figure, _, period = column.partition(".")
        self.assertEqual(self.office.get(f"{base}/explanation?kind=村&row=0&figure={figure}"
                                         + (f"&period={period}" if period else "")).status, 200)
        for wrong, status in (("kind=村", 400), ("kind=村&row=99999", 404), ("kind=村&row=-1", 400),
                              ("kind=鱼&row=0", 404), ("kind=村&row=0&figure=9999", 404)):
            self.assert_problem(self.office.get(f"{base}/explanation?{wrong}"), status)

    def test_run_is_replayed_and_exported(self):
        base = f"/runs/{self.run_made['id']}"
        replay = self.of("auditor").post(base + "/replay").json
        self.assertEqual(replay, {"is_identical": True, "result_hash": self.run_made["result_hash"]})
        self.assertTrue(self.office.get(base + "/export.xlsx").body.startswith(b"PK"))
        self.assertIn("总分", self.office.get(base + "/export.csv").body.decode())
        result = self.office.get(base + "/export.json").json
        self.assertEqual(result["result_hash"], self.run_made["result_hash"])
        listed = self.office.get(f"/runs?version_id={self.published['id']}").json["items"]
        self.assertIn(self.run_made["id"], [run["id"] for run in listed])
        self.assertEqual(self.office.get(base).json["result_hash"], self.run_made["result_hash"])

    def test_command_line_and_server_agree(self):
        exported = self.office.get(f"/runs/{self.run_made['id']}/export.json").json
        scored = json.loads(subprocess.run(
            [self.server.program, "score", VILLAGE, "--format", "json"], check=False,
            capture_output=True).stdout)
        exported["regulation"].pop("id")
        scored["regulation"].pop("id")
        self.assertEqual(exported, scored)

    def test_wrong_runs_are_refused(self):
        good = {"version_id": self.published["id"], "facts_set_id": self.facts["id"]}
        for change, status in (({"version_id": "999999"}, 404), ({"facts_set_id": "999999"}, 404),
                               ({"version_id": 5}, 422), ({"overrides": "x"}, 422),
                               ({"overrides": [{"name": "x"}]}, 422), ({"more": 1}, 422),
                               ({"overrides": [{"name": "没有", "value": "1"}]}, 422),
                               ({"overrides": [{"name": "x", "value": "1"}] * 51}, 422)):
            with self.subTest(change):
                self.assert_problem(self.office.post("/runs", {**good, **change}), status)

    def test_comparison_shows_who_moves(self):
        side = {"version_id": self.published["id"]}
        body = {"before": side, "facts_set_id": self.facts["id"],
                "after": {**side, "overrides": [{"name": "超额加分上限", "value": "0%"}]}}
        made = self.office.post("/comparisons", body)
        self.assertEqual(made.status, 200, made.body)
        self.assertGreater(made.json["summary"]["moved"], 0)
        first = made.json["rows"][0]
        self.assertTrue(first["change"].startswith("-"))
        self.assertNotEqual(first["before"]["score"], first["after"]["score"])
        still = self.office.post("/comparisons", {**body, "after": side}).json
        self.assertEqual(still["summary"]["moved"], 0)
        self.assert_problem(self.office.post("/comparisons", {**body, "figure": "没有这项"}), 400)
        self.assert_problem(self.office.post("/comparisons", {"before": 1}), 422)

    def test_hostile_regulation_does_not_hang_the_server(self):
        draft = self.new_draft("hostile")
        rules = "\n".join(f"定义 数{i} = 数{i - 1} × 数{i - 1} + {i}" for i in range(1, 400))
        text = ("---\n名称: 甲\n版本: 1\n施行: 2025-01-01\n---\n# 甲\n\n## 第一条\n\n考核。\n\n```规则\n"
                "对象 村\n\n针对 村\n数据 甲: 整数, 单位 个, 来源 乙, 缺失 零, 范围 [0, 1000000]\n"
                f"定义 数0 = 甲\n{rules}\n```\n")
        nested = "(" * 20000 + "1" + ")" * 20000
        for body in (text, text.replace("数0 = 甲", f"数0 = {nested}")):
            checked = self.office.post(f"/regulation-versions/{draft['id']}/check",
                                       {"files": {"regulation.md": body}})
            self.assertIn(checked.status, (200, 413, 422))
        self.assertEqual(self.office.get("/regulations").status, 200)


if __name__ == "__main__":
    main()
