# SPDX-License-Identifier: Apache-2.0
# The passwords that are guessed first, inside the binary.
set(common_passwords ${CMAKE_BINARY_DIR}/generated/account/common_passwords.cpp)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/generated/account)
add_custom_command(OUTPUT ${common_passwords}
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/cmake/embed_words.py ${common_passwords} goen::account
          common_passwords ${CMAKE_SOURCE_DIR}/src/people/account/common_passwords.txt
  DEPENDS ${CMAKE_SOURCE_DIR}/src/people/account/common_passwords.txt ${CMAKE_SOURCE_DIR}/cmake/embed_words.py
  COMMENT "the common passwords")
target_sources(account PRIVATE ${common_passwords})
