#include "msmv/fitness/judge.h"

#include <gtest/gtest.h>

#include "msmv/config/json.h"

namespace msmv {
namespace {

using fitness::Measures;
using stain::Fault;

Measures good() {
  return {.tissue = 0.7, .sharpness = 4, .eosin_hue = 70, .nuclear_colour = {1.1, 1.5, 0.4}};
}

std::string why(const Measures& measures, Fault stain = Fault::none, std::size_t nuclei = 500) {
  return fitness::why_unfit(measures, stain, nuclei, {});
}

TEST(Fitness, AGoodFieldIsFit) {
  EXPECT_EQ(why(good()), "");
  EXPECT_EQ(why(good(), Fault::no_eosin), "");  // hematoxylin nearly alone is tissue all the same
}

TEST(Fitness, EachMeasureHasItsReason) {
  struct Case {
    const char* begins;
    Measures measures;
  };
  const auto with = [](auto change) {
    Measures measures = good();
    change(measures);
    return measures;
  };
  for (const auto& [begins, measures] :
       {Case{"is no bright-field picture", with([](Measures& m) { m.dark = 0.6; })},
        Case{"its colours are not hematoxylin", with([](Measures& m) { m.foreign = 0.6; })},
        Case{"too little tissue: 0.5 %", with([](Measures& m) { m.tissue = 0.005; })},
        Case{"is noise", with([](Measures& m) { m.sharpness = 90; })},
        Case{"is out of focus: sharpness 1.20", with([](Measures& m) { m.sharpness = 1.2; })},
        Case{"its colours are not", with([](Measures& m) {
               m.nuclear_colour = {1, 1.1, 0.9};
             })},
        Case{"red and blue look swapped", with([](Measures& m) {
               m.nuclear_colour = {0.4, 1.5, 1.1};
             })},
        Case{"its colours are not", with([](Measures& m) { m.eosin_hue = 15; })}}) {
    EXPECT_TRUE(why(measures).starts_with(begins)) << why(measures) << ", not " << begins;
  }
  EXPECT_TRUE(why(good(), Fault::stains_alike).starts_with("its colours are not"));
  EXPECT_EQ(why(good(), Fault::none, 2), "no nuclei to classify by: 2 found, expected at least 3");
}

// The dense structures of a slide of TCGA (0.49, 1.55, 0.96): its hematoxylin is found.
TEST(Fitness, AReddishHematoxylinIsNotTakenForSwappedChannels) {
  Measures reddish = good();
  reddish.nuclear_colour = {0.49, 1.55, 0.96};
  EXPECT_EQ(why(reddish), "");
  EXPECT_TRUE(why(reddish, Fault::no_hematoxylin).starts_with("red and blue"));
}

TEST(Fitness, HasPartsForASlideAndForItsPlaces) {
  Measures fibres = good();  // no nucleus among them
  fibres.nuclear_colour = {0.4, 1.5, 1.1};
  EXPECT_EQ(fitness::why_place_unfit(fibres, {}), "");
  EXPECT_EQ(fitness::why_stain_unfit(fibres, Fault::none, {}), why(fibres));
  Measures soft = good();
  soft.sharpness = 1.2;
  EXPECT_EQ(fitness::why_place_unfit(soft, {}), why(soft));
  EXPECT_EQ(fitness::why_stain_unfit(soft, Fault::none, {}), "");
  EXPECT_EQ(fitness::why_nuclei_unfit(2, {}), why(good(), Fault::none, 2));
  EXPECT_EQ(fitness::why_nuclei_unfit(3, {}), "");
}

TEST(Fitness, ThresholdsAreSettings) {
  fitness::Config config;
  from_json(Json::parse(R"({"least_sharpness": 5})"), config);
  EXPECT_NE(fitness::why_unfit(good(), Fault::none, 500, config), "");
  from_json(Json::parse(R"({"refuse": false})"), config);
  EXPECT_EQ(fitness::why_unfit({}, Fault::stains_alike, 0, config), "");
}

}  // namespace
}  // namespace msmv
