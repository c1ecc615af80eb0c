// SPDX-License-Identifier: Apache-2.0
// Office is what every use case works with: the store, the clock, the city's day.
//
// A use case is a function of an Office and an Actor. It reads in Read and changes in Change; Change
// runs it in one transaction and appends its audit record last, so that no change is without a
// record and no record without its change.
#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "base/instant.h"
#include "base/result.h"
#include "office/detail.h"
#include "office/ids.h"
#include "office/ports.h"
#include "office/rights.h"
#include "store/audit.h"
#include "store/pool.h"

namespace kaogong::office {

// What a use case has at hand inside one transaction. The body may run again after a lost conflict,
// so it must have no effect outside `transaction` and must not keep anything from an earlier run.
struct Session {
  store::Transaction& transaction;
  const Actor& actor;
  Instant now;
  Date today;
};

// A Session that changes something. The body must say what was done:
//   change.Record("unit.rename", "unit/17", Detail().SetChange("name", "甲局", "乙局"));
class Change : public Session {
 public:
  Change(Session session) : Session(session) {}

  // `act` is noun.verb; `subject` is noun/id. Once; later calls replace it.
  void Record(std::string act, std::string subject, Detail detail = {});
  // For an act that found nothing to change: no record.
  void RecordNothing() { is_nothing_ = true; }

  // The record for the chain, or nothing. Requires: one of the two above was called.
  std::optional<store::AuditRecord> TakeRecord();

 private:
  std::string act_;
  std::string subject_;
  Detail detail_;
  bool is_nothing_ = false;
};

class Office {
 public:
  // The city's clocks are this far ahead of UTC; China has one zone.
  static constexpr int kOffsetMinutes = 480;

  // All outlive the office.
  Office(store::Pool& pool, const Clock& clock, SecretSource& secrets)
      : pool_(pool), clock_(clock), secrets_(secrets) {}

  store::Pool& pool() const { return pool_; }
  SecretSource& secrets() const { return secrets_; }
  Instant Now() const { return clock_.Now(); }
  Date Today() const { return Now().DayAt(kOffsetMinutes); }

  // Runs `body(Session&)`, which returns a Result, on one state of the store.
  template <class Body>
  std::invoke_result_t<Body&, Session&> Read(const Actor& actor, Body&& body) const {
    return pool_.Read([&](store::Transaction& transaction) {
      Session session{transaction, actor, Now(), Today()};
      return body(session);
    });
  }

  // Runs `body(Change&)`, which returns a Result, in one transaction with its audit record.
  // Errors: those of body; kNotPermitted when the actor is only looking with another's eyes.
  template <class Body>
  std::invoke_result_t<Body&, Change&> Write(const Actor& actor, Body&& body) const {
    KAOGONG_TRY(RequireWriter(actor));
    return pool_.Write([&](store::Transaction& transaction) -> std::invoke_result_t<Body&, Change&> {
      Change change(Session{transaction, actor, Now(), Today()});
      auto result = body(change);
      if (!result.ok()) return result;
      KAOGONG_TRY(Append(change));
      return result;
    });
  }

 private:
  static Result<void> RequireWriter(const Actor& actor);
  static Result<void> Append(Change& change);

  store::Pool& pool_;
  const Clock& clock_;
  SecretSource& secrets_;
};

// Returns the Error of somebody who changes what another changed meanwhile.
Error Stale(const Text& what);

}  // namespace kaogong::office
