# SPDX-License-Identifier: Apache-2.0
"""Sessions, accounts and the audit log through the real server."""
import json
import unittest

from runner import ServerCase, main


class Sessions(ServerCase):
    def test_sign_in_and_out(self):
        client = self.client()
        self.assertEqual(client.get("/session").json["code"], "not_signed_in")
        wrong = client.post("/session", {"login": "administrator", "password": "wrong"})
        self.assertEqual((wrong.status, wrong.json["code"]), (401, "wrong_credentials"))
        client.sign_in("administrator")
        self.assertIn("manage_accounts", client.get("/session").json["acts"])
        self.assertEqual(client.delete("/session").status, 204)
        self.assertEqual(client.get("/session").status, 401)

    def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(self):
        answer = self.client().post("/session", {"login": "administrator", "password": self.password})
        cookie = answer.headers["Set-Cookie"]
        self.assertIn("HttpOnly", cookie)
        self.assertIn("SameSite=Strict", cookie)

    def test_a_write_without_its_csrf_token_is_refused(self):
        client = self.client("administrator")
        for token in ("", "0" * 64, client.me["csrf_token"][:-1]):
            answer = client.post("/audit/verify", headers={"X-CSRF-Token": token})
            self.assertEqual((answer.status, answer.json["code"]), (403, "csrf_token_wrong"))

    def test_forged_and_foreign_sessions(self):
        client = self.client()
        for cookie in ("x", "0" * 64, "'; DROP TABLE session; --", "%00", "a" * 5000):
            client.cookie = cookie
            self.assertEqual(client.get("/session").status, 401)

    def test_bodies_are_read_strictly(self):
        client = self.client()
        for raw, status in ((b"", 400), (b"[]", 400), (b"{", 400), (b'{"login":1,"password":"x"}', 422),
                            (b'{"login":"a","login":"b","password":"x"}', 400),
                            (b'{"login":"\xff","password":"x"}', 400),
                            (b"[" * 100_000, 413), (b"[" * 3000, 400),
                            (b'{"login":"a\\u0000","password":"x"}', 422)):
            answer = client.ask("POST", "/session", raw=raw, headers={"Content-Type": "application/json"})
            self.assertEqual(answer.status, status, raw[:60])
        answer = client.post("/session", {"login": 5, "pasword": "x"})
        self.assertEqual(sorted(e["pointer"] for e in answer.json["errors"]), ["/login", "/password", "/pasword"])

    def test_messages_come_in_the_language_asked_for(self):
        zh = self.client(language="zh").get("/session").json["detail"]
        en = self.client(language="en").get("/session").json["detail"]
        self.assertIn("登录", zh)
        self.assertIn("Sign in", en)


class Accounts(ServerCase):
    def new_person(self, code):
        office = self.client("administrator")
        unit = office.get("/units").json["items"][1]["id"]
        made = office.post("/persons", {"code": code, "name": "试用人员", "appointments": [
            {"unit_id": unit, "valid_from": "2026-11-01"}]})
        self.assertEqual(made.status, 201, made.body)
        return made.json["id"], unit

    def test_a_newcomer_must_change_the_password_first(self):
        admin = self.client("administrator")
        person, unit = self.new_person("T001")
        opened = admin.post("/accounts", {"person_id": person, "login": "newcomer",
                                          "grants": [{"role": "reporting_clerk", "unit_id": unit}]})
        self.assertEqual(opened.status, 201, opened.body)
        first = opened.json["initial_password"]
        client = self.client()
        client.sign_in("newcomer", first)
        self.assertTrue(client.me["must_change_password"])
        refused = client.get("/units")
        self.assertEqual((refused.status, refused.json["code"]), (403, "password_change_required"))
        weak = client.put("/session/password", {"current": first, "new": "newcomer"})
        self.assertEqual(weak.status, 422)
        changed = client.put("/session/password", {"current": first, "new": "a fine new password"})
        self.assertEqual(changed.status, 200, changed.body)
        client.me = changed.json
        self.assertEqual(client.get("/units").status, 200)

    def test_a_stale_change_gets_the_latest(self):
        admin = self.client("administrator")
        person, _ = self.new_person("T002")
        account = admin.post("/accounts", {"person_id": person, "login": "stale", "grants": []}).json["account"]
        path = f"/accounts/{account['id']}"
        self.assertEqual(admin.patch(path, {"version": account["version"], "login": "fresh"}).status, 200)
        answer = admin.patch(path, {"version": account["version"], "login": "other"})
        self.assertEqual(answer.status, 409)
        self.assertEqual(answer.json["current"]["login"], "fresh")

    def test_the_same_key_does_it_once(self):
        admin = self.client("administrator")
        person, _ = self.new_person("T003")
        body = {"person_id": person, "login": "once", "grants": []}
        key = {"Idempotency-Key": "open-once"}
        first = admin.post("/accounts", body, headers=key)
        second = admin.post("/accounts", body, headers=key)
        self.assertEqual((first.status, second.status), (201, 409), second.body)
        self.assertEqual(admin.get("/accounts?query=once").json["total"], 1)
        # What holds a password is given once and kept nowhere.
        self.assertNotIn(first.json["initial_password"].encode(), self.server.stored_bytes())
        other = admin.post("/accounts", {**body, "login": "twice"}, headers=key)
        self.assertEqual(other.status, 409)

    def test_looking_as_another_is_read_only(self):
        admin = self.client("administrator")
        clerk = next(a for a in admin.get("/accounts?role=reporting_clerk").json["items"])
        seen = admin.put("/session/view-as", {"account_id": clerk["id"]})
        self.assertEqual(seen.json["viewing_as"]["account_id"], clerk["id"])
        self.assertNotIn("manage_accounts", seen.json["acts"])
        self.assertEqual(admin.get("/accounts").status, 403)
        self.assertEqual(admin.post("/units", {"code": "X", "name": "X", "category": "other",
                                               "valid_from": "2026-01-01"}).status, 403)
        self.assertEqual(admin.delete("/session/view-as").status, 200)
        self.assertEqual(admin.get("/accounts").status, 200)

    def test_no_secret_leaves_the_server(self):
        admin = self.client("administrator")
        text = json.dumps([admin.get("/accounts").json, admin.get("/audit?page_size=200").json])
        for word in ("argon2", "password_hash", "token", "secret", self.password):
            self.assertNotIn(word, text.replace("csrf_token", ""))


class AuditLog(ServerCase):
    def test_the_auditor_verifies_the_chain(self):
        auditor = self.client("auditor")
        report = auditor.post("/audit/verify").json
        self.assertTrue(report["is_whole"])
        self.assertGreater(report["row_count"], 5)
        latest = auditor.get("/audit?page_size=1").json["items"][0]
        self.assertEqual(latest["act"], "audit.verify")
        self.assertEqual(self.client("office").get("/audit").status, 403)


if __name__ == "__main__":
    main()
