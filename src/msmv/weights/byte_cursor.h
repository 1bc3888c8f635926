#pragma once

#include <cstddef>
#include <cstring>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "msmv/values/errors.h"

namespace msmv::weights {

// Little-endian bytes from outside, taken one after the other. Whatever is asked for beyond their
// end throws InputError "WHERE ends in the middle".
class ByteCursor {
 public:
  ByteCursor(std::span<const std::byte> bytes, std::filesystem::path path, std::string where)
      : bytes_(reinterpret_cast<const char*>(bytes.data()), bytes.size()),
        path_(std::move(path)),
        where_(std::move(where)) {}

  std::size_t position() const { return at_; }

  std::string_view take(std::size_t count) {
    if (count > bytes_.size() - at_) {
      fail();
    }
    at_ += count;
    return bytes_.substr(at_ - count, count);
  }

  unsigned char byte() { return static_cast<unsigned char>(take(1).front()); }

  template <class T>
  T number() {
    T out;
    std::memcpy(&out, take(sizeof(T)).data(), sizeof(T));
    return out;
  }

  // Up to the next newline, which is taken too.
  std::string_view line() {
    const std::size_t end = bytes_.find('\n', at_);
    if (end == std::string_view::npos) {
      fail();
    }
    const std::string_view text = take(end - at_);
    ++at_;
    return text;
  }

 private:
  [[noreturn]] void fail() const { throw InputError(path_, where_ + "ends in the middle"); }

  std::string_view bytes_;
  std::filesystem::path path_;
  std::string where_;
  std::size_t at_ = 0;
};

}  // namespace msmv::weights
