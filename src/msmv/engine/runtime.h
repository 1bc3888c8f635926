#pragma once

#include <string>

namespace msmv::engine {

// "OpenVINO 2026.4.0": the runtime of engine/encoder.h and engine/dense_network.h. Empty in a build
// without one, where they throw InputError and LibTorch does their work, slower.
std::string runtime();

}  // namespace msmv::engine
