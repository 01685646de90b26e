# SPDX-License-Identifier: Apache-2.0
# How surnames and given names are read, inside the binary.
set(name_readings ${CMAKE_BINARY_DIR}/generated/names/name_readings.cpp)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/generated/names)
add_custom_command(OUTPUT ${name_readings}
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/cmake/embed_name_readings.py ${name_readings}
          ${CMAKE_SOURCE_DIR}/src/tools/names/name_readings.txt
  DEPENDS ${CMAKE_SOURCE_DIR}/src/tools/names/name_readings.txt ${CMAKE_SOURCE_DIR}/cmake/embed_name_readings.py
  COMMENT "the readings of names")
target_sources(names PRIVATE ${name_readings})
