#include "msmv/program/wsinfer.h"

#include "msmv/values/decimal.h"

namespace msmv::program {

Json wsinfer_config(const Program& program, const std::string& architecture,
                    const std::vector<std::string>& classes, double um_per_px) {
  const auto colours = [](const std::array<float, 3>& values) {
    Json list = Json::array();
    for (const float value : values) {
      list.push_back(decimal_value(value));
    }
    return list;
  };
  const Json resize = {{"name", "Resize"}, {"arguments", {{"size", program.side_px}}}};
  const Json to_tensor = {{"name", "ToTensor"}};
  const Json normalize = {
      {"name", "Normalize"},
      {"arguments", {{"mean", colours(program.mean)}, {"std", colours(program.deviation)}}}};
  return {{"spec_version", "1.0"},
          {"architecture", architecture},
          {"num_classes", classes.size()},
          {"class_names", classes},
          {"patch_size_pixels", program.side_px},
          {"spacing_um_px", um_per_px},
          {"transform", Json::array({resize, to_tensor, normalize})}};
}

}  // namespace msmv::program
