# SPDX-License-Identifier: Apache-2.0
"""Targets of a year: from the launch over the drafts to both signatures, and what is refused on the way."""
import unittest

from examples import City, in_days
from runner import ServerCase, main
from samples import Workbook, workbook


class Targets(ServerCase):
    @classmethod
    def setUpClass(cls):
        cls.city = City(cls.server)
        units = cls.city.units
        cls.clerk, cls.town_leader, cls.county_leader, cls.outsider = (
            cls.city.new_user([{"role": role, "unit_id": unit}]) for role, unit in (
                ("reporting_clerk", units["own"]), ("unit_leader", units["own"]), ("leader", units["parent"]),
                ("unit_leader", units["sibling"])))
        cls.office = cls.city.office

    def launch(self, *villages):
        """An assessment at the stage of targets; returns it and the sheets by code of the village."""
        city = self.city
        made = city.must(self.office.post("/assessments", {
            "version_id": city.published["id"], "year": 2026, "title": city.next("目标考核"),
            "targets_due": in_days(20)}))
        path = f"/assessments/{made['id']}"
        city.must(self.office.post(path + "/assessees", {"kind": "镇", "unit_ids": [city.units["own"]]}))
        body = {"kind": "村", "under_unit_id": city.units["own"], "category": "village"}
        city.must(self.office.post(path + "/assessees", body))
        made = self.office.get(path).json
        made = city.must(self.office.post(path + "/stage", {"to": "targets", "version": made["version"], "reason": "村干部另行考核"}))
        rows = self.office.get(f"/target-sheets?assessment_id={made['id']}&page_size=200").json["items"]
        return made, {row["assessee"]["code"]: row for row in rows}

    def fill(self, sheet_id, client=None, value="88"):
        client = client or self.clerk
        sheet = client.get(f"/target-sheets/{sheet_id}").json
        items = [{"field": item["field"], "period": item["period"], "value": value} for item in sheet["items"]]
        return client.put(f"/target-sheets/{sheet_id}", {"version": sheet["version"], "items": items})

    def do(self, client, sheet_id, act, **body):
        version = self.office.get(f"/target-sheets/{sheet_id}").json["version"]
        return client.post(f"/target-sheets/{sheet_id}/{act}", {"version": version, **body})

    def sign(self, client, sheet_id):
        letter = client.get(f"/target-sheets/{sheet_id}/letter").json
        return client.post(f"/target-sheets/{sheet_id}/letter/sign",
                           {"digest": letter["digest"], "version": letter["version"]})

    def test_the_way_of_a_sheet(self):
        made, sheets = self.launch()
        self.assertEqual(made["stage"], "targets")
        self.assertEqual(made["assessee_count"], len(sheets) + 1)
        self.assertEqual(made["strip"][1]["missing"][0]["code"], "sheet_draft")
        sheet = sheets["C03T01"]["id"]
        self.assertIn("save", self.clerk.get(f"/target-sheets/{sheet}").json["may"])
        waiting = self.clerk.get(f"/target-sheets?assessment_id={made['id']}&mine=1").json
        self.assertEqual(waiting["total"], len(sheets))
        unfilled = self.do(self.clerk, sheet, "submit")
        self.assertEqual(unfilled.status, 422)
        self.assertTrue(unfilled.json["errors"][0]["pointer"].startswith("/items/"))
        filled = self.fill(sheet)
        self.assertEqual(filled.status, 200)
        self.assertEqual(filled.json["filled"], filled.json["total"])
        self.assertEqual(self.do(self.clerk, sheet, "submit").json["state"], "submitted")
        back = self.do(self.town_leader, sheet, "return", reason="请核对",
                       items=[{"field": filled.json["items"][0]["field"], "period": 0, "reason": "低于上年"}])
        self.assertEqual(back.json["items"][0]["return_reason"], "低于上年")
        self.assertEqual(back.json["reason"], "请核对")
        self.assertEqual(self.fill(sheet, value="89").status, 200)
        self.do(self.clerk, sheet, "submit")
        self.assertEqual(self.do(self.town_leader, sheet, "confirm").json["state"], "confirmed")
        self.assertEqual(self.do(self.office, sheet, "approve").json["state"], "approved")
        published = self.office.post(f"/assessments/{made['id']}/targets/publish", {"comment_until": in_days(7)})
        self.assertEqual(published.json, {"count": 1})
        visitor = self.client()
        listed = visitor.get(f"/public/targets/{made['id']}").json
        self.assertEqual([row["code"] for row in listed["items"]], ["C03T01"])
        self.assertIn(made["id"], [one["assessment"]["id"] for one in visitor.get("/public/targets").json["items"]])
        self.assertEqual(self.outsider.post(f"/target-sheets/{sheet}/comments", {"text": "偏低"}).status, 201)
        self.assertEqual(self.clerk.get(f"/target-sheets/{sheet}/comments").json["items"][0]["text"], "偏低")
        self.assertEqual(self.sign(self.county_leader, sheet).status, 403)
        first = self.sign(self.town_leader, sheet)
        self.assertEqual(first.status, 200)
        self.assertIsNone(first.json["parties"][1]["signed_at"])
        second = self.sign(self.county_leader, sheet).json
        self.assertTrue(all(party["signed_at"] for party in second["parties"]))
        whole = self.clerk.get(f"/target-sheets/{sheet}").json
        self.assertEqual(whole["state"], "signed")
        self.assertEqual([step["act"] for step in whole["steps"]],
                         ["open", "save", "submit", "return", "save", "submit", "confirm", "approve", "publish",
                          "sign", "sign"])
        revised = self.do(self.office, sheet, "revise", reason="调整")
        self.assertEqual(revised.status, 201)
        self.assertEqual(revised.json["revision"], 2)
        self.assertTrue(self.clerk.get(f"/target-sheets/{sheet}/letter").json["is_void"])

    def test_what_comes_too_late_gets_what_there_is(self):
        _, sheets = self.launch()
        sheet = sheets["C03T01"]["id"]
        path = f"/target-sheets/{sheet}"
        old = self.clerk.get(path).json
        self.fill(sheet)
        field = old["items"][0]["field"]
        late = self.clerk.put(path, {"version": old["version"], "items": [{"field": field, "period": 0, "value": "1"}]})
        self.assertEqual(late.status, 409)
        self.assertEqual(late.json["current"], self.clerk.get(path).json)
        out_of_turn = self.do(self.town_leader, sheet, "confirm")
        self.assertEqual(out_of_turn.status, 409)
        self.assertEqual(out_of_turn.json["current"]["state"], "draft")
        self.assertEqual(self.clerk.get(path + "/letter").status, 409)

    def test_a_form_is_refused_as_a_whole(self):
        _, sheets = self.launch()
        path = f"/target-sheets/{sheets['C03T01']['id']}"
        sheet = self.clerk.get(path).json
        field = sheet["items"][0]["field"]
        answer = self.clerk.put(path, {"version": sheet["version"], "items": [
            {"field": field, "period": 0, "value": 1}, {"field": field, "period": 0, "value": "1", "wert": "2"}]})
        self.assertEqual([error["pointer"] for error in answer.json["errors"]], ["/items/0/value", "/items/1/wert"])
        answer = self.clerk.put(path, {"version": sheet["version"], "items": [
            {"field": "没有", "period": 0}, {"field": field, "period": 0, "value": "0.123456789"}]})
        self.assertEqual([error["pointer"] for error in answer.json["errors"]], ["/items/0/field", "/items/1/value"])
        self.assertEqual(self.clerk.get(path).json, sheet)

    def test_bulk_and_workbook(self):
        made, sheets = self.launch()
        path = f"/assessments/{made['id']}/targets"
        field = self.clerk.get(f"/target-sheets/{sheets['C03T01']['id']}").json["items"][0]
        done = self.office.post(path + "/assign", {"kind": "村", "items": [
            {"field": field["field"], "period": 0, "value": "77", "deadline": "2026-12-31"}]})
        self.assertEqual(done.json, {"sheets": len(sheets), "values": len(sheets), "skipped_sheets": 0,
                                     "without_baseline": 0})
        book = self.clerk.get(path + ".xlsx").body
        self.assertIn(field["label"], Workbook(book).texts)
        same = self.clerk.upload(path + "/import", {}, [("file", "目标.xlsx", book)])
        self.assertEqual(same.json, {"changed": 0})
        good = workbook({"村": [["编号", field["label"]], ["C03T01", "78.5"]]})
        self.assertEqual(self.clerk.upload(path + "/import", {}, [("file", "a.xlsx", good)]).json, {"changed": 1})
        bad = workbook({"村": [["编号", field["label"]], ["C03T01", "约八十"], ["无此村", "1"]]})
        refused = self.clerk.upload(path + "/import", {}, [("file", "a.xlsx", bad)])
        self.assertEqual(refused.status, 422)
        self.assertEqual([(issue["sheet"], issue["cell"]) for issue in refused.json["issues"]],
                         [("村", "B2"), ("村", "A3")])
        now = self.clerk.get(f"/target-sheets/{sheets['C03T01']['id']}").json
        self.assertEqual(now["items"][0]["value"], "78.5")
        nothing = self.office.post(path + "/approve", {"sheet_ids": [now["id"]]})
        self.assertEqual([error["pointer"] for error in nothing.json["errors"]], ["/sheet_ids/0"])

    def test_decomposition(self):
        _, sheets = self.launch()
        sheet = sheets["C03T01"]["id"]
        self.fill(sheet, value="90")
        path = f"/target-sheets/{sheet}/decomposition"
        now = self.clerk.get(path).json
        self.assertEqual(now["items"][0]["coverage"]["state"], "unowned")
        person = self.city.new_person(self.city.units["child"])
        share = {"field": now["items"][0]["field"], "period": 0, "person_id": person["id"], "value": "40",
                 "deadline": "2026-11-30"}
        short = self.clerk.put(path, {"version": now["version"], "shares": [share]})
        self.assertEqual(short.status, 200)
        self.assertEqual(short.json["items"][0]["coverage"]["state"], "short")
        late = self.clerk.put(path, {"version": now["version"], "shares": []})
        self.assertEqual(late.status, 409)
        whole = self.clerk.put(path, {"version": short.json["version"], "shares": [{**share, "value": "90"}]})
        self.assertEqual(whole.json["items"][0]["coverage"]["state"], "ok")
        self.assertEqual(whole.json["items"][0]["sum"], "90")

    def test_stages_say_what_is_missing(self):
        made, _ = self.launch()
        path = f"/assessments/{made['id']}"
        answer = self.office.post(path + "/stage", {"to": "process", "version": made["version"]})
        self.assertEqual(answer.status, 409)
        self.assertEqual([error["pointer"] for error in answer.json["errors"]], ["/missing/sheet_draft"])
        self.assertEqual(answer.json["current"]["stage"], "targets")
        self.assertEqual(self.office.post(path + "/stage", {"to": "final", "version": made["version"]}).status, 409)
        moved = self.office.post(path + "/stage", {"to": "process", "version": made["version"], "reason": "先行开展"})
        self.assertEqual(moved.json["stage"], "process")
        self.assertEqual(moved.json["previous_stage"], "targets")
        back = self.office.post(path + "/stage", {"to": "targets", "version": moved.json["version"]})
        self.assertEqual([error["pointer"] for error in back.json["errors"]], ["/reason"])

    def test_persons_are_assessed_as_persons(self):
        """A member of staff sees the own row, and nobody else's."""
        city = self.city
        made = city.must(self.office.post("/assessments", {
            "version_id": city.published["id"], "year": 2026, "title": city.next("干部考核")}))
        path = f"/assessments/{made['id']}"
        city.must(self.office.post(path + "/assessees", {"kind": "镇", "unit_ids": [city.units["own"]]}))
        city.must(self.office.post(path + "/assessees", {"kind": "村", "unit_ids": [city.units["child"]]}))
        staff = city.new_user([{"role": "staff", "unit_id": city.units["own"]}])
        other = city.new_person(city.units["child"])
        ids = [staff.me["person"]["id"], other["id"]]
        added = self.office.post(path + "/assessees", {"kind": "村干部", "person_ids": ids, "parent_code": "C03T01"})
        self.assertEqual(added.json, {"added": 2, "skipped": 0})
        now = self.office.get(path).json
        city.must(self.office.post(path + "/stage", {"to": "targets", "version": now["version"], "reason": "其余另行考核"}))
        rows = staff.get(path + "/assessees").json["items"]
        self.assertEqual([row["person"]["id"] for row in rows], ids[:1])


if __name__ == "__main__":
    main()
