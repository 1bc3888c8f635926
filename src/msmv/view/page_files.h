#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace msmv::view {

struct PageFile {
  std::string_view content;
  const char* type = "";  // of its content, as HTTP names it
};

// The files of the page, compiled in from src/msmv/view/page and from Leaflet. Nothing for
// another name.
std::optional<PageFile> page_file(const std::string& name);

}  // namespace msmv::view
