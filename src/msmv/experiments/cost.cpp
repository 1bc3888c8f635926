#include "msmv/experiments/cost.h"

#include <algorithm>
#include <chrono>

#include "msmv/classify/classify.h"
#include "msmv/pfenet/graph.h"

namespace msmv::experiments {
namespace {

constexpr int kRuns = 3;

// Products of FDNet for one region: each weight of an LSTM once a scale, those of a classifier
// once.
double fdnet_products(const msmv::Config& config) {
  double products = 0;
  for (const auto& [name, shape] : layout(config)) {
    if (name.starts_with("fdnet.") && name.find("weight") != std::string::npos) {
      const double times =
          name.starts_with("fdnet.lstm") ? static_cast<double>(config.scales()) : 1;
      products += times * static_cast<double>(weights::count_of(shape));
    }
  }
  return products;
}

}  // namespace

double training_gflop_per_sample(const msmv::Config& config) {
  constexpr double kForwardAndBackward = 3;
  return kForwardAndBackward * 2 * fdnet_products(config) / 1e9;
}

Cost counted_cost(const Experiment& experiment) {
  const msmv::Config& config = experiment.judged;
  Cost cost;
  for (const auto& [name, shape] : layout(config)) {
    const bool is_statistic =
        name.find(".running_") != std::string::npos || name.starts_with("fdnet.input_");
    cost.parameters += is_statistic ? 0 : static_cast<std::int64_t>(weights::count_of(shape));
  }
  const double regions = static_cast<double>(config.krem.views) * config.krem.regions_per_view;
  const double encoder = pfenet::gflop(config.pfenet.backbone, config.patches.side_px);
  cost.gflop =
      regions * (static_cast<double>(config.scales()) * encoder + 2 * fdnet_products(config) / 1e9);
  return cost;
}

double measured_ms(const Experiment& experiment, const Encoder& encoder,
                   const std::filesystem::path& picture, const image::ReadOptions& reading) {
  using Clock = std::chrono::steady_clock;
  const Model model = model_of(model_to_begin_with(experiment.judged, encoder, 0), {});
  double least = 0;
  for (int run = 0; run <= kRuns; ++run) {
    const auto start = Clock::now();
    classify(image::read(picture, reading), model);
    const double ms = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
    least = run <= 1 ? ms : std::min(least, ms);
  }
  return least;
}

}  // namespace msmv::experiments
