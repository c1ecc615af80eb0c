// SPDX-License-Identifier: Apache-2.0
// One table: words that official prose uses for each other, each line a group, the first standing
// for all. Also words of Taiwan and Hong Kong for those of the mainland. Groups are for comparing
// texts, so they are wide: 加强 and 强化 need not mean quite the same.
#include "text/similar/synonyms.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

namespace kaogong::text {
namespace {

using View = std::u32string_view;

constexpr View kGroups[] = {
    U"提高 提升 增强 增进 提振",
    U"加强 强化 加大 加紧",
    U"推进 推动 促进 助推 推行 力推",
    U"开展 组织 举办 举行 进行 实施 展开",
    U"完善 健全 改进 优化 改善",
    U"落实 贯彻 执行 践行 履行",
    U"认真 切实 扎实 踏实 实实",
    U"积极 主动 踊跃",
    U"深入 深度 全面 全方",
    U"不断 持续 始终 一直 继续 连续",
    U"显著 明显 突出 凸显",
    U"成效 成果 效果 实效 成绩 业绩 收获",
    U"重点 关键 核心 重心 中心",
    U"问题 不足 短板 薄弱 缺陷 欠缺",
    U"措施 举措 办法 对策 手段",
    U"制定 制订 出台 拟定 起草 编制",
    U"建立 构建 建成 搭建 组建 设立 创建 成立",
    U"管理 治理 管控 监管",
    U"检查 督查 督导 巡查 排查 核查 抽查",
    U"培训 培养 轮训 教育",
    U"发展 进步 壮大 成长",
    U"保障 保证 确保 保护",
    U"支持 扶持 帮助 帮扶 协助 援助",
    U"解决 化解 处理 处置 办理",
    U"群众 百姓 民众 居民 市民",
    U"领导 带领 引领 率领",
    U"指导 辅导 引导 教导",
    U"要求 标准 规定 规范",
    U"任务 工作 职责 使命",
    U"目标 指标 目的",
    U"计划 规划 方案 安排 部署 打算",
    U"项目 工程 专案",
    U"资金 经费 款项",
    U"投入 投资 注入",
    U"增加 增长 上升 提增 攀升",
    U"减少 下降 降低 缩减 回落",
    U"完成 达成 实现 办结",
    U"取得 获得 赢得 收到",
    U"形成 构成 营造 造就",
    U"掌握 了解 熟悉 知晓 摸清",
    U"宣传 宣讲 宣扬 普及",
    U"创新 革新 改革 变革",
    U"广泛 普遍 大范",
    U"严格 从严 严肃 严密",
    U"及时 迅速 快速 立即 尽快",
    U"有效 有力 高效",
    U"充分 足够",
    U"共同 一起 联合 携手 协同",
    U"重要 重大 主要 首要",
    U"必须 务必 一定 应当 应该",
    U"能够 可以 得以",
    U"需要 须要 亟需 亟待",
    U"目前 当前 现在 眼下 如今",
    U"今后 未来 下步 往后",
    U"同时 与此 此外 另外",
    U"因此 所以 因而 故而",
    U"但是 然而 不过 可是",
    U"由于 因为 鉴于",
    U"通过 经过 借助 透过 依托",
    U"根据 按照 依据 依照 遵照",
    U"围绕 紧扣 聚焦",
    U"结合 联系 针对",
    U"利用 运用 使用 应用",
    U"发挥 施展",
    U"调动 激发 激励 鼓励",
    U"情况 状况 情形 现状",
    U"特点 特色 特征 亮点",
    U"方式 方法 形式 模式 途径",
    U"能力 本领 水平 素质 素养",
    U"意识 观念 理念 思想",
    U"环境 氛围 气氛",
    U"体系 机制 制度 体制",
    U"机构 部门 单位 机关",
    U"人员 队伍 员工 职工",
    U"学生 孩子 学员",
    U"教师 老师 教员",
    U"学校 校园 院校",
    U"考核 考评 评估 评价 测评 评定",
    U"奖励 表彰 嘉奖 奖赏",
    U"处罚 惩处 惩罚 处分",
    U"公开 公示 透明 公布",
    U"公平 公正 平等",
    U"服务 效劳",
    U"质量 品质",
    U"安全 平安",
    U"稳定 平稳 安定",
    U"困难 艰难 难题 难点",
    U"努力 奋力 尽力 着力 大力 全力",
    U"争取 力争 谋求",
    U"参加 参与 出席",
    U"召开 召集",
    U"汇报 报告 通报 呈报 上报",
    U"总结 归纳 概括 梳理",
    U"研究 探讨 探索 研讨 研判",
    U"讨论 商讨 商议 磋商",
    U"配合 协作 合作",
    U"反映 体现 反应",
    U"包括 涵盖 囊括",
    U"涉及 关系",
    U"逐步 逐渐 渐渐 稳步",
    U"基本 大致 大体",
    U"彻底 完全",
    U"特别 尤其 格外",
    U"大量 许多 众多 诸多 不少",
    U"各种 各类 多种",
    U"如果 倘若 假如",
    U"以及 及其",
    U"信息 资讯 讯息",
    U"网络 网路",
    U"软件 软体",
    U"硬件 硬体",
    U"数据 资料 材料",
    U"文件 档案 文档",
    U"程序 程式 流程 步骤",
    U"计算机 电脑",
    U"互联网 网际网路 因特网",
    U"视频 影片",
    U"打印 列印",
    U"默认 预设",
    U"社区 社群",
    U"对象 物件",
    U"变更 更改 变动 修改",
    U"运行 运作 运转 营运",
    U"审查 审核 审议 审定",
    U"登记 登录 注册",
    U"注销 登出 撤销",
    U"批复 批覆 核准 批准",
    U"反馈 回馈",
    U"循环 回圈",
    U"公交车 公车",
    U"农民工 外来务工",
    U"第一 首个 首次",
    U"强调 重申",
    U"加快 加速",
    U"扩大 拓宽 拓展 延伸",
    U"巩固 夯实 稳固",
    U"维护 维持",
    U"监督 监察 监管",
    U"杜绝 禁止 严禁",
    U"预防 防范 防止 防治",
    U"消除 清除 根除",
    U"整治 整顿 整改 治理",
    U"满意 认可 肯定 好评",
    U"受到 得到 获取",
    U"丰富 充实",
    U"生动 活泼",
    U"耐心 细致",
    U"热情 热忱",
    U"团结 凝聚",
    U"坚持 坚守 秉持",
    U"树立 确立 树牢",
    U"弘扬 发扬 传承",
    U"打造 塑造 铸就",
    U"实际 现实 真实",
    U"具体 详细",
    U"定期 按期 如期",
    U"专门 专项 专题",
    U"统一 一致",
    U"集中 汇集",
    U"分析 剖析",
    U"查找 寻找",
    U"整个 全部 所有 全体",
    U"日益 越来越",
    U"奠定 打下",
    U"坚实 牢固",
    U"一年来 年来",
    U"全市 全县 全区 全镇 全乡 全村 全省 全国 全校 全局",
    U"我市 我县 我区 我镇 我乡 我村 我省 我校 我局",
};

struct Table {
  std::unordered_map<View, View> words;
  std::vector<bool> firsts = std::vector<bool>(0x10000, false);  // Characters that begin one.
};

Table MakeTable() {
  Table table;
  for (const View group : kGroups) {
    View first;
    for (std::size_t at = 0; at < group.size();) {
      const std::size_t end = std::min(group.find(U' ', at), group.size());
      const View word = group.substr(at, end - at);
      if (first.empty()) first = word;
      table.words.emplace(word, first);
      table.firsts[word[0]] = true;
      at = end + 1;
    }
  }
  return table;
}

}  // namespace

SynonymMatch SynonymAt(View text, std::size_t at) {
  static const Table kTable = MakeTable();
  if (text[at] >= 0x10000 || !kTable.firsts[text[at]]) return {};
  for (std::size_t length = std::min<std::size_t>(4, text.size() - at); length >= 2; --length) {
    const auto found = kTable.words.find(text.substr(at, length));
    if (found != kTable.words.end()) return {found->second, length};
  }
  return {};
}

}  // namespace kaogong::text
