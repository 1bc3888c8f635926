// JSON settings of all stages. What is accepted must come back the same from its own JSON.

#include "fuzz/input.h"
#include "msmv/config/parse_json.h"
#include "msmv/dataset/split.h"
#include "msmv/model/config.h"
#include "msmv/training/config.h"

namespace {

template <class Config>
void read_back(const msmv::Json& json) {
  msmv::fuzz::read_or_refuse([&] {
    Config config;
    msmv::from_json(json, config);
    const msmv::Json written = msmv::to_json(config);
    Config again;
    msmv::from_json(written, again);
    if (msmv::to_json(again) != written) {
      std::abort();
    }
    if constexpr (std::is_same_v<Config, msmv::Config>) {
      msmv::check(config);
    }
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  msmv::fuzz::read_or_refuse([&] {
    const msmv::Json json = msmv::parse_json(text, "file");
    read_back<msmv::Config>(json);
    read_back<msmv::training::Config>(json);
    read_back<msmv::dataset::SplitConfig>(json);
  });
  return 0;
}
