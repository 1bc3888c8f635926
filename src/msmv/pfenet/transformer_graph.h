#pragma once

#include "msmv/pfenet/form.h"
#include "msmv/pfenet/graph.h"

namespace msmv::pfenet {

// A vision transformer (Dosovitskiy et al. 2021) with what DINOv2 and pathology's encoders add,
// under timm's names: patches, tokens and positions; blocks of attention and two linear layers,
// each behind a layer norm and beside a shortcut; a last layer norm; the class token, with or
// without the mean of the patches'. Stage 0 is what comes before the blocks, 1 to 4 a quarter of
// them each. Runs on patches whose side is a multiple of form.patch_px; positions are stretched to
// their grid.
Graph transformer(const Form& form);

}  // namespace msmv::pfenet
