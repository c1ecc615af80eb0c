# SPDX-License-Identifier: Apache-2.0
# Compiler settings and the functions that declare a module, its tests and its fuzzers.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})

option(KAOGONG_SANITIZE "Build with address and undefined-behaviour sanitizers, and the fuzzers (clang only)" OFF)
option(KAOGONG_REQUIRE_TESTS "Fail when GoogleTest is missing instead of leaving out the tests" OFF)

add_library(kaogong_options INTERFACE)
target_compile_options(kaogong_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports std::string concatenation at -O3 (false positive, GCC bug 105329)
  # and optional strings as used uninitialized (GCC bug 105562).
  target_compile_options(kaogong_options INTERFACE -Wno-restrict -Wno-maybe-uninitialized)
endif()
target_include_directories(kaogong_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
if(KAOGONG_SANITIZE)
  target_compile_options(kaogong_options INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(kaogong_options INTERFACE -fsanitize=address,undefined)
  target_compile_definitions(kaogong_options INTERFACE _GLIBCXX_ASSERTIONS)
endif()

find_program(KAOGONG_CCACHE ccache)
if(KAOGONG_CCACHE)
  # Relative paths in the hash: a second clone of the tree finds what the first one compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
    CCACHE_SLOPPINESS=pch_defines,time_macros ${KAOGONG_CCACHE})
endif()
find_program(KAOGONG_MOLD mold)
if(KAOGONG_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

find_package(PkgConfig REQUIRED)
if(KAOGONG_REQUIRE_TESTS)
  find_package(GTest REQUIRED)
else()
  find_package(GTest QUIET)
endif()
find_package(fmt REQUIRED)

# Modules whose tests and fuzzers compute much: a little optimized even with sanitizers.
set(KAOGONG_COMPUTING base formula scheme facts scoring explain regulation importer sheet)

# kaogong_precompile(<target> <module>): with Clang the standard headers that most files include are
# compiled once; with GCC 12 that saves little and makes it warn about string.h. Every file still
# includes what it uses.
function(kaogong_precompile target module)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    return()
  endif()
  # Pango and RE2 ask for -pthread, which the precompiled headers were not made with.
  if(module MATCHES "^(document|suggest)$")
    return()
  endif()
  if(KAOGONG_SANITIZE AND module IN_LIST KAOGONG_COMPUTING)
    target_compile_options(${target} PRIVATE -O1)
    return()
  endif()
  if(NOT TARGET kaogong_precompiled)
    file(WRITE ${CMAKE_BINARY_DIR}/precompiled.cc "")
    add_library(kaogong_precompiled OBJECT ${CMAKE_BINARY_DIR}/precompiled.cc)
    target_link_libraries(kaogong_precompiled PRIVATE kaogong_options fmt::fmt)
    target_precompile_headers(kaogong_precompiled PRIVATE
      <algorithm> <array> <chrono> <cstddef> <cstdint> <filesystem> <functional> <map> <memory>
      <optional> <set> <span> <string> <string_view> <unordered_map> <utility> <variant> <vector>
      <fmt/format.h>)
    # Without the time in it ccache knows the header again.
    target_compile_options(kaogong_options INTERFACE "SHELL:-Xclang -fno-pch-timestamp")
  endif()
  target_precompile_headers(${target} REUSE_FROM kaogong_precompiled)
endfunction()

# kaogong_library(<name> SOURCES ... DEPENDS <modules> PRIVATE <external libraries>)
# One folder under src/ is one static library; DEPENDS repeats the module's line in layers.txt.
function(kaogong_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;PRIVATE" ${ARGN})
  add_library(kaogong_${name} STATIC ${ARG_SOURCES})
  target_link_libraries(kaogong_${name} PUBLIC kaogong_options fmt::fmt)
  kaogong_precompile(kaogong_${name} ${name})
  foreach(module IN LISTS ARG_DEPENDS)
    target_link_libraries(kaogong_${name} PUBLIC kaogong_${module})
  endforeach()
  target_link_libraries(kaogong_${name} PRIVATE ${ARG_PRIVATE})
endfunction()

# The environment of a test whose libraries leak.
set(KAOGONG_LEAKS "LSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/cmake/leaks.txt:print_suppressions=0")

# kaogong_test(<module> SOURCES a_test.cc ... [DEPENDS <modules>] [PRIVATE <libraries>])
function(kaogong_test name)
  if(NOT GTest_FOUND)
    return()
  endif()
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;PRIVATE" ${ARGN})
  add_executable(${name}_test ${ARG_SOURCES})
  kaogong_precompile(${name}_test ${name})
  target_link_libraries(${name}_test PRIVATE kaogong_${name} GTest::gtest_main GTest::gmock ${ARG_PRIVATE})
  foreach(module IN LISTS ARG_DEPENDS)
    target_link_libraries(${name}_test PRIVATE kaogong_${module})
  endforeach()
  target_compile_definitions(${name}_test PRIVATE KAOGONG_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  add_test(NAME ${name} COMMAND ${name}_test)
  # The longest first, lest it run alone at the end.
  if(name STREQUAL "explain")
    set_tests_properties(${name} PROPERTIES COST 1000)
  endif()
  set_tests_properties(${name} PROPERTIES
    ENVIRONMENT "KAOGONG_BINARY_DIR=${CMAKE_BINARY_DIR};${KAOGONG_LEAKS}")
endfunction()

# kaogong_fewer_rounds(<target>): tells a test of random input that sanitizers slow it down.
function(kaogong_fewer_rounds target)
  if(KAOGONG_SANITIZE)
    target_compile_definitions(${target} PRIVATE KAOGONG_SANITIZED)
  endif()
endfunction()

# Every fuzzer; built only with sanitizers.
add_custom_target(fuzzers)

# kaogong_fuzz(<name> SOURCES x_fuzz.cc DEPENDS <modules> PRIVATE <external libraries>); the corpus is
# tests/fuzz/<name>/. The modules named, and no others, tell the fuzzer which of their branches it reached.
function(kaogong_fuzz name)
  if(NOT KAOGONG_SANITIZE)
    return()
  endif()
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;PRIVATE" ${ARGN})
  add_executable(${name}_fuzz ${ARG_SOURCES})
  add_dependencies(fuzzers ${name}_fuzz)
  # What -fsanitize=fuzzer-no-link stands for, which precompiled headers would have to be made with too.
  set(tells_fuzzers -fsanitize-coverage=inline-8bit-counters,indirect-calls,trace-cmp,pc-table)
  target_compile_options(${name}_fuzz PRIVATE ${tells_fuzzers})
  target_link_options(${name}_fuzz PRIVATE -fsanitize=fuzzer)
  foreach(module IN LISTS ARG_DEPENDS)
    target_link_libraries(${name}_fuzz PRIVATE kaogong_${module})
    get_target_property(tells kaogong_${module} KAOGONG_TELLS_FUZZERS)
    if(NOT tells)
      set_target_properties(kaogong_${module} PROPERTIES KAOGONG_TELLS_FUZZERS ON)
      target_compile_options(kaogong_${module} PRIVATE ${tells_fuzzers})
    endif()
  endforeach()
  target_link_libraries(${name}_fuzz PRIVATE ${ARG_PRIVATE})
endfunction()
