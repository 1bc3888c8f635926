#pragma once

#include <set>
#include <string>
#include <vector>

#include "msmv/experiments/row.h"
#include "msmv/model/config.h"
#include "msmv/pfenet/config.h"
#include "msmv/training/config.h"

namespace msmv::experiments {

// A row with everything that is set about it, under one budget.
struct Experiment {
  Row row;
  msmv::Config model;   // as it is trained
  msmv::Config judged;  // as it judges: windows, views and vote may be others
  training::Config training;
  std::string skipped;  // why it is not run; empty: it is

  bool is_frozen() const { return training.first_trained_stage == training::kEncodersFrozen; }
};

// What holds for all rows of a run.
struct Choices {
  Budget budget = Budget::frozen;
  ClassNames classes;
  std::set<pfenet::Backbone> weights;    // those with pre-trained weights at hand
  bool is_from_scratch = false;          // train the others from random weights
  std::vector<std::string> assignments;  // as --set of `msmv train`, over what rows say
  Seed seed = 1;
};

// Throws InputError naming the row's file for a setting that there is not, and for one in `judging`
// that would need another network.
Experiment resolve(const Row& row, const Choices& choices);

}  // namespace msmv::experiments
