# SPDX-License-Identifier: Apache-2.0
# The Japanese words: po/ja/*.po, compiled by gettext, inside the binary.
find_program(MSGFMT msgfmt REQUIRED)
find_program(MSGCAT msgcat REQUIRED)
file(GLOB ja_words CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/po/ja/*.po)
set(catalogue ${CMAKE_BINARY_DIR}/generated/i18n/ja_catalogue.cpp)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/generated/i18n)
add_custom_command(OUTPUT ${catalogue}
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/po/embed.py ${catalogue} ${ja_words}
  DEPENDS ${ja_words} ${CMAKE_SOURCE_DIR}/po/embed.py
  COMMENT "the Japanese words")
target_sources(i18n PRIVATE ${catalogue})

if(GOEN_TESTS)
  # Every sentence a person can read has its Japanese.
  add_test(NAME words COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/po/check.py)
endif()
