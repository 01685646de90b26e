# SPDX-License-Identifier: Apache-2.0
# Every foreign library by one name; which room may use which is said in src/CMakeLists.txt.
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(PostgreSQL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(CURL REQUIRED)
find_package(ICU 72 REQUIRED COMPONENTS uc i18n data)
find_package(Boost 1.81 REQUIRED COMPONENTS json locale)
find_package(spdlog REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(qrencode REQUIRED IMPORTED_TARGET libqrencode)
pkg_check_modules(gmime REQUIRED IMPORTED_TARGET gmime-3.0)
pkg_check_modules(vips REQUIRED IMPORTED_TARGET vips)
# Its headers alone: the library is loaded when the first picture is developed (src/tools/media/vips.hpp).
add_library(vips_headers INTERFACE)
target_include_directories(vips_headers SYSTEM INTERFACE ${vips_INCLUDE_DIRS})
target_compile_options(vips_headers INTERFACE ${vips_CFLAGS_OTHER})
pkg_check_modules(md4c REQUIRED IMPORTED_TARGET md4c)
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(brotlienc REQUIRED IMPORTED_TARGET libbrotlienc)

find_package(prometheus-cpp CONFIG REQUIRED)

if(GOEN_TESTS)
  find_package(rapidcheck REQUIRED)
endif()
