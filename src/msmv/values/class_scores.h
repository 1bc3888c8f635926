#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace msmv {

// The classes of a model, in the order of its outputs. A class is its index into this list.
using ClassNames = std::vector<std::string>;

// BACH's four classes under BACH's names: the default of a model's config, and stated only here.
inline ClassNames bach_classes() {
  return {"Normal", "Benign", "InSitu", "Invasive"};
}

// Probabilities, one for each class of the model; they sum to 1.
using ClassScores = std::vector<float>;

// The index of the largest score; the first of equals.
std::size_t best_class(const ClassScores& scores);

// The scores at another temperature: softmax(log(scores) / temperature), which for a softmax's
// scores is softmax(logits / temperature). Below 1 they are surer, above 1 more modest; their order
// stays. Throws std::invalid_argument for a temperature that isn't above 0.
ClassScores at_temperature(const ClassScores& scores, double temperature);

}  // namespace msmv
