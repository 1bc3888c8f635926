#include "reading_options.h"

#include <string>

#include "within.h"

namespace msmv::app {

void add_reading_options(CLI::App& command, image::ReadOptions& reading) {
  const CLI::Validator plausible = within(kSmallestPixelUm, kLargestPixelUm);
  const auto given = [&reading]() -> PixelSize& {
    if (!reading.given_um_per_px) {
      reading.given_um_per_px = PixelSize{};
    }
    return *reading.given_um_per_px;
  };
  CLI::Option* both = command
                          .add_option_function<double>(
                              "--mpp",
                              [given](const double& um) {
                                given() = {um, um};
                              },
                              "pixel size in um, in place of the files' own")
                          ->check(plausible);
  CLI::Option* along_x =
      command
          .add_option_function<double>(
              "--mpp-x", [given](const double& um) { given().x = um; },
              "horizontal pixel size in um, where pixels are not square (with --mpp-y)")
          ->check(plausible)
          ->excludes(both);
  CLI::Option* along_y = command
                             .add_option_function<double>(
                                 "--mpp-y", [given](const double& um) { given().y = um; },
                                 "vertical pixel size in um (with --mpp-x)")
                             ->check(plausible)
                             ->excludes(both);
  along_x->needs(along_y);
  along_y->needs(along_x);
  command.add_flag("--require-mpp", reading.require_pixel_size,
                   "refuse pictures of unknown pixel size");
  command
      .add_option("--max-pixels", reading.max_pixels,
                  "largest number of pixels; larger pictures are refused before decoding [" +
                      std::to_string(reading.max_pixels) + "]")
      ->check(within(1, 4294967296.0));
}

}  // namespace msmv::app
