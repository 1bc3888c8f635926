#include "msmv/report/nuclei_files.h"

#include <gtest/gtest.h>

#include <sstream>

#include "msmv/config/parse_json.h"

namespace msmv::report {
namespace {

FoundNuclei two() {
  return {.file = "a.tif",
          .detector = "learned",
          .nuclei = {{{10.125, 20}, 31.4159, 0.87654}, {{0.5, 7}, 50, 1}},
          .area_mm2 = 0.25};
}

TEST(NucleiFiles, CsvHasARowANucleus) {
  std::ostringstream out;
  write_nuclei_csv(out, two());
  EXPECT_EQ(out.str(),
            "x,y,area_um2,probability\n10.12,20.00,31.42,0.877\n0.50,7.00,50.00,1.000\n");
}

TEST(NucleiFiles, GeoJsonHasADetectionANucleus) {
  std::ostringstream out;
  write_nuclei_geojson(out, two());
  const Json json = parse_json(out.str(), "geojson");
  EXPECT_EQ(json["type"], "FeatureCollection");
  ASSERT_EQ(json["features"].size(), 2U);
  const Json& first = json["features"][0];
  EXPECT_EQ(first["geometry"]["type"], "Point");
  EXPECT_DOUBLE_EQ(first["geometry"]["coordinates"][1].get<double>(), 20);
  EXPECT_EQ(first["properties"]["objectType"], "detection");
  EXPECT_EQ(first["properties"]["classification"]["name"], "Nucleus");
  EXPECT_DOUBLE_EQ(first["properties"]["measurements"]["probability"].get<double>(), 0.877);
  std::ostringstream none;
  write_nuclei_geojson(none, {});
  EXPECT_TRUE(parse_json(none.str(), "geojson")["features"].empty());
}

TEST(NucleiFiles, SummaryTellsTheDensity) {
  const Json summary = nuclei_summary(two());
  EXPECT_EQ(summary["nuclei"], 2);
  EXPECT_DOUBLE_EQ(summary["nuclei_per_mm2"].get<double>(), 8);
  EXPECT_DOUBLE_EQ(nuclei_summary({})["nuclei_per_mm2"].get<double>(), 0);
}

}  // namespace
}  // namespace msmv::report
