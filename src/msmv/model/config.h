#pragma once

#include "msmv/config/fields.h"
#include "msmv/fdnet/config.h"
#include "msmv/fitness/config.h"
#include "msmv/image/config.h"
#include "msmv/krem/config.h"
#include "msmv/patches/config.h"
#include "msmv/pfenet/config.h"
#include "msmv/stain/config.h"
#include "msmv/values/class_scores.h"
#include "msmv/vote/config.h"
#include "msmv/weights/layout.h"

namespace msmv {

// Everything that is set about a model but its weights: the settings of each stage. It is kept
// beside the weights in one file (model/model_file.h), so that a field is read as those the model
// was trained on.
struct Config {
  ClassNames classes = bach_classes();
  image::Config image;
  stain::Config stain;
  fitness::Config fitness;
  krem::Config krem;
  patches::Config patches;
  pfenet::Config pfenet;
  fdnet::Config fdnet;
  vote::Config vote;

  // Coarse to fine; also the length of the sequence that FDNet sees.
  std::size_t scales() const { return krem.windows_px.size() + (krem.has_context() ? 1 : 0); }
};

template <RefTo<Config> Ref, class Visitor>
void visit_fields(Ref& c, Visitor&& field) {
  field("classes", c.classes, "names of the classes, in the order of the network's outputs",
        unlimited());
  field("image", c.image, "the working resolution", unlimited());
  field("stain", c.stain, "colour normalisation", unlimited());
  field("fitness", c.fitness, "what a field must show for a diagnosis", unlimited());
  field("krem", c.krem, "key-region extraction", unlimited());
  field("patches", c.patches, "from key regions to patches", unlimited());
  field("pfenet", c.pfenet, "the encoders", unlimited());
  field("fdnet", c.fdnet, "the discriminator", unlimited());
  field("vote", c.vote, "the vote of the views", unlimited());
}

// Checks fields together: 2 to 1000 classes, their names distinct and printable; KREM's windows
// in order, at most 8; the field large enough for the largest window, the patches for the encoder.
// Throws InputError.
void check(const Config& config);

// The tensors of a model: "pfenet." and "fdnet." before the names of their own layouts.
weights::Layout layout(const Config& config);

}  // namespace msmv
