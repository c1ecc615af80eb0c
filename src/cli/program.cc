// SPDX-License-Identifier: Apache-2.0
// A long table: every command and option, each with its help in both languages.
#include "cli/program.h"

#include "cli/completion.h"
#include "cli/help.h"

namespace kaogong::cli {

namespace {

constexpr const char* kVersion = "0.1.0";

std::string T(const char* zh, const char* en) {
  return OutputLanguage() == Language::kChinese ? zh : en;
}

// An option of one value, named for people by `value` in the help.
template <class Target>
CLI::Option* Add(CLI::App* command, const char* name, Target* target, const std::string& value,
                 const std::string& text) {
  return command->add_option(name, *target, text)->type_name(value);
}

// An option that may be given several times, with one value each time.
CLI::Option* AddEach(CLI::App* command, const char* name, std::vector<std::string>* target,
                     const std::string& value, const std::string& text) {
  return command->add_option(name, *target, text)
      ->type_name(value)
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

// An option whose value is one of a few words: "a|b|c".
CLI::Option* AddChoice(CLI::App* command, const char* name, std::string* target,
                       const std::string& choices, const std::string& text) {
  return Add(command, name, target, choices, text)->check(OneOf(CLI::detail::split(choices, '|')));
}

CLI::Option* AddFolder(CLI::App* command, std::string* folder) {
  return Add(command, "regulation", folder, T("办法", "REGULATION"),
             T("办法的文件夹", "folder of the regulation"))
      ->required();
}

void AddYear(CLI::App* command, int* year) {
  Add(command, "--year", year, T("年", "YEAR"),
      T("考核年度；不写则为施行当年", "assessment year; the year it takes effect by default"))
      ->check(WholeNumber(1900, 2199));
}

void AddRegulation(CLI::App* command, RegulationOptions* options) {
  AddYear(command, &options->year);
  Add(command, "--as-of", &options->as_of, T("日期", "DAY"),
      T("参数取哪一天的值；不写则为年末",
        "day whose parameter values count; the year's last by default"));
  AddEach(command, "--set", &options->set, T("名称=值", "NAME=VALUE"),
          T("试改参数或权重，可写多次", "try another parameter or weight; may be repeated"));
}

void AddFacts(CLI::App* command, FactsOptions* options) {
  Add(command, "--facts", &options->facts, T("路径", "PATH"),
      T("数据文件或文件夹；不写则为办法的 facts/",
        "file or folder of facts; the regulation's facts/ by default"));
  AddEach(command, "--from", &options->from, T("名称=文件夹", "ID=FOLDER"),
          T("被引用的办法在哪里，可写多次", "where an imported regulation is; may be repeated"));
}

void AddThreads(CLI::App* command, FactsOptions* options) {
  Add(command, "--threads", &options->threads, T("个", "N"),
      T("用几个线程计分；结果与此无关", "threads to score with; the result does not depend on it"))
      ->check(WholeNumber(1, 256));
}

void AddFormat(CLI::App* command, std::string* format, std::string* out) {
  AddChoice(command, "--format", format, "table|csv|json|xlsx",
            T("输出格式；不写则看 --out 的扩展名", "output; by the extension of --out by default"));
  Add(command, "--out", out, T("文件", "FILE"), T("写到文件", "write to a file"));
}

}  // namespace

Program::Program()
    : app_(T("考功：目标管理绩效考核", "Kaogong: target management and performance assessment"),
           "kaogong") {
  app_.require_subcommand(1);
  app_.fallthrough();
  app_.formatter(std::make_shared<HelpFormatter>());
  app_.set_version_flag("--version", kVersion, T("显示版本", "print the version"));
  app_.set_help_flag("-h,--help", T("显示帮助", "print this help"));
  AddChoice(&app_, "--lang", &language_, "zh|en",
            T("界面语言；也可设环境变量 KAOGONG_LANG", "language; or set KAOGONG_LANG"));
  AddNew();
  AddSuggest();
  AddChecking();
  AddTemplate();
  AddScore();
  AddLedger();
  AddExplain();
  AddDocument();
  AddCompare();
  AddProof();
  AddReports();
  AddServer();
  AddCompletion();
  app_.footer(
      T("各命令的用法：kaogong 命令 --help\n"
        "退出码：0 成功；1 办法、数据或报告有问题，案例不通过，重算不一致；2 用法不对；"
        "3 文件找不到、读不了或写不了；70 程序出错",
        "More on a command: kaogong COMMAND --help\n"
        "Exit codes: 0 success; 1 findings in a regulation, facts or report, a failed case, a "
        "replay that differs;\n2 wrong usage; 3 a file not found, not readable or not writable; 70 "
        "a mistake of the program"));
}

int Program::Run(int argc, char** argv) {
  try {
    app_.parse(argc, argv);
  } catch (const CLI::Success& wish) {
    return app_.exit(wish);  // --help and --version come this way.
  } catch (const CLI::ParseError& error) {
    const int code = Misuse(ExplainMisuse(app_, error));
    const std::string command = CommandOf(app_);
    Say(stderr, kaogong::Say("  → 用法见 kaogong{} --help", "  → see kaogong{} --help",
                             command.empty() ? "" : " " + command));
    return code;
  }
  return run_();
}

CLI::App* Program::Command(const char* name, const std::string& group, const std::string& text,
                           const std::string& example, std::function<int()> run) {
  CLI::App* command = app_.add_subcommand(name, text);
  command->group(group);
  command->callback([this, run = std::move(run)] { run_ = run; });
  if (!example.empty()) command->footer(T("例: ", "example: ") + example);
  return command;
}

void Program::AddNew() {
  auto* command = Command("new", T("办法", "regulations"),
                          T("写第一个办法：问几个问题，写出能运行的第一稿",
                            "write a first regulation: a few questions, then a draft that runs"),
                          T("kaogong new 我的办法", "kaogong new my-regulation"),
                          [this] { return RunNew(new_); });
  Add(command, "folder", &new_.folder, T("文件夹", "FOLDER"),
      T("新文件夹；不存在或是空的", "a new folder, or an empty one"))
      ->required();
  Add(command, "--title", &new_.title, T("名称", "TITLE"),
      T("办法名称", "title of the regulation"));
  Add(command, "--kind", &new_.kind, T("对象", "KIND"),
      T("考核谁，如 村", "who is assessed, such as 村"));
  Add(command, "--group", &new_.group, T("分组", "GROUP"),
      T("在什么范围内排名，如 镇", "within what they rank, such as 镇"));
  AddEach(command, "--indicator", &new_.indicators, T("名称:分值", "NAME:POINTS"),
          T("指标和分值，可写多次", "an indicator with its points; may be repeated"));
  Add(command, "--year", &new_.year, T("年", "YEAR"),
      T("施行的年度；不写则为今年", "year it takes effect; this year by default"))
      ->check(WholeNumber(1900, 2199));
  command->add_flag("!--yes", new_.is_interactive,
                    T("不提问，没写的用默认值", "ask nothing; defaults for what is not said"));
}

void Program::AddChecking() {
  const std::string group = T("办法", "regulations");
  auto* lint =
      Command("lint", group,
              T("检查办法：语法、分值、空档、未定事项、无案例的规则",
                "check regulations: syntax, points, gaps, open questions, rules without a case"),
              "kaogong lint regulations", [this] { return RunLint(lint_); });
  Add(lint, "folders", &lint_.folders, T("文件夹", "FOLDER"),
      T("办法的文件夹，或其上级；可多个", "folders of regulations, or folders above them"))
      ->required();
  lint->add_flag("--json", lint_.as_json, T("输出 JSON", "print JSON"));
  lint->add_flag("!--no-cases", lint_.with_cases, T("不运行案例", "do not run the cases"));

  auto* test = Command("test", group,
                       T("运行办法的案例；末行是通过数和失败数",
                         "run the cases of regulations; the last line counts them"),
                       "kaogong test regulations", [this] { return RunTest(test_); });
  Add(test, "folders", &test_.folders, T("文件夹", "FOLDER"),
      T("办法的文件夹，或其上级；可多个", "folders of regulations, or folders above them"))
      ->required();
  test->add_flag("-v,--verbose", test_.is_verbose, T("通过的也列出", "list those that pass, too"));
}

void Program::AddTemplate() {
  auto* command =
      Command("template", T("数据", "facts"),
              T("写出填报模板：xlsx 工作簿，或一个文件夹的空 CSV",
                "write a template for facts: an xlsx workbook, or a folder of empty CSV files"),
              T("kaogong template regulations/ganxi-village --out 填报.xlsx",
                "kaogong template regulations/ganxi-village --out facts.xlsx"),
              [this] { return RunTemplate(template_); });
  AddFolder(command, &template_.regulation.folder);
  AddRegulation(command, &template_.regulation);
  Add(command, "--out", &template_.out, T("路径", "PATH"),
      T("写到哪里：名称.xlsx，或文件夹", "where: name.xlsx or a folder"))
      ->required();
  command->add_flag("--long", template_.is_long,
                    T("一张长表，每个数据一行", "one long table, a line per datum"));
  command->add_flag(
      "--filled", template_.is_filled,
      T("填上现有数据，供更正或换一种表式", "with the present facts, to be corrected"));
  AddFacts(command, &template_.facts);
}

void Program::AddScore() {
  auto* command = Command("score", T("计分", "scores"),
                          T("按办法和数据计分、排名、定等次、算奖金",
                            "compute scores, ranks, grades and payouts from facts"),
                          "kaogong score regulations/ganxi-village --sort 排名 --top 3",
                          [this] { return RunScore(score_); });
  AddFolder(command, &score_.regulation.folder);
  AddRegulation(command, &score_.regulation);
  AddFacts(command, &score_.facts);
  AddThreads(command, &score_.facts);
  Add(command, "--columns", &score_.figures, T("名称…", "NAME…"),
      T("只算这些，如 总分,得分[1月]", "only these figures, such as 总分,得分[1月]"))
      ->delimiter(',');
  command->add_flag("--all", score_.all, T("列出全部指标", "show every figure"));
  Add(command, "--kind", &score_.kind, T("对象", "KIND"),
      T("只列这种对象", "only rows of this kind"));
  Add(command, "--sort", &score_.sort, T("名称", "NAME"),
      T("按这个数从优到劣排列，只列它的对象：名次小的、等次高的、数大的在前",
        "order by this figure, best first, and show only its kind: low ranks, high grades, large "
        "numbers first"));
  command->add_flag("--reverse", score_.is_reversed,
                    T("倒过来，与 --sort 同用", "the other way round, with --sort"));
  Add(command, "--top", &score_.top, T("行", "N"),
      T("每种对象只列前几行", "only the first rows of each kind"))
      ->check(WholeNumber(1, 100'000'000));
  AddFormat(command, &score_.format, &score_.out);
}

void Program::AddLedger() {
  auto* command = Command("ledger", T("计分", "scores"),
                          T("得分台账：一个数由哪些行加成，逐对象列出",
                            "the ledger of a figure: the lines that add up to it, for every row"),
                          T("kaogong ledger regulations/ganxi-village 总分 --out 台账.xlsx",
                            "kaogong ledger regulations/ganxi-village 总分 --out ledger.xlsx"),
                          [this] { return RunLedger(ledger_); });
  AddFolder(command, &ledger_.regulation.folder);
  Add(command, "figure", &ledger_.figure, T("名称", "FIGURE"),
      T("哪个数，如 总分、得分[1月]；不写则为总分", "which figure; the total by default"));
  AddRegulation(command, &ledger_.regulation);
  AddFacts(command, &ledger_.facts);
  AddThreads(command, &ledger_.facts);
  AddEach(command, "--row", &ledger_.rows, T("对象", "ROW"),
          T("只列这个对象，可写多次", "only this row; may be repeated"));
  AddFormat(command, &ledger_.format, &ledger_.out);
}

void Program::AddExplain() {
  auto* command = Command("explain", T("计分", "scores"),
                          T("说明一个数是怎样来的", "say why a figure is what it is"),
                          "kaogong explain regulations/ganxi-village 青石村 村报酬",
                          [this] { return RunExplain(explain_); });
  AddFolder(command, &explain_.regulation.folder);
  Add(command, "row", &explain_.row, T("谁", "ROW"),
      T("如 青石村 或 村/青石村", "such as 青石村 or 村/青石村"))
      ->required();
  Add(command, "figure", &explain_.figure, T("名称", "FIGURE"),
      T("哪个数，如 总分、村报酬、得分[1月]；不写则为总分", "which figure; the total by default"));
  AddRegulation(command, &explain_.regulation);
  AddFacts(command, &explain_.facts);
  AddThreads(command, &explain_.facts);
  AddChoice(command, "--view", &explain_.view, "sentences|tree|ledger|attainable|json|all",
            T("文字(默认)、树、台账、还能得多少分、json，或全部",
              "sentences (the default), tree, ledger, what is attainable, json, or all"));
}

void Program::AddDocument() {
  auto* command = Command(
      "document", T("计分", "scores"),
      T("生成公文：成绩单、通报、责任书、奖金发放表等，或核对文稿后印发",
        "make an official document: scorecard, bulletin, letter, payout sheet, or issue a draft"),
      T("kaogong document 成绩单 regulations/ganxi-village --row 青石村 --out 成绩单.docx",
        "kaogong document scorecard regulations/ganxi-village --row 青石村 --out card.docx"),
      [this] { return RunDocument(document_); });
  Add(command, "template", &document_.name, T("模板", "TEMPLATE"),
      T("成绩单、通报等，.docx 模板，或 --format json 写出的文稿",
        "scorecard, bulletin …, a .docx template, or a draft written by --format json"))
      ->required();
  AddFolder(command, &document_.regulation.folder);
  AddRegulation(command, &document_.regulation);
  AddFacts(command, &document_.facts);
  AddThreads(command, &document_.facts);
  AddEach(command, "--row", &document_.rows, T("对象", "ROW"),
          T("关于谁，可写多次，各成一份", "whom it is about; may be repeated, one document each"));
  command->add_flag("--all", document_.all, T("每个考核对象一份", "one for every assessee"));
  Add(command, "--kind", &document_.kind, T("对象", "KIND"),
      T("考核对象是哪一种；不写则为有总分的第一种",
        "what is assessed; the first kind with a total by default"));
  Add(command, "--period", &document_.period, T("考核期", "PERIOD"),
      T("如 3月、一季度；不写则为全年", "such as 3月 or 一季度; the year by default"));
  Add(command, "--last-year", &document_.last_year, T("路径", "PATH"),
      T("上年的数据，用来写比上年的变化", "facts of the year before, for what has changed"));
  Add(command, "--given", &document_.given, T("文件", "FILE"),
      T("公文信息（YAML）：文号、发文机关、成文日期等",
        "YAML with the number, issuer, date … of the document"));
  AddEach(command, "--give", &document_.give, T("名称=内容", "NAME=TEXT"),
          T("一项公文信息，可写多次", "one such thing; may be repeated"));
  AddChoice(command, "--format", &document_.format, "docx|pdf|html|xlsx|json|text",
            T("输出格式；不写则看 --out 的扩展名", "output; by the extension of --out by default"));
  Add(command, "--out", &document_.out, T("文件", "FILE"),
      T("写到文件；几份时是文件夹", "write to a file; to a folder when there are several"));
}

void Program::AddCompare() {
  auto* command = Command(
      "compare", T("计分", "scores"),
      T("比较两个办法，或试改参数：谁升谁降，等次和奖金怎样变",
        "compare two regulations, or try parameters: who moves, whose grade and pay change"),
      "kaogong compare regulations/ganxi-village --set 超额加分上限=10%",
      [this] { return RunCompare(compare_); });
  AddFolder(command, &compare_.before.folder);
  Add(command, "after", &compare_.after.folder, T("另一办法", "AFTER"),
      T("与它相比；不写则与 --set 试改后的同一办法相比",
        "what to compare with; without it the same with --set"));
  AddYear(command, &compare_.before.year);
  AddEach(command, "--set", &compare_.after.set, T("名称=值", "NAME=VALUE"),
          T("试改后一个办法的参数或权重，可写多次",
            "another parameter or weight after; may be repeated"));
  AddFacts(command, &compare_.facts);
  AddThreads(command, &compare_.facts);
  command->add_flag("--text", compare_.text_only,
                    T("只比较办法本身", "compare the regulations only"));
  command->add_flag("--json", compare_.as_json, T("输出 JSON", "print JSON"));
  Add(command, "--most", &compare_.most, T("行", "N"),
      T("每项最多列几行；不写则为 30", "rows listed of each figure; 30 by default"))
      ->check(WholeNumber(1, 1'000'000));
}

void Program::AddProof() {
  const std::string group = T("存证", "proof");
  auto* hash =
      Command("hash", group,
              T("算出办法、数据和结果的指纹", "print the digests of regulation, facts and result"),
              "kaogong hash regulations/ganxi-village", [this] { return RunHash(hash_); });
  AddFolder(hash, &hash_.regulation.folder);
  AddRegulation(hash, &hash_.regulation);
  AddFacts(hash, &hash_.facts);
  AddThreads(hash, &hash_.facts);

  auto* replay =
      Command("replay", group,
              T("重算一份结果，证明逐位相同", "compute a result again and prove it identical"),
              T("kaogong replay 结果.json regulations/ganxi-village",
                "kaogong replay result.json regulations/ganxi-village"),
              [this] { return RunReplay(replay_); });
  Add(replay, "result", &replay_.result, T("结果", "RESULT"),
      T("score --format json 写出的文件", "a file written by score --format json"))
      ->required();
  AddFolder(replay, &replay_.regulation.folder);
  AddRegulation(replay, &replay_.regulation);
  AddFacts(replay, &replay_.facts);
  AddThreads(replay, &replay_.facts);
}

void Program::AddReports() {
  const std::string group = T("工作报告", "work reports");
  const std::string paths =
      T("文件或文件夹，可多个：txt md html docx pdf", "files or folders: txt md html docx pdf");
  auto* check =
      Command("check", group,
              T("核对工作报告里的数字：前后矛盾、算不拢、请核实的",
                "check the figures in work reports: contradictions and what does not add up"),
              T("kaogong check 报告.docx", "kaogong check report.docx"),
              [this] { return RunCheck(check_); });
  Add(check, "files", &check_.paths, T("文件", "FILE"), paths)->required();
  AddChoice(check, "--format", &check_.format, "table|json|html", T("输出格式", "output"));
  Add(check, "--out", &check_.out, T("文件", "FILE"), T("写到文件", "write to a file"));
  AddChoice(check, "--least", &check_.least, "sure|likely|ask",
            T("只列有这样把握的：sure 矛盾，likely 很可能有误，ask 请核实(默认，全部)",
              "only findings at least this sure; ask, the default, lists all"));
  Add(check, "--annotate", &check_.annotate, T("文件夹", "FOLDER"),
      T("另存带批注的副本到这个文件夹", "write annotated copies into this folder"));
  Add(check, "--record", &check_.record, T("路径", "PATH"),
      T("数据表或文件夹，把报告里的数字与其中已核实的数据比对",
        "a table of facts or a folder of them to compare the figures with"));

  auto* similar =
      Command("similar", group, T("找出报告之间雷同的段落", "find passages that reports share"),
              T("kaogong similar 报告文件夹", "kaogong similar reports"),
              [this] { return RunSimilar(similar_); });
  Add(similar, "files", &similar_.paths, T("文件", "FILE"), paths)->required();
  AddChoice(similar, "--format", &similar_.format, "table|json|html", T("输出格式", "output"));
  Add(similar, "--out", &similar_.out, T("文件", "FILE"), T("写到文件", "write to a file"));
  Add(similar, "--letters", &similar_.letters_min, T("字", "N"),
      T("雷同处合计不少于几个字才列；不写则为 45",
        "letters that two reports must share to be listed; 45 by default"))
      ->check(WholeNumber(1, 1'000'000));
}

void Program::AddSuggest() {
  auto* suggest = Command("suggest", T("办法", "regulations"),
                          T("把评分细则变成办法草案：认得的条文写成规则和算例，认不得的保留并标明",
                            "turn a rubric into a draft regulation: clauses become rules with examples, or stay text"),
                          T("kaogong suggest 评分细则.xlsx --folder 草案", "kaogong suggest rubric.xlsx --folder draft"),
                          [this] { return RunSuggest(suggest_); });
  Add(suggest, "file", &suggest_.file, T("文件", "FILE"),
      T("评分细则：xlsx csv docx html md txt pdf", "a rubric: xlsx csv docx html md txt pdf"))
      ->required();
  Add(suggest, "--folder", &suggest_.folder, T("文件夹", "FOLDER"),
      T("把草案写到这个文件夹；不存在或是空的", "write the draft into this folder, new or empty"));
  Add(suggest, "--title", &suggest_.title, T("名称", "TITLE"), T("办法名称", "title of the regulation"));
  Add(suggest, "--kind", &suggest_.kind, T("对象", "KIND"), T("考核谁，如 村；不写则为 单位", "who is assessed; 单位 by default"));
  Add(suggest, "--group", &suggest_.group, T("分组", "GROUP"),
      T("在什么范围内排名，如 镇；不写则为 组", "within what they rank; 组 by default"));
  Add(suggest, "--year", &suggest_.year, T("年", "YEAR"), T("施行的年度；不写则为今年", "year it takes effect; this year by default"))
      ->check(WholeNumber(1900, 2199));
  AddChoice(suggest, "--format", &suggest_.format, "table|json", T("输出格式", "output"));
  Add(suggest, "--out", &suggest_.out, T("文件", "FILE"), T("写到文件", "write to a file"));
}

void Program::AddPlace(CLI::App* command, PlaceOptions* options) {
  Add(command, "--data", &options->data, T("文件夹", "FOLDER"),
      T("数据文件夹；不写则为 kaogong-data", "folder of the data; kaogong-data by default"));
  Add(command, "--database", &options->database, T("地址", "ADDRESS"),
      T("PostgreSQL 的地址 postgres://…；不写则用数据文件夹里的 SQLite",
        "PostgreSQL as postgres://…; SQLite in the data folder by default"));
}

void Program::AddServe() {
  auto* serve = Command("serve", T("服务", "server"),
                        T("启动服务，在浏览器中使用", "serve the platform to browsers"),
                        T("kaogong serve --data 数据 --port 8080", "kaogong serve --data data --port 8080"),
                        [this] { return RunServe(serve_); });
  AddPlace(serve, &serve_.place);
  Add(serve, "--address", &serve_.address, T("地址", "ADDRESS"),
      T("监听地址；不写则为 127.0.0.1", "address to listen on; 127.0.0.1 by default"));
  Add(serve, "--port", &serve_.port, T("端口", "PORT"),
      T("端口；不写则为 8080；0 为任意空闲端口", "port; 8080 by default, 0 for any free one"))
      ->check(WholeNumber(0, 65535));
  Add(serve, "--metrics-port", &serve_.metrics_port, T("端口", "PORT"),
      T("在本机的这个端口提供 Prometheus 指标", "serve Prometheus' metrics on this port of the loopback"))
      ->check(WholeNumber(1, 65535));
  Add(serve, "--certificate", &serve_.certificate, T("文件", "FILE"),
      T("TLS 证书链(PEM)，与 --key 一起", "TLS certificate chain (PEM), with --key"));
  Add(serve, "--key", &serve_.key, T("文件", "FILE"), T("TLS 私钥(PEM)", "TLS private key (PEM)"));
  AddEach(serve, "--proxy", &serve_.proxies, T("网段", "NETWORK"),
          T("可信的反向代理地址或网段，可写多次", "trusted proxy: an address or network; may be repeated"));
  Add(serve, "--web", &serve_.web, T("文件夹", "FOLDER"),
      T("网页所在的文件夹；不写则用随程序安装的", "folder of the front end; the one installed by default"));
  Add(serve, "--workers", &serve_.workers, T("个", "N"),
      T("办理请求的线程数；不写则为 8", "threads for requests; 8 by default"))
      ->check(WholeNumber(1, 256));
}

void Program::AddServer() {
  AddServe();
  const std::string group = T("服务", "server");
  auto* demo = Command("demo", group,
                       T("建立示范市，供试用；已有组织机构时不作改动",
                         "set up the demonstration city where there is no organisation yet"),
                       T("kaogong demo --data 数据", "kaogong demo --data data"),
                       [this] { return RunDemo(demo_); });
  AddPlace(demo, &demo_.place);
  Add(demo, "--regulations", &demo_.regulations, T("文件夹", "FOLDER"),
      T("要发布的示范办法；不写则用随程序安装的", "regulations to publish; those installed by default"));
  demo->add_flag("--city-only", demo_.city_only,
                 T("不建立上年和本年的考核", "without the assessments of last year and this one"));
  auto* init = Command("init", group,
                       T("建立一个新的平台：最上级单位和管理员账号",
                         "set up a new platform: the topmost unit and an administrator"),
                       T("kaogong init --city 云州市 --person 王伟", "kaogong init --city Yunzhou --person Wang"),
                       [this] { return RunInit(init_); });
  Add(init, "--city", &init_.city, T("名称", "NAME"), T("最上级单位的名称", "name of the topmost unit"))
      ->required();
  Add(init, "--person", &init_.person, T("姓名", "NAME"), T("管理员的姓名", "name of the administrator"))
      ->required();
  Add(init, "--login", &init_.login, T("登录名", "LOGIN"),
      T("管理员的登录名；不写则为 admin", "login of the administrator; admin by default"));
  AddPlace(init, &init_.place);
  auto* backup = Command("backup", group,
                         T("备份数据库，可在运行时进行", "copy the database, also while it is in use"),
                         T("kaogong backup 备份.db --data 数据", "kaogong backup copy.db --data data"),
                         [this] { return RunBackup(backup_); });
  Add(backup, "file", &backup_.file, T("文件", "FILE"), T("备份到的新文件", "new file"))->required();
  AddPlace(backup, &backup_.place);
  auto* restore = Command("restore", group,
                          T("从备份恢复数据库，先停止服务", "put a copy back; stop the server first"),
                          T("kaogong restore 备份.db --data 数据", "kaogong restore copy.db --data data"),
                          [this] { return RunRestore(restore_); });
  Add(restore, "file", &restore_.file, T("文件", "FILE"), T("备份文件", "the copy"))->required();
  AddPlace(restore, &restore_.place);
  auto* verify = Command("verify-audit", group,
                         T("核验审计日志没有被改动、删除或调换",
                           "check that no row of the audit log was changed, removed or moved"),
                         T("kaogong verify-audit --data 数据", "kaogong verify-audit --data data"),
                         [this] { return RunVerifyAudit(verify_audit_); });
  AddPlace(verify, &verify_audit_.place);
  Add(verify, "--mark", &verify_audit_.mark, T("序号:指纹", "NUMBER:HASH"),
      T("以前记下的链头，核对它仍在链上", "a head noted earlier, which must still be in the chain"));
}

void Program::AddCompletion() {
  auto* command = Command(
      "completion", T("其他", "other"),
      T("打印命令补全脚本：bash、zsh 或 fish", "print a completion script: bash, zsh or fish"),
      "source <(kaogong completion bash)", [this] { return PrintCompletion(shell_); });
  AddChoice(command, "shell", &shell_, "bash|zsh|fish", T("哪种命令行", "which shell"))->required();
  // What the scripts call; in no group, so that help does not list it.
  auto* words = Command("__complete", "", "", "", [this] { return PrintCandidates(app_, words_); });
  words->add_option("words", words_);
  words->prefix_command();
}

}  // namespace kaogong::cli
