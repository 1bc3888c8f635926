#pragma once

#include <cstddef>
#include <string>

#include "msmv/fitness/config.h"
#include "msmv/fitness/measures.h"
#include "msmv/stain/fault.h"

namespace msmv::fitness {

// Why a field can't carry a diagnosis, in one line; "" where it can. `stain` says whether both
// stains were found, `nuclei` how many nuclei lie outside pen, folds and blur.
std::string why_unfit(const Measures& measures, stain::Fault stain, std::size_t nuclei,
                      const Config& config);

// Its parts. How a slide was stained and scanned shows where there are nuclei and stroma, and holds
// for all its tiles: fibres without nuclei, or lymphocytes without eosin, prove nothing against it.
std::string why_stain_unfit(const Measures& measures, stain::Fault stain, const Config& config);
// What differs from place to place: tissue, focus, ink, light.
std::string why_place_unfit(const Measures& measures, const Config& config);
// What is there to judge by.
std::string why_nuclei_unfit(std::size_t nuclei, const Config& config);

}  // namespace msmv::fitness
