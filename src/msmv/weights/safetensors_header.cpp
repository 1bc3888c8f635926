#include "msmv/weights/safetensors_header.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"

// The header is read event by event and not into a JSON value: a value would keep the last of two
// equal keys in silence, and lose which of the two the file's writer meant.

namespace msmv::weights {
namespace {

using nlohmann::json;

// Where in the header the reader is.
enum class Place { before, top, metadata, tensor, dtype, shape, offsets, after };

class HeaderReader : public nlohmann::json_sax<json> {
 public:
  explicit HeaderReader(const std::filesystem::path& path) : path_(path) {}

  Header take() { return std::move(header_); }

  bool start_object(std::size_t) override {
    if (place_ == Place::before) {
      place_ = Place::top;
    } else if (place_ == Place::top && key_ == "__metadata__") {
      place_ = Place::metadata;
      inner_keys_.clear();
    } else if (place_ == Place::top) {
      place_ = Place::tensor;
      inner_keys_.clear();
      header_.entries.push_back({.name = key_, .dtype = {}, .shape = {}});
      offsets_.clear();
    } else {
      unexpected("an object");
    }
    return true;
  }

  bool key(string_t& text) override {
    if (place_ == Place::top) {
      key_ = text;
      if (!names_.insert(text).second) {
        fail(in_quotes(text) + " stands twice in the header");
      }
      return true;
    }
    if (!inner_keys_.insert(text).second) {
      fail(where() + ": " + in_quotes(text) + " stands twice");
    }
    if (place_ == Place::metadata) {
      metadata_key_ = text;
    } else if (text == "dtype") {
      place_ = Place::dtype;
    } else if (text == "shape") {
      place_ = Place::shape;
    } else if (text == "data_offsets") {
      place_ = Place::offsets;
    } else {
      fail(where() + ": unknown key " + in_quotes(text));
    }
    return true;
  }

  bool string(string_t& text) override {
    if (place_ == Place::metadata) {
      header_.metadata[metadata_key_] = text;
    } else if (place_ == Place::dtype) {
      const auto dtype = dtype_named(text);
      if (!dtype) {
        fail(where() + ": type " + in_quotes(text) + " is none of " + dtype_choices());
      }
      header_.entries.back().dtype = *dtype;
      place_ = Place::tensor;
    } else {
      unexpected("text");
    }
    return true;
  }

  bool start_array(std::size_t) override {
    const bool is_list = place_ == Place::shape || place_ == Place::offsets;
    if (!is_list || in_list_) {
      unexpected("a list");
    }
    in_list_ = true;
    return true;
  }

  bool number_unsigned(number_unsigned_t number) override {
    if (!in_list_) {
      unexpected("a number");
    }
    if (place_ == Place::offsets) {
      offsets_.push_back(number);
      return true;
    }
    if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      fail(where() + ": a side of " + std::to_string(number) + " elements");
    }
    header_.entries.back().shape.push_back(static_cast<std::int64_t>(number));
    return true;
  }

  bool end_array() override {
    in_list_ = false;
    if (place_ == Place::offsets) {
      if (offsets_.size() != 2) {
        fail(where() + ": expected 2 offsets, got " + std::to_string(offsets_.size()));
      }
      header_.entries.back().begin = offsets_[0];
      header_.entries.back().end = offsets_[1];
    }
    place_ = Place::tensor;
    return true;
  }

  bool end_object() override {
    if (place_ == Place::tensor) {
      for (const char* wanted : {"dtype", "shape", "data_offsets"}) {
        if (!inner_keys_.contains(wanted)) {
          fail(where() + ": no " + in_quotes(wanted));
        }
      }
    }
    place_ = place_ == Place::top ? Place::after : Place::top;
    return true;
  }

  bool null() override { return unexpected("null"); }
  bool boolean(bool) override { return unexpected("a boolean"); }
  bool number_integer(number_integer_t number) override {
    return unexpected("the number " + std::to_string(number));
  }
  bool number_float(number_float_t, const string_t& text) override {
    return unexpected("the number " + text);
  }
  bool binary(json::binary_t&) override { return unexpected("binary data"); }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    fail("header is not JSON at byte " + std::to_string(position));
  }

 private:
  [[noreturn]] void fail(const std::string& fault) const { throw InputError(path_, fault); }

  // Never returns; bool spares the callers a line.
  bool unexpected(const std::string& got) const {
    fail(where() + ": expected " + wanted() + ", got " + got);
  }

  std::string where() const {
    switch (place_) {
      case Place::before:
      case Place::after:
        return "header";
      case Place::top:
        return key_ == "__metadata__" ? key_ : "tensor " + in_quotes(key_);
      case Place::metadata:
        return "__metadata__";
      default:
        return "tensor " + in_quotes(key_);
    }
  }

  std::string wanted() const {
    switch (place_) {
      case Place::metadata:
        return "text for " + in_quotes(metadata_key_);
      case Place::dtype:
        return "text for \"dtype\"";
      case Place::shape:
        return in_list_ ? "whole numbers in \"shape\"" : "a list for \"shape\"";
      case Place::offsets:
        return in_list_ ? "whole numbers in \"data_offsets\"" : "a list for \"data_offsets\"";
      default:
        return "an object";
    }
  }

  const std::filesystem::path& path_;
  Header header_;
  Place place_ = Place::before;
  bool in_list_ = false;
  std::string key_, metadata_key_;
  std::set<std::string> names_, inner_keys_;
  std::vector<std::uint64_t> offsets_;
};

}  // namespace

Header parse_header(std::string_view text, const std::filesystem::path& path) {
  HeaderReader reader(path);
  json::sax_parse(text, &reader);
  return reader.take();
}

}  // namespace msmv::weights
