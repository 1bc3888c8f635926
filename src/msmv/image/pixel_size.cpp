#include "msmv/image/pixel_size.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <string>
#include <utility>

#include "msmv/image/ome_xml.h"
#include "msmv/values/errors.h"
#include "msmv/values/nearest_name.h"

namespace msmv::image {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

// Spellings of OME-XML's UnitsLength, of ImageJ, and what careless writers make of the micro sign
// (U+00B5, the Greek letter U+03BC, Latin-1, XML and Java escapes).
constexpr std::array<std::pair<std::string_view, double>, 24> kUnitsInUm = {
    {{"\u00b5m", 1},    {"\u03bcm", 1},    {"\xb5m", 1},       {"um", 1},         {"&#181;m", 1},
     {"&#xB5;m", 1},    {"&#xb5;m", 1},    {"\\u00B5m", 1},    {"\\u00b5m", 1},   {"micron", 1},
     {"microns", 1},    {"micrometer", 1}, {"nm", 1e-3},       {"pm", 1e-6},      {"\u00c5", 1e-4},
     {"mm", 1e3},       {"cm", 1e4},       {"m", 1e6},         {"in", 25400},     {"inch", 25400},
     {"micrometre", 1}, {"&micro;m", 1},   {"micrometers", 1}, {"micrometres", 1}}};

// Blanks around it don't count, nor do capitals in words: "Microns", but not "MM", mega-metres.
std::optional<double> unit_in_um(std::string_view unit) {
  unit.remove_prefix(std::min(unit.find_first_not_of(kSpace), unit.size()));
  unit = unit.substr(0, unit.find_last_not_of(kSpace) + 1);
  const std::string word = unit.size() > 2 ? lower_case(unit) : std::string(unit);
  for (const auto& [spelling, um] : kUnitsInUm) {
    if (unit == spelling || word == spelling) {
      return um;
    }
  }
  return std::nullopt;
}

// The text up to a bar or the end, without the blanks around it.
std::string_view value_at_start(std::string_view text) {
  text = text.substr(0, text.find_first_of("|\r\n"));
  text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
  return text.substr(0, text.find_last_not_of(kSpace) + 1);
}

// With a decimal point or, as a program writes it on a German or French machine, a decimal comma.
// "1,234.5" is neither.
std::optional<double> number_of(std::string_view text) {
  text.remove_prefix(text.starts_with('+') ? 1 : 0);
  std::string number(text);
  if (std::ranges::count(number, ',') == 1 && number.find('.') == std::string::npos) {
    number[number.find(',')] = '.';
  }
  double value = 0;
  const char* end = number.data() + number.size();
  const auto parsed = std::from_chars(number.data(), end, value);
  return parsed.ec == std::errc() && parsed.ptr == end ? std::optional(value) : std::nullopt;
}

// Units of OME-XML and ImageJ that say: not known.
bool is_in_pixels(std::string_view unit) {
  const std::string word = lower_case(value_at_start(unit));
  return word.empty() || word == "pixel" || word == "pixels" || word == "reference frame" ||
         word == "null";
}

std::optional<double> ome_length(std::string_view value, std::string_view unit) {
  const auto length = number_of(value_at_start(value));
  const auto um = unit_in_um(unit.empty() ? "um" : unit);
  return length && um ? std::optional(*length * *um) : std::nullopt;
}

std::optional<StatedPixelSize> ome_pixel_size(const OmePixels& pixels) {
  constexpr const char* kWhere = "OME-XML";
  const std::string &x_unit = pixels.physical_size_x_unit, &y_unit = pixels.physical_size_y_unit;
  const bool is_silent = value_at_start(pixels.physical_size_x).empty() &&
                         value_at_start(pixels.physical_size_y).empty();
  if (is_silent || (!x_unit.empty() && is_in_pixels(x_unit)) ||
      (!y_unit.empty() && is_in_pixels(y_unit))) {
    return std::nullopt;
  }
  const auto x = ome_length(pixels.physical_size_x, x_unit);
  const auto y = ome_length(pixels.physical_size_y, y_unit);
  if (x && y) {
    return StatedPixelSize{{*x, *y}, kWhere};
  }
  const auto text = [](const std::string& value, const std::string& unit) {
    const std::string number(value_at_start(value));
    return number.empty() ? "nothing" : unit.empty() ? number : number + " " + unit;
  };
  return StatedPixelSize{
      {},
      kWhere,
      text(pixels.physical_size_x, x_unit) + " x " + text(pixels.physical_size_y, y_unit)};
}

std::optional<StatedPixelSize> aperio_pixel_size(std::string_view description) {
  constexpr const char* kWhere = "Aperio header";
  constexpr std::string_view kKey = "|MPP";
  const std::size_t key = description.find(kKey);
  const std::size_t equals =
      key == std::string_view::npos ? key : description.find_first_not_of(' ', key + kKey.size());
  if (equals == std::string_view::npos || description[equals] != '=') {
    return std::nullopt;
  }
  const std::string_view value = value_at_start(description.substr(equals + 1));
  if (value.empty()) {
    return std::nullopt;
  }
  const auto um = number_of(value);
  return um ? StatedPixelSize{{*um, *um}, kWhere}
            : StatedPixelSize{{}, kWhere, "MPP = " + std::string(value)};
}

std::optional<std::string_view> imagej_unit(std::string_view description) {
  constexpr std::string_view kKey = "\nunit=";
  const std::size_t key = description.find(kKey);
  if (!description.starts_with("ImageJ=") || key == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view unit = description.substr(key + kKey.size());
  return unit.substr(0, unit.find_first_of("\r\n"));
}

}  // namespace

bool is_plausible(const PixelSize& um_per_px) {
  const auto within = [](double um) { return um >= kSmallestPixelUm && um <= kLargestPixelUm; };
  return within(um_per_px.x) && within(um_per_px.y);
}

void require_plausible(const std::filesystem::path& path, const PixelSize& um_per_px,
                       std::string_view origin, std::string_view cure) {
  if (is_plausible(um_per_px)) {
    return;
  }
  std::array<char, 96> values{};
  std::snprintf(values.data(), values.size(), "%.5g x %.5g um: expected %g to %g", um_per_px.x,
                um_per_px.y, kSmallestPixelUm, kLargestPixelUm);
  throw InputError(path, std::string(origin) + " a pixel of " + values.data() + std::string(cure));
}

std::optional<StatedPixelSize> pixel_size_in_description(std::string_view description) {
  if (const auto pixels = find_ome_pixels(description)) {
    return ome_pixel_size(*pixels);
  }
  return description.starts_with("Aperio") ? aperio_pixel_size(description) : std::nullopt;
}

int channels_in_description(std::string_view description) {
  std::string_view number;
  const auto pixels = find_ome_pixels(description);
  if (pixels) {
    number = pixels->size_c;
  } else if (description.starts_with("ImageJ=")) {
    constexpr std::string_view kKey = "\nchannels=";
    const std::size_t key = description.find(kKey);
    number = key == std::string_view::npos ? "" : description.substr(key + kKey.size());
  }
  int channels = 1;
  std::from_chars(number.data(), number.data() + number.size(), channels);
  return channels;
}

std::optional<double> imagej_unit_in_um(std::string_view description) {
  const auto unit = imagej_unit(description);
  return unit ? unit_in_um(*unit) : std::nullopt;
}

std::string imagej_unknown_unit(std::string_view description) {
  const auto unit = imagej_unit(description);
  return unit && !is_in_pixels(*unit) && !unit_in_um(*unit) ? std::string(value_at_start(*unit))
                                                            : "";
}

}  // namespace msmv::image
