#include <cstdio>
#include <cstring>

#include "tests/networks.h"

// Writes one of the tests' networks to a file, for programs outside this process.

int main(int count, char** arguments) {
  using namespace tinyclassify::testing;
  std::vector<uint8_t> bytes;
  if (count == 3 && std::strcmp(arguments[1], "small") == 0) bytes = SmallNetwork(7, 17).file;
  if (count == 3 && std::strcmp(arguments[1], "mobilenet") == 0) bytes = MobileNet(7).file;
  if (count == 3 && std::strcmp(arguments[1], "converted") == 0) bytes = ConvertedNetwork(7, 17).file;
  if (bytes.empty()) {
    std::fprintf(stderr, "usage: write_network small|mobilenet|converted FILE\n");
    return 2;
  }
  std::FILE* file = std::fopen(arguments[2], "wb");
  if (file == nullptr) return 1;
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  return std::fclose(file) == 0 && written ? 0 : 1;
}
