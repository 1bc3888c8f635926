#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>

#include "msmv/values/errors.h"

// What the fuzzers share. Each gives whatever bytes libFuzzer makes up to one reader, which must
// read them or throw InputError with a text of one line. Anything else stops the run: another
// exception, a crash, undefined behaviour, memory or time beyond the limits of tools/fuzz.sh.

namespace msmv::fuzz {

// A file of these bytes, at one place in memory for all inputs.
inline const std::filesystem::path& file_of(std::span<const std::uint8_t> bytes,
                                            const std::string& name = "input") {
  static const std::filesystem::path path = [&] {
    const bool has_shm = std::filesystem::is_directory("/dev/shm");
    std::string folder = std::string(has_shm ? "/dev/shm" : "/tmp") + "/msmv_fuzz_XXXXXX";
    if (mkdtemp(folder.data()) == nullptr) {
      std::abort();
    }
    static const std::filesystem::path to_remove = folder;
    std::atexit([] { std::filesystem::remove_all(to_remove); });
    return std::filesystem::path(folder) / name;
  }();
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0 || write(file, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) {
    std::abort();
  }
  close(file);
  return path;
}

template <class Read>
void read_or_refuse(Read&& read) {
  try {
    read();
  } catch (const Fault& error) {
    if (std::string(error.what()).find('\n') != std::string::npos) {
      std::abort();
    }
  }
}

}  // namespace msmv::fuzz
