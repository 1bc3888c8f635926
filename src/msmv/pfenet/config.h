#pragma once

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
};

template <RefTo<Config> Ref, class Visitor>
void visit_fields(Ref& c, Visitor&& field) {
  field("backbone", c.backbone, "the convolutional network at each scale", unlimited());
  field("shared_weights", c.shared_weights, "one set of weights for all scales, not one each",
        unlimited());
}

}  // namespace msmv::pfenet
