# SPDX-License-Identifier: Apache-2.0
"""Evidence, data and their verification, events, panels and the inbox over HTTP, against the real server."""
import io
import zipfile

from examples import City, Place, Requests
from runner import ServerCase, main
from samples import workbook


class Process(ServerCase):
    """A village's year in which the village itself verifies."""

    @classmethod
    def setUpClass(cls):
        cls.city = City(cls.server)
        cls.requests = Requests(cls.city)
        cls.unit = cls.city.units["own"]
        cls.year = cls.city.year(cls.unit)
        cls.clerk = cls.city.new_user([{"role": "reporting_clerk", "unit_id": cls.unit}])
        cls.verifier = cls.city.new_user([{"role": "verifying_department", "unit_id": cls.unit}])
        cls.outsider = cls.city.new_user([{"role": "reporting_clerk", "unit_id": cls.city.units["sibling"]}])
        cls.judge = cls.city.new_user([{"role": "panel_member", "unit_id": cls.unit}])
        cls.city.users = {"panel_member": cls.judge}
        cls.office = cls.city.office

    def sheet(self, client):
        path = f"/reporting-sheet?assessment_id={self.year['id']}&assessee_id={self.year['assessee']}&level=年&period=0"
        answer = client.get(path)
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json

    def cell(self, state="missing"):
        return next(cell for cell in self.sheet(self.clerk)["cells"]
                    if cell["class"] == "measurement" and cell["type"] == "number" and cell["state"] == state)

    @staticmethod
    def item(cell, **more):
        return {**Requests.key(cell), **more}

    def assert_problem(self, reply, status, pointers=None):
        self.assertEqual(reply.status, status, reply.body)
        self.assertTrue(reply.headers["Content-Type"].startswith("application/problem+json"))
        if pointers is not None:
            self.assertEqual([error["pointer"] for error in reply.json.get("errors", [])], pointers)

    # --- Data

    def test_a_figure_from_draft_to_verified(self):
        cell = self.cell()
        self.assertTrue(cell["is_editable"])
        saved = self.clerk.put("/measurements", {"submit": False, "items": [self.item(cell, value="3")]})
        self.assertEqual(saved.status, 200, saved.body)
        self.assertEqual(saved.json["items"][0]["state"], "draft")
        stale = self.clerk.put("/measurements", {"submit": True, "items": [self.item(cell, value="4")]})
        self.assert_problem(stale, 409)
        self.assertEqual(stale.json["current"]["items"], saved.json["items"])
        sent = self.clerk.put("/measurements", {"submit": True, "items": [self.item(saved.json["items"][0], value="3")]})
        self.assertEqual(sent.json["items"][0]["state"], "submitted")
        path = f"/verifications?assessment_id={self.year['id']}&element_id={cell['element_id']}"
        row = self.verifier.get(path).json["items"][0]
        self.assertEqual((row["value"], row["is_own"]), ("3", False))
        self.assert_problem(self.clerk.post("/verifications", {"items": [self.item(row, verdict="verify")]}), 403)
        self.assert_problem(self.outsider.post("/verifications", {"items": []}), 403)
        self.assert_problem(self.verifier.post("/verifications", {"items": [self.item(row, verdict="return")]}), 422,
                            ["/items/0/reason"])
        done = self.verifier.post("/verifications", {"items": [self.item(row, verdict="correct", value="2", reason="复核")]})
        self.assertEqual(done.json["items"][0]["state"], "verified", done.body)
        history = self.clerk.get("/measurements/history?" + "&".join(
            f"{name}={cell[name]}" for name in ("element_id", "subject_id", "year", "period"))).json
        self.assertEqual([change["act"] for change in history["items"]], ["correct", "submit", "save"])
        again = self.verifier.post("/measurements/reopen", self.item(done.json["items"][0], reason="漏计"))
        self.assertEqual(again.json["state"], "returned", again.body)
        self.assertEqual(again.json["return_reason"], "漏计")

    def test_all_faults_at_once(self):
        cell = self.cell()
        reply = self.clerk.put("/measurements", {"submit": False, "items": [
            self.item(cell, value="-1"), {"element_id": "x", "subject_id": "1", "year": 2026, "period": 0, "version": 0}]})
        self.assert_problem(reply, 422, ["/items/1/element_id"])
        reply = self.clerk.put("/measurements", {"submit": False, "items": [self.item(cell, value="-1")]})
        self.assert_problem(reply, 422, ["/items/0/value"])
        reply = self.outsider.put("/measurements", {"submit": False, "items": [self.item(cell, value="1")]})
        self.assert_problem(reply, 422, ["/items/0/subject_id"])
        self.assert_problem(self.outsider.get(
            f"/reporting-sheet?assessment_id={self.year['id']}&assessee_id={self.year['assessee']}&level=年&period=0"), 404)

    def test_sheets_are_listed(self):
        listed = self.clerk.get(f"/reporting-sheets?assessment_id={self.year['id']}&mine=true").json
        self.assertGreater(listed["total"], 0)
        self.assertEqual({row["assessee"]["id"] for row in listed["items"]}, {self.year["assessee"]})
        self.assertEqual(self.outsider.get(f"/reporting-sheets?assessment_id={self.year['id']}").json["total"], 0)
        self.assert_problem(self.clerk.get("/reporting-sheets?state=lost"), 400)

    def test_workbook_out_and_in(self):
        book = self.clerk.get(f"/assessments/{self.year['id']}/data.xlsx")
        self.assertEqual(book.status, 200)
        path = f"/assessments/{self.year['id']}/data/import"
        made = self.clerk.upload(path, {"submit": "false"}, [("file", "数据.xlsx", book.body)])
        self.assertEqual(made.status, 202, made.body)
        events = self.clerk.get(f"/data-imports/{made.json['id']}/events")
        self.assertIn(b"event: progress", events.body)
        done = self.clerk.get(f"/data-imports/{made.json['id']}").json
        self.assertEqual((done["state"], done["changed"], done["issues"]), ("applied", 0, []))
        self.assert_problem(self.outsider.get(f"/data-imports/{made.json['id']}"), 404)
        wrong = self.clerk.upload(path, {}, [("file", "a.xlsx", workbook({"村": [["村", "粮食生产"], ["没有的村", "1"]]}))]).json
        self.clerk.get(f"/data-imports/{wrong['id']}/events")
        wrong = self.clerk.get(f"/data-imports/{wrong['id']}").json
        self.assertEqual(wrong["state"], "refused")
        self.assertEqual([(i["code"], i["cell"]) for i in wrong["issues"]], [("data.unknown-row", "A2")])

    # --- Evidence

    def test_evidence_is_served_so_that_it_does_nothing(self):
        made = self.clerk.upload("/evidence", {}, [("file", "会议.txt", "到会三十人".encode())])
        self.assertEqual(made.status, 201, made.body)
        self.assertEqual(made.json["media_type"], "text/plain")
        path = f"/evidence/{made.json['id']}/content"
        content = self.clerk.get(path)
        self.assertEqual(content.body.decode(), "到会三十人")
        self.assertEqual(content.headers["X-Content-Type-Options"], "nosniff")
        self.assertTrue(content.headers["Content-Disposition"].startswith("attachment"))
        self.assertIn("default-src 'none'", content.headers["Content-Security-Policy"])
        self.assert_problem(self.verifier.get(path), 404)
        cell = self.cell()
        self.clerk.put("/measurements", {"submit": False, "items": [
            self.item(cell, value="1", evidence_ids=[made.json["id"]])]})
        self.assertEqual(self.verifier.get(path).status, 200)
        self.assert_problem(self.outsider.get(path), 404)

    def test_what_it_claims_to_be_is_looked_at(self):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("a.txt", "x")
        for name, content in (("a.pdf", b"MZ\0\1"), ("a.png", b"<html></html>"), ("a.docx", stream.getvalue()),
                              ("a.svg", b"<svg/>"), ("a.txt", b"<script>alert(1)</script>"),
                              ("a.gif", b"GIF89a" + stream.getvalue())):
            with self.subTest(name=name):
                self.assert_problem(self.clerk.upload("/evidence", {}, [("file", name, content)]), 422, ["/file"])

    # --- Events and panels

    def test_an_event_takes_two(self):
        body = self.requests.propose_record(Place(self.unit)).body
        made = self.office.post("/records", body)
        self.assertEqual(made.status, 201, made.body)
        path = f"/records/{made.json['id']}"
        self.assert_problem(self.office.post(path + "/decide", {"version": 1, "verdict": "approve"}), 403)
        self.assert_problem(self.office.post("/records", body), 409)
        second = self.city.new_user([{"role": "office", "unit_id": None}])
        self.assert_problem(second.post(path + "/decide", {"version": 1, "verdict": "reject"}), 422, ["/reason"])
        done = second.post(path + "/decide", {"version": 1, "verdict": "approve"})
        self.assertEqual(done.json["state"], "approved", done.body)
        late = second.post(path + "/decide", {"version": 1, "verdict": "approve"})
        self.assert_problem(late, 409)
        self.assertEqual(late.json["current"]["state"], "approved")
        kinds = self.clerk.get(f"/assessments/{self.year['id']}/record-kinds").json["items"]
        self.assertIn(("", "承办现场会", "event"), [(k["kind"], k["field"], k["role"]) for k in kinds])

    def test_a_panel_scores(self):
        year = self.city.panel_year()
        rows = self.judge.get("/panel/sheets").json["items"]
        self.assertEqual([row["assessee"]["id"] for row in rows], [year["assessee"]])
        sheet = self.judge.get("/panel/sheet" + self.requests.get_panel_sheet(None).query).json
        self.assertEqual([item["item"] for item in sheet["items"]], ["看", "听", "议", "访", "查"])
        body = {"assessment_id": year["id"], "kind": "评委评分", "assessee_id": year["assessee"],
                "version": sheet["version"], "submit": True}
        few = [{"item": "看", "choice": "score", "value": "90"}]
        self.assert_problem(self.judge.put("/panel/sheet", {**body, "items": few}), 422, ["/items"] * 4)
        whole = few + [{"item": item, "choice": "unknown"} for item in ("听", "议", "访", "查")]
        done = self.judge.put("/panel/sheet", {**body, "items": whole})
        self.assertTrue(done.json["is_submitted"], done.body)
        self.assert_problem(self.judge.put("/panel/sheet", {**body, "version": 1, "items": few}), 409)
        self.assert_problem(self.clerk.get("/panel/sheets"), 403)

    # --- Inbox

    def test_inbox_and_reminders(self):
        inbox = self.clerk.get("/inbox").json
        self.assertEqual(inbox["total"], sum(group["count"] for group in inbox["groups"]))
        reply = self.office.post(f"/assessments/{self.year['id']}/remind")
        self.assertEqual(reply.status, 200, reply.body)
        again = self.office.post(f"/assessments/{self.year['id']}/remind").json
        self.assertEqual(again["reminded"], 0)
        mine = self.clerk.get("/reminders?unread=true").json
        for reminder in mine["items"]:
            self.assertEqual(self.clerk.post(f"/reminders/{reminder['id']}/read").status, 204)
        self.assertEqual(self.clerk.get("/reminders?unread=true").json["total"], 0)
        self.assert_problem(self.clerk.post(f"/assessments/{self.year['id']}/remind"), 403)

    def test_review(self):
        request = self.requests.remark_review(Place(self.unit))
        path = f"/assessments/{request.values['id']}/review"
        made = self.office.put(path, request.body)
        self.assertEqual(made.json["remark"], request.body["remark"], made.body)
        late = self.office.put(path, request.body)
        self.assert_problem(late, 409)
        self.assertEqual(late.json["current"], made.json)
        self.assertEqual(self.outsider.get(path + "?level=年&period=0").json["total"], 0)


if __name__ == "__main__":
    main()
