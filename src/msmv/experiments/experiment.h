#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "msmv/experiments/row.h"
#include "msmv/model/config.h"
#include "msmv/pfenet/config.h"
#include "msmv/training/config.h"
#include "msmv/trees/config.h"

namespace msmv::experiments {

// A row's scores: of FDNet on the encodings of each region; of boosted trees on descriptors of
// each image; or the mean of what other rows give.
enum class Judge { fdnet, trees, members };

// A row with everything that is set about it, under one budget.
struct Experiment {
  Row row;
  msmv::Config model;   // as it is trained
  msmv::Config judged;  // as it judges: windows, views and vote may be others
  training::Config training;
  std::optional<trees::Config> trees;  // those that judge, if they do
  std::vector<Experiment> members;     // whose scores are averaged; all else then says nothing
  std::string skipped;                 // why it is not run; empty: it is

  Judge judge() const {
    if (!row.members.empty()) {
      return Judge::members;
    }
    return trees ? Judge::trees : Judge::fdnet;
  }
  bool is_frozen() const { return training.first_trained_stage == training::kEncodersFrozen; }
};

// Choices that hold for all rows of a run.
struct Choices {
  Budget budget = Budget::frozen;
  ClassNames classes;
  std::set<pfenet::Backbone> weights;                 // those with pre-trained weights at hand
  std::map<pfenet::Backbone, pfenet::Config> stated{};  // of these, what their files state
  bool is_from_scratch = false;                       // train the others from random weights
  std::vector<std::string> assignments;  // as --set of `msmv train`, over what rows say
  Seed seed = 1;
};

// Throws InputError naming the row's file for a setting that there is not, for one in `judging`
// that would need another network, and for trees that can't have what it says. A row of members
// must be resolved together with these.
Experiment resolve(const Row& row, const Choices& choices);

// All of them, in their order. A row of which a member is not run is not run either. Throws as
// above, and std::invalid_argument when a member is missing.
std::vector<Experiment> resolve(const std::vector<Row>& rows, const Choices& choices);

}  // namespace msmv::experiments
