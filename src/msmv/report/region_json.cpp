#include "msmv/report/region_json.h"

#include "msmv/image/field.h"

namespace msmv::report {

Json regions_json(const std::string& file, const Field& field, std::span<const Nucleus> nuclei,
                  std::span<const KeyRegion> regions) {
  Json out = {{"file", file},
              {"width", field.original_width},
              {"height", field.original_height},
              {"mpp_x", field.original_um_per_px.x},
              {"mpp_y", field.original_um_per_px.y},
              {"mpp_source", name(field.um_per_px_source)},
              {"um_per_px", field.um_per_px},
              {"mirrored", field.mirrored()},
              {"nuclei", nuclei.size()},
              {"regions", Json::array()}};
  for (const KeyRegion& region : regions) {
    Json windows = Json::array();
    for (std::size_t scale = 0; scale < region.windows.size(); ++scale) {
      const PixelRect window = image::to_original(field, region.windows[scale]);
      windows.push_back({{"x", window.x},
                         {"y", window.y},
                         {"width", window.width},
                         {"height", window.height},
                         {"nuclei", region.nuclei[scale]}});
    }
    out["regions"].push_back({{"view", name(region.view)}, {"windows", windows}});
  }
  return out;
}

}  // namespace msmv::report
