#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "msmv/dataset/split.h"
#include "msmv/experiments/experiment.h"
#include "msmv/runs/labelled_data.h"
#include "msmv/runs/watch.h"
#include "msmv/values/seed.h"

namespace msmv::runs {

struct Reproduce {
  LabelledData data;
  std::filesystem::path output = "reproduction";  // a folder, which a later run resumes from
  std::filesystem::path store;                    // of prepared pictures; empty: output/store
  std::filesystem::path own_rows;                 // a folder of further rows (*.json)
  std::vector<std::string> rows;                  // only these and their members; none: all
  std::vector<std::string> assignments;           // settings over all rows: "training.epochs=3"
  std::vector<std::filesystem::path> weights;     // to begin with, one file a backbone; none: those
                                                  // of the ImageNet encoders that ship
  dataset::SplitConfig split{.method = dataset::SplitMethod::blocks};  // its seed is `seed`
  experiments::Budget budget = experiments::Budget::frozen;
  Seed seed = 1;
  std::string device = "cpu";              // "cuda" or "cuda:N"
  std::string against = "pfenet_bilstm2";  // the row that the others are compared with
  bool is_from_scratch = false;            // rows without pre-trained weights, too
  image::ReadOptions reading;
};

struct Reproduced {
  std::filesystem::path page;  // results.html
  bool has_failed = false;     // a row did, or there was none to run
  bool is_complete = true;     // false: it was stopped, and the tables hold what was done by then
};

// Runs the paper's experiments in cross-validation and writes their tables. A row that fails is
// said, and the others go on. Throws InputError for wrong settings or data before any work, where
// the output holds results that would be lost. Stopped, it is resumed by the same call.
Reproduced reproduce(const Reproduce& options, const Watch& watch);

}  // namespace msmv::runs
