#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace msmv::app {

// One line on stderr, "msmv: TEXT". Control characters, which a file's name may hold, are shown as
// \n or \x1b: nothing that comes from outside breaks the line or reaches the terminal's controls.
void say(const std::string& text);
void say(const std::filesystem::path& path, const std::string& text);

// That nothing keeps other runs from writing an output, where its file system has no locks.
void say_unless_locked(bool is_locked, const std::filesystem::path& output);

// The end of a batch: "msmv: 3 of 100 pictures failed". Nothing if none did, or of a single one.
void say_failed(std::size_t failed, std::size_t of, const std::string& nouns = "pictures");

}  // namespace msmv::app
