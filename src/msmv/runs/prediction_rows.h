#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "msmv/classify/model.h"
#include "msmv/config/json.h"
#include "msmv/dataset/dataset.h"
#include "msmv/files/journal.h"
#include "msmv/image/read.h"
#include "msmv/report/prediction.h"
#include "msmv/runs/earlier_table.h"
#include "msmv/runs/watch.h"

namespace msmv::runs {

enum class RowFormat { csv, json_lines };

// Where the rows of a run go, and what of them an earlier run has left.
struct RowsTo {
  RowFormat format = RowFormat::csv;
  std::filesystem::path output;  // appears when all rows are there; empty: nowhere but to `print`
  bool resume = false;           // go on with an interrupted run into the same output
  bool retry_faulty = false;     // take over the finished output's rows without a fault (CSV)
  // Given the header and each row as text, in order, where there is no output.
  std::function<void(const std::string&)> print;
};

// The predictions of a list of pictures, in its order. Rows for a file are kept in a journal until
// the last is there (files/journal.h).
class PredictionRows {
 public:
  // `settings` are what the rows depend on beside the model. Throws InputError as Journal and
  // EarlierTable do.
  PredictionRows(const RowsTo& to, const Model& model, const Json& settings, const Watch& watch);

  // Whether an earlier run may have the row of a picture of this name.
  bool may_have(const std::string& name) const;
  // Whether it has: then that is this run's row at `place`, too. `key` names the picture with its
  // content and what was made of it, or begins so.
  bool take_earlier(std::size_t place, const std::string& key, const dataset::Sample& sample,
                    const std::string& content_hash, const image::ReadOptions& reading);

  // A row without a key is not trusted by a later run: the picture is looked at again.
  void add(std::size_t place, const std::string& key, const report::Prediction& prediction);

  // All rows are there: the output appears.
  void finish();

 private:
  RowsTo to_;
  ClassNames classes_;
  std::string header_;
  std::optional<files::Journal> journal_;
  std::optional<EarlierTable> finished_;
};

}  // namespace msmv::runs
