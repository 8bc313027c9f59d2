#include <cstdio>

#include "tests/small_network.h"

// Writes the tests' small network to a file, for programs outside this process.

int main(int count, char** arguments) {
  if (count != 2) return 2;
  const tinyclassify::testing::SmallNetwork network(7, 17);
  std::FILE* file = std::fopen(arguments[1], "wb");
  if (file == nullptr) return 1;
  const bool written = std::fwrite(network.file.data(), 1, network.file.size(), file) == network.file.size();
  return std::fclose(file) == 0 && written ? 0 : 1;
}
