#include "msmv/runs/labelled_data.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "msmv/dataset/file_check.h"
#include "msmv/dataset/read.h"
#include "msmv/files/content_hash.h"
#include "msmv/image/look.h"
#include "msmv/image/mark.h"
#include "msmv/pipeline/pipeline.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"
#include "msmv/values/fault_text.h"

namespace msmv::runs {
namespace {

// Facts about one file.
struct Seen {
  dataset::LookedInto file;
  bool is_size_assumed = false;  // of its pixels; not looked at where only copies are looked for
  std::optional<Look> look{};
};

// The file is read once and decoded once, whatever is asked of it.
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
      if (checked == Checked::looks) {
        seen.look = image::look_of(photo);
      }
    }
  } catch (const InputError& error) {
    seen.file.fault = error.fault();
  } catch (const std::exception& error) {
    seen.file.fault = fault_text(error);  // memory, a library's own limits
  }
  return seen;
}

// The faults of the files, and the facts about each that can be used.
struct FileCheck {
  std::vector<dataset::Fault> faults;
  std::map<std::filesystem::path, model::ImageFacts> facts;
  std::map<std::filesystem::path, Look> looks;
};

FileCheck check(const dataset::Dataset& dataset, const LabelledData& source, Checked checked,
                const image::ReadOptions& reading, const Watch& watch) {
  const auto& samples = dataset.samples;
  const auto show_checked = [&](std::size_t i) {
    if (checked >= Checked::pixels) {
      show(watch, {.what = "Checked",
                   .done = static_cast<std::int64_t>(i),
                   .of = static_cast<std::int64_t>(samples.size())});
    }
  };
  show_checked(0);
  FileCheck found;
  std::vector<dataset::LookedInto> files;
  std::size_t assumed = 0;
  run_pipeline_over(
      samples.size(), [&](std::size_t i) { return look_into(samples[i], checked, reading); },
      [&](std::size_t i, Seen&& seen) {
        files.push_back(std::move(seen.file));
        if (seen.look) {
          found.looks[samples[i].path] = *seen.look;
        }
        assumed += seen.is_size_assumed ? 1 : 0;
        show_checked(i);  // what was found follows the last
        return true;
      },
      {.threads = source.threads, .is_stopped = [&watch] { return is_stopped(watch); }});
  if (files.size() < samples.size()) {
    throw Interrupted(source.data, "interrupted while its files were checked");
  }
  if (assumed > 0) {
    say(watch, source.data,
        std::to_string(assumed) + " of " + counted(samples.size(), "picture") +
            " without a pixel size; taken as " + decimal(reading.assumed_um_per_px) +
            " um (--mpp gives one)");
  }
  found.faults = dataset::check_files(dataset, files);
  for (std::size_t i = 0; i < files.size(); ++i) {
    found.facts[samples[i].path] = {files[i].content_hash, files[i].mark};
  }
  return found;
}

// Says the faults. Without --skip-faulty none may be.
dataset::Dataset without(const dataset::Dataset& dataset, const std::vector<dataset::Fault>& faults,
                         const LabelledData& source, const Watch& watch) {
  const auto by_file = dataset::one_a_file(faults);
  for (const dataset::Fault& fault : by_file) {
    say(watch, fault.path, fault.text);
  }
  if (!by_file.empty() && !source.skip_faulty) {
    throw InputError(source.data, counted(by_file.size(), "file") +
                                      " at fault, nothing was done (--skip-faulty leaves them "
                                      "out)");
  }
  return dataset::without(dataset, faults);
}

void note_looks(dataset::Dataset& dataset, const FileCheck& found) {
  for (dataset::Sample& sample : dataset.samples) {
    if (const auto look = found.looks.find(sample.path); look != found.looks.end()) {
      sample.look = look->second;
    }
  }
}

}  // namespace

CheckedData read_data(const LabelledData& source, Checked checked,
                      const image::ReadOptions& reading, const Watch& watch) {
  const auto pictures =
      checked == Checked::names ? dataset::Pictures::ignored : dataset::Pictures::required;
  dataset::Reading read = dataset::read(source.data, {.pictures = pictures,
                                                      .classes = source.classes,
                                                      .class_map = source.class_map,
                                                      .root = source.root});
  if (!read.unknown_classes.empty() && !source.skip_faulty) {
    throw InputError(source.data,
                     dataset::unknown_classes_text(read.dataset.classes, read.unknown_classes));
  }
  for (const dataset::Fault& note : read.notes) {
    say(watch, note.path, note.text);
  }
  FileCheck found;
  if (checked != Checked::names) {
    found = check(dataset::without(read.dataset, read.faults), source, checked, reading, watch);
    std::ranges::move(found.faults, std::back_inserter(read.faults));
  }
  CheckedData data{without(read.dataset, read.faults, source, watch), std::move(found.facts)};
  note_looks(data.dataset, found);
  return data;
}

CheckedData checked_split(const LabelledData& source, const dataset::Dataset& dataset,
                          const std::string& split, Checked checked,
                          const image::ReadOptions& reading, const Watch& watch) {
  const bool by_looks = dataset::needs_looks(split);
  FileCheck found = check(by_looks ? dataset : dataset::select(dataset, split).dataset, source,
                          by_looks ? Checked::looks : checked, reading, watch);
  CheckedData data{without(dataset, found.faults, source, watch), std::move(found.facts)};
  note_looks(data.dataset, found);
  return data;
}

model::ImageFacts image_facts(const CheckedData& data, const dataset::Sample& sample) {
  const auto found = data.facts.find(sample.path);
  return found == data.facts.end() ? model::ImageFacts{} : found->second;
}

}  // namespace msmv::runs
