// SPDX-License-Identifier: Apache-2.0
// The kaogong program: commands and their options.
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <exception>
#include <string_view>

#include "cli/commands.h"
#include "cli/completion.h"
#include "cli/server_commands.h"
#include "cli/terminal.h"

namespace {

using kaogong::Language;
using kaogong::Text;
using namespace kaogong::cli;

constexpr const char* kVersion = "0.1.0";

// Help is written when options are declared, so the language has to be known before parsing.
Language LanguageOf(int argc, char** argv) {
  std::string_view language;
  if (const char* variable = std::getenv("KAOGONG_LANG")) language = variable;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument(argv[i]);
    if (argument == "--lang" && i + 1 < argc) language = argv[i + 1];
    if (argument.starts_with("--lang=")) language = argument.substr(7);
  }
  return language.starts_with("en") ? Language::kEnglish : Language::kChinese;
}

std::string T(const char* zh, const char* en) {
  return OutputLanguage() == Language::kChinese ? zh : en;
}

void AddRegulation(CLI::App* command, RegulationOptions* options) {
  command->add_option("regulation", options->folder, T("办法的文件夹", "folder of the regulation"))
      ->required();
  command
      ->add_option(
          "--year", options->year,
          T("考核年度;不写则为施行当年", "assessment year; the year it takes effect by default"))
      ->check(CLI::Range(1900, 2199));
  command->add_option("--as-of", options->as_of,
                      T("参数取哪一天的值;不写则为年末",
                        "day whose parameter values count; the year's last by default"));
  command
      ->add_option("--set", options->set,
                   T("试改参数或权重:名称=值", "try another parameter or weight: name=value"))
      ->take_all();
}

void AddFacts(CLI::App* command, FactsOptions* options) {
  command->add_option("--facts", options->facts,
                      T("数据文件或文件夹;不写则为办法的 facts/",
                        "file or folder of facts; the regulation's facts/ by default"));
  command
      ->add_option(
          "--from", options->from,
          T("被引用的办法在哪里:名称=文件夹", "where an imported regulation is: id=folder"))
      ->take_all();
  command->add_option("--threads", options->threads, T("用几个线程计分", "threads to score with"))
      ->check(CLI::Range(1, 256));
}

// Owns the options of every command and the function that runs the chosen one.
class Program {
 public:
  Program()
      : app_(T("考功:目标管理绩效考核", "Kaogong: target management and performance assessment"),
             "kaogong") {
    app_.require_subcommand(1);
    app_.fallthrough();
    app_.set_version_flag("--version", kVersion);
    app_.add_option("--lang", language_, T("界面语言 zh 或 en", "language: zh or en"));
    app_.get_formatter()->column_width(34);
    app_.set_help_flag("-h,--help", T("显示帮助", "print this help"));
    app_.footer(T(
        "退出码:0 成功,1 有错误或不一致,2 用法不对,3 找不到文件,70 程序出错",
        "exit codes: 0 success, 1 findings or differences, 2 usage, 3 no such file, 70 internal"));
    Lint();
    Test();
    Score();
    Explain();
    Compare();
    Template();
    Hash();
    New();
    Completion();
    Server();
  }

  int Run(int argc, char** argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      // CLI11 reports by exception; --help comes this way too.
      return app_.exit(error) == 0 ? kExitOk : kExitUsage;
    }
    return run_();
  }

 private:
  template <class Function>
  CLI::App* Command(const char* name, const std::string& text, Function run) {
    CLI::App* command = app_.add_subcommand(name, text);
    command->callback([this, run] { run_ = run; });
    return command;
  }

  void Lint() {
    auto* command =
        Command("lint",
                T("检查办法:语法、分值、空档、未定事项、无案例的规则",
                  "check regulations: syntax, points, gaps, open questions, rules without a case"),
                [this] { return RunLint(lint_); });
    command
        ->add_option("folders", lint_.folders, T("办法的文件夹,可多个", "folders of regulations"))
        ->required();
    command->add_flag("--json", lint_.as_json, T("输出 JSON", "print JSON"));
    command->add_flag("!--no-cases", lint_.with_cases, T("不运行案例", "do not run the cases"));
  }

  void Test() {
    auto* command = Command("test",
                            T("运行办法的案例;末行是通过数和失败数",
                              "run the cases of regulations; the last line counts them"),
                            [this] { return RunTest(test_); });
    command
        ->add_option("folders", test_.folders, T("办法的文件夹,可多个", "folders of regulations"))
        ->required();
    command->add_flag("-v,--verbose", test_.is_verbose,
                      T("通过的也列出", "list those that pass, too"));
  }

  void Score() {
    auto* command = Command("score",
                            T("按办法和数据计分、排名、定等次、算奖金",
                              "compute scores, ranks, grades and payouts from facts"),
                            [this] { return RunScore(score_); });
    AddRegulation(command, &score_.regulation);
    AddFacts(command, &score_.facts);
    command
        ->add_option("--columns", score_.figures,
                     T("只算这些,如 总分 得分[1月]", "only these figures, such as 总分 得分[1月]"))
        ->delimiter(',');
    command->add_flag("--all", score_.all, T("列出全部指标", "show every figure"));
    command->add_option("--kind", score_.kind, T("只列这种对象", "only rows of this kind"));
    const std::map<std::string, Format> formats{{"table", Format::kTable},
                                                {"csv", Format::kCsv},
                                                {"json", Format::kJson},
                                                {"xlsx", Format::kXlsx}};
    command
        ->add_option("--format", score_.format,
                     T("输出格式:table csv json xlsx", "output: table csv json xlsx"))
        ->transform(CLI::CheckedTransformer(formats, CLI::ignore_case))
        ->default_str("table");
    command->add_option("--out", score_.out, T("写到文件", "write to a file"));
  }

  void Explain() {
    auto* command = Command("explain", T("说明一个数是怎样来的", "say why a figure is what it is"),
                            [this] { return RunExplain(explain_); });
    AddRegulation(command, &explain_.regulation);
    command
        ->add_option("row", explain_.row,
                     T("说明谁,如 青石村 或 村/青石村", "whose, such as 青石村 or 村/青石村"))
        ->required();
    command->add_option("figure", explain_.figure,
                        T("说明哪个数,如 总分、村报酬、得分[1月];不写则为总分",
                          "which figure; the total by default"));
    AddFacts(command, &explain_.facts);
    command
        ->add_option("--view", explain_.view,
                     T("sentences 文字、tree 树、ledger 台账、attainable 还能得多少、json、all",
                       "sentences, tree, ledger, attainable, json or all"))
        ->capture_default_str();
  }

  void Compare() {
    auto* command = Command(
        "compare",
        T("比较两个办法,或试改参数:谁升谁降、等次和奖金怎样变",
          "compare two regulations, or try parameters: who moves, whose grade and pay change"),
        [this] { return RunCompare(compare_); });
    command->add_option("before", compare_.before.folder, T("办法", "regulation"))->required();
    command->add_option(
        "after", compare_.after.folder,
        T("另一个办法;不写则用同一个并配合 --set", "another regulation; or the same with --set"));
    command->add_option("--set", compare_.after.set, T("试改:名称=值", "try: name=value"))
        ->take_all();
    command->add_option("--year", compare_.before.year, T("考核年度", "assessment year"))
        ->check(CLI::Range(1900, 2199));
    AddFacts(command, &compare_.facts);
    command->add_flag("--text", compare_.text_only,
                      T("只比较办法本身", "compare the regulations only"));
    command->add_flag("--json", compare_.as_json, T("输出 JSON", "print JSON"));
    command->add_option("--most", compare_.most, T("每项最多列几行", "rows listed of each figure"))
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
  }

  void Template() {
    auto* command =
        Command("template",
                T("写出填报模板:xlsx 工作簿,或一个文件夹的空 CSV",
                  "write a template for facts: an xlsx workbook, or a folder of empty CSV files"),
                [this] { return RunTemplate(template_); });
    AddRegulation(command, &template_.regulation);
    command
        ->add_option("--out", template_.out,
                     T("写到哪里:名称.xlsx 或文件夹", "where: name.xlsx or a folder"))
        ->required();
    command->add_flag("--long", template_.is_long,
                      T("一张长表,每个数据一行", "one long table, a line per datum"));
  }

  void Hash() {
    auto* command = Command(
        "hash",
        T("算出办法、数据和结果的指纹", "print the digests of regulation, facts and result"),
        [this] { return RunHash(hash_); });
    AddRegulation(command, &hash_.regulation);
    AddFacts(command, &hash_.facts);
    auto* replay = Command(
        "replay", T("重算一份结果,证明逐位相同", "compute a result again and prove it identical"),
        [this] { return RunReplay(replay_); });
    replay
        ->add_option("result", replay_.result,
                     T("score --format json 写出的结果", "result written by score --format json"))
        ->required();
    AddRegulation(replay, &replay_.regulation);
    AddFacts(replay, &replay_.facts);
  }

  void New() {
    auto* command = Command("new",
                            T("写第一个办法:问几个问题,生成可运行的第一稿",
                              "write a first regulation: a few questions, a draft that runs"),
                            [this] { return RunNew(new_); });
    command->add_option("folder", new_.folder, T("新文件夹", "new folder"))->required();
    command->add_option("--title", new_.title, T("办法名称", "title"));
    command->add_option("--kind", new_.kind, T("考核谁,如 村", "who is assessed"));
    command->add_option("--group", new_.group, T("分组,如 镇", "group within which they rank"));
    command->add_option("--indicator", new_.indicators, T("指标:分值,可多个", "indicator:points"))
        ->take_all();
    command->add_flag("!--yes", new_.is_interactive, T("不提问", "ask nothing"));
  }

  void Completion() {
    auto* command = Command(
        "completion",
        T("打印命令补全脚本:bash、zsh 或 fish", "print a completion script: bash, zsh or fish"),
        [this] { return PrintCompletion(app_, shell_); });
    command->add_option("shell", shell_, "bash | zsh | fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  }

  static void AddPlace(CLI::App* command, PlaceOptions* options) {
    command
        ->add_option("--data", options->data,
                     T("数据文件夹", "folder of the data"))
        ->capture_default_str();
    command->add_option("--database", options->database,
                        T("用 PostgreSQL:postgres://…;不写则用数据文件夹里的 SQLite",
                          "PostgreSQL: postgres://…; SQLite in the data folder by default"));
  }

  void Server() {
    auto* serve = Command("serve", T("启动服务,在浏览器中使用", "serve the platform to browsers"),
                          [this] { return RunServe(serve_); });
    AddPlace(serve, &serve_.place);
    serve->add_option("--address", serve_.address, T("监听地址", "address to listen on"))
        ->capture_default_str();
    serve->add_option("--port", serve_.port, T("端口;0 为任意空闲端口", "port; 0 is any free one"))
        ->check(CLI::Range(0, 65535))
        ->capture_default_str();
    serve
        ->add_option("--metrics-port", serve_.metrics_port,
                     T("在本机的这个端口提供 Prometheus 指标", "serve Prometheus' metrics on this "
                                                                "port of the loopback"))
        ->check(CLI::Range(1, 65535));
    serve->add_option("--certificate", serve_.certificate,
                      T("TLS 证书链(PEM)", "TLS certificate chain (PEM)"));
    serve->add_option("--key", serve_.key, T("TLS 私钥(PEM)", "TLS private key (PEM)"));
    serve
        ->add_option("--proxy", serve_.proxies,
                     T("可信的反向代理地址或网段,可多个", "trusted proxies: addresses or networks"))
        ->take_all();
    serve->add_option("--web", serve_.web, T("网页文件夹", "folder of the front end"));
    serve->add_option("--workers", serve_.workers, T("办理请求的线程数", "threads for requests"))
        ->check(CLI::Range(1, 256))
        ->capture_default_str();
    auto* backup = Command("backup", T("备份数据库,可在运行时进行", "copy the database, also while it is "
                                                                "in use"),
                           [this] { return RunBackup(backup_); });
    backup->add_option("file", backup_.file, T("备份到的新文件", "new file"))->required();
    AddPlace(backup, &backup_.place);
    auto* restore = Command("restore", T("从备份恢复数据库;先停止服务", "put a copy back; stop the server first"),
                            [this] { return RunRestore(restore_); });
    restore->add_option("file", restore_.file, T("备份文件", "the copy"))->required();
    AddPlace(restore, &restore_.place);
    auto* verify = Command("verify-audit",
                           T("核验审计日志没有被改动、删除或调换",
                             "check that no row of the audit log was changed, removed or moved"),
                           [this] { return RunVerifyAudit(verify_audit_); });
    AddPlace(verify, &verify_audit_.place);
    verify->add_option("--mark", verify_audit_.mark,
                       T("以前记下的链头 序号:指纹", "a head noted earlier: number:hash"));
  }

  CLI::App app_;
  std::function<int()> run_;
  std::string language_;
  std::string shell_;
  LintOptions lint_;
  TestOptions test_;
  ScoreOptions score_;
  ExplainOptions explain_;
  CompareOptions compare_;
  TemplateOptions template_;
  HashOptions hash_;
  ReplayOptions replay_;
  NewOptions new_;
  ServeCommandOptions serve_;
  BackupOptions backup_;
  BackupOptions restore_;
  VerifyAuditOptions verify_audit_;
};

}  // namespace

int main(int argc, char** argv) {
  SetOutputLanguage(LanguageOf(argc, argv));
  try {
    return Program().Run(argc, argv);
  } catch (const std::exception& error) {
    // The last resort: what comes here is a mistake of ours.
    std::fprintf(stderr, "%s\n",
                 kaogong::Say("程序内部错误:{}", "internal error: {}", error.what())
                     .In(OutputLanguage())
                     .c_str());
    return kExitInternal;
  }
}
