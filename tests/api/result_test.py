# SPDX-License-Identifier: Apache-2.0
"""Results of a year: computed, published, contested, corrected, final or not."""
import time
import unittest
import zipfile
import io

from examples import City
from runner import ServerCase, main
from samples import Workbook


class Results(ServerCase):
    @classmethod
    def setUpClass(cls):
        cls.city = City(cls.server)
        units = cls.city.units
        cls.office = cls.city.office
        cls.clerk, cls.outsider, cls.department = (
            cls.city.new_user([{"role": role, "unit_id": unit}]) for role, unit in (
                ("reporting_clerk", units["own"]), ("reporting_clerk", units["sibling"]),
                ("verifying_department", None)))

    def computed(self, stage="results"):
        return self.city.new_computation(self.city.units["own"], stage)

    # --- Computations

    def test_a_snapshot_is_computed_and_exported(self):
        made = self.computed("process")
        shown = self.office.get(f"/computations/{made['id']}").json
        self.assertEqual(shown["state"], "done")
        self.assertFalse(shown["is_published"])
        self.assertTrue(any(kind["kind"] == "村" and kind["columns"] for kind in shown["kinds"]))
        archive = self.city.auditor.get(f"/computations/{made['id']}/facts.zip")
        with zipfile.ZipFile(io.BytesIO(archive.body)) as tables:
            self.assertIn("村.csv", tables.namelist())
        book = self.city.auditor.get(f"/computations/{made['id']}/workbook.xlsx")
        with zipfile.ZipFile(io.BytesIO(book.body)) as parts:
            sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
        self.assertTrue(any("<f>" in sheet for sheet in sheets))
        events = self.office.get(f"/computations/{made['id']}/events")
        self.assertIn(b'"state":"done"', events.body)
        listed = self.office.get(f"/computations?assessment_id={made['assessment']['id']}").json
        self.assertEqual([one["id"] for one in listed["items"]], [made["id"]])
        self.assertEqual(self.office.post(f"/computations/{made['id']}/cancel").status, 409)
        # Not there for who sees published results only.
        self.assertEqual(self.clerk.get(f"/computations/{made['id']}").status, 404)
        self.assertEqual(self.clerk.get(f"/computations/{made['id']}/rows").status, 404)
        for file in ("facts.zip", "workbook.xlsx"):
            self.assertEqual(self.clerk.get(f"/computations/{made['id']}/{file}").status, 403)

    def test_nothing_is_computed_out_of_order(self):
        assessment = self.city.new_assessment(self.city.units["own"])
        path = f"/assessments/{assessment['id']}"
        refused = self.office.post(path + "/computations", {"basis": "verified", "label": "年终"})
        self.assertEqual(refused.status, 409)
        self.assertIn("阶段", refused.json["detail"])
        self.assertEqual(self.office.post(path + "/archive").status, 409)
        wrong = self.office.post(path + "/computations", {"basis": "guessed", "label": " "})
        self.assertEqual({error["pointer"] for error in wrong.json["errors"]}, {"/basis", "/label"})

    # --- Publication

    def test_publication_names_what_is_missing_and_keeps_it(self):
        made = self.computed()
        assessment = made["assessment"]["id"]
        ready = self.office.get(f"/assessments/{assessment}/readiness").json
        self.assertFalse(ready["is_ready"])
        codes = {item["code"] for item in ready["items"]}
        self.assertLessEqual({"missing", "pending_figures"}, codes)
        body = self.city.publication_body(made)
        body.pop("override_reason")
        refused = self.office.post(f"/assessments/{assessment}/publications", body)
        self.assertEqual(refused.status, 409)
        self.assertEqual({item["code"] for item in refused.json["readiness"]["items"]}, codes)
        body["override_reason"] = "按市里要求如期公示"
        published = self.city.must(self.office.post(f"/assessments/{assessment}/publications", body))
        self.assertEqual(published["override_reason"], "按市里要求如期公示")
        self.assertEqual({item["code"] for item in published["readiness"]["items"]}, codes)
        self.assertEqual(published["state"], "notice")
        self.assertEqual(self.office.post(f"/publications/{published['id']}/finalise").status, 409)
        self.assertEqual(self.office.post(f"/assessments/{assessment}/publications", body).status, 409)

    def test_everybody_reads_the_chosen_columns_and_no_more(self):
        published = self.city.new_publication(self.city.units["own"])
        nobody = self.client()
        notices = nobody.get("/public/notices").json["items"]
        self.assertIn(published["id"], [notice["id"] for notice in notices])
        shown = nobody.get(f"/public/notices/{published['id']}?kind=村").json
        keys = [column["key"] for column in published["columns"] if column["kind"] == "村"]
        self.assertEqual([column["key"] for column in shown["columns"]], keys)
        for item in shown["items"]:
            self.assertEqual(set(item), {"name", "parent", "values"})
            self.assertEqual(set(item["values"]), set(keys))
        self.assertEqual(nobody.get(f"/public/notices/{published['id']}?kind=村干部").status, 404)
        self.assertEqual(nobody.get("/public/notices/999999").status, 404)
        self.assertEqual(nobody.get(f"/publications/{published['id']}").status, 401)

    def test_who_is_assessed_sees_the_own_row_alone(self):
        published = self.city.new_publication(self.city.units["own"])
        path = f"/computations/{published['computation_id']}"
        rows = self.clerk.get(path + "/rows?kind=村").json
        self.assertEqual(rows["total"], 1)
        assessee = rows["items"][0]["assessee_id"]
        card = self.clerk.get(f"{path}/scorecard?assessee_id={assessee}").json
        self.assertEqual(card["assessee"]["id"], assessee)
        why = self.clerk.get(f"{path}/explanation?assessee_id={assessee}").json
        self.assertTrue(why["nodes"])
        self.assertTrue(any(fact["key"] for fact in why["provenance"]))
        self.assertEqual(self.outsider.get(path + "/rows?kind=村").json["total"], 0)
        self.assertEqual(self.outsider.get(f"{path}/scorecard?assessee_id={assessee}").status, 404)

    # --- Objections

    def objection(self, published):
        assessee, column = self.city.figure_of(published)
        return self.city.must(self.clerk.post("/objections", {
            "publication_id": published["id"], "assessee_id": assessee, "column": column, "text": "与台账不符"}))

    def test_an_upheld_objection_corrects_and_publishes_anew(self):
        published = self.city.new_publication(self.city.units["own"])
        raised = self.objection(published)
        path = f"/objections/{raised['id']}"
        again = self.clerk.post("/objections", {
            "publication_id": published["id"], "assessee_id": raised["assessee"]["id"],
            "column": raised["column"], "text": "再次申诉"})
        self.assertEqual(again.status, 409)
        stranger = self.outsider.post("/objections", {
            "publication_id": published["id"], "assessee_id": raised["assessee"]["id"],
            "column": raised["column"], "text": "与我无关"})
        self.assertEqual(stranger.status, 404)
        self.assertEqual(self.outsider.get(path).status, 404)
        handlers = self.office.get(path + "/handlers").json["items"]
        mine = self.department.get("/session").json["account"]["id"]
        self.assertTrue(next(h for h in handlers if h["account_id"] == mine)["is_independent"])
        assigned = self.city.must(self.office.post(path + "/assign", {"account_id": mine, "version": 1}))
        stale = self.office.post(path + "/assign", {"account_id": mine, "version": 1})
        self.assertEqual(stale.status, 409)
        self.assertEqual(stale.json["current"]["version"], assigned["version"])
        other = self.office.post(path + "/resolve", {"verdict": "not_upheld", "reason": "无", "version": assigned["version"]})
        self.assertEqual(other.status, 403)
        why = self.office.get(f"/computations/{published['computation_id']}/explanation"
                              f"?assessee_id={raised['assessee']['id']}&column={raised['column']}").json
        keys = [fact["key"] for fact in why["provenance"] if fact["key"]]
        corrections = [{"element_id": key["element_id"], "subject_id": key["subject_id"], "year": key["year"],
                        "period": key["period"], "value": "80"} for key in keys]
        refused = self.department.post(path + "/resolve", {
            "verdict": "upheld", "reason": "复核属实", "version": assigned["version"],
            "corrections": [{**corrections[0], "value": "-1"}]})
        self.assertEqual([error["pointer"] for error in refused.json["errors"]], ["/corrections/0/value"])
        done = self.city.must(self.department.post(path + "/resolve", {
            "verdict": "upheld", "reason": "复核属实", "version": assigned["version"], "corrections": corrections}))
        self.assertEqual(done["state"], "upheld")
        self.assertEqual(len(done["corrections"]), len(corrections))
        revision = self.office.get(f"/publications/{done['revised_publication_id']}").json
        self.assertEqual((revision["revision"], revision["state"]), (2, "notice"))
        self.assertEqual(self.office.get(f"/publications/{published['id']}").json["state"], "superseded")
        cascade = self.clerk.get(path + "/cascade").json["items"]
        self.assertEqual(cascade[0]["key"], raised["column"])
        self.assertNotEqual(cascade[0]["before"], cascade[0]["after"])

    def test_pay_is_listed_and_held(self):
        published = self.city.new_publication(self.city.units["own"])
        path = f"/publications/{published['id']}/payouts"
        before = self.office.get(path).json
        self.assertTrue(before["figures"])
        self.objection(published)
        for figure in before["figures"]:
            listed = self.office.get(f"{path}?figure={figure['key']}").json
            for item in listed["items"]:
                if item["assessee"]["kind"] == "村":
                    self.assertTrue(item["is_held"], item)
        book = self.office.get(path + ".xlsx")
        self.assertIn("合计", Workbook(book.body).texts)
        self.assertEqual(self.clerk.get(path).status, 403)

    # --- Calibration

    def test_calibration_is_for_grades_and_needs_a_reason(self):
        made, assessee, figure, grades = self.city.new_graded()
        path = f"/computations/{made['id']}/calibrations"
        wrong = self.office.post(path, {"assessee_id": assessee, "figure": figure, "value": "没有的等次", "reason": "无"})
        self.assertEqual([error["pointer"] for error in wrong.json["errors"]], ["/value"])
        body = {"assessee_id": assessee, "figure": figure, "value": grades[0], "reason": "主管部门通报"}
        calibrated = self.city.must(self.office.post(path, body))
        self.assertEqual(calibrated["after"], grades[0])
        self.assertEqual(self.office.post(path, body).status, 409)
        withdrawn = self.office.post(f"/calibrations/{calibrated['id']}/withdraw", {"reason": "复核"})
        self.assertEqual(withdrawn.status, 200)
        self.assertEqual(len(self.office.get(path).json["items"]), 1)


if __name__ == "__main__":
    main()
