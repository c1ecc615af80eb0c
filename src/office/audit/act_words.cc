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
    {"account", "帐号", "account"},
    {"appointment", "任职", "appointment"},
    {"audit", "审计日志", "audit log"},
    {"demo", "演示数据", "demonstration data"},
    {"facts_set", "数据集", "set of facts"},
    {"organisation", "机构人员", "organisation"},
    {"person", "人员", "person"},
    {"position", "岗位", "position"},
    {"regulation", "考核办法", "regulation"},
    {"regulation_version", "办法版本", "version of a regulation"},
    {"run", "计分测算", "run"},
    {"session", "登录", "session"},
    {"unit", "单位", "unit"},
});

constexpr std::array kVerbs = std::to_array<Word>({
    {"add_totp", "启用动态口令：", "add second factor to"},
    {"change", "修改", "change"},
    {"change_password", "修改密码：", "change password of"},
    {"close", "撤销", "close"},
    {"create", "新增", "create"},
    {"delete_file", "删除文件：", "delete a file of"},
    {"edit", "编辑", "edit"},
    {"end", "结束", "end"},
    {"end_sessions", "结束全部登录：", "end sessions of"},
    {"import", "导入", "import"},
    {"load", "装入", "load"},
    {"lock", "锁定", "lock"},
    {"open", "开设", "open"},
    {"publish", "发布", "publish"},
    {"remove_totp", "停用动态口令：", "remove second factor from"},
    {"reset_password", "重置密码：", "reset password of"},
    {"sign_in", "登入：", "sign in:"},
    {"sign_out", "退出：", "sign out:"},
    {"stop_viewing_as", "停止以他人身份查看：", "stop seeing as another:"},
    {"unlock", "解锁", "unlock"},
    {"verify", "核验", "verify"},
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
