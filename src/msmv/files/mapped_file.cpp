#include "msmv/files/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "msmv/values/errors.h"

namespace msmv::files {
namespace {

struct Descriptor {
  int number;
  ~Descriptor() {
    if (number >= 0) {
      close(number);
    }
  }
};

[[noreturn]] void fail(const std::filesystem::path& path, int fault) {
  throw InputError(path, std::string("can't be read: ") + std::strerror(fault));
}

}  // namespace

MappedFile map_file(const std::filesystem::path& path) {
  // O_NONBLOCK: a named pipe is refused below instead of being waited for.
  const Descriptor file{open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  struct stat facts {};
  if (file.number < 0 || fstat(file.number, &facts) != 0) {
    fail(path, errno);
  }
  if (!S_ISREG(facts.st_mode)) {
    throw InputError(path, "can't be read: not a regular file");
  }
  const auto size = static_cast<std::size_t>(facts.st_size);
  if (size == 0) {
    return {};
  }
  void* address = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number, 0);
  if (address == MAP_FAILED) {
    fail(path, errno);
  }
  return {.bytes = {static_cast<const std::byte*>(address), size},
          .mapping = {address, [size](void* mapped) { munmap(mapped, size); }}};
}

void forget(const MappedFile& file) {
  if (file.mapping != nullptr) {
    madvise(const_cast<void*>(file.mapping.get()), file.bytes.size(), MADV_DONTNEED);
  }
}

}  // namespace msmv::files
