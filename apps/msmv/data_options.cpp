#include "data_options.h"

#include "msmv/dataset/read.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"
#include "say.h"

namespace msmv::app {
namespace {

dataset::Dataset without_faulty(const DataOptions& options, const dataset::Dataset& dataset,
                                const std::vector<dataset::Fault>& faults) {
  for (const dataset::Fault& fault : faults) {
    say(fault.path, fault.text);
  }
  if (!faults.empty() && !options.skip_faulty) {
    throw InputError(options.data, counted(faults.size(), "file") +
                                       " at fault, nothing was done (--skip-faulty goes on "
                                       "without them)");
  }
  return dataset::without(dataset, faults);
}

}  // namespace

void add_data_options(CLI::App& command, DataOptions& options) {
  command
      .add_option("--data", options.data,
                  "labelled images: a manifest (CSV: file, class, ...), a folder with a folder per "
                  "class, or BACH's folder")
      ->required();
  command.add_option("--root", options.root,
                     "the folder that a manifest's files lie in, if not its own");
  command
      .add_option("--classes", options.classes,
                  "the classes that may occur, comma-separated; without it, those that do")
      ->delimiter(',')
      ->allow_extra_args(false);
  command.add_flag("--skip-faulty", options.skip_faulty,
                   "go on without files that something is wrong with");
}

dataset::Dataset read_data(const DataOptions& options, dataset::Pictures pictures) {
  const dataset::Reading reading = dataset::read(
      options.data, {.pictures = pictures, .classes = options.classes, .root = options.root});
  return without_faulty(options, reading.dataset, reading.faults);
}

dataset::Dataset check_data(const DataOptions& options, const dataset::Dataset& dataset,
                            const dataset::Probe& probe) {
  return without_faulty(options, dataset, dataset::check_files(dataset, probe));
}

void add_split_option(CLI::App& command, std::string& split) {
  command
      .add_option("--split", split,
                  "the images to judge: all, a part that the manifest names (val), or a part of a "
                  "fixed split of BACH (eva:val, thunder:test)")
      ->capture_default_str();
}

}  // namespace msmv::app
