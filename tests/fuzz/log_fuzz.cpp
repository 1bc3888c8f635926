// Training logs: what `curves` draws.

#include "fuzz/input.h"
#include "msmv/report/training_log.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto& path = msmv::fuzz::file_of({data, size});
  msmv::fuzz::read_or_refuse([&] {
    int last = -1;
    for (const auto& epoch : msmv::report::read_training_log(path)) {
      if (epoch.epoch <= last) {
        std::abort();
      }
      last = epoch.epoch;
    }
  });
  return 0;
}
