#pragma once

#include <vector>

#include "msmv/image/rgb_image.h"
#include "msmv/krem/config.h"
#include "msmv/krem/recolour.h"
#include "msmv/values/nucleus.h"

namespace msmv {

// krem::detect with the network that config.detector needs, if any. Throws InputError when the
// learned detector's is not there (network/nuclei_network.h).
std::vector<Nucleus> find_nuclei(const Field& field, const krem::Config& config,
                                 const krem::Recolour& recolour = krem::unchanged);

// The same with areas, which nobody needs who only counts: networks leave them at 0.
std::vector<Nucleus> find_nuclei_and_areas(const Field& field, const krem::Config& config);

}  // namespace msmv
