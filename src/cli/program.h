// SPDX-License-Identifier: Apache-2.0
// The commands of kaogong with their options.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/server_commands.h"

namespace kaogong::cli {

// Owns the options of every command and the function that runs the chosen one. Help is written when
// options are declared: the output language has to be set before.
class Program {
 public:
  Program();
  // Returns the exit code.
  int Run(int argc, char** argv);

 private:
  CLI::App* Command(const char* name, const std::string& group, const std::string& text,
                    const std::string& example, std::function<int()> run);
  void AddChecking();
  void AddScore();
  void AddLedger();
  void AddExplain();
  void AddDocument();
  void AddCompare();
  void AddTemplate();
  void AddProof();
  void AddNew();
  void AddReports();
  void AddSuggest();
  static void AddPlace(CLI::App* command, PlaceOptions* options);
  void AddServe();
  void AddServer();
  void AddCompletion();

  CLI::App app_;
  std::function<int()> run_;
  std::string language_;
  std::string shell_;
  std::vector<std::string> words_;
  LintOptions lint_;
  TestOptions test_;
  ScoreOptions score_;
  LedgerOptions ledger_;
  ExplainOptions explain_;
  DocumentOptions document_;
  CompareOptions compare_;
  TemplateOptions template_;
  HashOptions hash_;
  ReplayOptions replay_;
  NewOptions new_;
  ReportOptions check_;
  ReportOptions similar_;
  SuggestOptions suggest_;
  ServeCommandOptions serve_;
  InitOptions init_;
  DemoOptions demo_;
  BackupOptions backup_;
  BackupOptions restore_;
  VerifyAuditOptions verify_audit_;
};

}  // namespace kaogong::cli
