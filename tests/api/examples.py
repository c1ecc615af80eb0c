# SPDX-License-Identifier: Apache-2.0
"""A good request of every operation, for tests that go through all of them.

The things asked about belong to a place: a unit of the demonstration city, and a regulation that is
published or a draft. The town 甘溪镇 is the own unit: it has a village below it, the county above, a
hospital beside it.
"""
import dataclasses
import datetime
import itertools
import os
import re
import time

from samples import VILLAGE, folder_entries, pack, village, workbook
from server import PASSWORD

UNITS = {"own": "C03T", "child": "C03T01", "parent": "C03", "sibling": "C03H"}
TODAY, LATER = "2026-01-01", "2030-01-01"
# Its parts make 11, not 10; the rest is true, and long enough to be found again elsewhere.
REPORT = ("工作汇报\n\n全镇现有学校10所，其中中学3所、小学8所。\n"
          "围绕产业振兴这一主线，镇里把闲置校舍改造成电商服务站，组织返乡青年开展直播培训，帮助合作社把香菇、木耳和土蜂蜜销往省外，"
          "带动农户稳定增收，群众的获得感明显增强。\n")
RUBRIC = "指标,分值,评分标准,责任单位\n安全生产,10,每发生一起事故扣2分，扣完为止。,应急局\n"


def in_days(days):
    return (datetime.date.today() + datetime.timedelta(days)).isoformat()


def template_file(name):
    """A template that comes with the program."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(VILLAGE)))
    with open(os.path.join(root, "templates", name + ".docx"), "rb") as file:
        return file.read()


@dataclasses.dataclass
class Request:
    values: dict = dataclasses.field(default_factory=dict)  # Of the path's parameters.
    query: str = ""
    body: dict = None
    fields: dict = None
    files: list = None

    def send(self, client, key, **more):
        """`key` is (method, path) as the OpenAPI document has it."""
        method, path = key
        for name, value in self.values.items():
            path = path.replace("{" + name + "}", str(value))
        if self.files is not None:
            return client.upload(path + self.query, self.fields or {}, self.files, **more)
        return client.ask(method, path + self.query, self.body, **more)


@dataclasses.dataclass
class Place:
    unit: str
    is_draft: bool = False
    role: str = ""  # Of who asks.


class City:
    """What the requests are about; made once on a server with the demonstration city."""

    def __init__(self, server):
        self.server = server
        self.numbers = itertools.count(1)
        self.administrator = server.client("administrator")
        self.office = server.client("office")
        self.auditor = server.client("auditor")
        codes = {unit["code"]: unit["id"] for unit in self.administrator.get("/units").json["items"]}
        self.units = {relation: codes[code] for relation, code in UNITS.items()}
        self.position = self.administrator.get("/positions").json["items"][0]
        self.open_library()
        self.open_year()

    def open_library(self):
        made = self.must(self.office.upload("/regulations/import", {},
                                            [("file", "a.zip", village("rights-village"))]))
        self.regulation = made["id"]
        path = f"/regulation-versions/{made['draft']['id']}/publish"
        self.published = self.must(self.office.post(path, {"version": made["draft"]["version"]}))
        self.draft = self.new_draft()
        facts = self.office.get(f"/facts-sets?regulation_id={self.regulation}").json["items"]
        self.facts = facts[0]["id"]
        self.run = self.must(self.office.post("/runs", {"version_id": self.published["id"],
                                                        "facts_set_id": self.facts}))
        self.book = self.administrator.get("/organisation/export.xlsx").body
        self.import_id = self.new_import(self.administrator)

    @staticmethod
    def must(answer):
        assert answer.status in (200, 201, 202), answer.body
        return answer.json

    def next(self, prefix):
        return f"{prefix}{next(self.numbers)}"

    def new_import(self, client):
        """An import that is read and ready."""
        book = client.get("/organisation/export.xlsx").body
        made = self.must(client.upload("/organisation/imports", {}, [("file", "a.xlsx", book)]))
        client.get(f"/organisation/imports/{made['id']}/events")  # Ends when it rests.
        return made["id"]

    def new_draft(self, prefix="draft-"):
        body = {"slug": self.next(prefix), "title": "样例"}
        return self.must(self.office.post("/regulations", body))["draft"]

    def new_published(self):
        draft = self.new_draft("published-")
        path = f"/regulation-versions/{draft['id']}/publish"
        return self.must(self.office.post(path, {"version": draft["version"]}))

    def new_person(self, unit):
        return self.must(self.administrator.post("/persons", {
            "code": self.next("T"), "name": "试用人员", "phone": "555-88888888", "note": "不宜外传",
            "appointments": [{"unit_id": unit, "valid_from": TODAY}]}))

    def new_account(self, unit, grants=()):
        """Returns the account and its initial password."""
        body = {"person_id": self.new_person(unit)["id"], "login": self.next("trial-"),
                "grants": list(grants)}
        made = self.must(self.administrator.post("/accounts", body))
        return made["account"], made["initial_password"]

    def new_user(self, grants):
        """Signs in somebody new, past the forced change of the password."""
        account, first = self.new_account(self.units["own"], grants)
        client = self.server.client()
        client.sign_in(account["login"], first)
        changed = client.put("/session/password", {"current": first, "new": "a fine new password"})
        client.me = self.must(changed)
        return client

    def audit_count(self):
        return self.auditor.get("/audit?page_size=1").json["total"]


    # --- Assessments: one for each sheet, so that none stands in another's way.

    def open_year(self):
        """People of all parts, over everything, who bring sheets to a state."""
        self.sheets, self.publications, self.graded = {}, {}, None
        self.reports, self.compared, self.comparisons, self.rubric_id = {}, {}, {}, None
        self.years, self.panels, self.documents = {}, None, {}
        self.users = {}  # By role, where a test has them.
        self.clerk, self.unit_leader, self.leader = (
            self.new_user([{"role": role, "unit_id": None}])
            for role in ("reporting_clerk", "unit_leader", "leader"))

    def new_assessment(self, unit=None, year=2026):
        """One in preparation, with the unit as its only village."""
        made = self.must(self.office.post("/assessments", {
            "version_id": self.published["id"], "year": year, "title": self.next("考核")}))
        if unit:
            path = f"/assessments/{made['id']}/assessees"
            self.must(self.office.post(path, {"kind": "镇", "unit_ids": [self.units["parent"]]}))
            self.must(self.office.post(path, {"kind": "村", "unit_ids": [unit]}))
        return self.office.get(f"/assessments/{made['id']}").json

    def new_sheet(self, unit):
        made = self.new_assessment(unit)
        self.must(self.office.post(f"/assessments/{made['id']}/stage",
                                   {"to": "targets", "version": made["version"], "reason": "村干部另行考核"}))
        rows = self.office.get(f"/target-sheets?assessment_id={made['id']}").json["items"]
        return self.sheet_now(rows[0]["id"])

    def sheet_now(self, sheet):
        return self.office.get(f"/target-sheets/{sheet}").json

    def sheet(self, unit, state):
        """A sheet about the unit in a state; a draft that can be submitted is filled."""
        known = self.sheets.get((unit, state))
        sheet = self.sheet_now(known) if known else None
        is_good = sheet and sheet["state"] == ("draft" if state == "filled" else state)
        if not is_good or sheet["revision"] != len(sheet["revisions"]):
            sheet = self.advance(self.new_sheet(unit), state)
            self.sheets[(unit, state)] = sheet["id"]
        return sheet

    def advance(self, sheet, state):
        path = f"/target-sheets/{sheet['id']}"
        steps = {
            "filled": lambda now: self.clerk.put(path, {"version": now["version"], "items": [
                {"field": item["field"], "period": item["period"], "value": "90"} for item in now["items"]]}),
            "submitted": lambda now: self.clerk.post(path + "/submit", {"version": now["version"]}),
            "confirmed": lambda now: self.unit_leader.post(path + "/confirm", {"version": now["version"]}),
            "approved": lambda now: self.office.post(path + "/approve", {"version": now["version"]}),
            "published": lambda now: self.office.post(
                f"/assessments/{now['assessment']['id']}/targets/publish", {"comment_until": in_days(30)}),
            "signed_by_assessee": lambda now: self.unit_leader.post(path + "/letter/sign", {
                "version": now["version"], "digest": self.office.get(path + "/letter").json["digest"]}),
        }
        for reached, step in steps.items():
            if state == "draft":
                break
            self.must(step(self.sheet_now(sheet["id"])))
            if reached == state:
                break
        return self.sheet_now(sheet["id"])


    # --- Assessments under way: one for each unit, whose figures the unit itself verifies.

    def year(self, unit):
        if unit in self.years:
            return self.years[unit]
        # Of another year than the results: who verifies here may handle objections there.
        made = self.new_assessment(unit, 2025)
        path = f"/assessments/{made['id']}"
        fields = self.office.get(path + "/fields").json
        items = [{"kind": item["kind"], "field": item["field"], "verifier_unit_id": unit}
                 for item in fields["items"] if item["class"] == "measurement"]
        self.must(self.office.put(path + "/fields", {"version": made["version"], "items": items}))
        self.move(made["id"], "targets", "process")
        row = self.office.get(path + "/assessees?kind=村").json["items"][0]
        self.years[unit] = {"id": made["id"], "year": made["year"], "assessee": row["id"]}
        return self.years[unit]

    def panel_year(self):
        """An assessment with a panel, of which the user who is a panel member is one."""
        if self.panels is None:
            folder = VILLAGE.replace("ganxi-village/2012", "edu-target/2013")
            made = self.must(self.office.upload("/regulations/import", {}, [
                ("file", "a.zip", pack(folder_entries(folder, "rights-edu/2013/", False)))]))
            path = f"/regulation-versions/{made['draft']['id']}/publish"
            version = self.must(self.office.post(path, {"version": made["draft"]["version"]}))
            made = self.must(self.office.post("/assessments", {
                "version_id": version["id"], "year": 2026, "title": self.next("评估")}))
            path = f"/assessments/{made['id']}"
            kind = next(kind["kind"] for kind in made["kinds"] if kind["kind"] not in ("全体",) and not kind["is_record"])
            self.must(self.office.post(path + "/assessees", {"kind": kind, "rows": [{"code": "J1", "name": "甲局"}]}))
            self.move(made["id"], "targets", "process")
            row = self.office.get(f"{path}/assessees?kind={kind}").json["items"][0]
            judge = self.users.get("panel_member")
            accounts = [judge.me["account"]["id"]] if judge else []
            self.must(self.office.put(path + "/panels", {"kind": "评委评分", "account_ids": accounts}))
            self.panels = {"id": made["id"], "assessee": row["id"], "accounts": accounts}
        return self.panels

    # --- Reports, of a unit each; comparisons of two of its reports

    def new_report(self, unit, year=2026):
        made = self.must(self.office.upload("/reports", {"unit_id": unit, "year": year}, [
            ("file", self.next("汇报") + ".txt", REPORT.encode())]))
        self.office.get(f"/reports/{made['items'][0]['id']}/events")  # Ends when it is checked.
        return made["items"][0]

    def report(self, unit):
        """One that is checked, as it is now."""
        if unit not in self.reports:
            self.reports[unit] = self.new_report(unit)["id"]
        self.office.get(f"/reports/{self.reports[unit]}/events")
        return self.office.get(f"/reports/{self.reports[unit]}").json["report"]

    def comparison(self, unit):
        if unit not in self.comparisons:
            request = Requests(self).compare_reports(Place(unit))
            made = self.must(self.office.post("/report-comparisons", request.body))
            self.office.get(f"/report-comparisons/{made['id']}/events")
            self.comparisons[unit] = made["id"]
        return self.comparisons[unit]

    def new_rubric(self):
        return self.must(self.office.upload("/rubrics", {}, [("file", "细则.csv", RUBRIC.encode())]))

    def rubric(self):
        if self.rubric_id is None:
            self.rubric_id = self.new_rubric()["id"]
        return self.office.get(f"/rubrics/{self.rubric_id}").json

    # --- Results: computed and published without data, which the regulation leaves pending.

    def move(self, assessment, *stages):
        """Brings an assessment forward, whatever is missing."""
        for stage in stages:
            now = self.office.get(f"/assessments/{assessment}").json
            self.must(self.office.post(f"/assessments/{assessment}/stage", {
                "to": stage, "version": now["version"], "reason": "试用"}))

    def computation_of(self, assessment):
        made = self.must(self.office.post(f"/assessments/{assessment}/computations", {
            "basis": "verified", "label": self.next("测算")}))
        for _ in range(600):
            now = self.office.get(f"/computations/{made['id']}").json
            if now["state"] not in ("waiting", "running"):
                break
            time.sleep(0.05)
        assert now["state"] == "done", now
        return now

    def new_computation(self, unit, stage="results"):
        """Of an assessment whose only village is the unit."""
        made = self.new_assessment(unit)
        self.move(made["id"], *("targets", "process", "results")[:3 if stage == "results" else 2])
        return self.computation_of(made["id"])

    def publication_body(self, computation):
        kinds = [kind for kind in computation["kinds"] if kind["kind"] == "村"]
        return {"computation_id": computation["id"], "kinds": [kind["kind"] for kind in kinds],
                "columns": [column["key"] for kind in kinds for column in kind["columns"] if column["is_headline"]],
                "notice_days": 5, "contact": "考核办 555-8800", "override_reason": "试用"}

    def new_publication(self, unit):
        computation = self.new_computation(unit)
        path = f"/assessments/{computation['assessment']['id']}/publications"
        return self.must(self.office.post(path, self.publication_body(computation)))

    def publication(self, unit):
        """A notice that runs; made once for a unit."""
        if unit not in self.publications:
            self.publications[unit] = self.new_publication(unit)
        return self.publications[unit]

    def figure_of(self, publication):
        """The published village, and a figure of it that is made of data."""
        computation = self.office.get(f"/computations/{publication['computation_id']}").json
        rows = self.office.get(f"/computations/{computation['id']}/rows?kind=村").json["items"]
        columns = next(kind["columns"] for kind in computation["kinds"] if kind["kind"] == "村")
        column = next(c["key"] for c in columns if c["role"] == "indicator" and c["title"] == "环境卫生")
        return rows[0]["assessee_id"], column

    def open_objection(self, unit):
        """An objection about the unit that nobody handles yet."""
        publication = self.publication(unit)
        assessee, column = self.figure_of(publication)
        known = self.office.get(
            f"/objections?assessment_id={publication['assessment']['id']}&state=open").json["items"]
        if known:
            return known[0]
        return self.must(self.clerk.post("/objections", {
            "publication_id": publication["id"], "assessee_id": assessee, "column": column, "text": "与台账不符"}))

    # --- Documents about the published village of a unit

    def document_body(self, unit, template="scorecard", **more):
        publication = self.publication(unit)
        assessee, _ = self.figure_of(publication)
        return {"assessment_id": publication["assessment"]["id"], "computation_id": publication["computation_id"],
                "template": template, "assessee_id": assessee, **more}

    def drafted(self, unit, role=""):
        """A draft; by somebody of the role where that may draft it."""
        body = self.document_body(unit)
        made = self.users[role].post("/documents", body) if role in self.users else None
        if made and made.status == 201:
            return made.json
        return self.must(self.office.post("/documents", body))

    def new_issued(self, unit):
        made = self.drafted(unit)
        return self.must(self.office.post(f"/documents/{made['id']}/issue", {
            "version": made["version"], "audience": "assessed"}))

    def issued(self, unit):
        """One that whom it is about sees; made once for a unit."""
        if unit not in self.documents:
            self.documents[unit] = self.new_issued(unit)
        return self.documents[unit]

    def new_batch(self, unit, role=""):
        """A batch by somebody of the role, with its client."""
        body = self.document_body(unit)
        body["assessee_ids"] = [body.pop("assessee_id")]
        client = self.users.get(role, self.office)
        made = client.post("/document-batches", body)
        if made.status != 202:
            client, made = self.office, self.office.post("/document-batches", body)
        return self.must(made), client

    def done_batch(self, unit, role=""):
        made, client = self.new_batch(unit, role)
        client.get(f"/document-batches/{made['id']}/events")  # Ends when it rests.
        return self.must(client.get(f"/document-batches/{made['id']}"))

    def new_template(self):
        fields = {"title": self.next("模板"), "subject": "assessee"}
        return self.must(self.office.upload("/document-templates", fields, [
            ("file", "a.docx", template_file("letter"))]))

    def graded_regulation(self):
        if not self.graded:
            folder = os.path.join(os.path.dirname(os.path.dirname(VILLAGE)), "linked-quota/2012")
            made = self.must(self.office.upload("/regulations/import", {}, [
                ("file", "a.zip", pack(folder_entries(folder, "rights-quota/2012/", True)))]))
            path = f"/regulation-versions/{made['draft']['id']}/publish"
            self.graded = self.must(self.office.post(path, {"version": made["draft"]["version"]}))["id"]
        return self.graded

    def new_graded(self):
        """A computation with grades; returns it, a row, the grade's column and its grades."""
        made = self.must(self.office.post("/assessments", {
            "version_id": self.graded_regulation(), "year": 2026, "title": self.next("等次考核")}))
        path = f"/assessments/{made['id']}/assessees"
        self.must(self.office.post(path, {"kind": "单位", "rows": [{"code": "甲局", "name": "甲局"}]}))
        self.must(self.office.post(path, {"kind": "工作人员", "rows": [
            {"code": "01", "name": "张三", "parent_code": "甲局"}]}))
        self.move(made["id"], "process", "results")
        computation = self.computation_of(made["id"])
        for kind in computation["kinds"]:
            for column in kind["columns"]:
                if column["role"] == "grade":
                    rows = self.office.get(f"/computations/{computation['id']}/rows?kind={kind['kind']}").json
                    return computation, rows["items"][0]["assessee_id"], column["key"], column["grades"]
        raise AssertionError("no grade")


class Requests:
    """Makes the requests; what one of them uses up is made anew each time."""

    def __init__(self, city):
        self.city = city
        self.accounts = {}

    def make(self, operation_id, place):
        name = re.sub("([A-Z])", lambda found: "_" + found[1].lower(), operation_id)
        return getattr(self, name)(place)

    # --- the own account
    def get_session(self, _):
        return Request()

    sign_out = stop_viewing_as = list_devices = offer_totp = get_session

    def sign_in(self, _):
        return Request(body={"login": "administrator", "password": PASSWORD})

    def change_password(self, _):
        return Request(body={"current": "not the password", "new": "another fine password"})

    def view_as(self, place):
        return Request(body={"account_id": self.account(place.unit)["id"]})

    def end_device(self, _):
        return Request({"id": 1})

    def confirm_totp(self, _):
        return Request(body={"code": "000000"})

    def remove_totp(self, _):
        return Request(body={"password": "not the password"})

    # --- accounts
    def account(self, unit):
        if unit not in self.accounts:
            self.accounts[unit] = self.city.new_account(unit)[0]["id"]
        path = f"/accounts/{self.accounts[unit]}"
        return self.city.administrator.get(path).json

    def get_roles(self, _):
        return Request()

    list_accounts = get_roles

    def open_account(self, place):
        return Request(body={"person_id": self.city.new_person(place.unit)["id"],
                             "login": self.city.next("opened-"),
                             "grants": [{"role": "reporting_clerk", "unit_id": place.unit}]})

    def get_account(self, place):
        return Request({"id": self.account(place.unit)["id"]})

    reset_password = unlock_account = end_sessions = get_account

    def change_account(self, place):
        account = self.account(place.unit)
        return Request({"id": account["id"]}, body={
            "version": account["version"], "login": account["login"], "is_active": True,
            "grants": [{"role": "reporting_clerk", "unit_id": place.unit}]})

    # --- organisation
    def list_units(self, _):
        return Request()

    list_positions = list_persons = get_organisation_template = export_organisation = list_units

    def create_unit(self, place):
        return Request(body={"parent_id": place.unit, "code": self.city.next("U"), "name": self.city.next("新单位"),
                             "short_name": "新", "category": "section", "order": 900, "valid_from": LATER})

    def get_unit(self, place):
        return Request({"id": place.unit})

    def change_unit(self, place):
        unit = self.city.administrator.get(f"/units/{place.unit}").json
        return Request({"id": place.unit}, body={
            "version": unit["version"], "from": unit["valid_from"], "short_name": self.city.next("简称")})

    def close_unit(self, place):
        below = {**self.create_unit(place).body, "valid_from": TODAY}
        unit = self.city.must(self.city.administrator.post("/units", below))
        return Request({"id": unit["id"]}, body={"version": unit["version"], "on": LATER})

    def create_position(self, _):
        return Request(body={"code": self.city.next("P"), "name": "新岗位", "coefficient": "1.05", "order": 99})

    def change_position(self, _):
        position = self.city.administrator.get("/positions").json["items"][0]
        return Request({"id": position["id"]}, body={
            "version": position["version"], "name": position["name"], "coefficient": position["coefficient"],
            "order": position["order"]})

    def create_person(self, place):
        return Request(body={"code": self.city.next("N"), "name": "新人", "phone": "555", "note": "无",
                             "appointments": [{"unit_id": place.unit, "valid_from": TODAY}]})

    def get_person(self, place):
        return Request({"id": self.city.new_person(place.unit)["id"]})

    def change_person(self, place):
        person = self.city.new_person(place.unit)
        return Request({"id": person["id"]}, body={
            "version": person["version"], "code": self.city.next("M"), "name": "改名", "phone": "1", "note": "改"})

    def appoint(self, place):
        return Request({"id": self.city.new_person(place.unit)["id"]}, body={
            "unit_id": place.unit, "position_id": self.city.position["id"], "is_primary": False,
            "valid_from": TODAY, "valid_to": LATER})

    def change_appointment(self, place):
        appointment = self.city.new_person(place.unit)["appointments"][0]
        return Request({"id": appointment["id"]}, body={
            "version": appointment["version"], "position_id": self.city.position["id"], "is_primary": True,
            "valid_from": TODAY, "valid_to": LATER})

    def start_import(self, _):
        return Request(files=[("file", "a.xlsx", self.city.book)])

    def get_import(self, _):
        return Request({"id": self.city.import_id})

    watch_import = apply_import = get_import

    # --- the audit log
    def list_audit(self, _):
        return Request()

    verify_audit = list_audit

    # --- regulations
    def list_regulations(self, _):
        return Request()

    def create_regulation(self, _):
        return Request(body={"slug": self.city.next("made-"), "title": "新办法", "label": "甲"})

    def import_regulation(self, _):
        return Request(files=[("file", "a.zip", village(self.city.next("imported-")))])

    def get_regulation(self, place):
        version = self.version(place)
        return Request({"id": self.city.office.get(f"/regulation-versions/{version}").json["regulation"]["id"]})

    def create_version(self, place):
        request = self.get_regulation(place)
        request.body = {"label": self.city.next("版"), "copy_of": self.version(place)}
        return request

    def version(self, place):
        return (self.city.draft if place.is_draft else self.city.published)["id"]

    def get_version(self, place):
        return Request({"id": self.version(place)})

    read_version = export_version = export_template = get_version

    def get_version_file(self, place):
        return Request({"id": self.version(place), "path": "regulation.md"})

    def put_version_file(self, _):
        draft = self.city.new_draft()
        return Request({"id": draft["id"], "path": "README.md"}, body={"text": "说明", "version": draft["version"]})

    def delete_version_file(self, _):
        draft = self.city.new_draft()
        return Request({"id": draft["id"], "path": "cases/01-first.yaml"}, f"?version={draft['version']}")

    def check_version(self, place):
        return Request({"id": self.version(place)}, body={})

    def publish_version(self, _):
        draft = self.city.new_draft()
        return Request({"id": draft["id"]}, body={"version": draft["version"]})

    def withdraw_version(self, _):
        version = self.city.new_published()
        return Request({"id": version["id"]}, body={"version": version["version"], "reason": "有误"})

    def diff_versions(self, place):
        return Request({"id": self.version(place)}, f"?against={self.city.published['id']}")

    # --- facts and runs
    def list_facts_sets(self, _):
        return Request()

    list_runs = list_facts_sets

    def create_facts_set(self, _):
        tables = [("file", name, data) for name, data in folder_entries(VILLAGE + "/facts", "", True)]
        return Request(fields={"regulation_id": self.city.regulation, "year": 2012, "name": "再报"}, files=tables)

    def get_facts_set(self, _):
        return Request({"id": self.city.facts})

    def create_run(self, _):
        return Request(body={"version_id": self.city.published["id"], "facts_set_id": self.city.facts,
                             "overrides": []})

    def get_run(self, _):
        return Request({"id": self.city.run["id"]})

    list_run_rows = export_run_workbook = export_run_csv = export_run_json = replay_run = get_run

    def explain_figure(self, _):
        return Request({"id": self.city.run["id"]}, "?kind=村&row=0")

    def compare_versions(self, _):
        side = {"version_id": self.city.published["id"]}
        return Request(body={"before": side, "after": side, "facts_set_id": self.city.facts})

    # --- assessments
    def list_assessments(self, _):
        return Request()

    list_target_sheets = list_public_targets = list_assessments

    def create_assessment(self, _):
        return Request(body={"version_id": self.city.published["id"], "year": 2026, "title": self.city.next("年度")})

    def get_assessment(self, place):
        return Request({"id": self.city.sheet(place.unit, "draft")["assessment"]["id"]})

    list_assessment_fields = list_assessees = export_targets = get_assessment

    def prepared(self, place):
        made = self.city.new_assessment(place.unit)
        return made, {"id": made["id"]}

    def change_assessment(self, place):
        made, values = self.prepared(place)
        return Request(values, body={"version": made["version"], "title": "改名"})

    def delete_assessment(self, place):
        made, values = self.prepared(place)
        return Request(values, f"?version={made['version']}")

    def put_assessment_fields(self, place):
        made, values = self.prepared(place)
        return Request(values, body={"version": made["version"], "items": [
            {"kind": "村", "field": "粮食生产", "rounds": 2, "due_days": 15}]})

    def add_assessees(self, place):
        _, values = self.prepared(place)
        return Request(values, body={"kind": "村", "rows": [{"code": self.city.next("R"), "parent_code": "C03"}]})

    def import_assessees(self, place):
        _, values = self.prepared(place)
        book = workbook({"村": [["村", "镇", "名称"], [self.city.next("R"), "C03", "新村"]]})
        return Request(values, files=[("file", "a.xlsx", book)])

    def delete_assessee(self, place):
        made, _ = self.prepared(place)
        rows = self.city.office.get(f"/assessments/{made['id']}/assessees?kind=村").json["items"]
        return Request({"id": rows[0]["id"]})

    def move_assessment(self, place):
        made, values = self.prepared(place)
        return Request(values, body={"to": "targets", "version": made["version"], "reason": "村干部另行考核"})

    def roll_over_assessment(self, place):
        return Request(self.get_assessment(place).values, body={"year": 2027, "title": self.city.next("结转")})

    # --- targets
    def get_target_sheet(self, place):
        return Request({"id": self.city.sheet(place.unit, "draft")["id"]})

    def put_target_sheet(self, place):
        sheet = self.city.sheet(place.unit, "draft")
        value = str(1 + next(self.city.numbers) % 90)
        return Request({"id": sheet["id"]}, body={"version": sheet["version"], "items": [
            {"field": sheet["items"][0]["field"], "period": 0, "value": value}]})

    def act(self, place, state):
        sheet = self.city.sheet(place.unit, state)
        return Request({"id": sheet["id"]}, body={"version": sheet["version"]})

    def submit_target_sheet(self, place):
        return self.act(place, "filled")

    def confirm_target_sheet(self, place):
        return self.act(place, "submitted")

    def return_target_sheet(self, place):
        request = self.act(place, "submitted")
        request.body["reason"] = "请核对"
        return request

    def approve_target_sheet(self, place):
        return self.act(place, "confirmed")

    def revise_target_sheet(self, place):
        request = self.act(place, "approved")
        request.body["reason"] = "调整"
        return request

    def list_target_comments(self, place):
        return Request({"id": self.city.sheet(place.unit, "published")["id"]})

    def add_target_comment(self, place):
        return Request(self.list_target_comments(place).values, body={"text": "意见"})

    def get_letter(self, place):
        return Request({"id": self.city.sheet(place.unit, "approved")["id"]})

    def sign_letter(self, place):
        """A leader (领导) signs after the unit's own."""
        request = self.act(place, "signed_by_assessee" if place.role == "leader" else "approved")
        letter = self.city.office.get(f"/target-sheets/{request.values['id']}/letter").json
        request.body["digest"] = letter["digest"]
        return request

    def get_decomposition(self, place):
        return self.get_letter(place)

    def put_decomposition(self, place):
        values = self.get_letter(place).values
        now = self.city.office.get(f"/target-sheets/{values['id']}/decomposition").json
        return Request(values, body={"version": now["version"], "shares": []})

    def assign_targets(self, place):
        sheet = self.city.sheet(place.unit, "draft")
        value = str(1 + next(self.city.numbers) % 90)
        return Request({"id": sheet["assessment"]["id"]}, body={"kind": "村", "items": [
            {"field": sheet["items"][0]["field"], "period": 0, "value": value}]})

    def approve_targets(self, place):
        sheet = self.city.sheet(place.unit, "confirmed")
        return Request({"id": sheet["assessment"]["id"]}, body={"sheet_ids": [sheet["id"]]})

    def publish_targets(self, place):
        sheet = self.city.sheet(place.unit, "approved")
        return Request({"id": sheet["assessment"]["id"]}, body={"comment_until": in_days(10)})

    def import_targets(self, place):
        request = self.get_assessment(place)
        book = self.city.office.get(f"/assessments/{request.values['id']}/targets.xlsx").body
        request.files = [("file", "a.xlsx", book)]
        return request

    def get_public_targets(self, place):
        return Request({"id": self.city.sheet(place.unit, "published")["assessment"]["id"]})

    # --- process
    def upload_evidence(self, _):
        return Request(files=[("file", "记录.txt", "会议记录".encode())])

    def get_evidence(self, _):
        """Somebody else's, attached to nothing."""
        made = self.city.must(self.city.clerk.upload("/evidence", {}, [("file", "记录.txt", "会议记录".encode())]))
        return Request({"id": made["id"]})

    get_evidence_content = get_evidence

    def list_work_records(self, _):
        return Request()

    list_reporting_sheets = list_verifications = list_records = list_panel_sheets = list_work_records
    get_inbox = list_reminders = list_work_records

    def add_work_record(self, place):
        return Request(body={"unit_id": place.unit, "day": in_days(-1), "title": self.city.next("走访")})

    def work_record(self, place):
        """A record of whoever asks, where he may keep one; otherwise somebody's."""
        client = self.city.clerk if place.role == "staff" else self.city.users.get(place.role, self.city.clerk)
        made = client.post("/work-records", self.add_work_record(place).body)
        return made.json if made.status == 201 else self.city.must(
            self.city.clerk.post("/work-records", self.add_work_record(place).body))

    def get_work_record(self, place):
        return Request({"id": self.work_record(place)["id"]})

    archive_work_record = get_work_record

    def change_work_record(self, place):
        return Request(self.get_work_record(place).values, body={"version": 1, "title": self.city.next("改")})

    def sheet_cells(self, place):
        year = self.city.year(place.unit)
        path = f"/reporting-sheet?assessment_id={year['id']}&assessee_id={year['assessee']}&level=年&period=0"
        sheet = self.city.office.get(path).json
        return [cell for cell in sheet["cells"] if cell["class"] == "measurement" and cell["type"] == "number"]

    @staticmethod
    def key(cell):
        return {name: cell[name] for name in ("element_id", "subject_id", "year", "period", "version")}

    def get_reporting_sheet(self, place):
        year = self.city.year(place.unit)
        return Request(query=f"?assessment_id={year['id']}&assessee_id={year['assessee']}&level=年&period=0")

    def save_measurements(self, place):
        cell = next(c for c in self.sheet_cells(place) if c["state"] in ("missing", "draft"))
        return Request(body={"submit": False, "items": [{**self.key(cell), "value": "1"}]})

    def cell(self, place, state):
        """A figure of the unit in a state; what is missing is submitted, and verified, first."""
        cells = self.sheet_cells(place)
        found = next((c for c in cells if c["state"] == state), None)
        if found:
            return self.key(found)
        fresh = next(c for c in cells if c["state"] == "missing")  # A draft may be of whoever verifies.
        item = {**self.key(fresh), "value": "1"}
        made = self.city.must(self.city.clerk.put("/measurements", {"submit": True, "items": [item]}))
        if state == "verified":
            item = {**self.key(made["items"][0]), "verdict": "verify"}
            made = self.city.must(self.city.office.post("/verifications", {"items": [item]}))
        return self.key(made["items"][0])

    def verify_measurements(self, place):
        return Request(body={"items": [{**self.cell(place, "submitted"), "verdict": "verify"}]})

    def reopen_measurement(self, place):
        return Request(body={**self.cell(place, "verified"), "reason": "漏计"})

    def get_measurement_history(self, place):
        key = self.cell(place, "submitted")
        key.pop("version")
        return Request(query="?" + "&".join(f"{name}={value}" for name, value in key.items()))

    def get_data_workbook(self, place):
        return Request({"id": self.city.year(place.unit)["id"]})

    list_record_kinds = remind = get_data_workbook

    def import_data(self, place):
        return Request(self.get_data_workbook(place).values,
                       files=[("file", "a.xlsx", workbook({"村": [["村"], ["没有"]]}))])

    def get_data_import(self, place):
        path = f"/assessments/{self.city.year(place.unit)['id']}/data/import"
        files = [("file", "a.xlsx", workbook({"村": [["村"], ["没有"]]}))]
        return Request({"id": self.city.must(self.city.clerk.upload(path, {}, files))["id"]})

    watch_data_import = get_data_import

    def propose_record(self, place):
        year = self.city.year(place.unit)
        return Request(body={"assessment_id": year["id"], "kind": "表彰", "assessee_id": year["assessee"],
                             "day": f"{year['year']}-01-01", "basis": self.city.next("文件"),
                             "values": {"日期": f"{year['year']}-01-01", "事项": "先进", "级别": "县级"}})

    def record(self, place):
        client = self.city.users.get(place.role, self.city.clerk)
        made = client.post("/records", self.propose_record(place).body)
        return made.json if made.status == 201 else self.city.must(
            self.city.clerk.post("/records", self.propose_record(place).body))

    def get_record(self, place):
        return Request({"id": self.record(place)["id"]})

    def decide_record(self, place):
        made = self.city.must(self.city.clerk.post("/records", self.propose_record(place).body))
        return Request({"id": made["id"]}, body={"version": 1, "verdict": "approve"})

    def withdraw_record(self, place):
        return Request(self.get_record(place).values, body={"version": 1, "reason": "重复"})

    def list_panels(self, _):
        return Request({"id": self.city.panel_year()["id"]})

    def appoint_panel(self, _):
        year = self.city.panel_year()
        return Request({"id": year["id"]}, body={"kind": "评委评分", "account_ids": year["accounts"]})

    def get_panel_sheet(self, _):
        year = self.city.panel_year()
        return Request(query=f"?assessment_id={year['id']}&kind=评委评分&assessee_id={year['assessee']}")

    def save_panel_sheet(self, _):
        year = self.city.panel_year()
        judge = self.city.users.get("panel_member")
        shown = judge.get("/panel/sheet" + self.get_panel_sheet(None).query).json if judge else {"version": 0}
        return Request(body={"assessment_id": year["id"], "kind": "评委评分", "assessee_id": year["assessee"],
                             "version": shown["version"], "submit": False,
                             "items": [{"item": "看", "choice": "score", "value": "90"}]})

    def get_review(self, place):
        return Request(self.get_data_workbook(place).values, query="?level=年&period=0")

    def remark_review(self, place):
        year = self.city.year(place.unit)
        rows = self.city.office.get(f"/assessments/{year['id']}/review?level=年&period=0&page_size=200").json
        row = next(r for r in rows["items"] if r["assessee"]["id"] == year["assessee"])
        return Request({"id": year["id"]}, body={"assessee_id": year["assessee"], "level": "年", "period": 0,
                                                 "remark": self.city.next("抓紧"), "version": row["version"]})

    def read_reminder(self, _):
        return Request({"id": 1})

    # --- results
    def start_computation(self, place):
        made = self.city.new_assessment(place.unit)
        self.city.move(made["id"], "targets", "process")
        return Request({"id": made["id"]}, body={"basis": "verified", "label": "年终"})

    def list_computations(self, _):
        return Request()

    list_publications = list_objections = list_notices = list_computations

    def get_computation(self, place):
        return Request({"id": self.city.publication(place.unit)["computation_id"]})

    watch_computation = export_computation_facts = export_computation_workbook = get_computation
    list_computation_rows = get_computation
    get_distribution = list_calibrations = get_computation

    def cancel_computation(self, place):
        request = self.start_computation(place)
        made = self.city.must(self.city.office.post(
            f"/assessments/{request.values['id']}/computations", request.body))
        cancelled = self.city.office.post(f"/computations/{made['id']}/cancel")
        # It may be done before it can be cancelled; then there is another.
        return Request({"id": made["id"]}) if cancelled.status == 200 else self.cancel_computation(place)

    def get_scorecard(self, place):
        publication = self.city.publication(place.unit)
        assessee, _ = self.city.figure_of(publication)
        return Request({"id": publication["computation_id"]}, f"?assessee_id={assessee}")

    explain_computation = get_scorecard

    def calibrate(self, _):
        made, assessee, figure, grades = self.city.new_graded()
        return Request({"id": made["id"]}, body={
            "assessee_id": assessee, "figure": figure, "value": grades[0], "reason": "主管部门通报"})

    def withdraw_calibration(self, place):
        request = self.calibrate(place)
        made = self.city.must(self.city.office.post(
            f"/computations/{request.values['id']}/calibrations", request.body))
        return Request({"id": made["id"]}, body={"reason": "复核后恢复"})

    def get_readiness(self, place):
        return Request({"id": self.city.publication(place.unit)["assessment"]["id"]})

    def publish_results(self, place):
        computation = self.city.new_computation(place.unit)
        return Request({"id": computation["assessment"]["id"]}, body=self.city.publication_body(computation))

    def get_publication(self, place):
        return Request({"id": self.city.publication(place.unit)["id"]})

    list_payouts = export_payouts = get_notice = finalise_results = get_publication

    def archive_assessment(self, place):
        return self.get_readiness(place)

    def raise_objection(self, place):
        publication = self.city.new_publication(place.unit)
        assessee, column = self.city.figure_of(publication)
        return Request(body={"publication_id": publication["id"], "assessee_id": assessee, "column": column,
                             "text": "与台账不符"})

    def get_objection(self, place):
        return Request({"id": self.city.open_objection(place.unit)["id"]})

    list_handlers = get_cascade = get_objection

    def assign_objection(self, place):
        publication = self.city.new_publication(place.unit)
        assessee, column = self.city.figure_of(publication)
        made = self.city.must(self.city.clerk.post("/objections", {
            "publication_id": publication["id"], "assessee_id": assessee, "column": column, "text": "与台账不符"}))
        handlers = self.city.office.get(f"/objections/{made['id']}/handlers").json["items"]
        return Request({"id": made["id"]}, body={
            "account_id": handlers[0]["account_id"], "version": made["version"]})

    def resolve_objection(self, place):
        made = self.city.open_objection(place.unit)
        return Request({"id": made["id"]}, body={
            "verdict": "not_upheld", "reason": "台账与上报一致", "version": made["version"]})

    # --- reports
    def list_reports(self, _):
        return Request()

    list_report_comparisons = list_rubrics = list_reports

    def upload_reports(self, place):
        return Request(fields={"unit_id": place.unit, "year": 2026},
                       files=[("file", self.city.next("汇报") + ".txt", REPORT.encode())])

    def get_report(self, place):
        return Request({"id": self.city.report(place.unit)["id"]})

    get_report_file = get_annotated_report = watch_report = check_report = get_report

    def change_report(self, place):
        report = self.city.report(place.unit)
        return Request({"id": report["id"]}, body={
            "version": report["version"], "title": self.city.next("汇报"), "year": 2026, "assessment_id": None})

    def archive_report(self, place):
        return Request({"id": self.city.new_report(place.unit)["id"]})

    def upload_report_version(self, place):
        report = self.city.report(place.unit)
        text = REPORT + self.city.next("第") + "稿。\n"
        return Request({"id": report["id"]}, fields={"version": report["version"]},
                       files=[("file", "更正.txt", text.encode())])

    def decide_finding(self, place):
        report = self.city.report(place.unit)
        finding = self.city.office.get(f"/reports/{report['id']}").json["findings"][0]["key"]
        return Request({"id": report["id"]}, body={
            "version": report["version"], "finding": finding, "verdict": "accepted", "reason": "另有说明"})

    def compare_reports(self, place):
        for _ in range(2 - len(self.city.compared.get(place.unit, []))):
            self.city.compared.setdefault(place.unit, []).append(self.city.new_report(place.unit, 2024)["id"])
        return Request(body={"title": self.city.next("比对"), "years": [2024], "unit_ids": [place.unit],
                             "letters_min": 45})

    def get_report_comparison(self, place):
        return Request({"id": self.city.comparison(place.unit)})

    watch_report_comparison = export_report_pairs = get_report_comparison

    def get_report_pair(self, place):
        return Request({"id": self.city.comparison(place.unit), "pair": 0})

    def upload_rubric(self, _):
        return Request(fields={"title": self.city.next("办法")}, files=[("file", "细则.csv", RUBRIC.encode())])

    def get_rubric(self, _):
        return Request({"id": self.city.rubric()["id"]})

    export_draft = get_rubric

    def change_rubric(self, _):
        rubric = self.city.rubric()
        return Request({"id": rubric["id"]}, body={
            "version": rubric["version"], "title": self.city.next("办法"), "kind": "单位", "group": "组", "year": 2026})

    def archive_rubric(self, _):
        return Request({"id": self.city.new_rubric()["id"]})

    def preview_clause(self, _):
        return Request({"id": self.city.rubric()["id"]}, body={
            "item": 0, "clause": 0, "verdict": "correct", "formula": "3 × 「事故起数」"})

    def decide_clauses(self, _):
        rubric = self.city.rubric()
        return Request({"id": rubric["id"]}, body={"version": rubric["version"], "items": [
            {"item": 0, "clause": 0, "verdict": "accept", "formula": None}]})

    def save_draft(self, _):
        rubric = self.city.new_rubric()
        return Request({"id": rubric["id"]}, body={
            "version": rubric["version"], "slug": self.city.next("rubric-"), "label": "甲"})
    # --- documents
    def list_documents(self, _):
        return Request()

    list_document_templates = list_document_batches = list_documents

    def add_document_template(self, _):
        return Request(fields={"title": self.city.next("模板"), "subject": "whole"},
                       files=[("file", "a.docx", template_file("bulletin"))])

    def get_document_template(self, _):
        return Request({"key": "scorecard"})

    get_document_template_file = get_document_template

    def change_document_template(self, _):
        made = self.city.new_template()
        return Request({"key": made["key"]}, body={"version": made["version"], "title": self.city.next("新名")})

    def add_document_template_version(self, _):
        return Request({"key": self.city.new_template()["key"]},
                       files=[("file", "b.docx", template_file("inspection"))])

    def get_document_form(self, place):
        assessment = self.city.publication(place.unit)["assessment"]["id"]
        return Request({"key": "bulletin"}, f"?assessment_id={assessment}")

    def draft_document(self, place):
        return Request(body=self.city.document_body(place.unit))

    def get_document(self, place):
        return Request({"id": self.city.issued(place.unit)["id"]})

    preview_document = get_document_file = compare_document = get_document

    def a_draft(self, place, **body):
        made = self.city.drafted(place.unit, place.role)
        return Request({"id": made["id"]}, body={"version": made["version"], **body})

    def edit_document(self, place):
        return self.a_draft(place, replaced=[{"number": 1, "pieces": [{"text": "改动的一句"}]}])

    def refresh_document(self, place):
        return self.a_draft(place, redraft=False)

    def restore_document(self, place):
        return self.a_draft(place, number=1)

    def discard_document(self, place):
        return self.a_draft(place)

    def check_document(self, place):
        return Request(self.a_draft(place).values)

    def issue_document(self, place):
        return self.a_draft(place, audience="office")

    def withdraw_document(self, place):
        made = self.city.new_issued(place.unit)
        return Request({"id": made["id"]}, body={"version": made["version"], "reason": "文字有误"})

    def start_document_batch(self, place):
        body = self.city.document_body(place.unit)
        body["assessee_ids"] = [body.pop("assessee_id")]
        return Request(body=body)

    def get_document_batch(self, place):
        return Request({"id": self.city.done_batch(place.unit, place.role)["id"]})

    watch_document_batch = get_document_batch_files = get_document_batch

    def cancel_document_batch(self, place):
        made, client = self.city.new_batch(place.unit, place.role)
        cancelled = client.post(f"/document-batches/{made['id']}/cancel")
        # It may be done before it can be cancelled; then there is another.
        return Request({"id": made["id"]}) if cancelled.status == 200 else self.cancel_document_batch(place)
