# SPDX-License-Identifier: Apache-2.0
# goen_district(NAME): the rooms that follow lie in src/NAME; they include their own district and those below it.
# goen_room(NAME [NEEDS room...] [DOORS header...] [LINKS target...]): *.cpp of the room's folder become the library `NAME`,
# its *_test.cpp the program `NAME_test`, its *.sql the header `NAME/queries.hpp`. A room called like its
# district is the district's own files, which wire its rooms.
find_package(Python3 REQUIRED COMPONENTS Interpreter)

# Rooms that compute keep -O1 in the preset `dev`; the others spend more time in the compiler than in their tests.
set(goen_optimised_rooms base store http html i18n media net names graph vcard)

macro(goen_district name)
  set(goen_current_district ${name})
  list(APPEND goen_roots ${CMAKE_SOURCE_DIR}/src/${name})
endmacro()

# With GOEN_UNITY the files of a room are compiled several at a time, which reads the headers once for all of them: pages
# beside pages, endpoints beside endpoints, since those two call their handlers alike.
function(goen_unite name)
  set(batch_size 8)
  foreach(kind pages api view rest)
    set(count_${kind} 0)
  endforeach()
  foreach(source ${ARGN})
    if(source MATCHES "_(pages|api|view)\\.cpp$")
      set(kind ${CMAKE_MATCH_1})
    else()
      set(kind rest)
    endif()
    math(EXPR batch "${count_${kind}} / ${batch_size}")
    math(EXPR count_${kind} "${count_${kind}} + 1")
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${kind}_${batch})
  endforeach()
  set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  # It takes an included .cpp for a header.
  target_compile_options(${name} PRIVATE -Wno-subobject-linkage)
endfunction()

function(goen_room name)
  cmake_parse_arguments(ROOM "" "" "NEEDS;DOORS;LINKS;TEST_NEEDS" ${ARGN})
  set(dir ${CMAKE_SOURCE_DIR}/src/${goen_current_district}/${name})
  set(roots ${goen_roots})
  if(name STREQUAL goen_current_district)
    set(dir ${CMAKE_SOURCE_DIR}/src/${name})
    list(APPEND roots ${CMAKE_SOURCE_DIR}/src)
  endif()
  file(GLOB sources CONFIGURE_DEPENDS ${dir}/*.cpp)
  file(GLOB tests CONFIGURE_DEPENDS ${dir}/*_test.cpp)
  file(GLOB queries CONFIGURE_DEPENDS ${dir}/*.sql)
  if(tests)
    list(REMOVE_ITEM sources ${tests})
  endif()
  if(sources)
    add_library(${name} STATIC ${sources})
    set(scope PUBLIC)
  else()
    add_library(${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  if(sources AND NOT name IN_LIST goen_optimised_rooms)
    target_compile_options(${name} PRIVATE $<$<CONFIG:Dev>:-O0>)
  endif()
  if(sources AND GOEN_UNITY)
    goen_unite(${name} ${sources})
  endif()
  target_include_directories(${name} ${scope} ${roots} ${CMAKE_BINARY_DIR}/generated)
  target_link_libraries(${name} ${scope} ${ROOM_NEEDS} ${ROOM_LINKS})
  if(queries)
    set(header ${CMAKE_BINARY_DIR}/generated/${name}/queries.hpp)
    add_custom_command(OUTPUT ${header}
      COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/cmake/embed_sql.py ${name} ${header} ${queries}
      DEPENDS ${queries} ${CMAKE_SOURCE_DIR}/cmake/embed_sql.py
      COMMENT "queries of ${name}")
    add_custom_target(${name}_queries DEPENDS ${header})
    add_dependencies(${name} ${name}_queries)
    if(sources)
      target_sources(${name} PRIVATE ${header})
    endif()
  endif()
  if(GOEN_TESTS AND tests)
    add_executable(${name}_test ${tests} ${CMAKE_SOURCE_DIR}/tests/support/doctest_main.cpp)
    target_include_directories(${name}_test PRIVATE ${CMAKE_SOURCE_DIR}/tests)
    # A test's own code runs once: optimising it costs a third of its compile time and returns nothing.
    target_compile_options(${name}_test PRIVATE $<$<CONFIG:Dev>:-O0>)
    target_link_libraries(${name}_test PRIVATE ${name} ${ROOM_TEST_NEEDS} test_support rapidcheck)
    add_test(NAME ${name} COMMAND ${name}_test WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  endif()
endfunction()
