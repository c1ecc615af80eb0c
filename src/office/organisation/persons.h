// SPDX-License-Identifier: Apache-2.0
// Persons (人员) and where they are appointed (任职).
//
// A person belongs to the units of the appointments that last today or begin later; who covers one
// of these covers the person. A person without any is covered only by who covers everything.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "office/account/account.h"
#include "office/office.h"
#include "office/organisation/model.h"
#include "office/paging.h"

namespace kaogong::office {

struct AppointmentPosition {
  Id id = 0;
  std::string name;
  std::int64_t coefficient = 0;  // Ten-thousandths.
};

struct Appointment {
  Id id = 0;
  Named unit;
  std::optional<AppointmentPosition> position;
  bool is_primary = false;
  Validity validity;
  std::int64_t version = 0;
};

struct Person {
  Id id = 0;
  std::string code;
  std::string name;
  // Nothing: the actor may not see them.
  std::optional<std::string> phone;
  std::optional<std::string> note;
  std::vector<Appointment> appointments;
  std::int64_t version = 0;
};

struct PersonFilter {
  std::string query;                // Begins the code, an end of the name, or its initials.
  std::optional<Id> unit;           // Appointed there on the day …
  bool has_below = false;           // … or below it.
  std::optional<Id> position;       // Holds it on the day.
  std::optional<Date> on;           // Nothing: today.
  enum class Sort { kCode, kCodeDown, kName, kNameDown } sort = Sort::kCode;
};

// Returns persons with their appointments on the day.
Result<Listing<Person>> ListPersons(const Office& office, const Actor& actor,
                                    const PersonFilter& filter, Page page);
// Returns the person with all appointments, the earliest first. Errors: kNotFound.
Result<Person> FindPerson(const Office& office, const Actor& actor, Id id);
Result<Person> FindPersonOfAppointment(const Office& office, const Actor& actor, Id appointment);

struct NewAppointment {
  Id unit = 0;
  std::optional<Id> position;
  std::optional<bool> is_primary;  // Nothing: primary when there is no other on these days.
  Validity validity;
};

struct NewPerson {
  std::string code;
  std::string name;
  std::string phone;
  std::string note;
  std::vector<NewAppointment> appointments;
};

// Errors: kInvalidInput with faults (/code, /name, /appointments/0/unit_id, …); kConflict when the
// code is taken; kNotPermitted for a person without an appointment by who does not edit everywhere.
Result<Person> CreatePerson(const Office& office, const Actor& actor, const NewPerson& made);

struct PersonChange {
  std::int64_t version = 0;
  std::optional<std::string> code;
  std::optional<std::string> name;
  std::optional<std::string> phone;
  std::optional<std::string> note;
};

// Errors: as CreatePerson; kNotFound; kConflict when it was changed meanwhile.
Result<Person> ChangePerson(const Office& office, const Actor& actor, Id id,
                            const PersonChange& wanted);

// Errors: kNotFound; kInvalidInput with faults (/unit_id, /position_id, /is_primary, /valid_from,
// /valid_to).
Result<Person> AddAppointment(const Office& office, const Actor& actor, Id person,
                              const NewAppointment& made);

struct AppointmentChange {
  std::int64_t version = 0;
  std::optional<std::optional<Id>> position;  // The inner nothing: none any more.
  std::optional<bool> is_primary;
  std::optional<Date> from;
  std::optional<std::optional<Date>> to;  // The inner nothing: until further notice.
};

// Errors: as AddAppointment; kConflict when it was changed meanwhile.
Result<Person> ChangeAppointment(const Office& office, const Actor& actor, Id appointment,
                                 const AppointmentChange& wanted);

}  // namespace kaogong::office
