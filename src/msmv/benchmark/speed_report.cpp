#include "msmv/benchmark/speed_report.h"

#include <cstdarg>
#include <cstdio>

namespace msmv::benchmark {
namespace {

constexpr double kMegabyte = 1e6;

[[gnu::format(printf, 2, 3)]] void add(std::string& text, const char* format, ...) {
  char line[256];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(line, sizeof(line), format, arguments);
  va_end(arguments);
  text += line;
}

double share_of_peak(const NetworkSpeed& network) {
  return network.peak.giga_operations_s > 0
             ? network.giga_operations_s / network.peak.giga_operations_s
             : 0;
}

void add_stages(std::string& text, const Speed& speed) {
  add(text, "%-18s %9s\n", "stage", "core-ms a field");
  for (const StageSpeed& stage : speed.stages) {
    add(text, "%-18s %9.1f\n", stage.stage.c_str(), stage.core_ms);
  }
  add(text, "%-18s %9.1f\n\n", "together", speed.core_ms_before_network());
}

void add_all_stages(std::string& text, const Speed& speed) {
  add(text, "\n%-20s %8s %8s %7s %7s %8s %7s %9s %7s %7s\n", "all stages", "ready s", "fields/s",
      "busy", "voters", "early", "voters", "times the", "before", "memory");
  add(text, "%-20s %8s %8s %7s %7s %8s %7s %9s %7s %7s\n", "", "", "", "", "", "fields/s", "",
      "first", "network", "MB");
  for (const NetworkSpeed& network : speed.networks) {
    if (network.unavailable.empty()) {
      add(text, "%-20s %8.2f %8.3f %5.0f %% %7.1f %8.3f %7.1f %9.2f %5.1f %% %7.0f\n",
          network.name.c_str(), network.ready_s, network.fields_s, 100 * network.busy_share,
          network.voters, network.fields_s_early, network.voters_early,
          network.fields_s_early / speed.networks.front().fields_s,
          100 * speed.share_of_stages(network),
          static_cast<double>(network.peak_memory_bytes) / kMegabyte);
    }
  }

  add(text, "\n%-20s %13s %13s %12s\n", "the same answer", "class of first", "score change",
      "early vote");
  for (const NetworkSpeed& network : speed.networks) {
    if (network.unavailable.empty()) {
      add(text, "%-20s %9zu/%-4zu %13.2g %7zu/%-4zu\n", network.name.c_str(),
          network.agreement.same_class, speed.fields, network.agreement.greatest_change,
          network.same_early, speed.fields);
    }
  }
}

}  // namespace

std::string speed_text(const Speed& speed) {
  std::string text;
  add(text, "%zu fields of %.0f patches, %d threads, %s\n\n", speed.fields, speed.patches_per_field,
      speed.threads, speed.processor.c_str());
  if (!speed.stages.empty()) {
    add_stages(text, speed);
  }
  add(text, "%-20s %8s %10s %11s %8s  %-9s  peak (of a core; of all of a CUDA device)\n", "network",
      "ms/patch", "patches/s", "Gop/s", "of peak", "FDNet, ms");
  for (const NetworkSpeed& network : speed.networks) {
    if (!network.unavailable.empty()) {
      add(text, "%-20s %s\n", network.name.c_str(), network.unavailable.c_str());
      continue;
    }
    add(text, "%-20s %8.2f %10.1f %11.1f %6.1f %%  %9.2f  %.1f by %s\n", network.name.c_str(),
        network.ms_per_patch, 1e3 / network.ms_per_patch, network.giga_operations_s,
        100 * share_of_peak(network), network.score_ms, network.peak.giga_operations_s,
        network.peak.instruction.c_str());
  }

  if (!speed.stages.empty()) {
    add_all_stages(text, speed);
  }
  return text;
}

namespace {

Json network_json(const NetworkSpeed& network) {
  if (!network.unavailable.empty()) {
    return {{"name", network.name}, {"unavailable", network.unavailable}};
  }
  return {{"name", network.name},
          {"ready_s", network.ready_s},
          {"ms_per_patch", network.ms_per_patch},
          {"core_ms_per_patch", network.core_ms_per_patch},
          {network.is_on_device ? "giga_operations_s_device" : "giga_operations_s_core",
           network.giga_operations_s},
          {"peak_giga_operations_s", network.peak.giga_operations_s},
          {"peak_instruction", network.peak.instruction},
          {"share_of_peak", share_of_peak(network)},
          {"score_ms_per_field", network.score_ms}};
}

// One network's way from files to classes.
struct Pipeline {
  double fields_s, busy_share, voters;
  std::size_t same_class;  // as the first network with all voters, or as itself with all
};

Json pipeline_json(const Speed& speed, const NetworkSpeed& network, const Pipeline& pipeline,
                   bool is_early) {
  const double first = speed.networks.front().fields_s;
  return {{"network", network.name},
          {"early_vote", is_early},
          {"fields_per_s", pipeline.fields_s},
          {"allowed_fields_per_s", speed.allowed_fields_s(network, pipeline.voters)},
          {"busy_share", pipeline.busy_share},
          {"peak_rss_mb", static_cast<double>(network.peak_memory_bytes) / kMegabyte},
          {"times_libtorch_eager", first > 0 ? pipeline.fields_s / first : 0},
          {"voters", pipeline.voters},
          {is_early ? "same_class_as_all_voters" : "same_class_as_first", pipeline.same_class}};
}

}  // namespace

Json speed_json(const Speed& speed) {
  Json json = {{"machine", {{"processor", speed.processor}, {"threads", speed.threads}}},
               {"fields", speed.fields},
               {"patches_per_field", speed.patches_per_field},
               {"stages", Json::array()},
               {"networks", Json::array()},
               {"pipelines", Json::array()}};
  for (const StageSpeed& stage : speed.stages) {
    json["stages"].push_back({{"name", stage.stage}, {"core_ms", stage.core_ms}});
  }
  for (const NetworkSpeed& network : speed.networks) {
    json["networks"].push_back(network_json(network));
    if (network.unavailable.empty() && network.fields_s > 0) {
      json["pipelines"].push_back(pipeline_json(
          speed, network,
          {network.fields_s, network.busy_share, network.voters, network.agreement.same_class},
          false));
      json["pipelines"].back()["greatest_score_change"] = network.agreement.greatest_change;
      json["pipelines"].push_back(pipeline_json(speed, network,
                                                {network.fields_s_early, network.busy_share_early,
                                                 network.voters_early, network.same_early},
                                                true));
    }
  }
  return json;
}

}  // namespace msmv::benchmark
