#include "msmv/experiments/cost_record.h"

#include <optional>

#include "msmv/config/json.h"
#include "msmv/files/atomic_file.h"
#include "msmv/files/mapped_file.h"

namespace msmv::experiments {
namespace {

constexpr int kMostThreads = 1'000'000;

Json json_at(const std::filesystem::path& path) {
  if (!std::filesystem::exists(path)) {
    return {};
  }
  const auto file = files::map_file(path);
  return Json::parse(
      std::string(reinterpret_cast<const char*>(file.bytes.data()), file.bytes.size()), nullptr,
      false);
}

// The timing in a record, if it is one of this key.
std::optional<Timing> timing_in(const Json& record, const std::string& key) {
  if (!record.is_object() || record.value("key", Json()) != key) {
    return std::nullopt;
  }
  const Json ms = record.value("ms", Json()), threads = record.value("threads", Json());
  if (!ms.is_number() || !threads.is_number_unsigned() || ms <= 0 || threads > kMostThreads) {
    return std::nullopt;
  }
  return Timing{ms.get<double>(), threads.get<int>()};
}

}  // namespace

Timing recorded_timing(const std::filesystem::path& path, const std::string& key,
                       const std::function<Timing()>& measure) {
  if (const auto known = timing_in(json_at(path), key)) {
    return *known;
  }
  const Timing timing = measure();
  const Json json = {{"key", key}, {"ms", timing.ms}, {"threads", timing.threads}};
  std::filesystem::create_directories(path.parent_path());
  files::write_atomically(path, json.dump() + "\n");
  return timing;
}

}  // namespace msmv::experiments
