#include "msmv/files/content_hash.h"

#include <xxhash.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>

#include "msmv/files/regular_file.h"
#include "msmv/values/errors.h"

namespace msmv::files {
namespace {

std::string hexadecimal(XXH128_hash_t hash) {
  std::array<char, 33> text{};
  std::snprintf(text.data(), text.size(), "%016llx%016llx",
                static_cast<unsigned long long>(hash.high64),
                static_cast<unsigned long long>(hash.low64));
  return text.data();
}

}  // namespace

std::string content_hash(std::span<const std::byte> bytes) {
  return hexadecimal(XXH3_128bits(bytes.data(), bytes.size()));
}

std::string content_hash(std::string_view text) {
  return content_hash(std::as_bytes(std::span(text)));
}

std::string content_hash_of_file(const std::filesystem::path& path) {
  std::ifstream stream = open_regular(path);
  const std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state(XXH3_createState(),
                                                                       &XXH3_freeState);
  XXH3_128bits_reset(state.get());
  std::array<char, 65536> block{};
  while (stream) {
    stream.read(block.data(), block.size());
    XXH3_128bits_update(state.get(), block.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (!stream.eof()) {
    throw InputError(path, "can't be read");
  }
  return hexadecimal(XXH3_128bits_digest(state.get()));
}

}  // namespace msmv::files
