#include "msmv/explain/class_maps.h"

#include <cmath>

namespace msmv::explain {
namespace {

std::size_t places_of(const engine::DenseMap& map) {
  return map.height * map.width;
}

// [channels]: the encoding.
std::vector<float> mean_of(const engine::DenseMap& map) {
  const std::size_t places = places_of(map);
  std::vector<float> means;
  for (std::size_t channel = 0; channel < map.channels; ++channel) {
    double sum = 0;
    for (std::size_t place = 0; place < places; ++place) {
      sum += map.values[channel * places + place];
    }
    means.push_back(static_cast<float>(sum / static_cast<double>(places)));
  }
  return means;
}

std::vector<ClassMap> empty_maps(const engine::DenseMap& map, std::size_t classes) {
  return std::vector<ClassMap>(classes,
                               {map.height, map.width, std::vector<float>(places_of(map))});
}

Encodings joined_means(std::span<const engine::DenseMap> scales) {
  Encodings encodings{.samples = 1, .scales = scales.size(), .features = scales[0].channels};
  for (const engine::DenseMap& map : scales) {
    const std::vector<float> means = mean_of(map);
    encodings.values.insert(encodings.values.end(), means.begin(), means.end());
  }
  return encodings;
}

// `base` twice for each place of a scale's map: with a step more of that place and with one less.
Encodings stepped(const Encodings& base, const engine::DenseMap& map, std::size_t scale,
                  float step) {
  const std::size_t places = places_of(map), length = base.values.size();
  Encodings all{.samples = 2 * places, .scales = base.scales, .features = base.features};
  all.values.reserve(all.samples * length);
  for (std::size_t sample = 0; sample < all.samples; ++sample) {
    all.values.insert(all.values.end(), base.values.begin(), base.values.end());
    const float way = sample % 2 == 0 ? step : -step;
    float* values = all.values.data() + sample * length + scale * base.features;
    for (std::size_t channel = 0; channel < map.channels; ++channel) {
      values[channel] += way * map.values[channel * places + sample / 2];
    }
  }
  return all;
}

}  // namespace

std::optional<LinearHead> linear_head(const fdnet::Config& config,
                                      const weights::Tensors& tensors) {
  if (config.discriminator == fdnet::Discriminator::bilstm) {
    return std::nullopt;
  }
  const weights::Tensor& classifier = tensors.at("fdnet.classifier.weight");
  LinearHead head{.classes = static_cast<std::size_t>(classifier.shape.at(0)),
                  .weights = classifier.values,
                  .takes_root = config.root_encodings};
  if (config.standardize_encodings) {
    head.mean = tensors.at("fdnet.input_mean").values;
    head.deviation = tensors.at("fdnet.input_deviation").values;
  }
  return head;
}

ScaleMaps linear_maps(std::span<const engine::DenseMap> scales, const LinearHead& head) {
  ScaleMaps maps;
  std::size_t first = 0;  // feature of the scale, among those of all scales
  for (const engine::DenseMap& map : scales) {
    const std::size_t places = places_of(map), row = head.weights.size() / head.classes;
    const std::vector<float> means = mean_of(map);
    std::vector<ClassMap> of_scale = empty_maps(map, head.classes);
    for (std::size_t channel = 0; channel < map.channels; ++channel) {
      const std::size_t feature = first + channel;
      const float mean = head.mean.empty() ? 0 : head.mean[feature];
      const float deviation = head.mean.empty() ? 1 : head.deviation[feature];
      const float floor = head.takes_root ? fdnet::kRootFloor : 0;
      const float root = head.takes_root ? std::sqrt(means[channel] + floor) : 1;
      for (std::size_t label = 0; label < head.classes; ++label) {
        const float weight = head.weights[label * row + feature] / deviation;
        for (std::size_t place = 0; place < places; ++place) {
          const float taken = (map.values[channel * places + place] + floor) / root;
          of_scale[label].values[place] += weight * (taken - mean);
        }
      }
    }
    first += map.channels;
    maps.push_back(std::move(of_scale));
  }
  return maps;
}

ScaleMaps gradient_maps(std::span<const engine::DenseMap> scales, const Logits& logits) {
  const Encodings base = joined_means(scales);
  ScaleMaps maps;
  for (std::size_t scale = 0; scale < scales.size(); ++scale) {
    const std::size_t places = places_of(scales[scale]);
    const float step = 0.5F / static_cast<float>(places);  // no feature falls below 0
    const std::vector<float> values = logits(stepped(base, scales[scale], scale, step));
    const std::size_t classes = values.size() / (2 * places);
    std::vector<ClassMap> of_scale = empty_maps(scales[scale], classes);
    for (std::size_t place = 0; place < places; ++place) {
      for (std::size_t label = 0; label < classes; ++label) {
        const float more = values[2 * place * classes + label];
        const float less = values[(2 * place + 1) * classes + label];
        of_scale[label].values[place] = (more - less) / (2 * step);
      }
    }
    maps.push_back(std::move(of_scale));
  }
  return maps;
}

void against_the_others(ScaleMaps& maps) {
  for (std::vector<ClassMap>& of_scale : maps) {
    for (std::size_t place = 0; place < of_scale.front().values.size(); ++place) {
      float mean = 0;
      for (const ClassMap& map : of_scale) {
        mean += map.values[place] / static_cast<float>(of_scale.size());
      }
      for (ClassMap& map : of_scale) {
        map.values[place] -= mean;
      }
    }
  }
}

}  // namespace msmv::explain
