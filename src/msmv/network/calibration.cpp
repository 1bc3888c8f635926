#include "msmv/network/calibration.h"

#include <algorithm>

namespace msmv {
namespace {

constexpr const char* kRanges = "activation_ranges";
constexpr const char* kFields = "fields";
constexpr const char* kImages = "images";
constexpr const char* kValidations = "validations";
constexpr const char* kWhere = "calibration";

constexpr int kLeastFields = 100;
constexpr double kLeastAgreement = 0.99;

bool holds(const Validation& validation, const engine::Processor& on) {
  using engine::Precision;
  const std::string& cuda = cuda_arithmetic().instructions;
  if ((validation.instructions == cuda) != (on.instructions == cuda)) {
    return false;
  }
  const bool same_bits =
      validation.precision != Precision::int8 || !validation.exact_pair_sums || on.has_int8_dot;
  return same_bits && validation.fields >= kLeastFields &&
         validation.same_class >= kLeastAgreement * validation.fields &&
         engine::available(validation.precision, on).precision == validation.precision;
}

// int8 has twice the operations of bf16, and that twice those of fp32, also where 8-bit products
// are summed by three instructions.
int speed_of(engine::Precision precision) {
  return static_cast<int>(precision);
}

engine::ActivationRanges ranges_of(const Json& json) {
  engine::ActivationRanges ranges;
  const std::string where = std::string(kWhere) + "." + kRanges;
  if (!json.is_object()) {
    config_detail::wrong_type(where, json);
  }
  for (const auto& [name, value] : json.items()) {
    config_detail::read_value(value, ranges[name], between(1e-30, 1e30), where + "." + name);
  }
  return ranges;
}

}  // namespace

const engine::Processor& cuda_arithmetic() {
  static const engine::Processor cuda{.instructions = "CUDA", .has_bf16 = true};
  return cuda;
}

void Calibration::add(const Validation& validation) {
  std::erase_if(validations, [&](const Validation& earlier) {
    return earlier.precision == validation.precision &&
           earlier.instructions == validation.instructions;
  });
  validations.push_back(validation);
}

Calibration calibration_of(const Json& json) {
  Calibration out;
  const std::string where = kWhere;
  for (const auto& [key, value] : json.items()) {
    if (key == kRanges) {
      out.activation_ranges = ranges_of(value);
    } else if (key == kFields) {
      config_detail::read_value(value, out.fields, between(0, 1e9), where + "." + key);
    } else if (key == kImages) {
      config_detail::read_value(value, out.images, unlimited(), where + "." + key);
    } else if (key == kValidations && value.is_array()) {
      for (const Json& item : value) {
        from_json(item, out.validations.emplace_back(), where + "." + key);
      }
    } else {
      throw InputError(where + ": unknown or of a wrong type: " + in_quotes(key));
    }
  }
  return out;
}

Json to_json(const Calibration& calibration) {
  Json json = {{kRanges, calibration.activation_ranges},
               {kFields, calibration.fields},
               {kImages, calibration.images},
               {kValidations, Json::array()}};
  for (const Validation& validation : calibration.validations) {
    json[kValidations].push_back(to_json<Validation>(validation));
  }
  return json;
}

engine::Precision fastest_validated(const Calibration& calibration, const engine::Processor& on) {
  engine::Precision best = engine::Precision::fp32;
  for (const Validation& validation : calibration.validations) {
    if (holds(validation, on) && speed_of(validation.precision) > speed_of(best)) {
      best = validation.precision;
    }
  }
  return best;
}

}  // namespace msmv
