// SPDX-License-Identifier: Apache-2.0
// Commands of whoever operates a server: serve, demo, backup, restore, verify-audit.
#pragma once

#include <string>
#include <vector>

namespace kaogong::cli {

// Finds a part of the installation: beside the program as installed (../share/kaogong/NAME), or in
// the source tree it was built in (../../NAME). Empty when there is none.
std::string Installed(const std::string& installed, const std::string& in_tree);

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
  std::string regulations;  // Folder of the regulations to publish; empty: found beside the program.
  bool city_only = false;   // Without the assessments of last year and this one.
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
