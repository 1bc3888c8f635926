#pragma once

#include "msmv/image/rgb_image.h"
#include "msmv/krem/config.h"
#include "msmv/report/nuclei_files.h"

namespace msmv::runs {

// The nuclei of a photo of any size from 32 working pixels on, in its own pixels. Throws InputError
// as find_nuclei and to_field do.
report::FoundNuclei nuclei_of(const Photo& photo, const krem::Config& config);

}  // namespace msmv::runs
