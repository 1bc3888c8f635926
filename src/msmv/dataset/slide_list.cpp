#include "msmv/dataset/slide_list.h"

#include <algorithm>
#include <istream>
#include <set>
#include <string_view>

#include "msmv/dataset/file_order.h"
#include "msmv/files/csv.h"
#include "msmv/files/regular_file.h"
#include "msmv/slide/slide_name.h"
#include "msmv/values/errors.h"
#include "msmv/values/nearest_name.h"

namespace msmv::dataset {
namespace {

namespace fs = std::filesystem;

void add(std::vector<Sample>& slides, const fs::path& path, const std::string& name,
         bool is_found = false) {
  Sample slide;
  slide.path = path;
  slide.name = name;
  slide.is_found = is_found;
  slides.push_back(std::move(slide));
}

void add_folder(std::vector<Sample>& slides, const fs::path& folder) {
  std::error_code fault;
  const std::size_t before = slides.size();
  fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied,
                                         fault);
  for (; !fault && entry != fs::recursive_directory_iterator(); entry.increment(fault)) {
    std::error_code ignored;
    if (slide::is_slide_name(entry->path()) && !entry->is_directory(ignored)) {
      add(slides, entry->path(), entry->path().string(), true);
    }
  }
  if (fault) {
    throw InputError(folder, "can't be read as a folder: " + fault.message());
  }
  if (slides.size() == before) {
    throw InputError(folder, "holds no slides");
  }
}

void add_lines(std::vector<Sample>& slides, std::istream& stream, const fs::path& folder,
               const fs::path& list) {
  const std::size_t before = slides.size();
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  std::string line;
  for (bool is_first = true; std::getline(stream, line); is_first = false) {
    if (is_first && line.starts_with(kByteOrderMark)) {
      line.erase(0, kByteOrderMark.size());
    }
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) {
      line.pop_back();
    }
    if (!line.empty()) {
      add(slides, folder / line, line);
    }
  }
  if (slides.size() == before) {
    throw InputError(list, "names no slides");
  }
}

void add_table(std::vector<Sample>& slides, const fs::path& path) {
  const files::CsvTable table = files::read_csv_table(path);
  const char* column = table.find("wsi") ? "wsi" : table.find("slide") ? "slide" : "file";
  if (!table.find(column)) {
    throw InputError(path, "has no column \"wsi\", \"slide\" or \"file\"");
  }
  const std::size_t at = table.at(column);
  for (const files::CsvRow& row : table.rows) {
    if (row.fields[at].empty()) {
      throw InputError(files::place(path, row), "names no slide");
    }
    add(slides, path.parent_path() / row.fields[at], row.fields[at]);
  }
  if (table.rows.empty()) {
    throw InputError(path, "names no slides");
  }
}

}  // namespace

std::vector<Sample> list_slides(std::span<const std::string> arguments,
                                std::istream& standard_input) {
  std::vector<Sample> slides;
  for (const std::string& argument : arguments) {
    const fs::path path = argument;
    const std::string extension = lower_case(path.extension().string());
    std::error_code ignored;
    if (argument == "-") {
      add_lines(slides, standard_input, "", "standard input");
    } else if (fs::is_directory(path, ignored)) {
      add_folder(slides, path);
    } else if (extension == ".csv") {
      add_table(slides, path);
    } else if (extension == ".txt") {
      std::ifstream list = files::open_regular(path);
      add_lines(slides, list, path.parent_path(), path);
    } else {
      add(slides, path, argument);
    }
  }
  std::ranges::stable_sort(slides, [](const Sample& a, const Sample& b) {
    return natural_less(a.path.lexically_normal(), b.path.lexically_normal());
  });
  std::set<fs::path> seen;
  std::erase_if(slides, [&](const Sample& slide) {
    return !seen.insert(slide.path.lexically_normal()).second;
  });
  return slides;
}

}  // namespace msmv::dataset
