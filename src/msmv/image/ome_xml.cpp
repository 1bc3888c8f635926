#include "msmv/image/ome_xml.h"

#include <pugixml.hpp>
#include <vector>

namespace msmv::image {
namespace {

// Whatever its namespace prefix.
bool is_named(const pugi::xml_node& node, std::string_view local_name) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return name.substr(colon == std::string_view::npos ? 0 : colon + 1) == local_name;
}

// How surely the element tells of the first page: 2 it says so, 1 it doesn't say, 0 it names
// others.
int standing(const pugi::xml_node& pixels) {
  int best = 1;
  for (const pugi::xml_node& child : pixels.children()) {
    if (!is_named(child, "TiffData")) {
      continue;
    }
    const pugi::xml_attribute directory = child.attribute("IFD");
    if (directory.empty() || std::string_view(directory.value()) == "0") {
      return directory.empty() ? 1 : 2;
    }
    best = 0;
  }
  return best;
}

struct Walker : pugi::xml_tree_walker {
  bool for_each(pugi::xml_node& node) override {
    if (is_named(node, "Pixels")) {
      const int here = standing(node);
      if (here > found_standing) {
        found = node;
        found_standing = here;
      }
    }
    return true;
  }
  pugi::xml_node found;
  int found_standing = -1;
};

}  // namespace

std::optional<OmePixels> find_ome_pixels(std::string_view description) {
  constexpr std::size_t kLongest = 1 << 23;  // its tree takes many times as much
  const std::size_t start = description.find('<');
  if (start == std::string_view::npos || description.size() > kLongest ||
      description.find("Pixels") == std::string_view::npos) {
    return std::nullopt;
  }
  pugi::xml_document document;
  // The elements before a fault are kept: writers cut long texts.
  static_cast<void>(document.load_buffer(description.data(), description.size(),
                                         pugi::parse_default, pugi::encoding_utf8));
  Walker walker;
  document.traverse(walker);
  if (walker.found.empty()) {
    return std::nullopt;
  }
  const auto text = [&](const char* name) {
    return std::string(walker.found.attribute(name).value());
  };
  return OmePixels{.size_c = text("SizeC"),
                   .physical_size_x = text("PhysicalSizeX"),
                   .physical_size_x_unit = text("PhysicalSizeXUnit"),
                   .physical_size_y = text("PhysicalSizeY"),
                   .physical_size_y_unit = text("PhysicalSizeYUnit")};
}

}  // namespace msmv::image
