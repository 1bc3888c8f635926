#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

namespace msmv::app {

// --device: cpu, cuda or cuda:N; any other text is a usage error. Whether the device is there shows
// when it is used.
CLI::Option* add_device_option(CLI::App& command, std::string& device,
                               const std::string& description);
// The same, where more is to be done with it than keeping it.
CLI::Option* add_device_option(CLI::App& command,
                               const std::function<void(const std::string&)>& take,
                               const std::string& description);

// "cuda:0" for "cuda". Loads LibTorch for any but "cpu". Throws InputError for a device that isn't
// there: to be asked before any work.
std::string device_here(const std::string& name);

}  // namespace msmv::app
