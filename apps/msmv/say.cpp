#include "say.h"

#include <cstdio>
#include <new>
#include <system_error>

#include "msmv/values/errors.h"

namespace msmv::app {
namespace {

std::string printable(const std::string& text) {
  std::string shown;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      shown += "\\n";
    } else if (byte < 0x20 || byte == 0x7f) {
      char code[8];
      std::snprintf(code, sizeof code, "\\x%02x", static_cast<unsigned>(byte));
      shown += code;
    } else {
      shown += c;
    }
  }
  return shown;
}

bool is_of_memory(const std::string& text) {
  return text.find("nsufficient memory") != std::string::npos ||
         text.find("an't allocate memory") != std::string::npos ||
         text.find("could not create a memory") != std::string::npos;  // oneDNN
}

}  // namespace

void say(const std::string& text) {
  std::fprintf(stderr, "msmv: %s\n", printable(text).c_str());
}

void say(const std::filesystem::path& path, const std::string& text) {
  say(path.string() + ": " + text);
}

void say_failed(std::size_t failed, std::size_t of) {
  if (failed > 0 && of > 1) {
    say(std::to_string(failed) + " of " + std::to_string(of) + " pictures failed");
  }
}

std::string text_of(const std::exception& fault) {
  std::string text = fault.what();
  if (dynamic_cast<const InputError*>(&fault) != nullptr) {
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

}  // namespace msmv::app
