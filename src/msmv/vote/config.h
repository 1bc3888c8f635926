#pragma once

#include "msmv/config/fields.h"

namespace msmv::vote {

// majority: the paper's, the class that most voters hold likeliest. mean: the class with the
// largest mean score.
enum class Rule { majority, mean };

constexpr EnumNames<Rule, 2> enum_names(Rule) {
  return {{{Rule::majority, "majority"}, {Rule::mean, "mean"}}};
}

// Of scores.
inline constexpr double kLeastTemperature = 0.05, kMostTemperature = 20;

struct Config {
  Rule rule = Rule::majority;
  double temperature = 1;
};

template <RefTo<Config> Ref, class Visitor>
void visit_fields(Ref& c, Visitor&& field) {
  field("rule", c.rule, "how the voters of a field agree on its class", unlimited());
  field("temperature", c.temperature,
        "temperature that a field's mean scores are brought to; 1: they stay as they are",
        between(kLeastTemperature, kMostTemperature));
}

}  // namespace msmv::vote
