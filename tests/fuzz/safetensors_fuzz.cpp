#include "fuzz/input.h"
#include "msmv/weights/safetensors.h"
#include "msmv/weights/storage.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  msmv::fuzz::read_or_refuse([&] {
    const auto file =
        msmv::weights::parse_safetensors(std::as_bytes(std::span(data, size)), "file");
    msmv::weights::decode(file.tensors, "file");
  });
  return 0;
}
