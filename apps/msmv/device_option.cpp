#include "device_option.h"

#include "msmv/libtorch/functions.h"
#include "msmv/values/device.h"

namespace msmv::app {
namespace {

std::string fault_of(const std::string& text) {
  return device_named(text) ? "" : text + " is none of cpu, cuda, cuda:N";
}

}  // namespace

CLI::Option* add_device_option(CLI::App& command, std::string& device,
                               const std::string& description) {
  return add_device_option(
      command, [&device](const std::string& text) { device = text; }, description);
}

CLI::Option* add_device_option(CLI::App& command,
                               const std::function<void(const std::string&)>& take,
                               const std::string& description) {
  return command
      .add_option_function<std::string>("--device", take, description + "; or cuda:N [cpu]")
      ->type_name("{cpu, cuda}")
      ->check(CLI::Validator(fault_of, ""));
}

std::string device_here(const std::string& name) {
  return name == "cpu" ? name : libtorch::functions().device(name);
}

}  // namespace msmv::app
