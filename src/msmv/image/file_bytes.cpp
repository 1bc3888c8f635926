#include "msmv/image/file_bytes.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "msmv/values/errors.h"

namespace msmv::image {
namespace {

// Big-endian; little-endian callers hand their bytes over turned round.
template <class Number, class Iterator>
Number assemble(Iterator first, Iterator last) {
  Number value = 0;
  for (; first != last; ++first) {
    value = static_cast<Number>((value << 8) | *first);
  }
  return value;
}

}  // namespace

OpenFile::OpenFile(std::filesystem::path path) : path_(std::move(path)) {
  descriptor_ = open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor_ < 0) {
    throw InputError(path_, std::string("can't be read: ") + std::strerror(errno));
  }
  struct stat facts {};
  const bool known = fstat(descriptor_, &facts) == 0;
  const char* fault = !known                    ? "can't be read"
                      : S_ISDIR(facts.st_mode)  ? "is a folder: expected an image file"
                      : !S_ISREG(facts.st_mode) ? "is no regular file: expected an image file"
                      : facts.st_size == 0      ? "is empty: expected an image file"
                                                : nullptr;
  if (fault != nullptr) {
    close(descriptor_);
    throw InputError(path_, fault);
  }
  size_ = static_cast<std::uint64_t>(facts.st_size);
}

OpenFile::~OpenFile() {
  close(descriptor_);
}

std::vector<std::uint8_t> OpenFile::first_bytes(std::uint64_t count) const {
  std::vector<std::uint8_t> bytes(std::min(count, size_));
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got =
        pread(descriptor_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      throw InputError(path_, std::string("can't be read: ") + std::strerror(errno));
    }
    if (got == 0) {
      throw InputError(path_, "became shorter while it was read");
    }
    done += static_cast<std::size_t>(got);
  }
  return bytes;
}

std::span<const std::uint8_t> UntrustedBytes::span(std::uint64_t at, std::uint64_t count,
                                                   const char* what) const {
  if (at > bytes_.size() || count > bytes_.size() - at) {
    refuse(std::string("is truncated: ") + what + " needs " + std::to_string(count) +
           " bytes from byte " + std::to_string(at) + ", the file has " +
           std::to_string(bytes_.size()));
  }
  return bytes_.subspan(at, count);
}

std::uint16_t UntrustedBytes::u16_big(std::uint64_t at, const char* what) const {
  const auto part = span(at, 2, what);
  return assemble<std::uint16_t>(part.begin(), part.end());
}

std::uint32_t UntrustedBytes::u32_big(std::uint64_t at, const char* what) const {
  const auto part = span(at, 4, what);
  return assemble<std::uint32_t>(part.begin(), part.end());
}

std::uint64_t UntrustedBytes::u64_big(std::uint64_t at, const char* what) const {
  const auto part = span(at, 8, what);
  return assemble<std::uint64_t>(part.begin(), part.end());
}

std::uint16_t UntrustedBytes::u16_little(std::uint64_t at, const char* what) const {
  const auto part = span(at, 2, what);
  return assemble<std::uint16_t>(part.rbegin(), part.rend());
}

std::uint32_t UntrustedBytes::u32_little(std::uint64_t at, const char* what) const {
  const auto part = span(at, 4, what);
  return assemble<std::uint32_t>(part.rbegin(), part.rend());
}

bool UntrustedBytes::starts_with(std::uint64_t at, std::string_view text) const {
  return at <= bytes_.size() && text.size() <= bytes_.size() - at &&
         std::memcmp(bytes_.data() + at, text.data(), text.size()) == 0;
}

void UntrustedBytes::refuse(const std::string& fault) const {
  throw InputError(*path_, fault);
}

}  // namespace msmv::image
