#include "msmv/fitness/judge.h"

#include <algorithm>
#include <cstdio>

namespace msmv::fitness {
namespace {

constexpr double kNotFound = 0.6;  // of the difference suffices where no hematoxylin was found

std::string with_number(const char* before, double number, const char* between, double wanted) {
  char line[200];
  std::snprintf(line, sizeof line, "%s%.2f%s%g", before, number, between, wanted);
  return line;
}

std::string with_percent(const char* before, double share, const char* after) {
  char line[200];
  std::snprintf(line, sizeof line, "%s%.1f %%%s", before, 100 * share, after);
  return line;
}

// What its colours alone show.
std::string foreign_colours(const Measures& m, const Config& config) {
  const double stained = m.tissue + m.foreign;
  if (m.dark > config.most_dark) {
    return with_percent("is no bright-field picture of stained tissue: ", m.dark, " of it is dark");
  }
  if (m.foreign > config.most_foreign * stained && m.foreign > config.least_tissue) {
    return with_percent("its colours are not hematoxylin and eosin's: ", m.foreign / stained,
                        " of what is stained has others");
  }
  return "";
}

// What the colour of its dense structures shows: they should be nuclei.
std::string wrong_nuclei(const Measures& m, stain::Fault stain, const Config& config) {
  const auto [least, most] = std::ranges::minmax(m.nuclear_colour);
  if (most - least < config.least_nuclear_colour) {
    return "its colours are not hematoxylin and eosin's: what is dense has no colour of its own";
  }
  // A reddish hematoxylin comes near to that, but then it is found.
  const bool is_found = stain != stain::Fault::no_hematoxylin;
  const double blue_over_red = m.nuclear_colour[2] - m.nuclear_colour[0];
  if (blue_over_red > (is_found ? 1 : kNotFound) * config.most_blue_over_red) {
    return "red and blue look swapped: what is dense absorbs blue light, as no hematoxylin does";
  }
  if (m.eosin_hue < config.least_eosin_hue) {
    return "its colours are not hematoxylin and eosin's: no eosin, all of it is blue or violet";
  }
  return "";
}

}  // namespace

std::string why_place_unfit(const Measures& m, const Config& config) {
  if (!config.refuse) {
    return "";
  }
  if (std::string colours = foreign_colours(m, config); !colours.empty()) {
    return colours;
  }
  if (m.tissue < config.least_tissue) {
    return with_percent("too little tissue: ", m.tissue, " of the field is stained tissue");
  }
  if (m.sharpness > config.most_sharpness) {
    return with_number("is noise, not tissue: sharpness ", m.sharpness, ", expected at most ",
                       config.most_sharpness);
  }
  if (m.sharpness < config.least_sharpness) {
    return with_number("is out of focus: sharpness ", m.sharpness, ", expected at least ",
                       config.least_sharpness);
  }
  return "";
}

std::string why_stain_unfit(const Measures& m, stain::Fault stain, const Config& config) {
  if (!config.refuse) {
    return "";
  }
  if (std::string colours = wrong_nuclei(m, stain, config); !colours.empty()) {
    return colours;
  }
  return stain == stain::Fault::stains_alike ? "its colours are not hematoxylin and eosin's: one "
                                               "colour in lighter and darker shades"
                                             : "";
}

std::string why_nuclei_unfit(std::size_t nuclei, const Config& config) {
  return config.refuse && nuclei < static_cast<std::size_t>(config.least_nuclei)
             ? "no nuclei to classify by: " + std::to_string(nuclei) + " found, expected at least " +
                   std::to_string(config.least_nuclei)
             : "";
}

std::string why_unfit(const Measures& m, stain::Fault stain, std::size_t nuclei,
                      const Config& config) {
  if (std::string place = why_place_unfit(m, config); !place.empty()) {
    return place;
  }
  if (std::string colours = why_stain_unfit(m, stain, config); !colours.empty()) {
    return colours;
  }
  return why_nuclei_unfit(nuclei, config);
}

}  // namespace msmv::fitness
