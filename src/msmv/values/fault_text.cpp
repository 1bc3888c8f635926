#include "msmv/values/fault_text.h"

#include <filesystem>
#include <new>
#include <system_error>

#include "msmv/values/errors.h"

namespace msmv {
namespace {

bool is_of_memory(const std::string& text) {
  return text.find("nsufficient memory") != std::string::npos ||
         text.find("an't allocate memory") != std::string::npos ||
         text.find("could not create a memory") != std::string::npos;  // oneDNN
}

}  // namespace

std::string fault_text(const std::exception& fault) {
  std::string text = fault.what();
  if (dynamic_cast<const Fault*>(&fault) != nullptr) {
    return text;
  }
  if (const auto* of_file = dynamic_cast<const std::filesystem::filesystem_error*>(&fault)) {
    return of_file->path1().string() + ": " + of_file->code().message();
  }
  if (dynamic_cast<const std::bad_alloc*>(&fault) != nullptr || is_of_memory(text)) {
    return "not enough memory";
  }
  if (const auto* of_system = dynamic_cast<const std::system_error*>(&fault)) {
    return "the system refuses: " + of_system->code().message();
  }
  return "unexpected fault: " + text.substr(0, text.find('\n'));  // a backtrace may follow
}

}  // namespace msmv
