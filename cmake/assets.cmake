# SPDX-License-Identifier: Apache-2.0
# Style, script and pictures: assets/*, named by their content, inside the binary.
file(GLOB asset_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/assets/*)
set(embedded_assets ${CMAKE_BINARY_DIR}/generated/web/embedded_assets.cpp)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/generated/web)
add_custom_command(OUTPUT ${embedded_assets}
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/cmake/embed_assets.py ${embedded_assets} ${asset_files}
  DEPENDS ${asset_files} ${CMAKE_SOURCE_DIR}/cmake/embed_assets.py
  COMMENT "the assets")
target_sources(web PRIVATE ${embedded_assets})
