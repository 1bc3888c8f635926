#include "msmv/model/provenance_text.h"

#include <algorithm>
#include <cstdio>
#include <sstream>

#include "msmv/model/seen_images.h"

namespace msmv::model {
namespace {

constexpr std::size_t kColumns = 100;

std::string plain_key(std::string key) {
  std::ranges::replace(key, '_', ' ');
  return key;
}

std::string value_for_people(const Json& value) {
  if (value.is_string()) {
    return value.get<std::string>();
  }
  if (value.is_boolean()) {
    return value.get<bool>() ? "yes" : "no";
  }
  if (value.is_number_float()) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value.get<double>());
    return text;
  }
  if (!value.is_structured()) {
    return value.dump();
  }
  std::string text;
  for (const auto& [key, part] : value.items()) {
    text += text.empty() ? "" : ", ";
    text += value.is_object() ? plain_key(key) + " " : "";
    text += part.is_structured() ? "(" + value_for_people(part) + ")" : value_for_people(part);
  }
  return text;
}

// A line that goes on below where it is too long, two columns further in.
std::string broken_line(const std::string& indent, const std::string& text) {
  std::istringstream words(text);
  std::string out, line = indent, gap;
  for (std::string word; words >> word;) {
    if (!gap.empty() && line.size() + 1 + word.size() > kColumns) {
      out += line + "\n";
      line = indent + "  ";
      gap.clear();
    }
    line += gap + word;
    gap = " ";
  }
  return out + line + "\n";
}

}  // namespace

std::string provenance_text(const Json& provenance) {
  std::string out;
  for (const auto& [key, value] : provenance.items()) {
    const std::string name = plain_key(key) + ":";
    if (key == "images") {
      const SeenImages seen = seen_images({{key, value}});
      out += "  images: trained on " + std::to_string(seen.learnt_from.size()) + ", chosen on " +
             std::to_string(seen.chosen_on.size()) + "\n";
    } else if (value.is_object()) {
      out += "  " + name + "\n";
      for (const auto& [part, inner] : value.items()) {
        out += broken_line("    ", plain_key(part) + ": " + value_for_people(inner));
      }
    } else {
      out += broken_line("  ", name + " " + value_for_people(value));
    }
  }
  return out;
}

}  // namespace msmv::model
