#include "msmv/model/summary.h"

#include <cstdio>
#include <iomanip>
#include <sstream>

#include "msmv/model/provenance_text.h"
#include "msmv/values/decimal.h"

namespace msmv::model {
namespace {

std::size_t parameters_of(const ModelFile& model) {
  std::size_t count = 0;
  for (const auto& [name, tensor] : model.weights) {
    count += tensor.values.size();
  }
  return count;
}

std::string in_millions(std::size_t count) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", static_cast<double>(count) / 1e6);
  return text;
}

// "897, 400, 224"
template <class Items>
std::string joined(const Items& items) {
  std::ostringstream out;
  const char* separator = "";
  for (const auto& item : items) {
    out << separator << item;
    separator = ", ";
  }
  return out.str();
}

std::string discriminator_text(const fdnet::Config& config) {
  std::string text(enum_name(config.discriminator));
  if (config.discriminator == fdnet::Discriminator::bilstm) {
    text += ", " + std::to_string(config.layers) + " layers, " +
            std::to_string(config.hidden_per_direction) + " features a direction";
  }
  return text;
}

// "int8 (AVX2): fp32's class on 267 of 268 fields, greatest change of a score 0.0288"
std::string validation_text(const Json& validation) {
  const auto text = [&](const char* key) {
    return validation.is_object() && validation.contains(key) && validation[key].is_string()
               ? validation[key].get<std::string>()
               : "";
  };
  const auto number = [&](const char* key) {
    return validation.is_object() && validation.contains(key) && validation[key].is_number()
               ? validation[key].get<double>()
               : 0.0;
  };
  std::ostringstream out;
  out << text("precision")
      << (text("instructions").empty() ? "" : " (" + text("instructions") + ")")
      << ": fp32's class on " << number("same_class") << " of " << number("fields")
      << " fields, greatest change of a score " << std::setprecision(3)
      << number("greatest_change");
  return out.str();
}

// How often faster precisions gave the class of fp32, as the engine keeps it.
Json validations_of(const ModelFile& model) {
  const auto found = model.calibration.find("validations");
  return found != model.calibration.end() && found->is_array() ? *found : Json::array();
}

}  // namespace

Json summary(const ModelFile& model) {
  Json out = Json::object();
  out["id"] = model.id;
  out["format_version"] = kModelFormatVersion;
  out["storage"] = enum_name(model.storage);
  out["bytes"] = model.bytes;
  out["parameters"] = parameters_of(model);
  out["calibrated"] = !model.calibration.empty();
  out["validations"] = validations_of(model);
  out["config"] = to_json(model.config);
  out["provenance"] = model.provenance;
  return out;
}

std::string summary_text(const ModelFile& model) {
  const Config& config = model.config;
  std::ostringstream out;
  const auto line = [&](const char* key, const std::string& value) {
    out << key << std::string(15 - std::string_view(key).size(), ' ') << value << '\n';
  };
  line("id", model.id);
  line("format", "msmv " + std::to_string(kModelFormatVersion));
  line("size", in_millions(model.bytes) + " MB, " + in_millions(parameters_of(model)) +
                   " million parameters, weights as " + std::string(enum_name(model.storage)));
  line("classes", joined(config.classes));
  line("resolution", Json(config.image.um_per_px).dump() + " um per pixel");
  line("stain", std::string(enum_name(config.stain.method)));
  line("krem", "detector " + std::string(enum_name(config.krem.detector)) + ", selector " +
                   std::string(enum_name(config.krem.selector)));
  line("  windows", joined(config.krem.windows_px) + " px, steps " + joined(config.krem.steps_px));
  if (config.krem.has_context()) {
    line("  context", joined(config.krem.context_px) + " px");
  }
  line("  regions", std::to_string(config.krem.regions_per_view) + " in each of " +
                        std::to_string(config.krem.views) + " views");
  line("patches", std::to_string(config.patches.side_px) + " px");
  line("pfenet",
       std::string(enum_name(config.pfenet.backbone)) + " at " + std::to_string(config.scales()) +
           " scales, " +
           (config.pfenet.shared_weights ? "one set of weights" : "weights of its own each"));
  line("fdnet", discriminator_text(config.fdnet));
  line("vote", std::string(enum_name(config.vote.rule)) +
                   (config.vote.temperature == 1
                        ? ""
                        : ", scores at temperature " + decimal(config.vote.temperature)));
  line("calibration", model.calibration.empty() ? "none" : "kept in the file");
  for (const Json& validation : validations_of(model)) {
    line("  validated", validation_text(validation));
  }
  out << "provenance" << (model.provenance.empty() ? "     none\n" : "\n");
  out << provenance_text(model.provenance);
  return out.str();
}

}  // namespace msmv::model
