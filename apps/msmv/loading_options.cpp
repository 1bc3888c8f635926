#include "loading_options.h"

#include <string>
#include <vector>

#include "enum_option.h"
#include "say.h"
#include "suggestion.h"
#include "within.h"

namespace msmv::app {
namespace {

constexpr const char* kAuto = "auto";

}  // namespace

void add_loading_options(CLI::App& command, LoadOptions& options) {
  add_enum_option(command, "--backend", options.backend, "what runs the encoders [onednn]");
  std::vector<std::string> names = {kAuto};
  for (const auto& [precision, name] : enum_names(engine::Precision{})) {
    names.emplace_back(name);
  }
  const auto take = [&options](const std::string& text) {
    options.precision.reset();
    for (const auto& [precision, name] : enum_names(engine::Precision{})) {
      if (text == name) {
        options.precision = precision;
      }
    }
  };
  take_one_of(command.add_option_function<std::string>(
                  "--precision", take,
                  "numbers that the encoders compute with (onednn); auto: the fastest that was "
                  "seen to give this model's classes here [fp32]"),
              names);
  command.add_option("--threads", options.threads, "0: all there are [0]")->check(within(0, 1024));
}

Model load_and_say(const std::filesystem::path& path, const LoadOptions& options) {
  Model model = load_model(path, options);
  if (!model.fallback.empty()) {
    say(model.fallback);
  }
  return model;
}

}  // namespace msmv::app
