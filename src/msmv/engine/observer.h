#pragma once

#include <functional>
#include <span>
#include <string>

namespace msmv::engine {

// Is shown each tensor of a run: its name, that of the convolution, projection or block which makes
// it ("shared.layer1.0.conv1"), and its values, in an order that is oneDNN's own.
using Observer = std::function<void(const std::string& name, std::span<const float> values)>;

}  // namespace msmv::engine
