#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "msmv/config/json.h"
#include "msmv/training/config.h"

namespace msmv::training {

// A named recipe: the settings in which it departs from the paper's, as a config file would.
struct Preset {
  std::string_view name, meaning, json;
};
const std::vector<Preset>& presets();

// The paper's recipe with a preset's changes. Throws InputError for a name that is none.
Config preset(std::string_view name);

}  // namespace msmv::training
