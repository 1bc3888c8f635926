#pragma once

#include <cstddef>
#include <vector>

namespace msmv::pfenet {

enum class Kernel { bilinear, bicubic, bicubic_antialiased, bilinear_antialiased };

// How a row of `in` values becomes one of `out`: [out, in], row-major, each row's sum 1. As PyTorch
// does it (torch.nn.functional.interpolate, align_corners false): bicubic is Keys' kernel with
// a = -0.75 on the four nearest values, those beyond the border being the border's; antialiased
// kernels (bicubic with a = -0.5) are as many times wider as the row shrinks and end at the border,
// which is also Pillow's way. Throws std::invalid_argument for an empty row.
std::vector<float> resampling(std::size_t in, std::size_t out, Kernel kernel);

// Values [height, width, channels] of float to [out_height, out_width, channels], down, then
// across.
struct Plane {
  std::size_t height = 0, width = 0, channels = 0;
  std::vector<float> values;
};
Plane resampled(const Plane& plane, std::size_t out_height, std::size_t out_width, Kernel kernel);

}  // namespace msmv::pfenet
