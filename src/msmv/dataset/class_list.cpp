#include "msmv/dataset/class_list.h"

#include <algorithm>
#include <map>

#include "msmv/values/in_quotes.h"
#include "msmv/values/nearest_name.h"

namespace msmv::dataset {
namespace {

constexpr std::string_view kCarcinoma = "carcinoma";

std::string letters_of(std::string_view name) {
  std::string letters = lower_case(name);
  std::erase_if(letters, [](char c) { return c == ' ' || c == '-' || c == '_'; });
  return letters;
}

std::string without_carcinoma(std::string letters) {
  if (letters.ends_with(kCarcinoma)) {
    letters.resize(letters.size() - kCarcinoma.size());
  }
  return letters;
}

template <class Form>
std::optional<std::size_t> find_as(const ClassNames& classes, std::string_view name, Form&& form) {
  const auto found = std::ranges::find_if(
      classes, [&](const std::string& candidate) { return form(candidate) == form(name); });
  if (found == classes.end() || form(name).empty()) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - classes.begin());
}

}  // namespace

std::optional<std::size_t> find_class(const ClassNames& classes, std::string_view name) {
  if (const auto found = find_as(classes, name, letters_of)) {
    return found;
  }
  return find_as(classes, name,
                 [](std::string_view text) { return without_carcinoma(letters_of(text)); });
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

std::string unknown_class(const ClassNames& classes, std::string_view name) {
  std::string fault = "unknown class " + in_quotes(name);
  const std::string suggestion = did_you_mean(name, classes);
  if (!suggestion.empty()) {
    return fault + suggestion;
  }
  fault += " (classes:";
  for (std::size_t i = 0; i < classes.size(); ++i) {
    fault += (i == 0 ? " " : ", ") + classes[i];
  }
  return fault + ")";
}

}  // namespace msmv::dataset
