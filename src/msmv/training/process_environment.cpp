#include "msmv/training/process_environment.h"

#include <cstdlib>

#include "msmv/values/errors.h"

namespace msmv::training {
namespace {

int number(const char* name, int low, int high) {
  const std::string text = environment_variable(name);
  char* end = nullptr;
  const long value = std::strtol(text.c_str(), &end, 10);
  if (text.empty() || *end != '\0' || value < low || value > high) {
    throw InputError(std::string(name) + " is \"" + text + "\", wanted a number from " +
                     std::to_string(low) + " to " + std::to_string(high));
  }
  return static_cast<int>(value);
}

bool is_alone() {
  return environment_variable("WORLD_SIZE").empty() || number("WORLD_SIZE", 1, 65536) == 1;
}

}  // namespace

std::string environment_variable(const char* name) {
  const char* text = std::getenv(name);
  return text == nullptr ? "" : text;
}

int local_rank() {
  return environment_variable("LOCAL_RANK").empty() ? 0 : number("LOCAL_RANK", 0, 65535);
}

bool is_first_by_environment() {
  return is_alone() || number("RANK", 0, 65535) == 0;
}

ProcessEnvironment process_environment() {
  if (is_alone()) {
    return {};
  }
  ProcessEnvironment here;
  here.size = number("WORLD_SIZE", 1, 65536);
  here.rank = number("RANK", 0, here.size - 1);
  here.master = environment_variable("MASTER_ADDR");
  here.port = number("MASTER_PORT", 1, 65535);
  if (here.master.empty()) {
    throw InputError("MASTER_ADDR is not set, though WORLD_SIZE is " + std::to_string(here.size));
  }
  return here;
}

}  // namespace msmv::training
