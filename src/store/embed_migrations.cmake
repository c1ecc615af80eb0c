# SPDX-License-Identifier: Apache-2.0
# Writes OUTPUT, a C++ source that holds the files named in LIST (one path per line) as text.
# Run as a script: cmake -DLIST=... -DOUTPUT=... -P embed_migrations.cmake
file(STRINGS ${LIST} paths)
set(entries "")
foreach(path IN LISTS paths)
  get_filename_component(name ${path} NAME)
  if(NOT name MATCHES "^V0*([1-9][0-9]*)__[a-z0-9_]+\\.sql$")
    message(FATAL_ERROR "Not a migration: ${name}")
  endif()
  set(version ${CMAKE_MATCH_1})
  file(READ ${path} text)
  string(APPEND entries "    {${version}, \"${name}\", R\"migration(${text})migration\"},\n")
endforeach()
file(WRITE ${OUTPUT} "// Written by embed_migrations.cmake.
#include \"store/migration.h\"

namespace kaogong::store {

std::span<const Migration> BuiltInMigrations() {
  static constexpr Migration kMigrations[] = {
${entries}  };
  return kMigrations;
}

}  // namespace kaogong::store
")
