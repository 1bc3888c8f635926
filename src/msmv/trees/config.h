#pragma once

#include "msmv/config/fields.h"
#include "msmv/patches/recolour.h"

namespace msmv::trees {

// How an image's encodings become descriptors, and how boosted trees learn from these. The defaults
// are those of Rakhlin et al. 2018, but for the 4 colourings, theirs being 50 (deviation D51). Each
// colouring gives a descriptor: of its own share of the windows.
struct Config {
  patches::Recolouring recolouring{.colourings = 4, .stain_gain = 0.3};
  double pool_exponent = 3;

  int rounds = 70;
  int depth = 7;
  double learning_rate = 0.1;
  double feature_share = 0.46;
  double least_weight = 1;
  double shrinkage = 1;
  bool balance_classes = true;
  int models = 5;
};

template <RefTo<Config> Ref, class Visitor>
void visit_fields(Ref& c, Visitor&& field) {
  field("recolouring", c.recolouring, "colours of the windows before they are encoded",
        unlimited());
  field("pool_exponent", c.pool_exponent,
        "a descriptor is this power mean of its windows' encodings; 1: the mean", between(1, 100));
  field("rounds", c.rounds, "trees of each class", between(1, 1e5));
  field("depth", c.depth, "questions on the way to a leaf, at most", between(1, 30));
  field("learning_rate", c.learning_rate, "part of each tree's answer that is taken",
        between(0.0001, 1));
  field("feature_share", c.feature_share, "part of the features that each tree may look at",
        between(0.0001, 1));
  field("least_weight", c.least_weight, "of the descriptors in a leaf, by their doubt",
        between(0, 1e6));
  field("shrinkage", c.shrinkage, "L2 penalty on the leaves' answers", between(0, 1e6));
  field("balance_classes", c.balance_classes,
        "descriptors count as if all classes were equally frequent", unlimited());
  field("models", c.models, "sets of trees, each of another seed, whose scores are averaged",
        between(1, 100));
}

}  // namespace msmv::trees
