#include "data_options.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "msmv/dataset/file_check.h"
#include "msmv/dataset/read.h"
#include "msmv/files/content_hash.h"
#include "msmv/image/mark.h"
#include "msmv/pipeline/pipeline.h"
#include "msmv/store/looks.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"
#include "msmv/values/fault_text.h"
#include "msmv/values/in_quotes.h"
#include "progress.h"
#include "say.h"
#include "within.h"

namespace msmv::app {
namespace {

// What was found out of one file.
struct Seen {
  dataset::LookedInto file;
  bool is_size_assumed = false;  // of its pixels; not looked at where only copies are looked for
};

Seen look_into(const dataset::Sample& sample, Checked checked, const image::ReadOptions& reading) {
  Seen seen;
  try {
    if (checked == Checked::copies) {
      seen.file.content_hash = files::content_hash_of_file(sample.path);
    } else {
      const image::PictureFile picture(sample.path,
                                       image::with_pixel_size(reading, sample.um_per_px));
      const Photo photo = picture.decode();
      seen.is_size_assumed = photo.um_per_px_source == PixelSizeSource::assumed;
      seen.file.mark = image::mark_of(photo.image);
      seen.file.content_hash = picture.content_hash();
    }
  } catch (const InputError& error) {
    seen.file.fault = error.fault();
  } catch (const std::exception& error) {
    seen.file.fault = fault_text(error);  // memory, a library's own limits
  }
  return seen;
}

// What is wrong with the files, and what is known of each that can be used.
struct FileCheck {
  std::vector<dataset::Fault> faults;
  std::map<std::filesystem::path, model::ImageFacts> facts;
};

FileCheck check(const dataset::Dataset& dataset, const DataOptions& options, Checked checked,
                const image::ReadOptions& reading) {
  const auto& samples = dataset.samples;
  std::optional<Progress> progress;
  if (checked == Checked::pixels) {
    progress.emplace("Checked", static_cast<std::int64_t>(samples.size()));
  }
  std::vector<dataset::LookedInto> files;
  std::size_t assumed = 0;
  run_pipeline_over(
      samples.size(), [&](std::size_t i) { return look_into(samples[i], checked, reading); },
      [&](std::size_t i, Seen&& seen) {
        files.push_back(std::move(seen.file));
        assumed += seen.is_size_assumed ? 1 : 0;
        if (progress) {
          progress->show(static_cast<std::int64_t>(i));  // what was found follows the last
        }
        return true;
      },
      {.threads = options.threads});
  if (progress) {
    progress->clear();
  }
  if (assumed > 0) {
    say(options.data, std::to_string(assumed) + " of " + counted(samples.size(), "picture") +
                          " without a pixel size; taken as " + decimal(reading.assumed_um_per_px) +
                          " um (--mpp gives one)");
  }
  FileCheck found{dataset::check_files(dataset, files), {}};
  for (std::size_t i = 0; i < files.size(); ++i) {
    found.facts[samples[i].path] = {files[i].content_hash, files[i].mark};
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
  command.add_option("--root", options.root, "folder that a manifest's files lie in [its own]");
  add_map_option(command, options.class_map);
  command.add_flag("--skip-faulty", options.skip_faulty,
                   "leave out files that something is wrong with, instead of refusing all");
}

void add_threads_option(CLI::App& command, int& threads) {
  command.add_option("--threads", threads, "cores to use; 0: all there are [0]")
      ->check(within(0, 1024));
}

void add_classes_option(CLI::App& command, DataOptions& options) {
  command
      .add_option("--classes", options.classes,
                  "classes that may occur, comma-separated [those that do]")
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
    FileCheck found = check(dataset::without(read.dataset, read.faults), options, checked, reading);
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
  FileCheck found = check(selection.dataset, options, checked, reading);
  return {without(dataset, found.faults, options), std::move(found.facts)};
}

model::ImageFacts image_facts(const CheckedData& data, const dataset::Sample& sample) {
  const auto found = data.facts.find(sample.path);
  return found == data.facts.end() ? model::ImageFacts{} : found->second;
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
          "images to evaluate on: all, a part that the manifest names (val), a part of a "
          "fixed split of BACH (eva:val, thunder:test), a fold (looks:fold_1), or all folds "
          "(looks, blocks, patients, images)")
      ->capture_default_str();
}

}  // namespace msmv::app
