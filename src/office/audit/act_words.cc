// SPDX-License-Identifier: Apache-2.0
#include "office/audit/act_words.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace kaogong::office {

namespace {

struct Word {
  std::string_view name;
  std::string_view zh;
  std::string_view en;
};

constexpr std::array kNouns = std::to_array<Word>({
    {"account", "账号", "account"},
    {"appointment", "任职", "appointment"},
    {"assessee", "考核对象", "assessee"},
    {"assessment", "考核", "assessment"},
    {"audit", "审计日志", "audit log"},
    {"calibration", "校准", "calibration"},
    {"computation", "计算", "computation"},
    {"data_import", "数据导入", "import of data"},
    {"demo", "演示数据", "demonstration data"},
    {"document", "公文", "document"},
    {"document_batch", "批量公文", "batch of documents"},
    {"document_template", "公文模板", "document template"},
    {"evidence", "佐证", "evidence"},
    {"facts_set", "数据集", "set of facts"},
    {"measurement", "数据", "data"},
    {"objection", "申诉", "objection"},
    {"organisation", "机构人员", "organisation"},
    {"panel", "评委打分", "panel"},
    {"person", "人员", "person"},
    {"position", "岗位", "position"},
    {"publication", "公示", "publication"},
    {"record", "加减分事项", "record"},
    {"regulation", "考核办法", "regulation"},
    {"regulation_version", "办法版本", "version of a regulation"},
    {"reminder", "提醒", "reminder"},
    {"report", "工作汇报", "work report"},
    {"report_comparison", "汇报比对", "comparison of reports"},
    {"review", "讲评", "review"},
    {"rubric", "评分细则", "rubric"},
    {"run", "计分测算", "run"},
    {"session", "登录", "session"},
    {"target_sheet", "目标表", "target sheet"},
    {"unit", "单位", "unit"},
    {"work_record", "工作纪实", "work record"},
});

constexpr std::array kVerbs = std::to_array<Word>({
    {"add", "新增", "add"},
    {"add_assessees", "增加考核对象：", "add assessees to"},
    {"add_totp", "启用动态口令：", "add second factor to"},
    {"appoint", "指定评委：", "appoint"},
    {"approve", "审定", "approve"},
    {"approve_targets", "审定目标：", "approve targets of"},
    {"archive", "归档", "archive"},
    {"assign", "交办", "assign"},
    {"assign_targets", "下达目标：", "assign targets of"},
    {"cancel", "取消", "cancel"},
    {"change", "修改", "change"},
    {"change_password", "修改密码：", "change password of"},
    {"check", "重新核对", "check again:"},
    {"close", "撤销", "close"},
    {"comment", "评论", "comment on"},
    {"confirm", "确认", "confirm"},
    {"correct", "更正", "correct"},
    {"create", "新增", "create"},
    {"decide", "处置", "decide on"},
    {"decompose", "分解", "share out"},
    {"delete", "删除", "delete"},
    {"delete_assessee", "删除考核对象：", "delete an assessee of"},
    {"delete_file", "删除文件：", "delete a file of"},
    {"discard", "弃用", "discard"},
    {"draft", "起草", "draft"},
    {"draft_part", "起草一部分", "draft a part of"},
    {"edit", "编辑", "edit"},
    {"end", "结束", "end"},
    {"end_sessions", "结束全部登录：", "end sessions of"},
    {"fail", "未能完成", "failed:"},
    {"finalise", "定稿", "make final:"},
    {"finish", "完成", "finish"},
    {"import", "导入", "import"},
    {"import_assessees", "导入考核对象：", "import assessees of"},
    {"import_targets", "导入目标：", "import targets of"},
    {"issue", "印发", "issue"},
    {"load", "装入", "load"},
    {"lock", "锁定", "lock"},
    {"make", "新增", "make"},
    {"move", "推进阶段：", "move on:"},
    {"open", "开设", "open"},
    {"propose", "提出", "propose"},
    {"publish", "发布", "publish"},
    {"publish_targets", "公布目标：", "publish targets of"},
    {"raise", "提出", "raise"},
    {"redraft", "重新起草", "draft again"},
    {"refresh", "更新数字：", "refresh"},
    {"reject", "不予认定", "reject"},
    {"remark", "填写", "remark on"},
    {"remind", "催办：", "remind of"},
    {"remove_totp", "停用动态口令：", "remove second factor from"},
    {"reopen", "退回重报", "reopen"},
    {"reset_password", "重置密码：", "reset password of"},
    {"resolve", "办结", "resolve"},
    {"restore", "恢复", "restore"},
    {"return", "退回", "return"},
    {"revise", "修订", "revise"},
    {"roll_over", "结转下一年：", "roll over"},
    {"save", "保存", "save"},
    {"set_fields", "设置数据项：", "set fields of"},
    {"sign", "签订", "sign"},
    {"sign_in", "登入：", "sign in:"},
    {"sign_out", "退出：", "sign out:"},
    {"start", "开始", "start"},
    {"stop_viewing_as", "停止以他人身份查看：", "stop seeing as another:"},
    {"submit", "提交", "submit"},
    {"unlock", "解锁", "unlock"},
    {"upload", "上传", "upload"},
    {"upload_version", "上传更正稿：", "upload a version of"},
    {"verify", "核实", "verify"},
    {"view_as", "以他人身份查看：", "see as another:"},
    {"withdraw", "撤回", "withdraw"},
});

const Word* Find(std::span<const Word> words, std::string_view name) {
  const auto found = std::ranges::find(words, name, &Word::name);
  return found == words.end() ? nullptr : &*found;
}

Text WordOr(std::span<const Word> words, std::string_view name) {
  const Word* const word = Find(words, name);
  if (word == nullptr) return {std::string(name), std::string(name)};
  return {std::string(word->zh), std::string(word->en)};
}

}  // namespace

Text TitleOfAct(std::string_view act) {
  const std::size_t dot = act.find('.');
  if (dot == std::string_view::npos) return WordOr(kNouns, act);
  const Text noun = WordOr(kNouns, act.substr(0, dot));
  const Text verb = WordOr(kVerbs, act.substr(dot + 1));
  return {verb.zh + noun.zh, verb.en + " " + noun.en};
}

Text TitleOfSubject(std::string_view subject) {
  const std::size_t slash = subject.find('/');
  const Text noun = WordOr(kNouns, subject.substr(0, slash));
  if (slash == std::string_view::npos) return noun;
  const std::string id(subject.substr(slash + 1));
  return {noun.zh + " " + id, noun.en + " " + id};
}

bool HasWords(std::string_view act) {
  const std::size_t dot = act.find('.');
  return dot != std::string_view::npos && Find(kNouns, act.substr(0, dot)) != nullptr &&
         Find(kVerbs, act.substr(dot + 1)) != nullptr;
}

}  // namespace kaogong::office
