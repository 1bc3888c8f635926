#include "msmv/engine/scorer.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace msmv::engine {

namespace {

Matrix matrix_of(const weights::Tensors& tensors, const std::string& name) {
  const weights::Tensor& tensor = tensors.at("fdnet." + name);
  return {.rows = static_cast<std::size_t>(tensor.shape.at(0)),
          .columns = static_cast<std::size_t>(tensor.shape.at(1)),
          .values = tensor.values};
}

float sigmoid(float x) {
  return 1 / (1 + std::exp(-x));
}

ClassScores softmax(std::span<const float> logits) {
  const float largest = *std::ranges::max_element(logits);
  ClassScores scores;
  float sum = 0;
  for (const float logit : logits) {
    scores.push_back(std::exp(logit - largest));
    sum += scores.back();
  }
  std::ranges::for_each(scores, [&](float& score) { score /= sum; });
  return scores;
}

}  // namespace

Scorer::Scorer(const fdnet::Config& config, const fdnet::Sizes& sizes,
               const weights::Tensors& tensors)
    : sizes_(sizes),
      root_encodings_(config.root_encodings),
      classifier_(matrix_of(tensors, "classifier.weight")),
      classifier_bias_(tensors.at("fdnet.classifier.bias").values) {
  if (config.standardize_encodings) {
    input_mean_ = tensors.at("fdnet.input_mean").values;
    input_deviation_ = tensors.at("fdnet.input_deviation").values;
  }
  const int layers = config.discriminator == fdnet::Discriminator::bilstm ? config.layers : 0;
  for (int layer = 0; layer < layers; ++layer) {
    const std::string suffix = "_l" + std::to_string(layer);
    layers_.push_back({direction_of(tensors, suffix), direction_of(tensors, suffix + "_reverse")});
  }
}

Scorer::Direction Scorer::direction_of(const weights::Tensors& tensors, const std::string& suffix) {
  Direction direction{.from_input = matrix_of(tensors, "lstm.weight_ih" + suffix),
                      .from_state = matrix_of(tensors, "lstm.weight_hh" + suffix),
                      .bias = tensors.at("fdnet.lstm.bias_ih" + suffix).values};
  std::ranges::transform(direction.bias, tensors.at("fdnet.lstm.bias_hh" + suffix).values,
                         direction.bias.begin(), std::plus{});
  return direction;
}

// inputs [steps, samples, columns] -> states [steps, samples, hidden].
void Scorer::run(const Direction& direction, std::span<const float> inputs, std::size_t samples,
                 bool backwards, std::span<float> states) {
  const std::size_t hidden = direction.from_state.columns;
  const std::size_t gates = direction.from_state.rows;
  const std::size_t steps = states.size() / (samples * hidden);
  std::vector<float> from_inputs(steps * samples * gates);
  multiply(direction.from_input, inputs, from_inputs);
  std::vector<float> from_state(samples * gates);
  std::vector<float> cells(samples * hidden);
  for (std::size_t i = 0; i < steps; ++i) {
    const std::size_t step = backwards ? steps - 1 - i : i;
    const auto now = states.subspan(step * samples * hidden, samples * hidden);
    if (i > 0) {
      const std::size_t before = backwards ? step + 1 : step - 1;
      multiply(direction.from_state, states.subspan(before * samples * hidden, samples * hidden),
               from_state);
    }
    for (std::size_t sample = 0; sample < samples; ++sample) {
      for (std::size_t unit = 0; unit < hidden; ++unit) {
        const auto gate = [&](std::size_t which) {
          const std::size_t row = which * hidden + unit;
          return from_inputs[(step * samples + sample) * gates + row] +
                 from_state[sample * gates + row] + direction.bias[row];
        };
        float& cell = cells[sample * hidden + unit];
        cell = sigmoid(gate(1)) * cell + sigmoid(gate(0)) * std::tanh(gate(2));
        now[sample * hidden + unit] = sigmoid(gate(3)) * std::tanh(cell);
      }
    }
  }
}

// The encodings as FDNet takes them (deviation D46).
std::vector<float> Scorer::conditioned(const Encodings& encodings) const {
  std::vector<float> values = encodings.values;
  if (root_encodings_) {
    std::ranges::for_each(
        values, [](float& value) { value = std::sqrt(std::max(value, 0.0F) + fdnet::kRootFloor); });
  }
  for (std::size_t i = 0; i < values.size() && !input_mean_.empty(); ++i) {
    const std::size_t place = i % input_mean_.size();
    values[i] = (values[i] - input_mean_[place]) / input_deviation_[place];
  }
  return values;
}

// The classifier sees of a BiLSTM, as [samples, 2 * hidden], the top layer's state in each
// direction when it has seen all scales (deviation D42).
std::vector<float> Scorer::last_states(std::vector<float> encodings) const {
  std::size_t columns = sizes_.features;
  const std::size_t scales = sizes_.scales;
  const std::size_t samples = encodings.size() / (scales * columns);
  std::vector<float> inputs(encodings.size());  // [scales, samples, features]
  for (std::size_t i = 0; i < samples * scales; ++i) {
    const std::size_t place = i % scales * samples + i / scales;
    std::copy_n(encodings.begin() + static_cast<std::ptrdiff_t>(i * columns), columns,
                inputs.begin() + static_cast<std::ptrdiff_t>(place * columns));
  }
  std::array<std::vector<float>, 2> states;
  for (const auto& layer : layers_) {
    const std::size_t hidden = layer[0].from_state.columns;
    const std::size_t rows = scales * samples;
    for (std::size_t d = 0; d < 2; ++d) {
      states[d].assign(rows * hidden, 0);
      run(layer[d], inputs, samples, d == 1, states[d]);
    }
    columns = 2 * hidden;
    inputs.resize(rows * columns);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const std::size_t unit = i % columns;
      inputs[i] = states[unit / hidden][i / columns * hidden + unit % hidden];
    }
  }
  // inputs are now the top layer's states, [scales, samples, 2 * hidden].
  std::vector<float> last(samples * columns);
  for (std::size_t i = 0; i < last.size(); ++i) {
    const std::size_t step = i % columns < columns / 2 ? scales - 1 : 0;
    last[i] = inputs[step * samples * columns + i];
  }
  return last;
}

std::vector<float> Scorer::logits(const Encodings& encodings) const {
  if (encodings.scales != sizes_.scales || encodings.features != sizes_.features) {
    throw std::invalid_argument("Scorer: got encodings of " + std::to_string(encodings.scales) +
                                " scales and " + std::to_string(encodings.features) +
                                " features, wanted " + std::to_string(sizes_.scales) + " and " +
                                std::to_string(sizes_.features));
  }
  const std::vector<float> taken = conditioned(encodings);
  const std::vector<float> seen = layers_.empty() ? taken : last_states(taken);
  std::vector<float> logits(encodings.samples * sizes_.classes);
  multiply(classifier_, seen, logits);
  for (std::size_t i = 0; i < logits.size(); ++i) {
    logits[i] += classifier_bias_[i % sizes_.classes];
  }
  return logits;
}

std::vector<ClassScores> Scorer::scores(const Encodings& encodings) const {
  const std::vector<float> all = logits(encodings);
  std::vector<ClassScores> scores;
  for (std::size_t i = 0; i < encodings.samples; ++i) {
    scores.push_back(softmax(std::span(all).subspan(i * sizes_.classes, sizes_.classes)));
  }
  return scores;
}

}  // namespace msmv::engine
