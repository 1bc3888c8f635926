#pragma once

#include <string>
#include <vector>

#include "msmv/classify/model.h"
#include "msmv/fitness/measures.h"
#include "msmv/image/rgb_image.h"
#include "msmv/stain/normalize.h"
#include "msmv/values/diagnosis.h"
#include "msmv/values/key_region.h"
#include "msmv/values/nucleus.h"
#include "msmv/values/patch_batch.h"

namespace msmv {

// The pixel side of a field: everything up to the patches. What the network needs of it, and what
// overlays and explanations are drawn from.
struct PreparedField {
  Field field;                     // in its own colours
  stain::Recolouring recolouring;  // what brings these to the target's; the patches have been
  std::vector<Nucleus> nuclei;     // in field pixels, as are the regions
  std::vector<KeyRegion> regions;
  PatchBatch patches;
  fitness::Measures measures;  // of the field before its colours were changed
  std::string unfit;           // why it can't carry a diagnosis; "" where it can
};

// From a photo to the patches of its key regions, as the config says (paper: figure 2, left half).
// Throws InputError for a photo that is too small.
PreparedField prepare(const Photo& photo, const Config& config);

// The field in the target's colours, to be shown.
Field normalized_field(const PreparedField& prepared);

// The patches of a prepared field's regions in the target's colours, cut as a config says.
PatchBatch cut_patches(const PreparedField& prepared, const patches::Config& config);

// The vote of the regions by their scores, in their order; there may be fewer scores than regions.
Diagnosis vote_on(const PreparedField& prepared, const std::vector<ClassScores>& scores,
                  const vote::Config& config);

// From patches to the vote (paper: figure 2, right half); and where their encodings are at hand.
Diagnosis diagnose(const PreparedField& prepared, const Model& model);
Diagnosis diagnose(const PreparedField& prepared, const Encodings& encodings, const Model& model);

// The class of a field by MSMV-PFENet: prepare, then diagnose.
Diagnosis classify(const Photo& photo, const Model& model);

}  // namespace msmv
