#include "msmv/weights/safetensors_header.h"

#include <array>

#include "msmv/config/json.h"
#include "msmv/config/parse_json.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"

namespace msmv::weights {
namespace {

// What the header says of a tensor, as it is written.
struct Description {
  std::string dtype;
  Shape shape;
  std::array<std::uint64_t, 2> data_offsets{};
};

template <RefTo<Description> Ref, class Field>
void visit_fields(Ref& c, Field&& field) {
  constexpr double kLongestSide = 9e18;
  field("dtype", c.dtype, "type of the elements", unlimited());
  field("shape", c.shape, "sides", between(0, kLongestSide));
  field("data_offsets", c.data_offsets, "first byte, and the one after the last", unlimited());
}

HeaderEntry entry_of(const std::string& name, const Json& json) {
  const std::string where = "tensor " + in_quotes(name);
  Description description;
  from_json(json, description, where);
  for (const char* wanted : {"dtype", "shape", "data_offsets"}) {
    if (!json.contains(wanted)) {
      throw InputError(where + ": no " + in_quotes(wanted));
    }
  }
  const auto dtype = dtype_named(description.dtype);
  if (!dtype) {
    throw InputError(where + ": type " + in_quotes(description.dtype) + " is none of " +
                     dtype_choices());
  }
  return {name, *dtype, std::move(description.shape), description.data_offsets[0],
          description.data_offsets[1]};
}

std::map<std::string, std::string> metadata_of(const Json& json) {
  if (!json.is_object()) {
    throw InputError("__metadata__: expected an object, got " + std::string(json.type_name()));
  }
  std::map<std::string, std::string> metadata;
  for (const auto& [key, value] : json.items()) {
    if (!value.is_string()) {
      throw InputError("__metadata__: expected text for " + in_quotes(key) + ", got " +
                       std::string(value.type_name()));
    }
    metadata[key] = value.get<std::string>();
  }
  return metadata;
}

}  // namespace

Header parse_header(std::string_view text, const std::filesystem::path& path) {
  try {
    const Json json = parse_json(text, "header");
    if (!json.is_object()) {
      throw InputError("header: expected an object, got " + std::string(json.type_name()));
    }
    Header header;
    for (const auto& [name, value] : json.items()) {
      if (name == "__metadata__") {
        header.metadata = metadata_of(value);
      } else {
        header.entries.push_back(entry_of(name, value));
      }
    }
    return header;
  } catch (const InputError& error) {
    throw InputError(path, error.fault());
  }
}

}  // namespace msmv::weights
