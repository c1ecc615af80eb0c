// SPDX-License-Identifier: Apache-2.0
// Commands of whoever operates a server: serve, demo, backup, restore, verify-audit.
#pragma once

#include <string>
#include <vector>

namespace kaogong::cli {

// Where the data are: --data and --database.
struct PlaceOptions {
  std::string data = "kaogong-data";
  std::string database;
};

struct ServeCommandOptions {
  PlaceOptions place;
  std::string address = "127.0.0.1";
  int port = 8080;
  int metrics_port = 0;  // 0: none.
  std::string certificate;
  std::string key;
  std::vector<std::string> proxies;
  std::string web;  // Empty: found beside the program.
  int workers = 8;
};
int RunServe(const ServeCommandOptions& options);

// Puts the demonstration city into an empty installation, and prints its accounts.
struct InitOptions {
  PlaceOptions place;
  std::string city;
  std::string person;
  std::string login = "admin";
};
int RunInit(const InitOptions& options);

struct DemoOptions {
  PlaceOptions place;
};
int RunDemo(const DemoOptions& options);

struct BackupOptions {
  PlaceOptions place;
  std::string file;
};
int RunBackup(const BackupOptions& options);
int RunRestore(const BackupOptions& options);

struct VerifyAuditOptions {
  PlaceOptions place;
  std::string mark;  // "seq:hash", noted earlier outside the database.
};
int RunVerifyAudit(const VerifyAuditOptions& options);

}  // namespace kaogong::cli
