#include <cstdio>
#include <cstring>

#include "tests/networks.h"

// Writes one of the tests' networks to a file, for programs outside this process.

int main(int count, char** arguments) {
  using namespace tinyclassify::testing;
  if (count != 3 || (std::strcmp(arguments[1], "small") != 0 && std::strcmp(arguments[1], "mobilenet") != 0)) {
    std::fprintf(stderr, "usage: write_network small|mobilenet FILE\n");
    return 2;
  }
  const std::vector<uint8_t> bytes = arguments[1][0] == 's' ? SmallNetwork(7, 17).file : MobileNet(7).file;
  std::FILE* file = std::fopen(arguments[2], "wb");
  if (file == nullptr) return 1;
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  return std::fclose(file) == 0 && written ? 0 : 1;
}
