#include "fuzz/input.h"
#include "msmv/model/model_file.h"
#include "msmv/model/summary.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto& path = msmv::fuzz::file_of({data, size});
  msmv::fuzz::read_or_refuse([&] { msmv::model::summary_text(msmv::model::read(path)); });
  return 0;
}
