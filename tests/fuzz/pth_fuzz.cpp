#include "fuzz/input.h"
#include "msmv/weights/pth.h"
#include "msmv/weights/storage.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  msmv::fuzz::read_or_refuse([&] {
    const auto stored = msmv::weights::parse_pth(std::as_bytes(std::span(data, size)), "file");
    msmv::weights::decode(stored.views, "file");
  });
  return 0;
}
