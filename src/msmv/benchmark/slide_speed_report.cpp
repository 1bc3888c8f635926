#include "msmv/benchmark/slide_speed_report.h"

#include <cstdarg>
#include <cstdio>

namespace msmv::benchmark {
namespace {

constexpr double kBytesOfMb = 1e6;

[[gnu::format(printf, 2, 3)]] void add_line(std::string& text, const char* format, ...) {
  char line[256];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(line, sizeof(line), format, arguments);
  va_end(arguments);
  text += line;
}

double share_of_allowed(const SlideSpeed& speed, const SlideNetworkSpeed& network) {
  const double allowed = speed.allowed_tiles_s(network);
  return allowed > 0 ? speed.tiles_s(network) / allowed : 0;
}

double peak_mb(const SlideNetworkSpeed& network) {
  return static_cast<double>(network.peak_memory_bytes) / kBytesOfMb;
}

Json network_json(const SlideSpeed& speed, const SlideNetworkSpeed& network) {
  if (!network.unavailable.empty()) {
    return {{"name", network.name}, {"unavailable", network.unavailable}};
  }
  return {{"name", network.name},
          {"ready_s", network.ready_s},
          {"encode_core_ms", network.encode_core_ms},
          {"score_core_ms", network.score_core_ms},
          {"core_ms_per_tile", speed.core_ms(network)},
          {"tiles_per_s", speed.tiles_s(network)},
          {"allowed_tiles_per_s", speed.allowed_tiles_s(network)},
          {"share_of_allowed", share_of_allowed(speed, network)},
          {"core_s", network.cpu_seconds},
          {"busy_share", speed.busy_share(network)},
          {"peak_rss_mb", peak_mb(network)}};
}

}  // namespace

std::string slide_speed_text(const SlideSpeed& speed) {
  std::string text;
  add_line(text, "%s (%s): %lld x %lld px of %.4g um, %zu tiles read as %.4g um; %d threads, %s\n",
           speed.slide.c_str(), speed.vendor.c_str(), static_cast<long long>(speed.extent.width),
           static_cast<long long>(speed.extent.height), speed.um_per_px.x, speed.tiles,
           speed.read_um_per_px, speed.threads, speed.processor.c_str());
  add_line(text, "tissue, tiles and stain: %.2f s, of the cores together %.2f s\n\n", speed.plan_s,
           speed.plan_cpu_s);
  add_line(text, "%-20s %s\n", "stage", "core-ms a tile");
  for (const StageSpeed& stage : speed.stages) {
    add_line(text, "%-20s %9.2f\n", stage.stage.c_str(), stage.core_ms);
  }
  add_line(text, "(alone on a core, on %zu neighbouring tiles)\n\n", speed.timed_tiles);
  add_line(text, "%-16s %8s %8s %8s %9s %9s %9s %7s %7s %8s\n", "network", "ready s", "encode",
           "score", "together", "tiles/s", "allowed", "share", "busy", "memory");
  add_line(text, "%-16s %8s %8s %8s %9s %9s %9s %7s %7s %8s\n", "", "", "core-ms", "core-ms",
           "core-ms", "", "tiles/s", "", "", "MB");
  for (const SlideNetworkSpeed& network : speed.networks) {
    if (!network.unavailable.empty()) {
      add_line(text, "%-16s %s\n", network.name.c_str(), network.unavailable.c_str());
      continue;
    }
    add_line(text, "%-16s %8.2f %8.2f %8.2f %9.2f %9.2f %9.2f %5.1f %% %5.1f %% %8.0f\n",
             network.name.c_str(), network.ready_s, network.encode_core_ms, network.score_core_ms,
             speed.core_ms(network), speed.tiles_s(network), speed.allowed_tiles_s(network),
             100 * share_of_allowed(speed, network), 100 * speed.busy_share(network),
             peak_mb(network));
  }
  return text;
}

Json slide_speed_json(const SlideSpeed& speed) {
  Json json = {{"machine", {{"processor", speed.processor}, {"threads", speed.threads}}},
               {"slide",
                {{"name", speed.slide},
                 {"vendor", speed.vendor},
                 {"width", speed.extent.width},
                 {"height", speed.extent.height},
                 {"mpp_x", speed.um_per_px.x},
                 {"mpp_y", speed.um_per_px.y},
                 {"tiles", speed.tiles},
                 {"tile_mpp", speed.read_um_per_px}}},
               {"plan", {{"seconds", speed.plan_s}, {"core_s", speed.plan_cpu_s}}},
               {"timed_tiles", speed.timed_tiles},
               {"stages", Json::array()},
               {"networks", Json::array()}};
  for (const StageSpeed& stage : speed.stages) {
    json["stages"].push_back({{"name", stage.stage}, {"core_ms", stage.core_ms}});
  }
  for (const SlideNetworkSpeed& network : speed.networks) {
    json["networks"].push_back(network_json(speed, network));
  }
  return json;
}

}  // namespace msmv::benchmark
