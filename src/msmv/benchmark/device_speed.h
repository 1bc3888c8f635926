#pragma once

#include "msmv/network/network.h"

namespace msmv::benchmark {

// How fast a device encodes.
struct DeviceSpeed {
  double ms_per_patch = 0;
  double giga_operations_s = 0;
};

// Encodes the patches of a field, repeated until they fill the device (Network::appetite), so many
// times in a row.
DeviceSpeed time_on_device(const Network& network, const PatchBatch& patches, int groups,
                           double operations_per_patch);

}  // namespace msmv::benchmark
