#include "msmv/report/nuclei_files.h"

#include <cmath>
#include <cstdio>
#include <ostream>

#include "msmv/files/csv.h"

namespace msmv::report {
namespace {

double rounded(double value, double step) {
  return std::round(value / step) * step;
}

// Two decimals, without what binary numbers add to them.
double hundredths(double value) {
  return std::round(value * 100) / 100;
}

Json feature_of(const FoundNucleus& nucleus) {
  return {
      {"type", "Feature"},
      {"geometry",
       {{"type", "Point"}, {"coordinates", {hundredths(nucleus.at.x), hundredths(nucleus.at.y)}}}},
      {"properties",
       {{"objectType", "detection"},
        {"classification", {{"name", "Nucleus"}, {"color", {200, 0, 0}}}},
        {"measurements",
         {{"area_um2", hundredths(nucleus.area_um2)},
          {"probability", std::round(nucleus.probability * 1000) / 1000}}}}}};
}

}  // namespace

double FoundNuclei::per_mm2() const {
  return area_mm2 > 0 ? static_cast<double>(nuclei.size()) / area_mm2 : 0;
}

void write_nuclei_csv(std::ostream& out, const FoundNuclei& found) {
  out << "x,y,area_um2,probability\n";
  for (const FoundNucleus& nucleus : found.nuclei) {
    char row[112];
    std::snprintf(row, sizeof row, "%.2f,%.2f,%.2f,%.3f\n", nucleus.at.x, nucleus.at.y,
                  nucleus.area_um2, nucleus.probability);
    out << row;
  }
}

void write_nuclei_geojson(std::ostream& out, const FoundNuclei& found) {
  out << R"({"type":"FeatureCollection","features":[)";
  const char* separator = "\n";
  for (const FoundNucleus& nucleus : found.nuclei) {
    out << separator << feature_of(nucleus).dump();
    separator = ",\n";
  }
  out << "\n]}\n";
}

Json nuclei_summary(const FoundNuclei& found) {
  return {{"file", files::valid_utf8(found.file)},
          {"detector", found.detector},
          {"nuclei", found.nuclei.size()},
          {"area_mm2", rounded(found.area_mm2, 1e-6)},
          {"nuclei_per_mm2", hundredths(found.per_mm2())}};
}

}  // namespace msmv::report
