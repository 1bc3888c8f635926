#pragma once

#include <array>

namespace msmv {

// The six views of a field (paper: multi-view). Rotations are counter-clockwise. flip_x mirrors
// left and right (x -> width - x), flip_y mirrors top and bottom.
enum class View { raw, rot90, rot180, rot270, flip_x, flip_y };

inline constexpr std::array kAllViews = {View::raw,    View::rot90,  View::rot180,
                                         View::rot270, View::flip_x, View::flip_y};

// The names used in files, flags and columns.
constexpr const char* name(View view) {
  constexpr std::array kNames = {"raw", "rot90", "rot180", "rot270", "flip_x", "flip_y"};
  return kNames[static_cast<std::size_t>(view)];
}

}  // namespace msmv
