#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "msmv/weights/tensor.h"

namespace msmv::weights {

// One tensor as the JSON header of a safetensors file tells of it. [begin, end) counts from the
// end of the header.
struct HeaderEntry {
  std::string name;
  DType dtype = DType::f32;
  Shape shape;
  std::uint64_t begin = 0, end = 0;
};

struct Header {
  std::map<std::string, std::string> metadata;
  std::vector<HeaderEntry> entries;  // in the order of the text
};

// Reads the header's text. Throws InputError for what is not JSON of exactly this form, a name
// given twice included; whether the offsets make sense is the caller's to check.
Header parse_header(std::string_view text, const std::filesystem::path& path);

}  // namespace msmv::weights
