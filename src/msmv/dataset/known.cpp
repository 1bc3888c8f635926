#include "msmv/dataset/known.h"

#include <algorithm>
#include <array>

#include "msmv/values/unicode.h"

namespace msmv::dataset {
namespace {

constexpr std::array<std::string_view, 15> kMissing = {
    "",       "na",    "n/a",     "n.a.",    "#n/a",   "nan",   "<na>",   "null",
    "#null!", "#ref!", "#value!", "#div/0!", "#name?", "#num!", "#spill!"};
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

bool is_rounded_number(std::string_view patient) {
  const std::size_t exponent = patient.find("e+");
  if (exponent == std::string_view::npos || exponent == 0) {
    return false;
  }
  const auto has_only = [](std::string_view text, std::string_view letters) {
    return text.find_first_not_of(letters) == std::string_view::npos;
  };
  const std::string_view power = patient.substr(exponent + 2);
  return has_only(patient.substr(0, exponent), "0123456789.,") && !power.empty() &&
         has_only(power, "0123456789");
}

}  // namespace msmv::dataset
