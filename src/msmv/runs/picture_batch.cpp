#include "msmv/runs/picture_batch.h"

#include <cstdint>
#include <exception>
#include <utility>

#include "msmv/dataset/output_names.h"
#include "msmv/pipeline/pipeline.h"
#include "msmv/runs/assumed_size.h"
#include "msmv/runs/input_files.h"
#include "msmv/values/errors.h"
#include "msmv/values/fault_text.h"

namespace msmv::runs {
namespace {

struct MadeOrFault {
  MadeFiles made;
  std::string fault;  // as it is to be said; empty: all went well
};

MadeOrFault made(const dataset::Sample& sample, const std::filesystem::path& stem,
                 const MakeFiles& make) {
  try {
    return {make(sample, stem), ""};
  } catch (const Fault& error) {
    return {{}, error.what()};
  } catch (const std::exception& error) {
    return {{}, sample.path.string() + ": " + fault_text(error)};
  }
}

// The path of each picture's files without extension. Nothing that is read may be written.
std::vector<std::filesystem::path> stems_of(const PictureBatch& batch,
                                            const dataset::Dataset& fields,
                                            const std::vector<dataset::Fault>& faults) {
  const InputFiles inputs = inputs_of(fields, faults);
  std::vector<std::filesystem::path> stems;
  for (const std::string& name : dataset::output_names(fields.samples)) {
    stems.push_back(batch.output / name);
    for (const std::string& extension : batch.extensions) {
      inputs.require_other(stems.back().string() + extension);
    }
  }
  return stems;
}

}  // namespace

Ended run_batch(const dataset::Reading& listed, const PictureBatch& batch, const MakeFiles& make,
                const Watch& watch) {
  std::filesystem::create_directories(batch.output);
  // Rows of a manifest that are wrong by themselves come first.
  const auto faults = dataset::one_a_file(listed.faults);
  for (const dataset::Fault& fault : faults) {
    say(watch, fault.path, fault.text);
  }
  dataset::Dataset fields = dataset::without(listed.dataset, listed.faults);
  fields.samples = without_drawn(std::move(fields.samples), batch.paths, batch.output, watch);
  const auto& samples = fields.samples;
  const auto stems = stems_of(batch, fields, listed.faults);
  AssumedSize assumed_size(batch.reading);
  std::size_t done = 0;
  Ended ended{.items = faults.size() + samples.size(), .failed = faults.size()};
  const auto show_done = [&] {
    show(watch, {.what = batch.what,
                 .done = static_cast<std::int64_t>(done),
                 .of = static_cast<std::int64_t>(samples.size())});
  };
  const auto take = [&](std::size_t i, const MadeOrFault& picture) {
    if (picture.fault.empty()) {
      assumed_size.look_at(samples[i].path, picture.made.um_per_px_source, watch);
      if (!picture.made.note.empty()) {
        say(watch, samples[i].path, picture.made.note);
      }
    } else {
      say(watch, picture.fault);
      ++ended.failed;
    }
    ++done;
    show_done();
    return true;
  };
  show_done();
  run_pipeline_over(
      samples.size(), [&](std::size_t i) { return made(samples[i], stems[i], make); }, take,
      {.threads = batch.threads, .is_stopped = [&watch] { return is_stopped(watch); }});
  ended.done = faults.size() + done;
  return ended;
}

}  // namespace msmv::runs
