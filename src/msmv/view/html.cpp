#include "msmv/view/html.h"

#include <algorithm>
#include <span>

#include "msmv/files/base64.h"
#include "msmv/values/decimal.h"

namespace msmv::view {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string data_uri(const std::string& type, std::string_view bytes) {
  return "data:" + type + ";base64," + files::base64(std::as_bytes(std::span(bytes)));
}

std::string bar_chart(const std::string& title, const std::vector<Bar>& bars) {
  constexpr int kRow = 26, kName = 130, kLongest = 240, kWidth = 560;
  double top = 0;
  for (const Bar& bar : bars) {
    top = std::max(top, bar.value);
  }
  const int height = kRow * static_cast<int>(bars.size());
  std::string out = "<svg class=\"bars\" role=\"img\" aria-label=\"" + escaped(title) +
                    "\" viewBox=\"0 0 " + std::to_string(kWidth) + " " + std::to_string(height) +
                    "\">\n";
  int y = 0;
  for (const Bar& bar : bars) {
    const double length = top > 0 ? kLongest * bar.value / top : 0;
    const std::string middle = std::to_string(y + 17);
    out += "<text x=\"" + std::to_string(kName - 8) + "\" y=\"" + middle +
           "\" text-anchor=\"end\">" + escaped(bar.name) + "</text><rect x=\"" +
           std::to_string(kName) + "\" y=\"" + std::to_string(y + 4) + "\" width=\"" +
           fixed(length, 1) + "\" height=\"18\" fill=\"" + escaped(bar.colour) +
           "\" stroke=\"#222\" stroke-width=\"0.7\"/><text x=\"" + fixed(kName + length + 8, 1) +
           "\" y=\"" + middle + "\">" + escaped(bar.text) + "</text>\n";
    y += kRow;
  }
  return out + "</svg>\n";
}

}  // namespace msmv::view
