#include "msmv/image/pixel_size.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <string>
#include <utility>

#include "msmv/values/errors.h"

namespace msmv::image {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

// Spellings of OME-XML's UnitsLength, of ImageJ, and what careless writers make of the micro sign
// (U+00B5, the Greek letter U+03BC, Latin-1, XML and Java escapes).
constexpr std::array<std::pair<std::string_view, double>, 22> kUnitsInUm = {
    {{"\u00b5m", 1},    {"\u03bcm", 1},    {"\xb5m", 1},    {"um", 1},       {"&#181;m", 1},
     {"&#xB5;m", 1},    {"&#xb5;m", 1},    {"\\u00B5m", 1}, {"\\u00b5m", 1}, {"micron", 1},
     {"microns", 1},    {"micrometer", 1}, {"nm", 1e-3},    {"pm", 1e-6},    {"\u00c5", 1e-4},
     {"mm", 1e3},       {"cm", 1e4},       {"m", 1e6},      {"in", 25400},   {"inch", 25400},
     {"micrometre", 1}, {"&micro;m", 1}}};

std::optional<double> unit_in_um(std::string_view unit) {
  for (const auto& [spelling, um] : kUnitsInUm) {
    if (unit == spelling) {
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

// The value of an attribute in the text of one XML tag.
std::optional<std::string_view> attribute(std::string_view tag, std::string_view attribute_name) {
  for (std::size_t at = tag.find(attribute_name); at != std::string_view::npos;
       at = tag.find(attribute_name, at + 1)) {
    const bool starts_a_word = at > 0 && kSpace.find(tag[at - 1]) != std::string_view::npos;
    std::size_t next = tag.find_first_not_of(kSpace, at + attribute_name.size());
    if (!starts_a_word || next == std::string_view::npos || tag[next] != '=') {
      continue;
    }
    next = tag.find_first_not_of(kSpace, next + 1);
    if (next == std::string_view::npos || (tag[next] != '"' && tag[next] != '\'')) {
      continue;
    }
    const std::size_t end = tag.find(tag[next], next + 1);
    if (end != std::string_view::npos) {
      return tag.substr(next + 1, end - next - 1);
    }
  }
  return std::nullopt;
}

std::optional<double> ome_length(std::string_view tag, const std::string& attribute_name) {
  const auto length = number_at_start(attribute(tag, attribute_name).value_or(""));
  const auto um = unit_in_um(attribute(tag, attribute_name + "Unit").value_or("um"));
  return length && um ? std::optional(*length * *um) : std::nullopt;
}

// The opening tag of the first Pixels element, whatever its namespace prefix.
std::string_view pixels_tag(std::string_view xml) {
  for (std::size_t at = xml.find("Pixels"); at != std::string_view::npos;
       at = xml.find("Pixels", at + 1)) {
    const std::size_t opened = xml.rfind('<', at);
    const bool is_element =
        opened != std::string_view::npos &&
        (opened + 1 == at ||
         (xml[at - 1] == ':' &&
          xml.substr(opened, at - opened).find_first_of(" \t\r\n/") == std::string_view::npos)) &&
        at + 6 < xml.size() && kSpace.find(xml[at + 6]) != std::string_view::npos;
    const std::size_t closed = xml.find('>', at);
    if (is_element && closed != std::string_view::npos) {
      return xml.substr(at, closed - at);
    }
  }
  return {};
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
  if (const std::string_view tag = pixels_tag(description); !tag.empty()) {
    const auto x = ome_length(tag, "PhysicalSizeX"), y = ome_length(tag, "PhysicalSizeY");
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
  if (const std::string_view tag = pixels_tag(description); !tag.empty()) {
    number = attribute(tag, "SizeC").value_or("");
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
