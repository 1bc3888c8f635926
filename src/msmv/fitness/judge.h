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

}  // namespace msmv::fitness
