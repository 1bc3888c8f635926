#pragma once

#include <string>

#include "msmv/training/config.h"
#include "msmv/values/patch_batch.h"

namespace msmv::training {

// Frozen encoders encode these of a training image: its samples as they are, then
// config.augmented_copies further times all of them, each changed at random as config.augmentation
// says. Chance comes from the config's seed and the pixels alone, so that an image has the same
// copies in whichever order images are taken. Nothing is shifted or zoomed beyond the patches.
PatchBatch with_copies(const PatchBatch& batch, const Config& config);

// Names all that decides which copies these are, but for the pixels; "" without any.
std::string name_of_copies(const Config& config);

}  // namespace msmv::training
