#include "msmv/experiments/cost.h"

#include <algorithm>
#include <chrono>
#include <iterator>

#include "msmv/classify/classify.h"
#include "msmv/patches/recolour.h"
#include "msmv/pfenet/graph.h"
#include "msmv/pfenet/layout.h"
#include "msmv/pipeline/threads.h"
#include "msmv/trees/descriptors.h"

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

// Whether a tensor is learnt by training, and used when the experiment judges.
bool is_parameter(const std::string& name, const Experiment& experiment) {
  const bool is_statistic =
      name.find(".running_") != std::string::npos || name.starts_with("fdnet.input_");
  return !is_statistic && (experiment.judge() == Judge::fdnet || name.starts_with("pfenet."));
}

// A picture from its file to its descriptors.
void describe(const Photo& photo, const Model& model, const trees::Config& config) {
  PreparedField prepared = prepare(photo, model.config);
  patches::recolour(prepared.patches, config.recolouring);
  trees::descriptors_of(model.network->encode(prepared.patches),
                        static_cast<std::size_t>(config.recolouring.colourings),
                        config.pool_exponent);
}

}  // namespace

double training_gflop_per_sample(const msmv::Config& config) {
  constexpr double kForwardAndBackward = 3;
  return kForwardAndBackward * 2 * fdnet_products(config) / 1e9;
}

double growing_gflop(const Experiment& experiment, std::size_t images) {
  // Each level of each tree looks at every value that the tree may see, wherever it lies: about as
  // long as a thousand operations of a convolution.
  constexpr double kGflopPerLook = 1e-6;
  const trees::Config& config = experiment.trees.value();
  const msmv::Config& model = experiment.model;
  const double values = static_cast<double>(images) * config.recolouring.colourings *
                        static_cast<double>(model.scales()) * config.feature_share *
                        static_cast<double>(pfenet::feature_count(model.pfenet));
  const double trees = static_cast<double>(model.classes.size()) * config.rounds * config.models;
  return kGflopPerLook * values * trees * config.depth;
}

Cost sum_of(const std::vector<Cost>& costs) {
  Cost sum{.ms = 0};
  for (const Cost& cost : costs) {
    sum.parameters += cost.parameters;
    sum.gflop += cost.gflop;
    sum.ms = sum.ms && cost.ms ? std::optional(*sum.ms + *cost.ms) : std::nullopt;
    sum.threads = std::max(sum.threads, cost.threads);
  }
  return sum;
}

Cost counted_cost(const Experiment& experiment) {
  if (experiment.judge() == Judge::members) {
    std::vector<Cost> costs;
    std::ranges::transform(experiment.members, std::back_inserter(costs), counted_cost);
    return sum_of(costs);
  }
  const msmv::Config& config = experiment.judged;
  Cost cost;
  for (const auto& [name, shape] : layout(config)) {
    cost.parameters +=
        is_parameter(name, experiment) ? static_cast<std::int64_t>(weights::count_of(shape)) : 0;
  }
  const double regions = static_cast<double>(config.krem.views) * config.krem.regions_per_view;
  const double encoder = pfenet::gflop(config.pfenet, config.patches.side_px);
  const double fdnet = experiment.judge() == Judge::fdnet ? 2 * fdnet_products(config) / 1e9 : 0;
  cost.gflop = regions * (static_cast<double>(config.scales()) * encoder + fdnet);
  return cost;
}

double measured_ms(const Experiment& experiment, const Encoder& encoder,
                   const std::filesystem::path& picture, const image::ReadOptions& reading,
                   int threads) {
  using Clock = std::chrono::steady_clock;
  const Model model =
      model_of(model_to_begin_with(experiment.judged, encoder, 0), {.threads = threads});
  double least = 0;
  on_threads(threads, [&] {
    for (int run = 0; run <= kRuns; ++run) {
      const auto start = Clock::now();
      const Photo photo = image::read(picture, reading);
      if (experiment.judge() == Judge::trees) {
        describe(photo, model, *experiment.trees);
      } else {
        classify(photo, model);
      }
      const double ms = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
      least = run <= 1 ? ms : std::min(least, ms);
    }
  });
  return least;
}

}  // namespace msmv::experiments
