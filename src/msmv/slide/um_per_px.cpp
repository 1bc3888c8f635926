#include "msmv/slide/um_per_px.h"

#include <algorithm>
#include <cmath>

#include "msmv/files/csv.h"
#include "msmv/image/pixel_size.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"

namespace msmv::slide {
namespace {

constexpr const char* kWays =
    "give it by --mpp, or by --mpp-list with a table of wsi,mpp, or let it follow from the "
    "objective by --mpp-from-objective";

std::string size_text(const PixelSize& size) {
  return decimal(size.x) + (size.x == size.y ? "" : " x " + decimal(size.y)) + " um";
}

bool differ(const PixelSize& a, const PixelSize& b) {
  constexpr double kSame = 0.02;
  return std::abs(a.x - b.x) > kSame * b.x || std::abs(a.y - b.y) > kSame * b.y;
}

std::optional<KnownPixelSize> told(const std::filesystem::path& path, const SlideFacts& facts,
                                   const PixelSizeRules& rules) {
  if (rules.given) {
    return KnownPixelSize{*rules.given, "given", ""};
  }
  const auto listed = rules.listed.find(path.filename().string());
  if (listed != rules.listed.end()) {
    return KnownPixelSize{{listed->second, listed->second}, "list", ""};
  }
  if (rules.from_objective && facts.objective_power && *facts.objective_power > 0) {
    const double um = 10 / *facts.objective_power;
    return KnownPixelSize{{um, um}, "objective", ""};
  }
  return std::nullopt;
}

std::string limits() {
  return decimal(kSmallestPixelUm) + " and " + decimal(kLargestPixelUm);
}

}  // namespace

std::map<std::string, double> read_pixel_sizes(const std::filesystem::path& path) {
  const files::CsvTable table = files::read_csv_table(path);
  const std::size_t name = table.at("wsi"), size = table.at("mpp");
  std::map<std::string, double> sizes;
  for (const files::CsvRow& row : table.rows) {
    if (row.fields[size].empty()) {
      continue;  // not known: the slide says it, or another way
    }
    const auto um = files::csv_number(row.fields[size]);
    if (!um || !image::is_plausible({*um, *um})) {
      throw InputError(files::place(path, row), "mpp: " + in_quotes(row.fields[size]) +
                                                    " is not a number between " + limits());
    }
    const std::string file = std::filesystem::path(row.fields[name]).filename().string();
    if (!sizes.emplace(file, *um).second) {
      throw InputError(files::place(path, row), in_quotes(file) + " comes twice");
    }
  }
  return sizes;
}

KnownPixelSize pixel_size_of(const std::filesystem::path& path, const SlideFacts& facts,
                             const PixelSizeRules& rules) {
  const auto other = told(path, facts, rules);
  if (facts.um_per_px && image::is_plausible(*facts.um_per_px)) {
    KnownPixelSize known{*facts.um_per_px, "slide", ""};
    if (rules.given && differ(*rules.given, known.um_per_px)) {
      known.note = "the slide says a pixel of " + size_text(known.um_per_px) +
                   ", which outranks --mpp " + size_text(*rules.given);
    }
    return known;
  }
  if (!other) {
    const std::string fault = facts.um_per_px ? "says a pixel of " + size_text(*facts.um_per_px) +
                                                    ", which is not between " + limits() + " um"
                                              : "names no pixel size";
    const bool lacks_objective = rules.from_objective && !facts.objective_power;
    throw InputError(path, fault + (lacks_objective ? " and no objective" : "") + ": " + kWays);
  }
  if (!image::is_plausible(other->um_per_px)) {
    throw InputError(path, "would have a pixel of " + size_text(other->um_per_px) +
                               " by its objective, which is not between " + limits() + " um");
  }
  return *other;
}

}  // namespace msmv::slide
