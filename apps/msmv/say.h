#pragma once

#include <exception>
#include <filesystem>
#include <string>

namespace msmv::app {

// One line on stderr, "msmv: TEXT". Control characters, which a file's name may hold, are shown as
// \n or \x1b: nothing that comes from outside breaks the line or reaches the terminal's controls.
void say(const std::string& text);
void say(const std::filesystem::path& path, const std::string& text);

// What went wrong, as one line without a library's names where that can be told better.
std::string text_of(const std::exception& fault);

}  // namespace msmv::app
