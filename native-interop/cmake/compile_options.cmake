# How every target of ours is compiled: warnings are errors, and the code does without exceptions and RTTI.
include(CheckCXXCompilerFlag)

function(tinyclassify_compile_options target)
  if(MSVC)
    target_compile_options(${target} PRIVATE /W4 /WX /GR- /utf-8)
  else()
    # No contraction: a fused multiply-add rounds once where the other machine rounds twice.
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wconversion -Wshadow -Werror -ffp-contract=off)
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions -fno-rtti>)
  endif()
  if(TC_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${TC_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g)
    target_link_options(${target} PRIVATE -fsanitize=${TC_SANITIZE})
  endif()
endfunction()
