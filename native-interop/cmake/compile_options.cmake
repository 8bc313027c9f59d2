# How every target of ours is compiled: with warnings, and without exceptions and RTTI.

function(tinyclassify_compile_options target)
  if(MSVC)
    target_compile_options(${target} PRIVATE /W4 /GR- /utf-8 $<$<BOOL:${TC_WARNINGS_AS_ERRORS}>:/WX>)
  else()
    # No contraction: a fused multiply-add rounds once where the other machine rounds twice.
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wconversion -Wshadow -ffp-contract=off
      $<$<BOOL:${TC_WARNINGS_AS_ERRORS}>:-Werror>)
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions -fno-rtti>)
  endif()
  tinyclassify_sanitize(${target})
endfunction()

# Tests and tools: with the standard library's exceptions, and the same sanitizers as what they link.
function(tinyclassify_test_options target)
  if(NOT MSVC)
    target_compile_options(${target} PRIVATE -Wall -Wextra $<$<BOOL:${TC_WARNINGS_AS_ERRORS}>:-Werror>)
  endif()
  tinyclassify_sanitize(${target})
endfunction()

function(tinyclassify_sanitize target)
  if(TC_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${TC_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g)
    target_link_options(${target} PRIVATE -fsanitize=${TC_SANITIZE})
  endif()
endfunction()
