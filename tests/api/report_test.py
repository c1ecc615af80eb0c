# SPDX-License-Identifier: Apache-2.0
"""Work reports: uploaded, checked, decided on, corrected, compared; a rubric becomes a draft."""
import io
import unittest
import zipfile

import bad_files
from examples import REPORT, City, Requests
from runner import ServerCase, main
from samples import Workbook, pack, workbook

TABLE = {"细则": [["指标", "分值", "评分标准", "责任单位"],
                ["粮食产量", "20", "完成目标得满分，未完成按比例得分，超额不加分。", "农业局"],
                ["安全生产", "10", "每发生一起事故扣2分，扣完为止。", "应急局"],
                ["工作作风", "5", "工作不力的酌情扣分。", "考核办"]]}


class Reports(ServerCase):
    @classmethod
    def setUpClass(cls):
        cls.city = City(cls.server)
        units = cls.city.units
        cls.office = cls.city.office
        cls.clerk, cls.outsider = (
            cls.city.new_user([{"role": "reporting_clerk", "unit_id": unit}])
            for unit in (units["own"], units["sibling"]))

    def uploaded(self, *files, client=None, **fields):
        client = client or self.clerk
        fields = {"unit_id": self.city.units["own"], "year": 2026, **fields}
        made = self.city.must(client.upload("/reports", fields, [("file", *file) for file in files]))
        for report in made["items"]:
            client.get(f"/reports/{report['id']}/events")
        return [client.get(f"/reports/{report['id']}").json for report in made["items"]]

    # --- Checks

    def test_a_false_sum_is_found_where_it_stands(self):
        (read,) = self.uploaded(("镇汇报.txt", REPORT.encode()))
        report = read["report"]
        self.assertEqual(report["title"], "镇汇报")
        self.assertTrue(report["may_check"])
        check = report["versions"][0]["check"]
        self.assertEqual((check["state"], check["open"]), ("done", 1))
        (finding,) = read["findings"]
        self.assertEqual(finding["check"], "parts-of-whole")
        piece = finding["figure"]["pieces"][0]
        text = read["paragraphs"][piece["paragraph"]]["text"]
        self.assertEqual(text[piece["begin"]:piece["end"]], finding["figure"]["text"])
        english = self.client("office", "en").get(f"/reports/{report['id']}").json["findings"][0]
        self.assertNotRegex(english["check_title"] + english["certainty_title"], "[一-龥]")
        # In another encoding it is the same report.
        (other,) = self.uploaded(("镇汇报.txt", REPORT.encode("gb18030")))
        self.assertEqual(other["encoding"], "GB18030")
        self.assertEqual([one["key"] for one in other["findings"]], [finding["key"]])

    def test_many_are_uploaded_at_once(self):
        files = [(f"第{number}份.md", f"# 汇报{number}\n\n{REPORT}".encode()) for number in range(5)]
        read = self.uploaded(*files, year=2023)
        self.assertEqual([one["report"]["title"] for one in read], [f"第{number}份" for number in range(5)])
        listed = self.clerk.get("/reports?year=2023&filter=open").json
        self.assertEqual(listed["total"], 5)
        self.assertEqual(self.clerk.get("/reports?year=2023&filter=clean").json["total"], 0)
        self.assertEqual(self.clerk.get("/reports?year=2023&query=第3份").json["total"], 1)

    def test_a_decision_stays_until_the_finding_is_gone(self):
        (read,) = self.uploaded(("甲.txt", REPORT.encode()))
        path, key = f"/reports/{read['report']['id']}", read["findings"][0]["key"]
        body = {"version": read["report"]["version"], "finding": key, "verdict": "accepted", "reason": ""}
        self.assertEqual([e["pointer"] for e in self.clerk.post(path + "/decisions", body).json["errors"]], ["/reason"])
        decided = self.city.must(self.clerk.post(path + "/decisions", {**body, "reason": "含九年一贯制学校"}))
        self.assertEqual(decided["versions"][0]["check"]["open"], 0)
        stale = self.clerk.post(path + "/decisions", {**body, "reason": "又"})
        self.assertEqual((stale.status, stale.json["current"]["version"]), (409, decided["version"]))
        now = self.clerk.get(path).json
        self.assertEqual(now["findings"][0]["decision"]["reason"], "含九年一贯制学校")
        same = self.clerk.upload(path + "/versions", {"version": decided["version"]}, [("file", "甲.txt", REPORT.encode())])
        self.assertEqual(same.status, 409)
        right = REPORT.replace("10所", "11所") + "会议2月30日召开。\n"
        self.city.must(self.clerk.upload(path + "/versions", {"version": decided["version"]},
                                         [("file", "乙.txt", right.encode())]))
        self.clerk.get(path + "/events")
        second = self.clerk.get(path).json
        self.assertEqual((second["number"], second["compared_number"]), (2, 1))
        self.assertEqual([one["key"] for one in second["gone"]], [key])
        self.assertEqual([(one["check"], one["is_new"]) for one in second["findings"]], [("date", True)])
        first = self.clerk.get(path + "?number=1").json
        self.assertEqual([one["key"] for one in first["findings"]], [key])
        self.assertEqual(self.clerk.get(path + "/file?number=1").body, REPORT.encode())
        self.assertEqual(self.clerk.get(path + "?number=3").status, 404)

    def test_annotated_copies_have_a_comment_for_each_finding(self):
        lines = [line for line in REPORT.split("\n") if line]
        (read,) = self.uploaded(("汇报.docx", bad_files.docx("".join(map(bad_files.paragraph, lines)))))
        answer = self.clerk.get(f"/reports/{read['report']['id']}/annotated")
        self.assertEqual(answer.status, 200, answer.body)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
            comments = archive.read("word/comments.xml").decode()
        self.assertEqual(comments.count("<w:comment "), len(read["findings"]))
        (page,) = self.uploaded(("汇报.html", f"<html><body><p>{lines[1]}</p></body></html>".encode()))
        answer = self.clerk.get(f"/reports/{page['report']['id']}/annotated")
        self.assertTrue(answer.headers["Content-Type"].startswith("text/html"))
        self.assertEqual(answer.status, 200, answer.body)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertIn("sandbox" if "sandbox" in answer.headers["Content-Security-Policy"] else "default-src 'none'",
                      answer.headers["Content-Security-Policy"])

    def test_claims_are_held_against_verified_data(self):
        unit = self.city.units["own"]
        year = self.city.year(unit)
        path = f"/reporting-sheet?assessment_id={year['id']}&assessee_id={year['assessee']}&level=年&period=0"
        cell = next(c for c in self.office.get(path).json["cells"]
                    if c["class"] == "measurement" and c["type"] == "number" and c["state"] == "missing"
                    and not c["is_percent"] and len(c["label"]) > 1)
        item = {**Requests.key(cell), "value": "37"}
        made = self.city.must(self.city.clerk.put("/measurements", {"submit": True, "items": [item]}))
        self.city.must(self.office.post("/verifications", {"items": [
            {**Requests.key(made["items"][0]), "verdict": "verify"}]}))
        text = f"甘溪镇工作汇报\n\n全年{cell['label']}达到59{cell['unit']}。\n"
        (read,) = self.uploaded(("对照.txt", text.encode()), year=2025, assessment_id=year["id"])
        self.assertGreaterEqual(read["measurement_count"], 1)
        records = [one for one in read["findings"] if one["check"] == "record"]
        self.assertEqual(len(records), 1, read["findings"])
        self.assertIn("37", records[0]["message"])
        changed = self.city.must(self.clerk.patch(f"/reports/{read['report']['id']}", {
            "version": read["report"]["version"], "assessment_id": None}))
        self.assertIsNone(changed["assessment"])
        self.clerk.get(f"/reports/{read['report']['id']}/events")
        self.assertEqual(self.clerk.get(f"/reports/{read['report']['id']}").json["measurement_count"], 0)

    def test_what_cannot_be_read_says_why(self):
        for name, data, word in (("图.docx", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "图片"),
                                 ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 999, "密码"),
                                 ("坏.docx", pack([("a.txt", "x")]), "Word")):
            with self.subTest(name):
                (read,) = self.uploaded((name, data))
                check = read["report"]["versions"][0]["check"]
                self.assertEqual(check["state"], "failed")
                self.assertIn(word, check["trouble"])
                self.assertEqual(self.clerk.get(f"/reports/{read['report']['id']}/annotated").status, 409)
        empty = self.clerk.upload("/reports", {"unit_id": self.city.units["own"], "year": 2026}, [("file", "a.txt", b"")])
        self.assertEqual(empty.status, 422)
        wrong = self.clerk.upload("/reports", {"unit_id": "x", "year": "now"}, [("file", "a.txt", b"x")])
        self.assertEqual({e["pointer"] for e in wrong.json["errors"]}, {"/unit_id", "/year"})
        out = self.clerk.upload("/reports", {"unit_id": self.city.units["sibling"], "year": 1800}, [("file", "a.txt", b"x")])
        self.assertEqual({e["pointer"] for e in out.json["errors"]}, {"/unit_id", "/year"})

    def test_bad_files_end_in_words(self):
        for name, data, words in bad_files.reports():
            with self.subTest(name):
                (read,) = self.uploaded((name, data))
                check = read["report"]["versions"][0]["check"]
                self.assertEqual(check["state"], "failed" if words else "done", check)
                if words:
                    self.assertTrue(any(word in check["trouble"] for word in words), check["trouble"])

    def test_what_is_too_large_is_refused_before_it_is_kept(self):
        before = self.office.get("/reports").json["total"]
        for size in (33 << 20, 100 << 20):
            answer = self.office.upload("/reports", {"unit_id": self.city.units["own"], "year": 2026},
                                        [("file", "大.txt", b"\xe4\xb8\x80" * (size // 3))])
            self.assertEqual(answer.status, 413, answer.body[:300])
            self.assertIn("32 MiB", answer.json["detail"])
        rubric = self.office.upload("/rubrics", {}, [("file", "大.csv", b"a,b\n" * (9 << 18))])
        self.assertEqual(rubric.status, 413, rubric.body[:300])
        self.assertEqual(self.office.get("/reports").json["total"], before)
        # Within the size, but with more text or cells than a server reads.
        for name, data in (("长.txt", b"\xe4\xb8\x80" * (10 << 20)),
                           ("炸弹.docx", bad_files.docx(bad_files.paragraph("一" * 1000), 30_000)),
                           ("表.docx", bad_files.endless_table(25_000))):
            with self.subTest(name):
                (read,) = self.uploaded((name, data))
                check = read["report"]["versions"][0]["check"]
                self.assertEqual(check["state"], "failed", check)
                self.assertRegex(check["trouble"], "上限|过大|超过")

    def test_a_unit_sees_its_own_reports(self):
        (read,) = self.uploaded(("甲.txt", REPORT.encode()))
        path = f"/reports/{read['report']['id']}"
        for end in ("", "/file", "/annotated", "/events"):
            self.assertEqual(self.outsider.get(path + end).status, 404, end)
        self.assertEqual(self.outsider.get("/reports").json["total"], 0)
        self.assertEqual(self.office.get(path).status, 200)
        self.assertFalse(self.city.auditor.get(path).json["report"]["may_check"])
        self.assertEqual(self.city.auditor.post(path + "/check").status, 403)

    # --- Comparisons

    def test_what_reports_share_is_aligned(self):
        units = self.city.units
        for name, tail in (("own", "汛期前对山塘逐一排查。"), ("sibling", "医院新建门诊楼一栋。")):
            self.uploaded((f"{name}.txt", (REPORT + tail).encode()), client=self.office, unit_id=units[name], year=2022)
        self.uploaded(("别的.txt", "公路硬化三公里，安装路灯四十盏，夜间出行更加方便安全。".encode()),
                      client=self.office, year=2022)
        made = self.city.must(self.office.post("/report-comparisons", {"title": "全市", "years": [2022]}))
        self.office.get(f"/report-comparisons/{made['id']}/events")
        view = self.office.get(f"/report-comparisons/{made['id']}").json
        self.assertEqual((view["state"], view["report_count"], view["pair_count"]), ("done", 3, 1))
        self.assertEqual([member["cluster"] is None for member in view["members"]].count(True), 1)
        pair = self.office.get(f"/report-comparisons/{made['id']}/pairs/{view['pairs'][0]['pair']}").json
        shared = "".join(part["text"] for part in pair["passages"][0]["a"] if part["is_shared"])
        self.assertTrue(shared)
        self.assertEqual({pair["a"]["unit"]["id"], pair["b"]["unit"]["id"]}, {units["own"], units["sibling"]})
        book = Workbook(self.office.get(f"/report-comparisons/{made['id']}/pairs.xlsx").body)
        self.assertIn(str(view["pairs"][0]["percent_a"]), book.texts)
        self.assertEqual(self.office.get(f"/report-comparisons/{made['id']}/pairs/7").status, 404)
        self.assertEqual(self.clerk.get(f"/report-comparisons/{made['id']}").status, 403)
        few = self.office.post("/report-comparisons", {"title": "无", "years": [1999]})
        self.assertEqual([e["pointer"] for e in few.json["errors"]], ["/years"])

    # --- The workbench

    def test_a_rubric_becomes_a_draft_that_runs(self):
        made = self.city.must(self.office.upload("/rubrics", {"title": "乡镇考核办法", "year": "2026"},
                                                 [("file", "细则.xlsx", workbook(TABLE))]))
        path = f"/rubrics/{made['id']}"
        self.assertEqual(made["coverage"], {"clauses": 3, "whole": 2, "partly": 0, "not": 1, "notes": 0})
        self.assertEqual(made["items"][1]["clauses"][0]["examples"][0]["expected"], "6.00")
        vague = made["items"][2]["clauses"][0]["vague"][0]
        self.assertEqual(made["items"][2]["clauses"][0]["text"][vague["begin"]:vague["end"]], "酌情扣分")
        tried = self.office.post(path + "/preview", {"item": 1, "clause": 0, "verdict": "correct",
                                                     "formula": "3 × 「事故起数」"}).json
        self.assertEqual((tried["runs"], tried["clause"]["examples"][0]["expected"]), (True, "4.00"))
        wrong = self.office.post(path + "/preview", {"item": 1, "clause": 0, "verdict": "correct",
                                                     "formula": "3 × 事故总数"}).json
        self.assertEqual((wrong["runs"], wrong["issues"][0]["column"]), (False, 5))
        refused = self.office.post(path + "/decisions", {"version": 1, "items": [
            {"item": 1, "clause": 0, "verdict": "correct", "formula": "3 × 事故总数"}]})
        self.assertEqual((refused.status, refused.json["issues"][0]["column"]), (422, 5))
        decided = self.city.must(self.office.post(path + "/decisions", {"version": 1, "items": [
            {"item": 0, "clause": 0, "verdict": "accept"},
            {"item": 2, "clause": 0, "verdict": "correct", "formula": "0.5 × 「督办次数」"}]}))
        self.assertEqual(decided["coverage"]["not"], 0)
        self.assertEqual(decided["items"][2]["clauses"][0]["decision"]["verdict"], "correct")
        stale = self.office.post(path + "/decisions", {"version": 1, "items": []})
        self.assertEqual((stale.status, stale.json["current"]["version"]), (409, 2))
        with zipfile.ZipFile(io.BytesIO(self.office.get(path + "/draft.zip").body)) as archive:
            self.assertIn("regulation.md", archive.namelist())
            self.assertIn("督办次数", archive.read("regulation.md").decode())
        saved = self.city.must(self.office.post(path + "/save", {"version": 2, "slug": "town-rubric"}))
        version = self.office.get(f"/regulation-versions/{saved['saved']['version_id']}").json
        self.assertEqual((version["errors"], version["cases"]["failed"]), (0, 0))
        published = self.office.post(f"/regulation-versions/{version['id']}/publish", {"version": version["version"]})
        self.assertEqual(published.status, 200, published.body)
        again = self.office.post(path + "/save", {"version": 3, "slug": "town-rubric"})
        self.assertEqual(again.status, 409)
        self.assertEqual(self.clerk.get(path).status, 403)

    def test_what_is_no_rubric_is_refused(self):
        for name, data in (("a.txt", "今天上午开会。".encode()), ("a.xlsx", b"\x89PNG"), ("a.docx", pack([("x", "x")])),
                           ("a.csv", b"\0\1\2")):
            with self.subTest(name):
                refused = self.office.upload("/rubrics", {}, [("file", name, data)])
                self.assertEqual(refused.status, 422, refused.body)
        wrong = self.office.upload("/rubrics", {"kind": "镇，村", "group": "镇，村", "year": "x"},
                                   [("file", "a.xlsx", workbook(TABLE))])
        self.assertEqual({e["pointer"] for e in wrong.json["errors"]}, {"/kind", "/group", "/year"})


if __name__ == "__main__":
    main()
