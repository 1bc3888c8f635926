// Rows of `reproduce` as a user writes them.

#include "fuzz/input.h"
#include "msmv/experiments/row.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto& path = msmv::fuzz::file_of({data, size}, "row.json");
  msmv::fuzz::read_or_refuse([&] { msmv::experiments::read_rows({path.parent_path()}); });
  return 0;
}
