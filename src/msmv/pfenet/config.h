#pragma once

#include <array>

#include "msmv/config/fields.h"

namespace msmv::pfenet {

// The encoders that can stand at each scale, under torchvision's state-dict names.
enum class Backbone { resnet50 };

constexpr EnumNames<Backbone, 1> enum_names(Backbone) {
  return {{{Backbone::resnet50, "resnet50"}}};
}

// The progressive feature encoder: one encoder a scale, as many scales as KREM has windows.
struct Config {
  Backbone backbone = Backbone::resnet50;
  bool shared_weights = false;  // the paper trains one encoder a scale
  // ImageNet's R, G, B, of values from 0 to 1: what torchvision's weights were trained on.
  std::array<double, 3> pixel_mean = {0.485, 0.456, 0.406};
  std::array<double, 3> pixel_deviation = {0.229, 0.224, 0.225};
};

template <RefTo<Config> Ref, class Visitor>
void visit_fields(Ref& c, Visitor&& field) {
  field("backbone", c.backbone, "the convolutional network at each scale", unlimited());
  field("shared_weights", c.shared_weights, "one set of weights for all scales, not one each",
        unlimited());
  field("pixel_mean", c.pixel_mean, "of R, G and B from 0 to 1, subtracted before the encoder",
        between(0, 1));
  field("pixel_deviation", c.pixel_deviation, "of R, G and B from 0 to 1, divided by",
        between(0.001, 10));
}

}  // namespace msmv::pfenet
