# SPDX-License-Identifier: Apache-2.0
"""Documents: drafted from the record, edited, held against it again and issued; templates, batches."""
import io
import unittest
import zipfile

from examples import City, Place, Requests, template_file
from runner import ServerCase, main


def altered(docx, before, after):
    """The template with another text in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                assert before.encode() in data, before
                data = data.replace(before.encode(), after.encode())
            target.writestr(name, data)
    return out.getvalue()


def text_of(document):
    return "\n".join("".join(piece["text"] for piece in paragraph["pieces"]) for paragraph in document["paragraphs"])


class Documents(ServerCase):
    @classmethod
    def setUpClass(cls):
        cls.city = City(cls.server)
        cls.units = cls.city.units
        cls.office = cls.city.office
        cls.requests = Requests(cls.city)
        cls.clerk, cls.outsider = (
            cls.city.new_user([{"role": "reporting_clerk", "unit_id": cls.units[where]}]) for where in ("own", "sibling"))

    def given(self, **values):
        return [{"name": name, "text": text} for name, text in values.items()]

    def bulletin(self):
        body = self.city.document_body(self.units["own"], "bulletin")
        body.pop("assessee_id")
        body["given"] = self.given(发文机关="甘溪镇人民政府", 文号=self.city.next("甘政发〔2026〕") + "号", 成文日期="2026-11-16")
        return self.city.must(self.office.post("/documents", body))

    def refused(self, answer, status, *pointers):
        self.assertEqual(answer.status, status, answer.body)
        if pointers:
            self.assertEqual({error["pointer"] for error in answer.json["errors"]}, set(pointers))
        return answer.json

    # --- From the form to the file

    def test_a_scorecard_from_form_to_file(self):
        assessment = self.city.publication(self.units["own"])["assessment"]["id"]
        form = self.office.get(f"/document-templates/scorecard/form?assessment_id={assessment}").json
        self.assertEqual({field["name"]: field["type"] for field in form["fields"]},
                         {"考核机构": "text", "成文日期": "day"})
        self.assertIn("村", form["kinds"])
        draft = self.city.drafted(self.units["own"])
        self.assertEqual(draft["state"], "draft")
        self.assertEqual(draft["may"], ["edit", "issue"])
        page = self.office.get(f"/documents/{draft['id']}/preview")
        self.assertIn(b"data-figure", page.body)
        self.assertIn("default-src 'none'", page.headers["Content-Security-Policy"])
        for kind, magic in (("docx", b"PK"), ("pdf", b"%PDF"), ("xlsx", b"PK")):
            self.assertTrue(self.office.get(f"/documents/{draft['id']}/file?format={kind}").body.startswith(magic))
        self.refused(self.office.get(f"/documents/{draft['id']}/file?format=exe"), 400)
        self.assertEqual(self.office.get(f"/documents/{draft['id']}/changes").json["items"], [])
        issued = self.city.must(self.office.post(f"/documents/{draft['id']}/issue", {
            "version": draft["version"], "audience": "assessed"}))
        self.assertEqual(issued["may"], ["withdraw"])
        self.assertEqual({file["format"] for file in issued["files"]}, {"docx", "pdf"})
        first = self.clerk.get(f"/documents/{draft['id']}/file?format=pdf").body
        self.assertEqual(first, self.office.get(f"/documents/{draft['id']}/file?format=pdf").body)
        self.assertEqual(self.outsider.get(f"/documents/{draft['id']}").status, 404)
        again = self.office.post(f"/documents/{draft['id']}/issue", {
            "version": issued["version"], "audience": "assessed"})
        self.assertEqual(again.status, 409)
        self.assertEqual(again.json["current"]["state"], "issued")
        withdrawn = self.city.must(self.office.post(f"/documents/{draft['id']}/withdraw", {
            "version": issued["version"], "reason": "盖章页有误"}))
        self.assertEqual((withdrawn["state"], withdrawn["withdraw_reason"]), ("withdrawn", "盖章页有误"))

    def test_a_figure_altered_after_drafting_blocks_the_issue(self):
        place = Place(self.units["own"])
        year = self.city.year(place.unit)
        draft = self.city.must(self.office.post("/documents", {
            "assessment_id": year["id"], "computation_id": None, "basis": "reported", "template": "self-evaluation",
            "assessee_id": year["assessee"], "given": self.given(成文日期="2026-11-16")}))
        body = {"version": draft["version"], "audience": "office"}
        self.city.must(self.office.post(f"/documents/{draft['id']}/refresh", {"version": 1, "redraft": False}))
        self.requests.cell(place, "submitted")
        cells = self.requests.sheet_cells(place)
        fresh = next(cell for cell in cells if cell["state"] in ("missing", "draft"))
        self.city.must(self.city.clerk.put("/measurements", {"submit": True, "items": [
            {**self.requests.key(fresh), "value": "7"}]}))
        body["version"] += 1
        refused = self.office.post(f"/documents/{draft['id']}/issue", body)
        self.assertEqual(refused.status, 409)
        self.assertTrue(refused.json["changes"])
        for change in refused.json["changes"]:
            self.assertTrue(change["place"] and change["expression"], change)
        places = {change["place"] for change in refused.json["changes"]}
        self.assertTrue(any(place.startswith("表") for place in places), places)
        redrafted = self.city.must(self.office.post(f"/documents/{draft['id']}/refresh", {
            "version": body["version"], "redraft": True}))
        self.assertEqual(redrafted["versions"][0]["act"], "redraft")
        issued = self.office.post(f"/documents/{draft['id']}/issue", {
            "version": redrafted["version"], "audience": "office"})
        self.assertEqual(issued.status, 200, issued.body)

    # --- Editing

    def test_an_edited_sentence_keeps_its_figures(self):
        draft = self.bulletin()
        sentence = next(p for p in draft["paragraphs"] if "本次共考核" in "".join(x["text"] for x in p["pieces"]))
        figure = next(piece for piece in sentence["pieces"] if piece["figure"])
        self.assertTrue(figure["expression"])
        edited = self.city.must(self.office.put(f"/documents/{draft['id']}/paragraphs", {
            "version": draft["version"], "note": "按领导意见修改",
            "replaced": [{"number": sentence["number"], "pieces": [
                {"text": "经过考核，共有"}, {"figure": figure["figure"]}, {"text": "个村参加。"}]}],
            "added": [{"number": sentence["number"], "pieces": [{"text": "特此说明。"}]}]}))
        self.assertIn(f"经过考核，共有{figure['text']}个村参加。\n特此说明。", text_of(edited))
        now = next(p for p in edited["paragraphs"] if p["number"] == sentence["number"])
        self.assertEqual([bool(piece["figure"]) for piece in now["pieces"]], [False, True, False])
        compared = self.office.get(f"/documents/{draft['id']}/comparison").json
        self.assertEqual((compared["before"], compared["after"]), (1, 2))
        kinds = [line["kind"] for line in compared["lines"]]
        self.assertIn("added", kinds)
        self.assertTrue({"changed", "removed"} & set(kinds))
        late = self.office.put(f"/documents/{draft['id']}/paragraphs", {"version": 1, "removed": [1]})
        self.assertEqual(late.status, 409)
        self.assertEqual(late.json["current"]["version"], edited["version"])
        restored = self.city.must(self.office.post(f"/documents/{draft['id']}/restore", {
            "version": edited["version"], "number": 1}))
        self.assertEqual(text_of(restored), text_of(draft))
        self.assertEqual([v["act"] for v in restored["versions"]], ["restore", "edit", "draft"])
        self.refused(self.office.put(f"/documents/{draft['id']}/paragraphs", {
            "version": restored["version"], "replaced": [{"number": 9999, "pieces": []}],
            "removed": [0]}), 422, "/removed")

    def test_a_clerk_drafts_the_work_report_of_the_unit(self):
        body = self.city.document_body(self.units["own"], "work-report")
        draft = self.city.must(self.clerk.post("/documents", body))
        self.assertEqual(draft["may"], ["edit"])
        self.assertIn("年度工作报告", draft["title"])
        self.assertEqual(self.outsider.post("/documents", body).status, 404)
        self.assertEqual(self.outsider.get(f"/documents/{draft['id']}").status, 404)
        self.assertEqual(self.clerk.post(f"/documents/{draft['id']}/issue", {
            "version": 1, "audience": "office"}).status, 403)
        self.assertIn(draft["id"], [d["id"] for d in self.clerk.get("/documents?state=draft").json["items"]])
        bulletin = self.city.document_body(self.units["own"], "bulletin")
        bulletin.pop("assessee_id")
        self.assertEqual(self.clerk.post("/documents", bulletin).status, 403)

    def test_drafts_of_unpublished_results_are_not_there_for_the_assessed(self):
        computation = self.city.new_computation(self.units["own"])
        rows = self.office.get(f"/computations/{computation['id']}/rows?kind=村").json["items"]
        body = {"assessment_id": computation["assessment"]["id"], "computation_id": computation["id"],
                "template": "scorecard", "assessee_id": rows[0]["assessee_id"]}
        self.assertEqual(self.clerk.post("/documents", body).status, 404)
        draft = self.city.must(self.office.post("/documents", body))
        path = f"/documents/{draft['id']}"
        for tail in ("", "/preview", "/file", "/comparison"):
            self.assertEqual(self.clerk.get(path + tail).status, 404)
        self.city.must(self.office.post(path + "/issue", {"version": 1, "audience": "office"}))
        self.assertEqual(self.clerk.get(path).status, 404)
        self.assertNotIn(draft["id"], [d["id"] for d in self.clerk.get("/documents?page_size=200").json["items"]])

    # --- Templates

    def test_mistakes_of_a_template_come_with_paragraph_and_placeholder(self):
        broken = altered(template_file("public-notice"), "{{公示截止}}", "{{公示截止|没有的格式}}")
        refused = self.office.upload("/document-templates", {"title": "坏模板", "subject": "whole"},
                                     [("file", "坏.docx", broken)])
        self.assertEqual(refused.status, 422)
        self.assertGreater(refused.json["issues"][0]["line"], 0)
        self.assertIn("公示截止", refused.json["issues"][0]["message"])
        for name, junk, status in (("a.pdf", b"%PDF-1.7 x", 400), ("a.docx", b"", 422), ("a.docx", b"PK\x03\x04junk", 400)):
            self.refused(self.office.upload("/document-templates", {"title": "坏模板", "subject": "whole"},
                                            [("file", name, junk)]), status)
        self.refused(self.office.upload("/document-templates", {"title": " ", "subject": "whole"},
                                        [("file", "a.docx", template_file("letter"))]), 422, "/title")
        self.refused(self.office.upload("/document-templates", {"title": "x", "subject": "all"},
                                        [("file", "a.docx", template_file("letter"))]), 422, "/subject")

    def test_the_office_edits_a_template_in_word(self):
        original = self.office.get("/document-templates/public-notice/file")
        self.assertEqual(original.body, template_file("public-notice"))
        mine = altered(original.body, "逾期不提出的", "逾期没有提出的")
        made = self.city.must(self.office.upload("/document-templates", {"title": self.city.next("我镇公示"),
                                                                        "subject": "whole"}, [("file", "公示.docx", mine)]))
        form = self.office.get(f"/document-templates/{made['key']}/form?assessment_id="
                               + self.city.publication(self.units["own"])["assessment"]["id"]).json
        known = {field["name"]: field["is_known"] for field in form["fields"]}
        self.assertTrue(known["公示开始"])  # The notice that runs says when.
        self.assertFalse(known["发文机关"])
        body = self.city.document_body(self.units["own"], made["key"])
        body.pop("assessee_id")
        body["given"] = self.given(发文机关="甘溪镇人民政府", 成文日期="2026-11-16")
        draft = self.city.must(self.office.post("/documents", body))
        self.assertIn("逾期没有提出的", text_of(draft))
        self.assertEqual(draft["template"], made["key"] + "/1")
        missing = self.office.post("/documents", {**body, "given": []})
        self.assertEqual(missing.status, 422)
        self.assertIn("发文机关", "".join(issue["message"] for issue in missing.json["issues"]))
        stale = self.office.patch(f"/document-templates/{made['key']}", {"version": 9, "is_archived": True})
        self.assertEqual(stale.status, 409)
        self.assertEqual(stale.json["current"]["key"], made["key"])
        self.city.must(self.office.patch(f"/document-templates/{made['key']}", {"version": 1, "is_archived": True}))
        self.assertEqual(self.office.post("/documents", body).status, 409)

    # --- Batches

    def test_a_batch_is_made_downloaded_and_issued(self):
        body = self.city.document_body(self.units["own"])
        body.pop("assessee_id")
        body |= {"kind": "村", "issue_to": "assessed"}
        made = self.city.must(self.office.post("/document-batches", body))
        events = self.office.get(f"/document-batches/{made['id']}/events")
        self.assertIn(b'"state":"done"', events.body)
        done = self.office.get(f"/document-batches/{made['id']}").json
        self.assertEqual((done["state"], done["made"], done["total"]), ("done", 1, 1))
        for kind, magic in (("docx", b"PK"), ("pdf", b"%PDF")):
            answer = self.office.get(f"/document-batches/{made['id']}/files.zip?format={kind}")
            with zipfile.ZipFile(io.BytesIO(answer.body)) as files:
                self.assertEqual(len(files.namelist()), 1)
                self.assertTrue(files.namelist()[0].startswith("0001-"))
                self.assertTrue(files.read(files.namelist()[0]).startswith(magic))
        listed = self.office.get(f"/documents?batch_id={made['id']}").json["items"]
        self.assertEqual([d["state"] for d in listed], ["issued"])
        self.assertEqual(self.clerk.get(f"/documents?batch_id={made['id']}").json["total"], 1)
        self.assertEqual(self.office.post(f"/document-batches/{made['id']}/cancel").status, 409)
        self.assertEqual(self.clerk.get(f"/document-batches/{made['id']}").status, 404)
        self.refused(self.office.post("/document-batches", {**body, "kind": None, "assessee_ids": []}), 422,
                     "/assessee_ids")
        self.assertEqual(self.clerk.post("/document-batches", body).status, 403)


if __name__ == "__main__":
    main()
