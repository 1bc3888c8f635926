#include "msmv/runs/nuclei_of.h"

#include "msmv/classify/find_nuclei.h"
#include "msmv/image/field.h"

namespace msmv::runs {

report::FoundNuclei nuclei_of(const Photo& photo, const krem::Config& config) {
  // A small picture is taken as it is: nothing needs to fill a window here.
  const Field field = image::to_field(photo, {.min_side_px = 1, .refused_side_px = 32});
  const double um2_per_px = field.um_per_px * field.um_per_px;
  report::FoundNuclei found{.file = photo.path.string(),
                            .detector = std::string(enum_name(config.detector)),
                            .nuclei = {},
                            .area_mm2 = static_cast<double>(photo.image.pixels.total()) *
                                        photo.um_per_px.x * photo.um_per_px.y / 1e6};
  for (const Nucleus& nucleus : find_nuclei_and_areas(field, config)) {
    found.nuclei.push_back({.at = image::to_original(field, nucleus.centre),
                            .area_um2 = nucleus.area_px * um2_per_px,
                            .probability = nucleus.probability});
  }
  return found;
}

}  // namespace msmv::runs
