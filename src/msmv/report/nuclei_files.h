#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "msmv/config/json.h"
#include "msmv/values/geometry.h"

namespace msmv::report {

// A nucleus in pixels of the picture that it was found in.
struct FoundNucleus {
  Point at;
  double area_um2 = 0, probability = 1;
};

struct FoundNuclei {
  std::string file, detector;
  std::vector<FoundNucleus> nuclei;
  double area_mm2 = 0;  // of the whole picture
  double per_mm2() const;
};

// x,y,area_um2,probability: a row a nucleus.
void write_nuclei_csv(std::ostream& out, const FoundNuclei& found);

// A GeoJSON FeatureCollection as QuPath 0.4 and later import it: a detection of the class "Nucleus"
// for each, a point in pixels of the picture, with its area and probability as measurements.
void write_nuclei_geojson(std::ostream& out, const FoundNuclei& found);

// Sums up the nuclei of a picture: how many there are, in how much of it, how densely.
Json nuclei_summary(const FoundNuclei& found);

}  // namespace msmv::report
