#include "data_options.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <vector>

#include "msmv/dataset/read.h"
#include "msmv/image/mark.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"
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

  PictureMark look_into(const dataset::Sample& sample) {
    progress_.show(done_++);
    const Photo photo =
        image::read(sample.path, image::with_pixel_size(reading_, sample.um_per_px));
    assumed_ += photo.um_per_px_source == PixelSizeSource::assumed ? 1 : 0;
    return image::mark_of(photo.image);
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

dataset::FileCheck check(const dataset::Dataset& dataset, const DataOptions& options,
                         Checked checked, const image::ReadOptions& reading) {
  std::optional<PixelCheck> pixels;
  if (checked == Checked::pixels) {
    pixels.emplace(options, reading, dataset.samples.size());
  }
  auto found = dataset::check_files(
      dataset, [&pixels](const dataset::Sample& sample) -> std::optional<PictureMark> {
        return pixels ? std::optional(pixels->look_into(sample)) : std::nullopt;
      });
  if (pixels) {
    pixels->say_assumed();
  }
  return found;
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

// --map benign=Benign,malignant=Invasive
void add_map_option(CLI::App& command, dataset::ClassMap& map) {
  const auto take = [&map](const std::vector<std::string>& pairs) {
    map.clear();
    for (const std::string& pair : pairs) {
      const std::size_t equals = pair.find('=');
      if (equals == 0 || equals == std::string::npos || equals + 1 == pair.size()) {
        throw CLI::ValidationError(
            "--map", in_quotes(pair) + ": wanted NAME=CLASS, as in malignant=Invasive");
      }
      map.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
    }
  };
  command
      .add_option_function<std::vector<std::string>>(
          "--map", take,
          "classes that the data name otherwise, comma-separated: benign=Benign,malignant=Invasive")
      ->delimiter(',')
      ->allow_extra_args(false);
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
  add_map_option(command, options.class_map);
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

CheckedData read_data(const DataOptions& options, Checked checked,
                      const image::ReadOptions& reading) {
  const auto pictures =
      checked == Checked::names ? dataset::Pictures::ignored : dataset::Pictures::required;
  dataset::Reading read = dataset::read(options.data, {.pictures = pictures,
                                                       .classes = options.classes,
                                                       .class_map = options.class_map,
                                                       .root = options.root});
  if (!read.unknown_classes.empty() && !options.skip_faulty) {
    throw InputError(options.data,
                     dataset::unknown_classes_text(read.dataset.classes, read.unknown_classes));
  }
  for (const dataset::Fault& note : read.notes) {
    say(note.path, note.text);
  }
  CheckedData data;
  if (checked != Checked::names) {
    dataset::FileCheck found =
        check(dataset::without(read.dataset, read.faults), options, checked, reading);
    std::ranges::move(found.faults, std::back_inserter(read.faults));
    data.facts = std::move(found.facts);
  }
  data.dataset = without(read.dataset, read.faults, options);
  return data;
}

CheckedData checked_split(const DataOptions& options, const dataset::Dataset& dataset,
                          const std::string& split, Checked checked,
                          const image::ReadOptions& reading) {
  const auto selection = dataset::select(dataset, split);
  dataset::FileCheck found = check(selection.dataset, options, checked, reading);
  return {without(dataset, found.faults, options), std::move(found.facts)};
}

model::ImageFacts image_facts(const CheckedData& data, const dataset::Sample& sample) {
  const auto found = data.facts.find(sample.path);
  return found == data.facts.end()
             ? model::ImageFacts{}
             : model::ImageFacts{found->second.content_hash, found->second.mark};
}

void add_split_option(CLI::App& command, std::string& split) {
  command
      .add_option("--split", split,
                  "the images to judge: all, a part that the manifest names (val), or a part of a "
                  "fixed split of BACH (eva:val, thunder:test)")
      ->capture_default_str();
}

}  // namespace msmv::app
