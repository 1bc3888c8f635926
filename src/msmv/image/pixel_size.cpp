#include "msmv/image/pixel_size.h"

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

std::optional<double> number_at_start(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
  text.remove_prefix(text.starts_with('+') ? 1 : 0);
  double value = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  // "1,21" is not 1.
  const bool is_whole =
      parsed.ptr == end || *parsed.ptr == '|' || kSpace.find(*parsed.ptr) != std::string_view::npos;
  return parsed.ec == std::errc() && is_whole ? std::optional(value) : std::nullopt;
}

std::optional<double> ome_length(std::string_view value, std::string_view unit) {
  const auto length = number_at_start(value);
  const auto um = unit_in_um(unit.empty() ? "um" : unit);
  return length && um ? std::optional(*length * *um) : std::nullopt;
}

}  // namespace

bool is_plausible(const PixelSize& um_per_px) {
  const auto within = [](double um) { return um >= kMinUmPerPx && um <= kMaxUmPerPx; };
  return within(um_per_px.x) && within(um_per_px.y);
}

void require_plausible(const std::filesystem::path& path, const PixelSize& um_per_px,
                       std::string_view origin, std::string_view cure) {
  if (is_plausible(um_per_px)) {
    return;
  }
  std::array<char, 96> values{};
  std::snprintf(values.data(), values.size(), "%.5g x %.5g um: expected %g to %g", um_per_px.x,
                um_per_px.y, kMinUmPerPx, kMaxUmPerPx);
  throw InputError(path, std::string(origin) + " a pixel of " + values.data() + std::string(cure));
}

std::optional<StatedPixelSize> pixel_size_in_description(std::string_view description) {
  if (const auto pixels = find_ome_pixels(description)) {
    const auto x = ome_length(pixels->physical_size_x, pixels->physical_size_x_unit);
    const auto y = ome_length(pixels->physical_size_y, pixels->physical_size_y_unit);
    if (x && y) {
      return StatedPixelSize{{*x, *y}, "OME-XML"};
    }
    return std::nullopt;
  }
  if (description.starts_with("Aperio")) {
    constexpr std::string_view kKey = "|MPP";
    const std::size_t key = description.find(kKey);
    const std::size_t equals =
        key == std::string_view::npos ? key : description.find_first_not_of(' ', key + kKey.size());
    if (equals != std::string_view::npos && description[equals] == '=') {
      if (const auto um = number_at_start(description.substr(equals + 1))) {
        return StatedPixelSize{{*um, *um}, "Aperio header"};
      }
    }
  }
  return std::nullopt;
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
  constexpr std::string_view kKey = "\nunit=";
  const std::size_t key = description.find(kKey);
  if (!description.starts_with("ImageJ=") || key == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view unit = description.substr(key + kKey.size());
  return unit_in_um(unit.substr(0, unit.find_first_of("\r\n")));
}

}  // namespace msmv::image
