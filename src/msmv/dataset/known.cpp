#include "msmv/dataset/known.h"

#include <algorithm>
#include <array>

#include "msmv/values/unicode.h"

namespace msmv::dataset {
namespace {

constexpr std::array<std::string_view, 9> kMissing = {"",    "na",   "n/a",  "n.a.",  "#n/a",
                                                      "nan", "<na>", "null", "#null!"};
constexpr std::array<std::string_view, 13> kNobody = {
    "none", "unknown", "unkn",   "unk",    "unnamed", "anonymous", "not known",
    "-",    "--",      "\u2013", "\u2014", "?",       "."};

}  // namespace

bool is_missing(std::string_view field) {
  return std::ranges::find(kMissing, folded(field)) != kMissing.end();
}

std::string patient_of(std::string_view field) {
  std::string name = folded(field);
  if (is_missing(name) || std::ranges::find(kNobody, name) != kNobody.end()) {
    return "";
  }
  constexpr std::string_view kPandas = ".0";
  const std::string_view whole =
      std::string_view(name).substr(0, name.size() < 2 ? 0 : name.size() - 2);
  if (name.ends_with(kPandas) && name.size() > kPandas.size() &&
      whole.find_first_not_of("0123456789") == std::string_view::npos) {
    name.resize(whole.size());
  }
  return name;
}

}  // namespace msmv::dataset
