#pragma once

#include <cstddef>
#include <optional>

#include "msmv/model/config.h"
#include "msmv/training/batches.h"

// Settings whose key regions are a part of others', window for window: what was encoded for the
// others need not be encoded again. A patch's encoding does not depend on what is encoded beside
// it.

namespace msmv::experiments {

// The first `views` views, and of each region the first `scales` windows.
struct Part {
  std::size_t views = 0, scales = 0;
};

// The part of `whole`'s regions that `config` gives; none when it gives others, or when the two
// prepare patches differently. Encoders are not looked at.
std::optional<Part> part_of(const msmv::Config& config, const msmv::Config& whole);

// That part of an image's encodings by settings of so many views.
Encodings taken(const Encodings& all, std::size_t views, const Part& part);

}  // namespace msmv::experiments
