#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a regulation for the units of a city and a year's facts, always the same bytes.

usage: make_city.py FOLDER [UNITS [INDICATORS]]

By default 113 units in three groups and 60 indicators in six blocks, scored by six methods, with
grades by quota and ranks in the group. FOLDER gets regulation.md and facts/单位.csv.
"""
import csv
import pathlib
import sys

GROUPS = ["党群部门", "政府部门", "直属单位"]
BLOCKS = ["经济发展", "社会事业", "党的建设", "平安建设", "生态环境", "自身建设"]
METHODS = [
    "按比例({0}, {0}.目标, 封顶: 120%)",
    "按反比例({0}.目标, {0}, 封顶: 100%)",
    "满分 × 插值({0} ÷ {0}.目标, 0: 0, 0.6: 0.6, 0.9: 0.8, 1: 1)",
    "分段({0} ÷ {0}.目标, ≥1: 满分, ≥0.9: 满分 × 80%, ≥0.7: 满分 × 60%, 其余: 0)",
    "不低于(满分 - 满分 × 2 × 较大(1 - {0} ÷ {0}.目标, 0), 0)",
    "满分 × (1 - 0.01 × (名次({0}, 在: 全体, 并列: 跳号) - 1))",
]
HEAD = """---
名称: 市直单位综合考核(基准测试)
版本: 1
施行: 2025-01-01
---

# 市直单位综合考核(基准测试)

供测量整个命令所需的时间；数据为生成。

## 第一条 考核对象和数据

```规则
对象 单位
  属性 组别: 选项({groups}), 来源 考核办, 缺失 待定
{fields}```

## 第二条 指标和计分

各板块得分保留两位小数，此前不作舍入。

```规则
指标 综合考核 100分 责任 考核办
{indicators}```

## 第三条 总分、排名和等次

各组优秀不超过本组单位数的20%，名额向下取整；低于60分的不合格。

```规则
总分 = 综合考核 舍入 2位
排名 = 名次(总分, 在: 全体, 按: 组别, 并列: 跳号)
等次
  不合格: 总分 < 60
  优秀: 总分 ≥ 85 且 入围(总分, 比例: 20%, 取整: 向下, 分母: 全体, 在: 全体, 按: 组别, 并列: 不入)
  合格: 其余
```
"""


def points_of(count):
    """100 points divided into `count` parts of at most one decimal."""
    tenths = [1000 * (i + 1) // count - 1000 * i // count for i in range(count)]
    return [f"{t // 10}.{t % 10}" if t % 10 else str(t // 10) for t in tenths]


def sum_of(points):
    tenths = sum(round(float(p) * 10) for p in points)
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


def regulation(names):
    points = points_of(len(names))
    fields = "".join(f"  数据 {name}: 小数2, 含 目标, 来源 各单位, 缺失 待定, 范围 (0, 100000]\n"
                     for name in names)
    indicators = ""
    for b, block in enumerate(BLOCKS):
        own = range(b * len(names) // len(BLOCKS), (b + 1) * len(names) // len(BLOCKS))
        indicators += f"  指标 {block} {sum_of([points[i] for i in own])}分\n    舍入 2位\n"
        for i in own:
            formula = METHODS[i % len(METHODS)].format(names[i])
            indicators += f"    指标 {names[i]} {points[i]}分\n      计分 {formula}\n"
    return HEAD.format(groups=", ".join(GROUPS), fields=fields, indicators=indicators)


class Chance:
    """A linear congruential generator: the same numbers on any machine."""

    def __init__(self):
        self.state = 113

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        return (self.state >> 33) % limit


def facts(names, units):
    chance = Chance()
    yield ["单位", "组别"] + [heading for name in names for heading in (name, f"{name}.目标")]
    for unit in range(units):
        row = [f"第{unit + 1}单位", GROUPS[unit % len(GROUPS)]]
        for _ in names:
            target = 1000 + chance.below(90000)
            actual = target * (60 + chance.below(60)) // 100
            row += [f"{actual // 100}.{actual % 100:02}", f"{target // 100}.{target % 100:02}"]
        yield row


def main():
    folder = pathlib.Path(sys.argv[1])
    units = int(sys.argv[2]) if len(sys.argv) > 2 else 113
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 60
    names = [f"指标{i + 1:02}" for i in range(count)]
    (folder / "facts").mkdir(parents=True, exist_ok=True)
    (folder / "regulation.md").write_text(regulation(names), encoding="utf-8")
    with open(folder / "facts" / "单位.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(facts(names, units))


if __name__ == "__main__":
    main()
