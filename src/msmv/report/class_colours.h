#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace msmv::report {

// Okabe and Ito's colours, which stay apart for colour-blind eyes, as R, G, B; class by class,
// again from the first after the eighth. BACH's four come out green, blue, orange and vermilion.
constexpr std::array<std::uint8_t, 3> class_colour(std::size_t label) {
  constexpr std::array<std::array<std::uint8_t, 3>, 8> kColours = {{{0, 158, 115},
                                                                    {86, 180, 233},
                                                                    {230, 159, 0},
                                                                    {213, 94, 0},
                                                                    {0, 114, 178},
                                                                    {204, 121, 167},
                                                                    {240, 228, 66},
                                                                    {90, 90, 90}}};
  return kColours[label % kColours.size()];
}

}  // namespace msmv::report
