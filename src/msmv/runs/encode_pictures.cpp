#include "msmv/runs/encode_pictures.h"

#include <cstdint>
#include <exception>
#include <string>

#include "msmv/classify/stream.h"
#include "msmv/pipeline/pipeline.h"
#include "msmv/runs/assumed_size.h"
#include "msmv/values/errors.h"
#include "msmv/values/fault_text.h"

namespace msmv::runs {
namespace {

// The outcome of one picture.
struct Encoded {
  files::FeatureTable rows;
  std::string fault;  // as it is to be said; empty: all went well
  PixelSizeSource um_per_px_source = PixelSizeSource::assumed;
};

Encoded encode_one(const dataset::Sample& sample, const Model& model, SeenAs seen,
                   const image::ReadOptions& reading) {
  Encoded encoded;
  try {
    const Photo photo = image::read(sample.path, image::with_pixel_size(reading, sample.um_per_px));
    encode(photo, sample.name, model, seen, encoded.rows);
    encoded.um_per_px_source = photo.um_per_px_source;
  } catch (const InputError& error) {
    encoded.fault = error.what();
  } catch (const std::exception& error) {
    encoded.fault = sample.path.string() + ": " + fault_text(error);
  }
  return encoded;
}

}  // namespace

Ended encode_pictures(const dataset::Reading& listed, const Model& model, SeenAs seen,
                      const image::ReadOptions& reading, files::FeatureTable& table,
                      const Watch& watch) {
  const auto faults = dataset::one_a_file(listed.faults);
  for (const dataset::Fault& fault : faults) {
    say(watch, fault.path, fault.text);
  }
  const auto samples = dataset::without(listed.dataset, listed.faults).samples;
  AssumedSize assumed_size(reading);
  std::size_t done = 0;
  Ended ended{.items = faults.size() + samples.size(), .failed = faults.size()};
  const auto show_done = [&] {
    show(watch, {.what = "Encoded",
                 .done = static_cast<std::int64_t>(done),
                 .of = static_cast<std::int64_t>(samples.size())});
  };
  const auto take = [&](std::size_t i, const Encoded& encoded) {
    if (!encoded.fault.empty()) {
      say(watch, encoded.fault);
      ++ended.failed;
    } else {
      append(table, encoded.rows);
      if (seen == SeenAs::field) {
        assumed_size.look_at(samples[i].path, encoded.um_per_px_source, watch);
      }
    }
    ++done;
    show_done();
    return true;
  };
  PipelineOptions pipeline = pipeline_for(*model.network);
  pipeline.is_stopped = [&watch] { return is_stopped(watch); };
  show_done();
  run_pipeline_over(
      samples.size(), [&](std::size_t i) { return encode_one(samples[i], model, seen, reading); },
      take, pipeline);
  ended.done = faults.size() + done;
  return ended;
}

}  // namespace msmv::runs
