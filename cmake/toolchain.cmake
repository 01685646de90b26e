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
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -DNDEBUG -D_FORTIFY_SOURCE=2 -fstack-protector-strong")
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
                    -Wno-missing-field-initializers -Werror=return-type -Werror=switch)
if(GOEN_SANITIZE)
  # A null dereference traps by itself; asking at every member access costs a third of the compile time.
  add_compile_options(-fsanitize=${GOEN_SANITIZE} -fno-sanitize=null -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${GOEN_SANITIZE})
endif()
