#include "msmv/benchmark/calibrate.h"

#include "msmv/benchmark/agreement.h"
#include "msmv/engine/calibrate.h"
#include "msmv/network/engine_spec.h"
#include "msmv/pipeline/pipeline.h"
#include "msmv/pipeline/threads.h"
#include "msmv/values/errors.h"

namespace msmv::benchmark {
namespace {

using engine::Precision;

void append(PatchBatch& all, const PatchBatch& more) {
  all.samples += more.samples;
  all.scales = more.scales;
  all.side_px = more.side_px;
  all.pixels.insert(all.pixels.end(), more.pixels.begin(), more.pixels.end());
}

}  // namespace

void calibrate(ModelFile& model, const std::vector<PictureToClassify>& pictures,
               const std::string& images, const CalibrationRun& run) {
  PatchBatch patches;
  run.progress("Read", 0, pictures.size());
  run_pipeline_over(
      pictures.size(),
      [&](std::size_t i) { return read_and_prepare(pictures[i], model.config, run.reading); },
      [&](std::size_t i, Classified&& picture) {
        if (!picture.fault.empty()) {
          throw InputError(picture.path, picture.fault);
        }
        append(patches, picture.prepared.patches);
        run.progress("Read", i + 1, pictures.size());
        return true;
      },
      {.threads = run.threads});
  Calibration calibration{.fields = static_cast<int>(pictures.size()), .images = images};
  on_threads(run.threads, [&] {
    engine::EncoderSpec spec = encoder_spec(model, Precision::fp32);
    spec.threads = thread_count(run.threads);
    calibration.activation_ranges = engine::calibrate(weight_source(model.weights), spec, patches);
  });
  model.calibration = to_json(calibration);
}

std::vector<Validation> validate(ModelFile& model, const std::vector<PictureToClassify>& pictures,
                                 const std::string& device, const CalibrationRun& run) {
  const bool is_processor = device == "cpu";
  const engine::Processor& on = is_processor ? engine::processor() : cuda_arithmetic();
  const auto classified = [&](Precision precision) {
    const std::string what = "Classified in " + std::string(enum_name(precision)) +
                             (is_processor ? "" : " on " + device);
    const LoadOptions options{.precision = precision, .threads = run.threads, .device = device};
    return classify_all(pictures, model_of(model, options), run.reading,
                        [&](std::size_t done) { run.progress(what, done, pictures.size()); });
  };
  Calibration calibration = calibration_of(model.calibration);
  const std::vector<Diagnosis> reference = classified(Precision::fp32);
  std::vector<Validation> added;
  for (const Precision precision : {Precision::bf16, Precision::int8}) {
    if (engine::available(precision, on).precision != precision ||
        (precision == Precision::int8 &&
         (!is_processor || calibration.activation_ranges.empty()))) {
      continue;
    }
    const Agreement found = agreement(classified(precision), reference);
    added.push_back({.precision = precision,
                     .instructions = on.instructions,
                     .exact_pair_sums = on.has_int8_dot,
                     .fields = static_cast<int>(found.fields),
                     .same_class = static_cast<int>(found.same_class),
                     .greatest_change = found.greatest_change});
    calibration.add(added.back());
  }
  model.calibration = to_json(calibration);
  return added;
}

}  // namespace msmv::benchmark
