#include "data_options.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <vector>

#include "msmv/dataset/file_check.h"
#include "msmv/dataset/read.h"
#include "msmv/store/looks.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"
#include "progress.h"
#include "say.h"

namespace msmv::app {
namespace {

// Looks into one picture after the other and counts those without a pixel size.
class PixelCheck {
 public:
  PixelCheck(const DataOptions& options, const image::ReadOptions& reading, std::size_t pictures)
      : options_(options),
        reading_(reading),
        pictures_(pictures),
        progress_("Checked", static_cast<std::int64_t>(pictures)) {}

  void look_into(const dataset::Sample& sample) {
    progress_.show(done_++);
    const Photo photo =
        image::read(sample.path, image::with_pixel_size(reading_, sample.um_per_px));
    assumed_ += photo.um_per_px_source == PixelSizeSource::assumed ? 1 : 0;
  }

  void say_assumed() {
    progress_.clear();
    if (assumed_ > 0) {
      say(options_.data, std::to_string(assumed_) + " of " + counted(pictures_, "picture") +
                             " without a pixel size; taken as " +
                             decimal(reading_.assumed_um_per_px) + " um (--mpp gives one)");
    }
  }

 private:
  const DataOptions& options_;
  const image::ReadOptions& reading_;
  std::size_t pictures_;
  Progress progress_;
  std::int64_t done_ = 0;
  std::size_t assumed_ = 0;
};

std::vector<dataset::Fault> faults_in(const dataset::Dataset& dataset, const DataOptions& options,
                                      Checked checked, const image::ReadOptions& reading) {
  std::optional<PixelCheck> pixels;
  if (checked == Checked::pixels) {
    pixels.emplace(options, reading, dataset.samples.size());
  }
  auto faults = dataset::check_files(dataset, [&pixels](const dataset::Sample& sample) {
    if (pixels) {
      pixels->look_into(sample);
    }
  });
  if (pixels) {
    pixels->say_assumed();
  }
  return faults;
}

// Says the faults. Without --skip-faulty none may be.
dataset::Dataset without(const dataset::Dataset& dataset, const std::vector<dataset::Fault>& faults,
                         const DataOptions& options) {
  const auto by_file = dataset::one_a_file(faults);
  for (const dataset::Fault& fault : by_file) {
    say(fault.path, fault.text);
  }
  if (!by_file.empty() && !options.skip_faulty) {
    throw InputError(options.data, counted(by_file.size(), "file") +
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
  command.add_flag("--skip-faulty", options.skip_faulty,
                   "go on without files that something is wrong with");
}

void add_classes_option(CLI::App& command, DataOptions& options) {
  command
      .add_option("--classes", options.classes,
                  "the classes that may occur, comma-separated; without it, those that do")
      ->delimiter(',')
      ->allow_extra_args(false);
}

dataset::Dataset read_data(const DataOptions& options, Checked checked,
                           const image::ReadOptions& reading) {
  const auto pictures =
      checked == Checked::names ? dataset::Pictures::ignored : dataset::Pictures::required;
  auto [dataset, faults] = dataset::read(
      options.data, {.pictures = pictures, .classes = options.classes, .root = options.root});
  if (checked != Checked::names) {
    std::ranges::move(faults_in(dataset::without(dataset, faults), options, checked, reading),
                      std::back_inserter(faults));
  }
  return without(dataset, faults, options);
}

dataset::Dataset checked_split(const DataOptions& options, const dataset::Dataset& dataset,
                               const std::string& split) {
  const auto selection = dataset::select(dataset, split);
  return without(dataset, faults_in(selection.dataset, options, Checked::copies, {}), options);
}

void measure_looks(dataset::Dataset& dataset, const image::ReadOptions& reading) {
  Progress progress("Looks measured", static_cast<std::int64_t>(dataset.samples.size()));
  store::measure_looks(dataset, reading, [&progress](std::size_t done, std::size_t) {
    progress.show(static_cast<std::int64_t>(done));
  });
}

void add_split_option(CLI::App& command, std::string& split) {
  command
      .add_option(
          "--split", split,
          "the images to judge: all, a part that the manifest names (val), a part of a "
          "fixed split of BACH (eva:val, thunder:test), a fold (looks:fold_1), or all folds "
          "(looks, blocks, patients, images)")
      ->capture_default_str();
}

}  // namespace msmv::app
