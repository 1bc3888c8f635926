#include "msmv/training/train_nuclei.h"

#include <iterator>
#include <utility>

#include "msmv/files/atomic_file.h"
#include "msmv/files/content_hash.h"
#include "msmv/libtorch/functions.h"
#include "msmv/network/nuclei_network.h"
#include "msmv/nuclei/crops.h"
#include "msmv/nuclei/eight_turns.h"
#include "msmv/nuclei/graph.h"
#include "msmv/nuclei/network_file.h"
#include "msmv/nuclei/training_run.h"

namespace msmv::training {
namespace {

using nuclei::LabelledField;

// Of the pixels and centres that are learnt from.
std::string fingerprint_of(std::span<const LabelledField> fields) {
  std::string hashes;
  for (const LabelledField& field : fields) {
    const auto& pixels = field.photo.image.pixels;
    hashes += files::content_hash(std::as_bytes(std::span(pixels.ptr(), pixels.total() * 3)));
    hashes += files::content_hash(std::as_bytes(std::span(field.centres)));
    hashes += files::content_hash(field.source + Json(field.photo.um_per_px.x).dump());
  }
  return files::content_hash(hashes);
}

struct Parts {
  std::vector<LabelledField> training, held_out;
};

Parts parts_of(const NucleiTraining& training) {
  std::vector<LabelledField> all;
  for (const auto& manifest : training.manifests) {
    auto fields = nuclei::read_fields(manifest);
    std::ranges::move(fields, std::back_inserter(all));
  }
  const auto split = nuclei::hold_out(all, training.hold_out);
  Parts parts;
  for (const std::size_t i : split.training) {
    parts.training.push_back(std::move(all[i]));
  }
  for (const std::size_t i : split.held_out) {
    parts.held_out.push_back(std::move(all[i]));
  }
  return parts;
}

Json data_json(std::span<const LabelledField> fields) {
  std::map<std::string, std::pair<std::size_t, std::size_t>> sources;  // fields, nuclei
  for (const LabelledField& field : fields) {
    sources[field.source].first += 1;
    sources[field.source].second += field.centres.size();
  }
  Json out = Json::object();
  for (const auto& [source, counts] : sources) {
    out[source] = {{"fields", counts.first}, {"nuclei", counts.second}};
  }
  return out;
}

// Twenty steps' crops: 240 of all sources, with their changes of colour and sharpness.
void measure_ranges(nuclei::NetworkFile& file, const nuclei::CropMaker& maker) {
  constexpr std::size_t kSteps = 20;
  PatchBatch all;
  for (std::size_t step = 0; step < kSteps; ++step) {
    const PatchBatch crops = maker.batch(step).crops;
    all.samples += crops.samples;
    all.scales = crops.scales;
    all.side_px = crops.side_px;
    all.pixels.insert(all.pixels.end(), crops.pixels.begin(), crops.pixels.end());
  }
  file.activation_ranges = measured_ranges(file, all);
}

void evaluate(TrainedNuclei& trained, const Parts& parts, const CentreNetwork& network) {
  if (!parts.held_out.empty()) {
    trained.held_out = judge(parts.held_out, network);
    trained.held_out_over_turns = judge(parts.held_out, nuclei::over_eight_turns(network));
  }
}

TrainedNuclei with_ranges(const NucleiTraining& training, const Parts& parts) {
  const auto path = training.folder / "nuclei.safetensors";
  nuclei::NetworkFile file = nuclei::read(training.trained);
  measure_ranges(file, nuclei::CropMaker(parts.training, file.config, training.recipe));
  nuclei::write(path, file);
  TrainedNuclei out{.fields = parts.training.size()};
  evaluate(out, parts, load_centre_network(path));
  return out;
}

}  // namespace

TrainedNuclei train_nuclei(const NucleiTraining& training) {
  const Parts parts = parts_of(training);
  const nuclei::CropMaker maker(parts.training, training.network, training.recipe);
  if (!training.trained.empty()) {
    return with_ranges(training, parts);
  }
  const Json settings = {{"network", to_json(training.network)},
                         {"recipe", to_json(training.recipe)},
                         {"data", fingerprint_of(parts.training)}};
  const nuclei::TrainingRun run{.folder = training.folder,
                                .resume = training.resume,
                                .begun_from = files::content_hash(settings.dump()),
                                .is_interrupted = training.is_interrupted,
                                .progress = training.progress};
  nuclei::NetworkFile file{.config = training.network};
  file.weights = nuclei::initial_weights(training.network, training.recipe.seed);
  TrainedNuclei trained{.fields = parts.training.size()};
  const auto& libtorch = libtorch::functions();
  trained.outcome = libtorch.train_nuclei(
      training.network, training.recipe, [&](std::size_t step) { return maker.batch(step); },
      file.weights, run);
  if (trained.outcome == Outcome::interrupted) {
    return trained;
  }
  file.provenance = {{"recipe", to_json(training.recipe)},
                     {"data", data_json(parts.training)},
                     {"fingerprint", settings["data"]},
                     {"hold_out", training.hold_out}};
  evaluate(trained, parts,
           nuclei::centre_network(training.network,
                                  libtorch.map(nuclei::graph_of(training.network), file.weights)));
  if (!parts.held_out.empty()) {
    file.provenance["held_out"] = report_json(trained.held_out);
    file.provenance["held_out_over_eight_turns"] = report_json(trained.held_out_over_turns);
  }
  measure_ranges(file, maker);
  files::write_atomically(training.folder / "report.json", file.provenance.dump(2) + "\n");
  nuclei::write(training.folder / "nuclei.safetensors", file);
  return trained;
}

}  // namespace msmv::training
