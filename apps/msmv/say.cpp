#include "say.h"

#include <cstdio>

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

}  // namespace

void say(const std::string& text) {
  std::fprintf(stderr, "msmv: %s\n", printable(text).c_str());
}

void say(const std::filesystem::path& path, const std::string& text) {
  say(path.string() + ": " + text);
}

void say_unless_locked(bool is_locked, const std::filesystem::path& output) {
  if (!is_locked) {
    say(output, "can't be locked on this file system: let no other run write it");
  }
}

void say_failed(std::size_t failed, std::size_t of, const std::string& nouns) {
  if (failed > 0 && of > 1) {
    say(std::to_string(failed) + " of " + std::to_string(of) + " " + nouns + " failed");
  }
}

}  // namespace msmv::app
