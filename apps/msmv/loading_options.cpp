#include "loading_options.h"

#include <cstdio>
#include <string>

#include "enum_option.h"

namespace msmv::app {
namespace {

constexpr const char* kAuto = "auto";

}  // namespace

void add_loading_options(CLI::App& command, LoadOptions& options) {
  add_enum_option(command, "--backend", options.backend, "what runs the encoders [onednn]");
  const auto take = [&options](const std::string& text) {
    if (text == kAuto) {
      options.precision.reset();
      return;
    }
    for (const auto& [choice, name] : enum_names(engine::Precision{})) {
      if (text == name) {
        options.precision = choice;
        return;
      }
    }
    throw CLI::ValidationError("--precision",
                               text + " is none of auto, " + enum_choices<engine::Precision>());
  };
  command
      .add_option_function<std::string>(
          "--precision", take,
          "numbers that the encoders compute with (onednn); auto: the fastest that was seen to "
          "give this model's classes here [fp32]")
      ->type_name("{auto, " + enum_choices<engine::Precision>() + "}");
  command.add_option("--threads", options.threads, "0: all there are [0]")
      ->check(CLI::NonNegativeNumber);
}

Model load_and_say(const std::filesystem::path& path, const LoadOptions& options) {
  Model model = load_model(path, options);
  if (!model.fallback.empty()) {
    std::fprintf(stderr, "msmv: %s\n", model.fallback.c_str());
  }
  return model;
}

}  // namespace msmv::app
