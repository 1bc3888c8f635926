#pragma once

#include "msmv/config/fields.h"

namespace msmv::fdnet {

// What turns the encodings of all scales into class scores (rows of the paper's table 4).
enum class Discriminator { fc, svm, bilstm };

constexpr EnumNames<Discriminator, 3> enum_names(Discriminator) {
  return {
      {{Discriminator::fc, "fc"}, {Discriminator::svm, "svm"}, {Discriminator::bilstm, "bilstm"}}};
}

struct Config {
  Discriminator discriminator = Discriminator::bilstm;
  int layers = 2;                  // of the BiLSTM
  int hidden_per_direction = 256;  // of the BiLSTM
  bool root_encodings = false;
  bool standardize_encodings = false;
};

// Added before the root, so that its slope stays finite at 0.
inline constexpr float kRootFloor = 1e-6F;

template <RefTo<Config> Ref, class Visitor>
void visit_fields(Ref& c, Visitor&& field) {
  field("discriminator", c.discriminator, "what turns the encodings into class scores",
        unlimited());
  field("layers", c.layers, "layers of the BiLSTM", between(1, 3));
  field("hidden_per_direction", c.hidden_per_direction, "features of the BiLSTM in each direction",
        between(1, 4096));
  field("root_encodings", c.root_encodings, "take the square root of each encoding first",
        unlimited());
  field("standardize_encodings", c.standardize_encodings,
        "then subtract the training images' mean and divide by their deviation", unlimited());
}

}  // namespace msmv::fdnet
