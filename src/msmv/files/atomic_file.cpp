#include "msmv/files/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <regex>
#include <string>

#include "msmv/values/errors.h"

namespace msmv::files {
namespace {

// Hidden, and named after the process, so that two runs never share one.
std::filesystem::path temporary_name(const std::filesystem::path& path) {
  return path.parent_path() / ("." + path.stem().string() + "." + std::to_string(getpid()) +
                               ".tmp" + path.extension().string());
}

// Data must be on disk before the rename: a crash may otherwise leave an empty file of that name.
void flush_to_disk(const std::filesystem::path& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0 || fsync(descriptor) != 0) {
    const int fault = errno;
    if (descriptor >= 0) {
      close(descriptor);
    }
    throw InputError(path, std::string("can't be written: ") + std::strerror(fault));
  }
  close(descriptor);
}

}  // namespace

std::filesystem::path target_of(const std::filesystem::path& path) {
  const auto fail = [&](const std::string& fault) {
    throw InputError(path.empty() ? "\"\"" : path, "can't be written: " + fault);
  };
  std::error_code fault;
  const auto status = std::filesystem::status(path, fault);
  if (path.empty()) {
    fail("a name is wanted");
  } else if (std::filesystem::is_directory(status)) {
    fail(std::strerror(EISDIR));
  } else if (!std::filesystem::status_known(status)) {
    fail(fault.message());
  } else if (!std::filesystem::exists(status)) {
    return path;
  } else if (!std::filesystem::is_regular_file(status)) {
    fail("is no regular file");
  }
  return std::filesystem::is_symlink(path) ? std::filesystem::canonical(path) : path;
}

bool is_temporary_name(const std::filesystem::path& path) {
  static const std::regex pattern(R"(\..*\.[0-9]+\.tmp(\.[^.]*)?)");
  return std::regex_match(path.filename().string(), pattern);
}

void write_atomically_by_name(const std::filesystem::path& name,
                              const std::function<void(const std::filesystem::path&)>& produce) {
  const std::filesystem::path path = target_of(name);
  struct Remover {
    std::filesystem::path path;
    ~Remover() {
      std::error_code ignored;
      std::filesystem::remove(path, ignored);
    }
  } temporary{temporary_name(path)};
  produce(temporary.path);
  flush_to_disk(temporary.path);
  std::error_code fault;
  std::filesystem::rename(temporary.path, path, fault);
  if (fault) {
    throw InputError(path, "can't be written: " + fault.message());
  }
}

void write_atomically(const std::filesystem::path& path,
                      const std::function<void(std::ostream&)>& produce) {
  write_atomically_by_name(path, [&](const std::filesystem::path& temporary) {
    errno = 0;
    std::ofstream stream(temporary, std::ios::binary);
    if (stream) {
      produce(stream);
      stream.close();
    }
    if (!stream) {
      throw InputError(path, std::string("can't be written: ") +
                                 (errno != 0 ? std::strerror(errno) : "unknown fault"));
    }
  });
}

void write_atomically(const std::filesystem::path& path, std::string_view content) {
  write_atomically(path, [&](std::ostream& stream) { stream << content; });
}

}  // namespace msmv::files
