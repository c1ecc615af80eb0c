#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures how long it takes over HTTP to set the same targets for many units at once.

usage: target_load.py KAOGONG [--database URL] [--units N] [--targets N]

A regulation of TARGETS indicators with a target each, an assessment of UNITS villages: the sheets of all
are opened, then every target is assigned to every unit. Everything runs on the loopback and in a temporary
folder. The database given must be empty.
"""
import argparse
import io
import json
import tempfile
import time
import zipfile

from result_load import JSON
from serve_benchmark import Client, Server, make_city

HEAD = """---
名称: 多目标样例办法
版本: 2026
施行: 2025-01-01
---

# 多目标样例办法

## 第一条 数据

镇对各村考核，各项按完成比例计分，每项一分。没有核定的，得分待定。

```规则
对象 村
针对 村
"""


def regulation(targets):
    numbers = range(1, targets + 1)
    text = HEAD + "".join(f"数据 任务{i}: 小数2, 含 目标, 单位 件, 来源 考核办, 缺失 待定, 范围 [0, 100000]\n"
                          for i in numbers)
    text += f"指标 任务 {targets}分 责任 考核办\n"
    text += "".join(f"  指标 任务{i}得分 1分 责任 考核办\n    计分 按比例(任务{i}, 任务{i}.目标, 封顶: 1, 保底: 0)\n"
                    "    舍入 2位\n" for i in numbers)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as folder:
        folder.writestr("many-targets/regulation.md", text + "总分 总分 = 任务 舍入 2位 四舍五入\n```\n")
    return archive.getvalue()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kaogong")
    parser.add_argument("--database")
    parser.add_argument("--units", type=int, default=500)
    parser.add_argument("--targets", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kaogong-benchmark-") as folder:
        server = Server(options.kaogong, make_city(options, folder))
        office = Client(server.port, "office")

        def post(path, body):
            began = time.monotonic()
            answer, _ = office.ask("POST", path, json.dumps(body), JSON)
            return answer, time.monotonic() - began

        part = (b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.zip"\r\n\r\n'
                + regulation(options.targets) + b"\r\n--b--\r\n")
        made, _ = office.ask("POST", "/regulations/import", part, {"Content-Type": "multipart/form-data; boundary=b"})
        draft = made["draft"]
        version, _ = post(f"/regulation-versions/{draft['id']}/publish", {"version": draft["version"]})
        assessment, _ = post("/assessments", {"version_id": version["id"], "year": 2026, "title": "多目标"})
        path = f"/assessments/{assessment['id']}"
        post(path + "/assessees", {"kind": "村", "rows": [{"code": f"V{i:04}"} for i in range(options.units)]})
        now, _ = office.ask("GET", path)
        _, opened = post(path + "/stage", {"to": "targets", "version": now["version"]})
        items = [{"field": f"任务{i}.目标", "period": 0, "value": str(100 + i)} for i in range(1, options.targets + 1)]
        assigned, seconds = post(path + "/targets/assign", {"kind": "村", "items": items})
        print(f"{assigned['sheets']} sheets opened: {opened:.2f} s; {assigned['values']} targets assigned: "
              f"{seconds:.2f} s; stopped with {server.stop()}")


if __name__ == "__main__":
    main()
