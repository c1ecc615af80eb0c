// SPDX-License-Identifier: Apache-2.0
// Filling a template in from the record.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "office/document/documents.h"
#include "office/document/record.h"

namespace kaogong::office::documents::internal {

// Fills in, or writes by rules. Errors: kInvalidInput with `issues` when the template does not fit
// the record, for instance because something it asks for was not given.
Result<document::Document> MakeDocument(const OpenedTemplate& form,
                                        const document::Record& record, const std::string& object,
                                        Issues* issues);

// What a document of the store is held against, opened outside of a transaction.
Result<std::shared_ptr<const RecordBasis>> BasisOf(Shelf& shelf, const DocumentRow& row,
                                                   Issues* issues);
// The record of a document over a basis, with what the process knows of its row.
Result<std::unique_ptr<StoreRecord>> RecordFor(Shelf& shelf, const Session& session,
                                               std::shared_ptr<const RecordBasis> basis,
                                               std::optional<Id> assessee,
                                               const GivenValues& given);

// Whether the actor may draft from the result. Errors: kNotFound, kNotPermitted.
Result<void> RequireDraftable(const Session& session, std::optional<Id> computation,
                              std::optional<Id> assessee);
// Errors: kInvalidInput when the template is about something else.
Result<void> RequireSubject(const OpenedTemplate& form, bool has_assessee);

}  // namespace kaogong::office::documents::internal
