#include "picture_batch.h"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <iostream>
#include <utility>

#include "data_options.h"
#include "input_files.h"
#include "interrupt.h"
#include "msmv/dataset/output_names.h"
#include "msmv/dataset/read.h"
#include "msmv/pipeline/pipeline.h"
#include "msmv/values/errors.h"
#include "msmv/values/fault_text.h"
#include "progress.h"
#include "reading_options.h"
#include "say.h"

namespace msmv::app {
namespace {

// What became of one picture.
struct Made {
  std::string fault;  // as it is to be said; empty: all went well
  PixelSizeSource um_per_px_source = PixelSizeSource::assumed;
};

Made made(const dataset::Sample& sample, const std::filesystem::path& stem, const MakeFiles& make) {
  try {
    return {"", make(sample, stem)};
  } catch (const InputError& error) {
    return {error.what()};
  } catch (const std::exception& error) {
    return {sample.path.string() + ": " + fault_text(error)};
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

void add_picture_options(CLI::App& command, PictureBatch& batch) {
  command
      .add_option("IMAGE", batch.paths,
                  "pictures, folders, manifests (*.csv), or - for a list on standard input")
      ->required();
  command.add_option("--root", batch.root, "root folder of a manifest's files");
  add_threads_option(command, batch.threads);
  add_reading_options(command, batch.reading);
}

Outcome run_batch(const PictureBatch& batch, const MakeFiles& make) {
  const dataset::Reading listed = dataset::list_pictures(batch.paths, std::cin, batch.root);
  std::filesystem::create_directories(batch.output);
  // Rows of a manifest that are wrong by themselves come first.
  const auto faults = dataset::one_a_file(listed.faults);
  for (const dataset::Fault& fault : faults) {
    say(fault.path, fault.text);
  }
  dataset::Dataset fields = dataset::without(listed.dataset, listed.faults);
  fields.samples = without_drawn(std::move(fields.samples), batch.paths, batch.output);
  const auto& samples = fields.samples;
  const auto stems = stems_of(batch, fields, listed.faults);
  Progress progress(batch.what, static_cast<std::int64_t>(samples.size()));
  AssumedSize assumed_size(batch.reading);
  catch_interrupts();
  std::size_t failed = faults.size(), done = 0;
  const auto take = [&](std::size_t i, const Made& picture) {
    if (picture.fault.empty()) {
      assumed_size.look_at(samples[i].path, picture.um_per_px_source, &progress);
    } else {
      progress.clear();
      say(picture.fault);
      ++failed;
    }
    progress.show(static_cast<std::int64_t>(++done));
    return true;
  };
  run_pipeline_over(samples.size(), [&](std::size_t i) { return made(samples[i], stems[i], make); },
                    take, {.threads = batch.threads, .is_stopped = was_interrupted});
  progress.clear();
  if (done < samples.size()) {
    throw InputError("interrupted after " + std::to_string(done) + " of " +
                     std::to_string(samples.size()) + " pictures");
  }
  say_failed(failed, samples.size() + faults.size());
  return failed == 0 ? Outcome::ok : Outcome::some_input_failed;
}

}  // namespace msmv::app
