# SPDX-License-Identifier: Apache-2.0
# Compiler flags, ccache and mold: everything that makes a build quick and strict.
find_program(CCACHE ccache)
if(CCACHE)
  # One cache for every build folder of this checkout.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}
      CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=time_macros ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

set(CMAKE_CXX_FLAGS_DEV "-O1 -g1 -fno-omit-frame-pointer")
# What is handed to others names its files from the top of this checkout on, not where it lay.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -DNDEBUG -D_FORTIFY_SOURCE=2 -fstack-protector-strong -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=")
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
                    -Wno-missing-field-initializers -Werror=return-type -Werror=switch)
if(GOEN_SANITIZE)
  # These checks stand at every member access and pointer: they double the compile time, and a null dereference traps
  # by itself. The fuzz preset has them.
  add_compile_options(-fsanitize=${GOEN_SANITIZE} -fno-sanitize-recover=all)
  if(NOT GOEN_FUZZ)
    add_compile_options(-fno-sanitize=null,vptr,alignment,object-size,pointer-overflow)
  endif()
  add_link_options(-fsanitize=${GOEN_SANITIZE})
endif()
