// SPDX-License-Identifier: Apache-2.0
#include "cli/help.h"

#include <algorithm>

#include "base/decimal.h"
#include "base/utf8.h"
#include "cli/common.h"
#include "cli/terminal.h"

namespace kaogong::cli {

namespace {

constexpr std::size_t kColumn = 26;
constexpr std::size_t kWidth = 100;

std::string In(const Text& text) { return text.In(OutputLanguage()); }

std::string Entry(const std::string& name, const std::string& description) {
  std::string line = "  " + name;
  const std::size_t width = DisplayWidth(line);
  line +=
      width + 2 > kColumn ? "\n" + std::string(kColumn, ' ') : std::string(kColumn - width, ' ');
  // The name is a line of its own or part of the first one: either way the text begins at kColumn.
  const std::string wrapped =
      Wrap(std::string(kColumn, ' ') + description, kColumn, kWidth).substr(kColumn);
  return line + wrapped + "\n";
}

std::string NameOf(const CLI::Option& option) {
  std::string name;
  for (const std::string& letter : option.get_snames()) name += "-" + letter + ", ";
  for (const std::string& word : option.get_lnames()) name += "--" + word + ", ";
  name.resize(name.size() - 2);
  if (option.get_expected_max() > 0) name += " " + option.get_type_name();
  return name;
}

std::string PositionalName(const CLI::Option& option) {
  const std::string name = option.get_type_name() + (option.get_expected_max() > 1 ? "…" : "");
  return option.get_required() ? name : "[" + name + "]";
}

std::vector<const CLI::Option*> Chosen(const CLI::App& app, bool positional) {
  return app.get_options([positional](const CLI::Option* option) {
    return !option->get_group().empty() && option->get_positional() == positional;
  });
}

std::string Usage(const CLI::App& app) {
  std::string line = In({"用法: ", "usage: "});
  if (app.get_parent() == nullptr)
    return line + "kaogong " + In({"命令 … [选项]", "COMMAND … [OPTIONS]"}) + "\n";
  line += "kaogong " + app.get_name();
  for (const CLI::Option* option : Chosen(app, true)) line += " " + PositionalName(*option);
  for (const CLI::Option* option : Chosen(app, false)) {
    if (option->get_required()) line += " " + NameOf(*option);
  }
  return line + " " + In({"[选项]", "[OPTIONS]"}) + "\n";
}

std::string Commands(const CLI::App& app) {
  std::string text;
  std::string group;
  for (const CLI::App* command : app.get_subcommands({})) {
    if (command->get_group().empty()) continue;
    if (command->get_group() != group) {
      group = command->get_group();
      text += "\n" + group + ":\n";
    }
    text += Entry(command->get_name(), command->get_description());
  }
  return text;
}

std::string Positionals(const CLI::App& app) {
  std::string text;
  for (const CLI::Option* option : Chosen(app, true))
    text += Entry(option->get_type_name(), option->get_description());
  return text.empty() ? text : "\n" + In({"参数：", "arguments:"}) + "\n" + text;
}

std::string Options(const CLI::App& app) {
  std::string text;
  for (const CLI::Option* option : Chosen(app, false))
    text += Entry(NameOf(*option), option->get_description());
  return "\n" + In({"选项：", "options:"}) + "\n" + text;
}

// --- Wrong usage.

const CLI::App* Given(const CLI::App& app) {
  const auto given = app.get_subcommands();
  return given.empty() ? nullptr : given.front();
}

std::vector<std::string> LongNames(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : Chosen(app, false)) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

Text UnknownOption(const CLI::App& app, const std::string& word) {
  const std::string name = word.substr(0, word.find('='));
  std::vector<std::string> known = LongNames(app);
  if (const CLI::App* command = Given(app)) {
    const auto more = LongNames(*command);
    known.insert(known.end(), more.begin(), more.end());
  }
  const std::string near = NearestName(name, known);
  if (near.empty()) return kaogong::Say("没有选项 {}", "there is no option {}", name);
  return kaogong::Say("没有选项 {}，是否想写 {}？", "there is no option {}; did you mean {}?", name,
                      near);
}

Text UnknownCommand(const CLI::App& app, const std::string& word) {
  std::vector<std::string> known;
  for (const CLI::App* command : app.get_subcommands({})) {
    if (!command->get_group().empty()) known.push_back(command->get_name());
  }
  const std::string near = NearestName(word, known);
  if (near.empty()) return kaogong::Say("没有命令 {}", "there is no command {}", word);
  return kaogong::Say("没有命令 {}，是否想写 {}？", "there is no command {}; did you mean {}?", word,
                      near);
}

// What was required and not given.
Text Missing(const CLI::App& command) {
  for (const CLI::Option* option : Chosen(command, true)) {
    if (option->get_required() && option->count() == 0) {
      return kaogong::Say("缺少参数“{}”：{}", "{} is missing: {}", option->get_type_name(),
                          option->get_description());
    }
  }
  for (const CLI::Option* option : Chosen(command, false)) {
    if (option->get_required() && option->count() == 0) {
      return kaogong::Say("缺少选项 {}:{}", "{} is missing: {}", NameOf(*option),
                          option->get_description());
    }
  }
  return {"缺少参数", "an argument is missing"};
}

}  // namespace

std::string HelpFormatter::make_help(const CLI::App* app, std::string /*name*/,
                                     CLI::AppFormatMode /*mode*/) const {
  const bool is_program = app->get_parent() == nullptr;
  std::string text = app->get_description() + "\n" + Usage(*app);
  text += is_program ? Commands(*app) : Positionals(*app);
  text += Options(*app);
  if (!app->get_footer().empty()) text += "\n" + app->get_footer() + "\n";
  return text;
}

std::string CommandOf(const CLI::App& app) {
  const CLI::App* command = Given(app);
  return command == nullptr ? std::string() : command->get_name();
}

Text ExplainMisuse(const CLI::App& app, const CLI::ParseError& error) {
  const std::string what = error.what();
  // "--year: …": our validators' words follow the name, CLI11's are replaced.
  const std::string name = what.substr(0, what.find(": "));
  if (dynamic_cast<const CLI::ValidationError*>(&error) != nullptr) return {what, what};
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    if (what.ends_with(" missing"))
      return kaogong::Say("选项 {} 后面要写值", "{} needs a value", name);
    return kaogong::Say("选项 {} 只能写一次，且只能带它自己的值",
                        "{} may be given once, with a value of its own",
                        name.substr(0, name.find(' ')));
  }
  const std::vector<std::string> extra = app.remaining(true);
  for (const std::string& word : extra) {
    if (word.size() > 1 && word.front() == '-') return UnknownOption(app, word);
  }
  const CLI::App* command = Given(app);
  if (command == nullptr) {
    return extra.empty() ? Text{"请写明命令", "a command is needed"}
                         : UnknownCommand(app, extra.front());
  }
  if (!extra.empty()) {
    return kaogong::Say("多余的参数“{}”", "one argument too many: {}", extra.front());
  }
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) return Missing(*command);
  return {what, what};
}

CLI::Validator OneOf(std::vector<std::string> choices) {
  return CLI::Validator(
      [choices = std::move(choices)](const std::string& given) -> std::string {
        if (std::ranges::find(choices, given) != choices.end()) return {};
        const std::string near = NearestName(given, choices);
        const std::string all = fmt::format("{}", fmt::join(choices, ", "));
        if (near.empty()) {
          return In(kaogong::Say("没有“{}”这个值，可以写 {}", "'{}' is none of {}", given, all));
        }
        return In(kaogong::Say("没有“{}”这个值，是否想写 {}？可以写 {}",
                               "'{}' is none of the values; did you mean {}? They are {}", given,
                               near, all));
      },
      "");
}

CLI::Validator WholeNumber(int low, int high) {
  return CLI::Validator(
      [low, high](const std::string& given) -> std::string {
        const bool is_number =
            !given.empty() && given.find_first_not_of("0123456789") == std::string::npos;
        const auto number = is_number ? Decimal::Parse(given) : std::nullopt;
        const bool fits = number && *number >= *Decimal::Parse(std::to_string(low)) &&
                          *number <= *Decimal::Parse(std::to_string(high));
        if (fits) return {};
        return In(kaogong::Say("要写 {} 到 {} 的整数，不是“{}”",
                               "takes a whole number from {} to {}, not '{}'", low, high, given));
      },
      "");
}

}  // namespace kaogong::cli
