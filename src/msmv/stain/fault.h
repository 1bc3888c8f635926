#pragma once

#include <array>
#include <cstddef>

namespace msmv::stain {

// Why an image keeps its colours.
enum class Fault { none, too_few_stained, stains_alike, no_hematoxylin, no_eosin, one_brightness };

// For a note or a line on stderr; "" for none.
constexpr const char* text(Fault fault) {
  constexpr std::array kTexts = {"",
                                 "too few stained pixels to find the stains",
                                 "its stains are too alike to be told apart",
                                 "hematoxylin not found among its colours",
                                 "eosin not found among its colours",
                                 "too little tissue, or all of one brightness"};
  return kTexts[static_cast<std::size_t>(fault)];
}

}  // namespace msmv::stain
