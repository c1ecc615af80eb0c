# SPDX-License-Identifier: Apache-2.0
"""Who may do what: every operation, for every role over a unit, about that unit and those around it.

What is right follows from x-act and x-scope of the OpenAPI document and from GET /roles; accounts of
all roles over the town 甘溪镇 are held against it. Not covered is 404, covered but not allowed 403,
nobody signed in 401; what is refused changes nothing.
"""
import dataclasses
import unittest

from examples import City, Place, Requests
from runner import ServerCase, main
from samples import Workbook

ANYBODY = ("open", "newcomer", "signed_in")
ABOUT_A_THING = ("unit", "person", "appointment", "account", "assessee")
SCOPES = ABOUT_A_THING + ("body", "everything", "listing", "import", "version", "regulation")
COVERED = ("own", "child")
# Operations that only a draft, or only a published version, has.
DRAFT_ONLY = ("putVersionFile", "deleteVersionFile", "publishVersion")
PUBLISHED_ONLY = ("withdrawVersion",)
# A notice takes working days, and what follows it cannot be done on the day it begins.
TOO_EARLY = {"finaliseResults": 409, "archiveAssessment": 409}
# Whose example request is wrong on purpose, for it would change what the other tests need.
WRONG_EXAMPLES = {"changePassword": 422, "confirmTotp": 422, "removeTotp": 422, "endDevice": 404,
                  "getEvidence": 404, "getEvidenceContent": 404, "readReminder": 404}


class Rights(ServerCase):
    @classmethod
    def setUpClass(cls):
        cls.city = City(cls.server)
        cls.requests = Requests(cls.city)
        cls.matrix = cls.city.auditor.get("/roles").json
        cls.roles = [role["role"] for role in cls.matrix["roles"]]
        cls.allowed = {act["act"]: set(act["roles"]) for act in cls.matrix["acts"]}
        cls.users = {role: cls.city.new_user([{"role": role, "unit_id": cls.city.units["own"]}])
                     for role in cls.roles}
        cls.city.users = cls.users
        cls.operations = cls.server.contract.operations

    def places(self, operation):
        """What the operation is tried on: {word: Place}."""
        units, scope = self.city.units, operation.get("x-scope")
        if scope in ABOUT_A_THING or scope == "body":
            return {relation: Place(unit) for relation, unit in units.items()}
        if scope in ("version", "regulation"):
            places = {"published": Place(units["own"]), "draft": Place(units["own"], is_draft=True)}
            if operation["operationId"] in DRAFT_ONLY:
                places.pop("published")
            if operation["operationId"] in PUBLISHED_ONLY:
                places.pop("draft")
            return places
        return {"own": Place(units["own"])}

    def expected(self, operation, role, where):
        """The status of a refusal, or 200 for any success."""
        scope = operation.get("x-scope")
        is_allowed = role in self.allowed[operation["x-act"]]
        if scope in ABOUT_A_THING and where not in COVERED:
            return 404
        if where == "draft" and role not in self.allowed["view_drafts"]:
            return 404
        if not is_allowed:
            return 403
        if scope == "assessee" and role == "staff":
            return 403  # What staff may do is about the own person alone.
        if scope == "body" and where not in COVERED:
            return 422
        if scope == "body" and role == "staff" and where != "own":
            return 422  # The unit of the appointment alone.
        if scope == "everything":
            return 403  # The grants of these users are over one unit.
        if scope == "import":
            return 404  # It is somebody else's.
        return 200

    def scoped_operations(self):
        return [(key, operation) for key, operation in self.operations.items()
                if operation["x-act"] not in ANYBODY]

    def ask(self, client, key, request, status, **words):
        answer = request.send(client, key)
        with self.subTest(operation=key, **words):
            if status == 200:
                self.assertLess(answer.status, 300, answer.body)
            else:
                self.assertEqual(answer.status, status, answer.body)
                self.assertEqual(answer.headers["Content-Type"].split(";")[0], "application/problem+json")
        return answer

    # --- The matrix

    def test_every_operation_says_what_it_needs(self):
        for key, operation in self.operations.items():
            with self.subTest(operation=key):
                self.assertIn(operation.get("x-act"), ANYBODY + tuple(self.allowed))
                self.assertIn(operation.get("x-scope"), SCOPES + (None,))
                self.assertTrue(hasattr(Requests, "make"))
        acts = {operation["x-act"] for operation in self.operations.values()}
        self.assertEqual(set(self.allowed) - acts, {"view_person_details", "view_drafts"},
                         "acts that no operation needs, but for those that show more")
        for act in self.matrix["acts"]:
            scopes = {o.get("x-scope") for o in self.operations.values() if o["x-act"] == act["act"]}
            if not act["is_scoped"]:
                self.assertFalse(scopes & set(ABOUT_A_THING + ("body", "everything")), act["act"])

    def test_every_operation_for_every_role_and_place(self):
        tried = 0
        for key, operation in self.scoped_operations():
            for where, place in self.places(operation).items():
                refused = []
                for role in self.roles:
                    request = self.requests.make(operation["operationId"], dataclasses.replace(place, role=role))
                    status = self.expected(operation, role, where)
                    tried += 1
                    if status != 200:
                        refused.append((role, request, status))
                        continue
                    self.ask(self.users[role], key, request, TOO_EARLY.get(operation["operationId"], 200),
                             role=role, where=where)
                    if operation["operationId"] == "viewAs":
                        self.users[role].delete("/session/view-as")
                before = self.city.audit_count()
                for role, request, status in refused:
                    self.ask(self.users[role], key, request, status, role=role, where=where)
                self.assertEqual(self.city.audit_count(), before, f"{key} is recorded though refused")
        self.assertGreater(tried, 900)

    def test_nobody_signed_in(self):
        nobody = self.client()
        before = self.city.audit_count()
        for key, operation in self.operations.items():
            if operation["x-act"] == "open":
                continue
            place = Place(self.city.units["own"])
            request = self.requests.make(operation["operationId"], place)
            made = self.city.audit_count()
            answer = self.ask(nobody, key, request, 401)
            self.assertEqual(answer.json["code"], "not_signed_in")
            self.assertEqual(self.city.audit_count(), made, key)
        self.assertGreaterEqual(self.city.audit_count(), before)

    def test_the_own_account_is_for_everybody(self):
        for role in self.roles:
            client = self.city.new_user([{"role": role, "unit_id": self.city.units["own"]}])
            own = [(key, o) for key, o in self.operations.items() if o["x-act"] in ("newcomer", "signed_in")]
            for key, operation in sorted(own, key=lambda pair: pair[1]["operationId"] == "signOut"):
                name = operation["operationId"]
                request = self.requests.make(name, Place(self.city.units["own"]))
                self.ask(client, key, request, WRONG_EXAMPLES.get(name, 200), role=role)

    def test_a_newcomer_may_only_change_the_password(self):
        account, first = self.city.new_account(
            self.city.units["own"], [{"role": "administrator", "unit_id": self.city.units["own"]}])
        client = self.client()
        client.sign_in(account["login"], first)
        for key, operation in self.operations.items():
            if operation["x-act"] in ("open", "newcomer"):
                continue
            request = self.requests.make(operation["operationId"], Place(self.city.units["own"]))
            answer = self.ask(client, key, request, 403)
            self.assertEqual(answer.json["code"], "password_change_required")

    def test_everything_is_for_who_acts_on_everything(self):
        for key, operation in self.operations.items():
            if operation.get("x-scope") != "everything":
                continue
            for role, client in (("administrator", self.city.administrator), ("office", self.city.office)):
                request = self.requests.make(operation["operationId"], Place(self.city.units["own"]))
                self.ask(client, key, request, 200, role=role)

    def test_some_things_are_open_to_everybody(self):
        nobody = self.client()
        place = Place(self.city.units["own"])
        for key, operation in self.operations.items():
            if operation["x-act"] != "open" or operation["operationId"] == "signIn":
                continue
            request = self.requests.make(operation["operationId"], place)
            self.ask(nobody, key, request, 200)

    def test_an_import_is_there_for_who_began_it(self):
        for role in sorted(self.allowed["import_organisation"]):
            client = self.users[role]
            path = f"/organisation/imports/{self.city.new_import(client)}"
            self.assertEqual(client.get(path).status, 200)
            self.assertEqual(client.get(path + "/events").status, 200)
            self.assertEqual(client.post(path + "/apply").status, 202)
            # Acts on everything.
            self.assertEqual(self.city.administrator.get(path).status, 200)
            others = self.allowed["import_organisation"] - {role}
            for other in others:
                self.assertEqual(self.users[other].get(path).status, 404)

    def test_an_import_of_data_is_there_for_who_began_it(self):
        path = f"/data-imports/{self.requests.get_data_import(Place(self.city.units['own'])).values['id']}"
        for client in (self.city.clerk, self.city.office):
            self.assertEqual(client.get(path).status, 200)
            self.assertEqual(client.get(path + "/events").status, 200)
        self.assertEqual(self.users["reporting_clerk"].get(path).status, 404)

    def test_a_comparison_of_reports_is_there_for_who_began_it(self):
        path = f"/report-comparisons/{self.city.comparison(self.city.units['own'])}"
        for where in ("", "/events", "/pairs/0", "/pairs.xlsx"):
            self.assertEqual(self.city.office.get(path + where).status, 200, where)
            self.assertEqual(self.users["auditor"].get(path + where).status, 404, where)

    def test_nobody_rises_above_himself(self):
        """A manager of a unit neither grants more than he has nor takes over who has more."""
        manager, units = self.users["administrator"], self.city.units
        person = self.city.new_person(units["own"])["id"]
        before = self.city.audit_count()
        for unit in (None, units["parent"], units["sibling"]):
            answer = manager.post("/accounts", {"person_id": person, "login": "riser", "grants": [
                {"role": "administrator", "unit_id": unit}]})
            self.assertEqual([e["pointer"] for e in answer.json["errors"]], ["/grants/0"])
        self.assertEqual(self.city.audit_count(), before)
        above, _ = self.city.new_account(units["own"], [{"role": "leader", "unit_id": units["parent"]}])
        path = f"/accounts/{above['id']}"
        before = self.city.audit_count()
        self.assertEqual(manager.get(path).status, 200)
        self.assertEqual(manager.post(path + "/reset-password").status, 403)
        self.assertEqual(manager.post(path + "/unlock").status, 403)
        self.assertEqual(manager.delete(path + "/sessions").status, 403)
        self.assertEqual(manager.patch(path, {"version": above["version"], "is_active": False}).status, 403)
        self.assertEqual(manager.put("/session/view-as", {"account_id": above["id"]}).status, 403)
        self.assertEqual(self.city.audit_count(), before)

    # --- What is shown

    def covered(self):
        rows = self.city.administrator.get("/units").json["items"]
        town = next(row for row in rows if row["id"] == self.city.units["own"])
        begin = rows.index(town)
        end = next((i for i in range(begin + 1, len(rows)) if rows[i]["depth"] <= town["depth"]), len(rows))
        return rows, {row["id"] for row in rows[begin:end]}

    def test_listings_leave_out_what_is_not_covered(self):
        rows, covered = self.covered()
        names_outside = {row["name"] for row in rows if row["id"] not in covered}
        path_names = {"安和市", "江岭县"}
        for role, client in self.users.items():
            with self.subTest(role=role):
                shown = client.get("/units").json["items"]
                self.assertEqual({row["id"] for row in shown if row["is_covered"]}, covered)
                above = [row for row in shown if not row["is_covered"]]
                self.assertEqual({row["name"] for row in above}, path_names)
                for row in above:
                    self.assertFalse({"code", "person_count", "version", "valid_from"} & set(row))
                book = Workbook(client.get("/organisation/export.xlsx").body)
                self.assertFalse(book.texts & (names_outside - path_names))
                if role in self.allowed["view_persons"]:
                    for person in client.get("/persons?page_size=200").json["items"]:
                        self.assertTrue({a["unit"]["id"] for a in person["appointments"]} & covered)
                    outside = client.get(f"/persons?unit_id={self.city.units['sibling']}").json
                    for person in outside["items"]:
                        self.assertTrue({a["unit"]["id"] for a in person["appointments"]} & covered)
                if role in self.allowed["view_accounts"]:
                    for account in client.get("/accounts?page_size=200").json["items"]:
                        self.assertTrue({unit["id"] for unit in account["units"]} & covered)
                    hidden = client.get(f"/accounts?unit_id={self.city.units['sibling']}")
                    self.assertEqual(hidden.status, 404)

    def test_sheets_and_assessees_outside_are_not_listed(self):
        sheets = {where: self.city.sheet(unit, "draft") for where, unit in self.city.units.items()}
        for role, client in self.users.items():
            if role not in self.allowed["view_assessments"]:
                self.assertEqual(client.get("/target-sheets").status, 403)
                continue
            for where, sheet in sheets.items():
                with self.subTest(role=role, where=where):
                    is_seen = where in COVERED and role != "staff"
                    assessment = sheet["assessment"]["id"]
                    listed = client.get(f"/target-sheets?assessment_id={assessment}").json
                    self.assertEqual([row["id"] for row in listed["items"]], [sheet["id"]] if is_seen else [])
                    rows = client.get(f"/assessments/{assessment}/assessees?kind=村").json
                    self.assertEqual(rows["total"], 1 if is_seen else 0)
                    book = Workbook(client.get(f"/assessments/{assessment}/targets.xlsx").body)
                    self.assertEqual(sheet["assessee"]["name"] in book.texts, is_seen)

    def test_phone_and_note_are_not_there_for_who_may_not_see_them(self):
        for relation in COVERED:
            person = self.city.new_person(self.city.units[relation])
            for role in sorted(self.allowed["view_persons"]):
                client = self.users[role]
                may_see = role in self.allowed["view_person_details"]
                listed = client.get(f"/persons?query={person['code']}").json["items"]
                self.assertEqual([one["id"] for one in listed], [person["id"]])
                for shown in (client.get(f"/persons/{person['id']}").json, listed[0]):
                    with self.subTest(role=role, relation=relation):
                        self.assertEqual({"phone", "note"} & set(shown),
                                         {"phone", "note"} if may_see else set())
                book = Workbook(client.get("/organisation/export.xlsx").body)
                self.assertIn(person["code"], book.texts)
                self.assertEqual(person["phone"] in book.texts, may_see, role)
                self.assertEqual(person["note"] in book.texts, may_see, role)
        for role in set(self.roles) - self.allowed["view_persons"]:
            book = Workbook(self.users[role].get("/organisation/export.xlsx").body)
            self.assertNotIn(person["code"], book.texts, role)
        log = self.city.auditor.get("/audit?act=person&page_size=200").body.decode()
        self.assertNotIn(person["phone"], log)
        self.assertNotIn(person["note"], log)

    def test_a_change_shows_no_more_than_a_look(self):
        """The present state that comes with a conflict is what a GET shows."""
        person = self.city.new_person(self.city.units["own"])
        late = self.users["office"].patch(f"/persons/{person['id']}", {"version": 77, "name": "迟"})
        self.assertEqual(late.status, 409)
        self.assertEqual(late.json["current"], self.users["office"].get(f"/persons/{person['id']}").json)

    def test_drafts_are_not_there_for_who_may_not_see_them(self):
        self.city.office.post(f"/regulations/{self.city.regulation}/versions",
                              {"label": "尚未发布", "copy_of": self.city.published["id"]})
        for role, client in self.users.items():
            may_see = role in self.allowed["view_drafts"]
            with self.subTest(role=role):
                whole = client.get(f"/regulations/{self.city.regulation}").json
                self.assertEqual(any(v["state"] == "draft" for v in whole["versions"]), may_see)
                self.assertEqual(bool(whole.get("draft")), may_see)
                drafts = client.get("/regulations?state=draft").json
                self.assertEqual(drafts["total"] > 0, may_see)
                text = client.get("/regulations?page_size=200").body.decode()
                self.assertEqual("尚未发布" in text, may_see)
                self.assertEqual("draft-" in text, may_see)

    def test_only_an_editor_checks_other_texts(self):
        path = f"/regulation-versions/{self.city.published['id']}/check"
        for role, client in self.users.items():
            answer = client.post(path, {"files": {"README.md": "x"}})
            self.assertEqual(answer.status, 200 if role in self.allowed["edit_regulations"] else 403, role)

    def test_a_role_that_is_taken_away_is_gone_at_once(self):
        unit = self.city.units["own"]
        client = self.city.new_user([{"role": "office", "unit_id": unit}])
        path = f"/accounts/{client.me['account']['id']}"
        self.assertEqual(client.get(f"/units/{unit}").status, 200)
        account = self.city.administrator.get(path).json
        self.city.administrator.patch(path, {"version": account["version"], "grants": []})
        self.assertEqual(client.get(f"/units/{unit}").status, 404)
        self.assertEqual(client.get("/units").status, 403)
        account = self.city.administrator.get(path).json
        self.city.administrator.patch(path, {"version": account["version"], "is_active": False})
        self.assertEqual(client.get("/session").status, 401)


def every_operation_gave_a_good_answer(server):
    contract = server.contract
    missing = {key for key, operation in contract.operations.items()
               if operation["operationId"] not in {**WRONG_EXAMPLES, **TOO_EARLY} and (*key, 2) not in contract.seen}
    assert not missing, f"no test has a good answer of {sorted(missing)}"


if __name__ == "__main__":
    main(after=every_operation_gave_a_good_answer)
