#include "msmv/report/slide_tables.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "classify/small_slide.h"
#include "report/small_report.h"

namespace msmv::report {
namespace {

using testing::small_report;

TEST(TileCsv, HasWsinfersColumnsThenOurs) {
  std::ostringstream out;
  write_tile_csv(out, small_report(), bach_classes());
  EXPECT_EQ(out.str(),
            "minx,miny,width,height,prob_Normal,prob_Benign,prob_InSitu,prob_Invasive,class,tissue,"
            "glass,dark,pen,blood,fold,blur,sharpness,nuclei,unfit\n"
            "0,0,188,188,0.1,0.2,0.1,0.6,Invasive,1.0000,0.1250,0.5000,0.0000,0.0000,0.0000,0.0000,"
            "12.5000,,\n"
            "188,0,188,188,0.7,0.1,0.1,0.1,Normal,0.5000,0.2500,0.0000,0.1250,0.0000,0.0000,0.0000,"
            "10.0000,7,\n");
}

TEST(TileCsv, SaysWhyATileIsUnfit) {
  SlideReport report = small_report();
  report.tiles[1].unfit = "is out of focus: sharpness 1.20, expected at least 1.7";
  std::ostringstream out;
  write_tile_csv(out, report, bach_classes());
  EXPECT_TRUE(
      out.str().ends_with(",7,\"is out of focus: sharpness 1.20, expected at least 1.7\"\n"))
      << out.str();
}

TEST(TileGeojson, AnUnfitTileHasNoClass) {
  SlideReport report = small_report();
  report.tiles[1].unfit = "is out of focus";
  std::ostringstream out;
  write_tile_geojson(out, report, bach_classes());
  EXPECT_EQ(nlohmann::json::parse(out.str())
                .at("features")[1]
                .at("properties")
                .at("classification")
                .dump(),
            R"({"color":[128,128,128],"name":"Unfit"})");
}

TEST(TileGeojson, IsWhatQupathReads) {
  std::ostringstream out;
  write_tile_geojson(out, small_report(), bach_classes());
  const auto json = nlohmann::json::parse(out.str());
  EXPECT_EQ(json.at("type"), "FeatureCollection");
  ASSERT_EQ(json.at("features").size(), 2U);
  const auto& tile = json.at("features")[1];
  EXPECT_EQ(tile.at("type"), "Feature");
  EXPECT_EQ(tile.at("geometry").at("type"), "Polygon");
  EXPECT_EQ(tile.at("geometry").at("coordinates").dump(),
            "[[[188,0],[376,0],[376,188],[188,188],[188,0]]]");
  EXPECT_EQ(tile.at("properties").at("objectType"), "tile");
  EXPECT_EQ(tile.at("properties").at("classification").dump(),
            R"({"color":[0,158,115],"name":"Normal"})");
  EXPECT_EQ(tile.at("properties").at("measurements").at("prob_Normal"), 0.7);
  EXPECT_EQ(tile.at("properties").at("measurements").at("nuclei"), 7);
  EXPECT_FALSE(json.at("features")[0].at("properties").at("measurements").contains("nuclei"));
}

TEST(TileGeojson, OfNoTilesIsACollectionOfNone) {
  SlideReport report = small_report();
  report.tiles.clear();
  std::ostringstream out;
  write_tile_geojson(out, report, bach_classes());
  EXPECT_EQ(nlohmann::json::parse(out.str()).at("features").size(), 0U);
}

class SlideRow : public ::testing::Test {
 protected:
  static std::string row_of(const SlideReport& report) {
    static const Model model = [] {
      ModelFile file = testing::small_slide_model();
      file.id = "id";
      return model_of(file, {});
    }();
    std::ostringstream out;
    write_slide_row(out, report, model);
    return out.str();
  }
};

// Of 1.5 tiles of tissue one is invasive.
TEST_F(SlideRow, TellsTheShareOfEachClassInTheTissue) {
  EXPECT_EQ(
      row_of(small_report()),
      "in/a.svs,a,ok,,aperio,abc,400,200,2,2,slide,0.2000,2,0,12.50,0.3333,0.0000,0.0000,0.6667,"
      "0.0000,0.0667,0.0000,0.0000,0.1333,0.0000,id,fp32\n");
}

TEST_F(SlideRow, CountsUnfitTilesApart) {
  SlideReport report = small_report();
  report.tiles[0].unfit = "is out of focus: sharpness 1.20, expected at least 1.7";
  EXPECT_EQ(row_of(report),
            "in/a.svs,a,ok,\"1 of 2 tiles unfit, most: is out of focus\",aperio,abc,400,200,2,2,"
            "slide,0.2000,2,1,12.50,0.3333,0.0000,0.0000,0.0000,0.6667,0.0667,0.0000,0.0000,0.0000,"
            "0.1333,id,fp32\n");
  report.tiles[1].unfit = "is out of focus: sharpness 1.30, expected at least 1.7";
  EXPECT_NE(row_of(report).find(",unfit,\"2 of 2 tiles unfit, most: is out of focus\","),
            std::string::npos);
}

TEST_F(SlideRow, SaysThatThereIsNoTissue) {
  SlideReport report = small_report();
  report.tiles.clear();
  EXPECT_NE(row_of(report).find(",no_tissue,no tile holds enough tissue,"), std::string::npos);
  report.plan.tissue_mm2 = 0;
  EXPECT_EQ(
      row_of(report),
      "in/a.svs,a,no_tissue,no tissue was found,aperio,abc,400,200,2,2,slide,0.0000,0,0,,,,,,,,,,,"
      ",id,fp32\n");
}

TEST_F(SlideRow, SaysWhatIsWrong) {
  const SlideReport report{.slide = "b,c.svs", .name = "b,c", .fault = "no such file"};
  const std::string row = row_of(report);
  EXPECT_EQ(row, "\"b,c.svs\",\"b,c\",error,no such file,,,,,,,,,,,,,,,,,,,,,,id,fp32\n");
  std::ostringstream header;
  write_slide_header(header, bach_classes());
  const auto commas = [](const std::string& text) { return std::ranges::count(text, ','); };
  EXPECT_EQ(commas(row) - 2, commas(header.str()));  // two stand in quotes
}

}  // namespace
}  // namespace msmv::report
