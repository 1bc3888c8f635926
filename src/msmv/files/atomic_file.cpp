#include "msmv/files/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <random>
#include <regex>
#include <string>

#include "msmv/values/errors.h"

namespace msmv::files {
namespace {

// An empty file beside the output that no other process has, hidden, with the rights of the file
// that it will replace. Its name is no longer than names may be where the output's own is not.
std::filesystem::path create_temporary(const std::filesystem::path& path) {
  constexpr std::size_t kMostOfStem = 200;
  constexpr int kTries = 100;
  const std::string begin = "." + path.stem().string().substr(0, kMostOfStem) + "." +
                            std::to_string(getpid()) + "-";  // may be another's, on another machine
  std::random_device chance;
  for (int i = 0; i < kTries; ++i) {
    auto name = path.parent_path() /
                (begin + std::to_string(chance()) + ".tmp" + path.extension().string());
    const int descriptor = open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor >= 0) {
      struct stat replaced {};
      if (stat(path.c_str(), &replaced) == 0) {
        static_cast<void>(fchmod(descriptor, replaced.st_mode & 07777));
      }
      close(descriptor);
      return name;
    }
    if (errno != EEXIST) {
      break;
    }
  }
  throw OutputError(path, std::string("can't be written: ") + std::strerror(errno));
}

// Data must be on disk before the rename: a crash may otherwise leave an empty file of that name.
void flush_to_disk(const std::filesystem::path& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0 || fsync(descriptor) != 0) {
    const int fault = errno;
    if (descriptor >= 0) {
      close(descriptor);
    }
    throw OutputError(path, std::string("can't be written: ") + std::strerror(fault));
  }
  close(descriptor);
}

// So that the new name outlasts a power cut, too. Where a file system can't do that for folders,
// the file is whole under its new or its old name.
void flush_folder_of(const std::filesystem::path& path) {
  const auto folder = path.has_parent_path() ? path.parent_path() : ".";
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor >= 0) {
    static_cast<void>(fsync(descriptor));
    close(descriptor);
  }
}

}  // namespace

std::filesystem::path target_of(const std::filesystem::path& path) {
  const auto fail = [&](const std::string& fault) {
    throw OutputError(path.empty() ? "\"\"" : path, "can't be written: " + fault);
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
  } else if (access(path.c_str(), W_OK) != 0) {  // a rename would get round that
    fail(std::strerror(errno));
  }
  return std::filesystem::is_symlink(path) ? std::filesystem::canonical(path) : path;
}

std::optional<int> writer_of_temporary(const std::filesystem::path& path) {
  static const std::regex pattern(R"(\..*\.([0-9]{1,9})-[0-9]+\.tmp(\.[^.]*)?)");
  const std::string name = path.filename().string();
  std::smatch parts;
  return std::regex_match(name, parts, pattern) ? std::optional(std::stoi(parts[1])) : std::nullopt;
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
  } temporary{create_temporary(path)};
  produce(temporary.path);
  flush_to_disk(temporary.path);
  std::error_code fault;
  std::filesystem::rename(temporary.path, path, fault);
  if (fault) {
    throw OutputError(path, "can't be written: " + fault.message());
  }
  flush_folder_of(path);
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
      throw OutputError(path, std::string("can't be written: ") +
                                  (errno != 0 ? std::strerror(errno) : "unknown fault"));
    }
  });
}

void write_atomically(const std::filesystem::path& path, std::string_view content) {
  write_atomically(path, [&](std::ostream& stream) { stream << content; });
}

}  // namespace msmv::files
