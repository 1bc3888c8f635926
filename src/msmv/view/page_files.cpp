#include "msmv/view/page_files.h"

#include <algorithm>

#include "msmv_page.h"

namespace msmv::view {
namespace {

const char* type_of(std::string_view name) {
  return name.ends_with(".html")  ? "text/html; charset=utf-8"
         : name.ends_with(".css") ? "text/css; charset=utf-8"
         : name.ends_with(".txt") ? "text/plain; charset=utf-8"
                                  : "text/javascript; charset=utf-8";
}

}  // namespace

std::optional<PageFile> page_file(const std::string& name) {
  const auto found = std::ranges::find(kEmbeddedFiles, name, &EmbeddedFile::name);
  if (found == std::end(kEmbeddedFiles)) {
    return std::nullopt;
  }
  return PageFile{found->content, type_of(found->name)};
}

}  // namespace msmv::view
