#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace msmv::image {

// An open file, read by position; closed with the object. Opening never waits (a pipe without a
// writer is refused, like everything else that is no regular file).
class OpenFile {
 public:
  // Throws InputError when the path can't be opened, is no regular file, or is empty.
  explicit OpenFile(std::filesystem::path path);
  ~OpenFile();
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  const std::filesystem::path& path() const { return path_; }
  int descriptor() const { return descriptor_; }
  std::uint64_t size() const { return size_; }

  // The first `count` bytes, or all when there are fewer.
  // Throws InputError when the file shrinks meanwhile.
  std::vector<std::uint8_t> first_bytes(std::uint64_t count) const;

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
};

// Bytes of a file that nobody has checked yet. Each access is checked against their end and
// throws InputError with the place that is missing, so that no parser needs to.
class UntrustedBytes {
 public:
  UntrustedBytes(const std::filesystem::path& path, std::span<const std::uint8_t> bytes)
      : path_(&path), bytes_(bytes) {}

  std::size_t size() const { return bytes_.size(); }
  const std::filesystem::path& path() const { return *path_; }

  // `what` names the structure for the message.
  std::span<const std::uint8_t> span(std::uint64_t at, std::uint64_t count, const char* what) const;
  std::uint8_t u8(std::uint64_t at, const char* what) const { return span(at, 1, what)[0]; }
  std::uint16_t u16_big(std::uint64_t at, const char* what) const;
  std::uint32_t u32_big(std::uint64_t at, const char* what) const;
  std::uint64_t u64_big(std::uint64_t at, const char* what) const;
  std::uint16_t u16_little(std::uint64_t at, const char* what) const;
  std::uint32_t u32_little(std::uint64_t at, const char* what) const;
  bool starts_with(std::uint64_t at, std::string_view text) const;

  // Throws InputError: the file's path and this fault.
  [[noreturn]] void refuse(const std::string& fault) const;

 private:
  const std::filesystem::path* path_;
  std::span<const std::uint8_t> bytes_;
};

}  // namespace msmv::image
