# SPDX-License-Identifier: Apache-2.0
# Every migration, inside the binary.
file(GLOB migration_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/migrations/*.sql)
set(embedded_migrations ${CMAKE_BINARY_DIR}/generated/store/embedded_migrations.cpp)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/generated/store)
add_custom_command(OUTPUT ${embedded_migrations}
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/cmake/embed_migrations.py ${embedded_migrations} ${migration_files}
  DEPENDS ${migration_files} ${CMAKE_SOURCE_DIR}/cmake/embed_migrations.py
  COMMENT "the migrations")
target_sources(store PRIVATE ${embedded_migrations})
