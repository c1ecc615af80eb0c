#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Invents work reports, some of which copy from each other.

usage: make_reports.py FOLDER [REPORTS] [CHARACTERS] [SEED]

Writes REPORTS (1,000) text files of about CHARACTERS (10,000) characters: sentences put together from clauses
about one town each, under the headings and the quotation of policy that all have in common. One report in four
takes a passage of 300 to 600 characters from the report before it, every other time with its sentences in
another order. FOLDER/../copied.csv lists who took from whom. The same seed gives the same bytes.
"""
import csv
import pathlib
import random
import sys

PLACES = "青白石柳河松云龙永安新平长兴福泉玉山沙溪金桥大湾古塘马岭"
AREAS = "农业 工业 教育 卫生 民政 文化 旅游 环保 水利 交通 林业 畜牧 商贸 住房 社保 就业 科技 信访 安全 党建".split()
WHO = "镇党委 镇政府 农业站 民政办 中心校 卫生院 各村 各支部 驻村干部 帮扶单位 财政所 派出所 司法所 水管所 文化站 工作专班".split()
WHEN = "年初 春节前后 一季度 入夏以来 汛期 秋收时节 国庆之后 年底前 集中整治期间 上级督查以后".split()
DID = ("召开专题会议研究部署 逐户上门核对底数 与责任人签订任务书 组织骨干外出学习 建立台账按月销号 对照清单自查自纠 "
       "邀请专家现场指导 抽调人员组成小组 把任务分解到每个岗位 通过广播和公示栏宣传 约谈进度落后的负责人 公开办事流程和时限 "
       "争取上级项目支持 发动群众投工投劳 统一采购所需物资 请第三方开展评估 建立红黑榜制度 推行一窗受理 设立监督电话 "
       "安排专人每日巡查").split()
THING = ("灌溉渠道 村级公路 危房 饮水工程 校舍 卫生室 文化广场 敬老院 垃圾收集点 路灯 养殖小区 大棚 茶园 果园 防洪堤 "
         "便民桥 河道 变压器 公厕 停车场 图书室 太阳能热水器 护林点 冷库 加工车间 电商服务站").split()
CHANGE = "新建 改造 维修 扩建 加固 绿化 硬化 清理 验收 移交".split()
UNIT = "处 个 座 户 公里 亩 平方米 台 套 间".split()
GOOD = ("群众反映明显好转 问题整改全部到位 工作水平上了台阶 受到县里通报表扬 矛盾纠纷大为减少 收入渠道进一步拓宽 "
        "面貌发生了可喜变化 基础更加牢固 办事时间大幅压缩 干部作风更加扎实 产业链条逐步延长 隐患得到及时消除").split()
LACK = ("资金缺口依然较大 年轻干部经验不足 个别村进度偏慢 台账不够规范 设施管护跟不上 宣传形式比较单一 "
        "产业规模偏小 部门之间配合不够紧密 外出务工人员联系困难 山区信号覆盖不好").split()
NEXT = "落实 完善 推进 抓好 加强 规范 细化 巩固".split()
HEADS = "基本情况 主要做法 取得的成效 存在的问题 下一步打算".split()
POLICY = ("我镇坚持以人民为中心的发展思想，认真贯彻上级各项决策部署，坚持稳中求进工作总基调，"
          "统筹推进经济建设、政治建设、文化建设、社会建设和生态文明建设。")


class Town:
    """A town with the words and figures of its own."""

    def __init__(self, number, chance):
        self.chance = chance
        self.name = "".join(chance.sample(PLACES, 2)) + f"{number}镇"
        self.villages = ["".join(chance.sample(PLACES, 2)) + "村" for _ in range(12)]

    def pick(self, words):
        return self.chance.choice(words)

    def sentence(self):
        c = self.chance
        kind = c.randrange(6)
        thing, village = self.pick(THING), self.pick(self.villages)
        if kind == 0:
            return f"{self.pick(WHEN)}，{self.pick(WHO)}{self.pick(DID)}，{self.pick(CHANGE)}{thing}{c.randrange(2, 900)}{self.pick(UNIT)}，{self.pick(GOOD)}。"
        if kind == 1:
            return f"在{village}{self.pick(CHANGE)}{thing}，投入资金{c.randrange(3, 500)}.{c.randrange(1, 9)}万元，由{self.pick(WHO)}{self.pick(DID)}。"
        if kind == 2:
            return f"{self.pick(AREAS)}方面，{self.pick(WHO)}{self.pick(DID)}，{village}和{self.pick(self.villages)}的{thing}{self.pick(GOOD)}。"
        if kind == 3:
            whole = c.randrange(40, 400)
            part = c.randrange(1, whole)
            return f"{self.pick(AREAS)}检查{village}的{thing}{whole}处，其中合格{part}处，不合格{whole - part}处，{self.pick(WHO)}{self.pick(DID)}。"
        if kind == 4:
            return f"{self.pick(AREAS)}工作中，{village}的{thing}{self.pick(LACK)}，{self.pick(WHEN)}{self.pick(WHO)}已经{self.pick(DID)}。"
        return f"对{village}的{thing}，{self.pick(WHO)}{self.pick(DID)}，计划{self.pick(NEXT)}{self.pick(AREAS)}{self.pick(LACK)}这一环节，{self.pick(WHEN)}见效。"


def report(town, characters, copied):
    """The text of a report; `copied` sentences stand as a paragraph of their own in its middle."""
    sections = [[] for _ in HEADS]
    length = sum(map(len, copied))
    while length < characters:
        paragraph = [town.sentence() for _ in range(town.chance.randrange(3, 8))]
        length += sum(map(len, paragraph))
        sections[town.chance.randrange(len(sections))].append(paragraph)
    if copied:
        sections[1].append(copied)
    lines = [f"{town.name}年度工作汇报", POLICY]
    for number, (head, paragraphs) in enumerate(zip(HEADS, sections)):
        lines.append(f"{'一二三四五'[number]}、{head}")
        lines += ["".join(paragraph) for paragraph in paragraphs]
    return lines, [sentence for section in sections for paragraph in section for sentence in paragraph]


def passage(sentences, chance, is_moved):
    """300 to 600 characters of sentences that follow each other."""
    wanted = chance.randrange(300, 600)
    begin = chance.randrange(max(1, len(sentences) - 30))
    taken = []
    while sum(map(len, taken)) < wanted and begin + len(taken) < len(sentences):
        taken.append(sentences[begin + len(taken)])
    if is_moved:
        chance.shuffle(taken)
    return taken


def main():
    folder = pathlib.Path(sys.argv[1])
    reports, characters, seed = (int(v) for v in (sys.argv[2:] + ["1000", "10000", "1"][len(sys.argv) - 2:]))
    folder.mkdir(parents=True, exist_ok=True)
    before = []
    with open(folder.parent / "copied.csv", "w", encoding="utf-8", newline="") as out:
        pairs = csv.writer(out)
        pairs.writerow(["copy", "source", "order"])
        for number in range(reports):
            chance = random.Random(seed * 1_000_000 + number)
            copied = []
            if number % 4 == 3:
                is_moved = number % 8 == 7
                copied = passage(before, chance, is_moved)
                pairs.writerow([f"{number:04}.txt", f"{number - 1:04}.txt", "moved" if is_moved else "same"])
            lines, before = report(Town(number, chance), characters, copied)
            (folder / f"{number:04}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
