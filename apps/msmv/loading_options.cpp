#include "loading_options.h"

#include <string>
#include <vector>

#include "data_options.h"
#include "device_option.h"
#include "enum_option.h"
#include "say.h"
#include "suggestion.h"

namespace msmv::app {
namespace {

constexpr const char* kAuto = "auto";

// A CUDA device is LibTorch's, and computes in bf16 unless --precision, which is taken after this,
// says otherwise.
void take_device(LoadOptions& options, const CLI::Option& backend, const std::string& device) {
  options.device = device;
  if (device == "cpu") {
    return;
  }
  if (backend.count() > 0 && options.backend != Backend::libtorch) {
    throw CLI::ValidationError("--device", device + " runs by LibTorch, not by --backend " +
                                               std::string(enum_name(options.backend)));
  }
  options.backend = Backend::libtorch;
  options.precision = engine::Precision::bf16;
}

}  // namespace

void add_loading_options(CLI::App& command, LoadOptions& options) {
  options.precision.reset();
  const CLI::Option* const backend = add_enum_option(command, "--backend", options.backend,
                                                     "library that runs the encoders [openvino]");
  add_device_option(
      command,
      [&options, backend](const std::string& device) { take_device(options, *backend, device); },
      "device of the network");
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
                  "precision of the encoders; auto: the fastest that was validated for this model "
                  "[auto; bf16 on a CUDA device]"),
              names);
  add_threads_option(command, options.threads);
}

Model load_and_say(const std::filesystem::path& path, const LoadOptions& options) {
  Model model = load_model(path, options);
  if (const auto& fallback = model.network->facts().fallback; !fallback.empty()) {
    say(fallback);
  }
  return model;
}

}  // namespace msmv::app
