#include "msmv/dataset/class_list.h"

#include <algorithm>
#include <map>

#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"
#include "msmv/values/nearest_name.h"
#include "msmv/values/unicode.h"

namespace msmv::dataset {
namespace {

constexpr std::string_view kCarcinoma = "carcinoma";

std::string letters_of(std::string_view name) {
  std::string letters = folded(name);
  std::erase_if(letters, [](char c) { return c == ' ' || c == '-' || c == '_'; });
  return letters;
}

std::string without_carcinoma(std::string letters) {
  if (letters.ends_with(kCarcinoma)) {
    letters.resize(letters.size() - kCarcinoma.size());
  }
  return letters;
}

std::string joined(const ClassNames& classes) {
  std::string text;
  for (const std::string& name : classes) {
    text += (text.empty() ? "" : ", ") + name;
  }
  return text;
}

}  // namespace

std::string mapped_class(const ClassMap& map, std::string_view name) {
  const std::string letters = letters_of(name);
  for (const auto& [from, to] : map) {
    if (letters_of(from) == letters) {
      return to;
    }
  }
  return std::string(name);
}

std::optional<std::size_t> find_class(const ClassNames& classes, std::string_view name) {
  const std::string letters = letters_of(name), stem = without_carcinoma(letters);
  std::optional<std::size_t> same_stem;
  for (std::size_t i = 0; !letters.empty() && i < classes.size(); ++i) {
    const std::string candidate = letters_of(classes[i]);
    if (candidate == letters) {
      return i;
    }
    if (!same_stem && !stem.empty() && without_carcinoma(candidate) == stem) {
      same_stem = i;
    }
  }
  return same_stem;
}

ClassNames classes_among(std::span<const std::string> names) {
  ClassNames bach = bach_classes();
  std::vector<bool> occurs(bach.size(), false);
  bool only_bach = true;
  std::map<std::string, std::string> spellings;
  for (const std::string& name : names) {
    if (const auto found = find_class(bach, name)) {
      occurs[*found] = true;
    } else {
      only_bach = false;
    }
    spellings.emplace(letters_of(name), name);
  }
  if (!names.empty() && (only_bach || std::ranges::all_of(occurs, [](bool is) { return is; }))) {
    return bach;
  }
  ClassNames classes;
  for (const auto& [letters, spelling] : spellings) {
    classes.push_back(spelling);
  }
  return classes;
}

ClassNames classes_of_table(const std::filesystem::path& table,
                            std::span<const std::string> names) {
  ClassNames classes = classes_among(names);
  if (classes.size() > kMostClasses) {
    throw InputError(table, "has more than " + std::to_string(kMostClasses) +
                                " classes: is the column \"class\" the right one?");
  }
  return classes;
}

std::string unknown_class(const ClassNames& classes, std::string_view name) {
  std::string fault = "unknown class " + in_quotes(name);
  const std::string suggestion = did_you_mean(name, classes);
  if (!suggestion.empty()) {
    return fault + suggestion;
  }
  return fault + " (classes: " + joined(classes) + ")";
}

std::string unknown_classes_text(const ClassNames& classes, std::span<const UnknownClass> unknown) {
  constexpr std::size_t kNamed = 8;
  std::string text = unknown.size() == 1 ? "unknown class " : "unknown classes ", map;
  for (std::size_t i = 0; i < std::min(unknown.size(), kNamed); ++i) {
    const std::string& name = unknown[i].name;
    text += (i == 0 ? "" : ", ") + in_quotes(name) + " (" + counted(unknown[i].images, "image") +
            did_you_mean(name, classes) + ")";
    map += (i == 0 ? "" : ",") + name + "=CLASS";
  }
  text +=
      unknown.size() > kNamed ? " and " + std::to_string(unknown.size() - kNamed) + " more" : "";
  const std::string cure = in_quotes(map);
  return text + "; the classes are " + joined(classes) + ": --map " +
         cure.substr(1, cure.size() - 2) + " says which are meant";
}

}  // namespace msmv::dataset
