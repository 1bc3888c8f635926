#pragma once

#include <memory>

#include "msmv/network/network.h"

namespace msmv {

// A network that hands `network` the patches of all who wait at a time, in groups of at least
// network->appetite() where so many wait and of no more than that and one caller's: a device works
// on the patches of several fields at once, and on the next ones as soon as it is done. `network`
// is called by one thread at a time.
std::unique_ptr<const Network> combined(std::unique_ptr<const Network> network);

}  // namespace msmv
