#include "msmv/runs/prediction_rows.h"

#include <sstream>

#include "msmv/doctor/build_facts.h"
#include "msmv/report/prediction_csv.h"
#include "msmv/report/prediction_json.h"

namespace msmv::runs {
namespace {

std::string header_of(const RowsTo& to, const ClassNames& classes) {
  std::ostringstream text;
  if (to.format == RowFormat::csv) {
    report::write_csv_header(text, classes);
  }
  return text.str();
}

// The settings that rows of an earlier run must have been made with.
Json made_with(const RowsTo& to, const Model& model, const Json& settings) {
  const doctor::BuildFacts& build = doctor::build_facts();
  const NetworkFacts& network = model.network->facts();
  Json run = {{"command", "classify"},
              {"build", build.version + " " + build.revision},
              {"model", model.id},
              {"json", to.format == RowFormat::json_lines},
              {"precision", network.precision},
              {"runtime", network.runtime},
              {"device", network.device.substr(0, network.device.find(':'))},
              {"early_vote", model.voters == Voters::until_settled}};
  run.update(settings);
  return run;
}

}  // namespace

PredictionRows::PredictionRows(const RowsTo& to, const Model& model, const Json& settings,
                               const Watch& watch)
    : to_(to), classes_(model.config.classes), header_(header_of(to, classes_)) {
  if (to_.output.empty()) {
    if (to_.print) {
      to_.print(header_);
    }
    return;
  }
  if (to_.retry_faulty && std::filesystem::exists(to_.output)) {
    finished_.emplace(to_.output, model);
  }
  journal_.emplace(to_.output, made_with(to_, model, settings).dump(),
                   to_.resume ? files::Resume::yes : files::Resume::no);
  say_unless_locked(watch, journal_->is_locked(), to_.output);
}

bool PredictionRows::may_have(const std::string& name) const {
  return journal_ &&
         (journal_->has_earlier(name + "\n") || (finished_ && finished_->may_have(name)));
}

bool PredictionRows::take_earlier(std::size_t place, const std::string& key,
                                  const dataset::Sample& sample, const std::string& content_hash,
                                  const image::ReadOptions& reading) {
  if (!journal_) {
    return false;
  }
  if (journal_->take_earlier(place, key)) {
    return true;
  }
  const auto row = finished_ ? finished_->row(sample.name, content_hash,
                                              image::with_pixel_size(reading, sample.um_per_px))
                             : std::nullopt;
  if (row) {
    journal_->add(place, key, *row);
  }
  return row.has_value();
}

void PredictionRows::add(std::size_t place, const std::string& key,
                         const report::Prediction& prediction) {
  if (!journal_ && !to_.print) {
    return;
  }
  std::ostringstream row;
  if (to_.format == RowFormat::json_lines) {
    report::write_json_line(row, prediction, classes_);
  } else {
    report::write_csv_row(row, prediction, classes_);
  }
  if (journal_) {
    journal_->add(place, key, row.str());
  } else {
    to_.print(row.str());
  }
}

void PredictionRows::finish() {
  if (journal_) {
    journal_->finish(header_);
  }
}

}  // namespace msmv::runs
