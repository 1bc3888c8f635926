#pragma once

#include <array>

#include "msmv/config/fields.h"
#include "msmv/pfenet/form.h"

namespace msmv::pfenet {

// The encoders that can stand at each scale, under torchvision's state-dict names; araujo2017 has
// our own. Of vision transformers there are as many as forms (pfenet/form.h), under timm's names.
// resnet50_stage3 ends before ResNet-50's last stage, resnet50_stages34 gives the averages of its
// last two stages side by side (deviation D52); both take ResNet-50's weights.
enum class Backbone {
  resnet50,
  resnet101,
  vgg16,
  googlenet,
  densenet161,
  inception_v3,
  araujo2017,
  vision_transformer,
  resnet50_stage3,
  resnet50_stages34
};

constexpr EnumNames<Backbone, 10> enum_names(Backbone) {
  return {{{Backbone::resnet50, "resnet50"},
           {Backbone::resnet101, "resnet101"},
           {Backbone::vgg16, "vgg16"},
           {Backbone::googlenet, "googlenet"},
           {Backbone::densenet161, "densenet161"},
           {Backbone::inception_v3, "inception_v3"},
           {Backbone::araujo2017, "araujo2017"},
           {Backbone::vision_transformer, "vision_transformer"},
           {Backbone::resnet50_stage3, "resnet50_stage3"},
           {Backbone::resnet50_stages34, "resnet50_stages34"}}};
}

// The backbone whose published weights an encoder takes: itself, or the one that it is a form of.
constexpr Backbone weights_of(Backbone backbone) {
  const bool is_form =
      backbone == Backbone::resnet50_stage3 || backbone == Backbone::resnet50_stages34;
  return is_form ? Backbone::resnet50 : backbone;
}

// Whether weights are to be had that have learnt from other pictures; where not, the method itself
// is to train from nothing.
constexpr bool comes_trained(Backbone backbone) {
  return backbone != Backbone::araujo2017;
}

// The progressive feature encoder: one encoder a scale, as many scales as KREM has windows.
struct Config {
  Backbone backbone = Backbone::resnet50;
  bool shared_weights = false;                      // the paper trains one encoder a scale
  std::array<double, 3> mean{0.485, 0.456, 0.406};  // ImageNet's, as the weights expect
  std::array<double, 3> deviation{0.229, 0.224, 0.225};
  Form form;  // of a vision transformer
};

template <RefTo<Config> Ref, class Visitor>
void visit_fields(Ref& c, Visitor&& field) {
  field("backbone", c.backbone, "the network at each scale", unlimited());
  field("shared_weights", c.shared_weights, "one set of weights for all scales, not one each",
        unlimited());
  field("mean", c.mean, "taken from the patches' red, green and blue (0 to 1)", between(0, 1));
  field("deviation", c.deviation, "then divided by, red, green and blue", between(0.001, 10));
  field("form", c.form, "the form of a vision transformer; others have none", unlimited());
}

}  // namespace msmv::pfenet
