#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace msmv::view {

// Text as HTML shows it, inside elements and inside quoted attributes.
std::string escaped(std::string_view text);

// "data:TYPE;base64,...".
std::string data_uri(const std::string& type, std::string_view bytes);

// One bar of a chart, `colour` as CSS has it.
struct Bar {
  std::string name, colour;
  double value = 0;
  std::string text;  // beside the bar
};

// Horizontal bars as an SVG; the longest fills the width. `title` says in words what is shown.
std::string bar_chart(const std::string& title, const std::vector<Bar>& bars);

}  // namespace msmv::view
