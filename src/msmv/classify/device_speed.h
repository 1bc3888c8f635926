#pragma once

#include "msmv/classify/model.h"

namespace msmv {

// How fast a device encodes.
struct DeviceSpeed {
  double ms_per_patch = 0;
  double giga_operations_s = 0;
};

// Encodes the patches of a field so many times as of fields in a row, each handed over while the
// device is at the one before (Model::submit), until the last one's encodings are back.
DeviceSpeed time_on_device(const Model& model, const PatchBatch& patches, int fields,
                           double operations_per_patch);

}  // namespace msmv
