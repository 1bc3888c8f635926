#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "commands.h"
#include "enum_option.h"
#include "interrupt.h"
#include "msmv/classify/stream.h"
#include "msmv/dataset/read.h"
#include "msmv/files/content_hash.h"
#include "msmv/files/journal.h"
#include "msmv/report/overlay.h"
#include "msmv/report/prediction_csv.h"
#include "msmv/report/prediction_json.h"
#include "progress.h"
#include "reading_options.h"

namespace msmv::app {
namespace {

struct Arguments {
  std::vector<std::string> paths;
  std::filesystem::path root, model, output, overlays;
  bool as_json = false, resume = false;
  image::ReadOptions reading;
  LoadOptions loading;
};

// Where the rows go: standard output, or a file that appears only when the run is complete.
class Sink {
 public:
  Sink(const Arguments& arguments, const Model& model)
      : as_json_(arguments.as_json), classes_(model.config.classes) {
    if (!as_json_) {
      std::ostringstream text;
      report::write_csv_header(text, classes_);
      header_ = text.str();
    }
    if (arguments.output.empty()) {
      std::cout << header_ << std::flush;
      return;
    }
    const Json run = {{"command", "classify"},
                      {"model", model.id},
                      {"json", as_json_},
                      {"precision", enum_name(arguments.loading.precision)},
                      {"backend", enum_name(arguments.loading.backend)},
                      {"max_pixels", arguments.reading.max_pixels}};
    journal_.emplace(arguments.output, run.dump(),
                     arguments.resume ? files::Resume::yes : files::Resume::no);
  }

  // Whether an earlier run has the row of this very picture.
  bool has(const std::string& key) { return journal_ && journal_->take_earlier(key); }

  void add(const std::string& key, const report::Prediction& prediction) {
    std::ostringstream row;
    if (as_json_) {
      report::write_json_line(row, prediction, classes_);
    } else {
      report::write_csv_row(row, prediction, classes_);
    }
    if (!journal_) {
      std::cout << row.str() << std::flush;
    } else if (prediction.fault.empty()) {
      journal_->add(key, row.str());
    } else {
      journal_->add("", row.str());  // a fault is looked at again when the run is resumed
    }
  }

  void finish() {
    if (journal_) {
      journal_->finish(header_);
    }
  }

 private:
  bool as_json_;
  ClassNames classes_;
  std::string header_;
  std::optional<files::Journal> journal_;
};

// What names a picture in the journal: its name, its bytes, and the pixel size it is read with.
std::string key_of(const dataset::Sample& sample, const image::ReadOptions& reading) {
  const auto given = reading.given_um_per_px ? reading.given_um_per_px : sample.um_per_px;
  const std::string mpp =
      given ? std::to_string(given->x) + " " + std::to_string(given->y) : "of the file";
  return sample.name + "\n" + mpp + "\n" + files::content_hash_of_file(sample.path);
}

report::Prediction prediction_of(const Classified& classified, const std::string& name,
                                 const std::string& model_id) {
  report::Prediction prediction{.file = name, .fault = classified.fault};
  prediction.diagnosis = classified.diagnosis;
  prediction.content_hash = classified.content_hash;
  prediction.model = model_id;
  if (classified.fault.empty()) {
    prediction.um_per_px = classified.um_per_px;
    prediction.um_per_px_source = classified.um_per_px_source;
    if (classified.prepared.field.mirrored()) {
      prediction.note = "smaller than the largest window: mirrored out";
    }
  }
  return prediction;
}

void draw_overlay(const std::filesystem::path& folder, const Classified& classified) {
  report::write_overlay(folder / (classified.path.stem().string() + ".overlay.png"),
                        classified.prepared.field, classified.prepared.nuclei,
                        classified.prepared.regions);
}

}  // namespace
}  // namespace msmv::app
