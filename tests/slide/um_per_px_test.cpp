#include "msmv/slide/um_per_px.h"

#include <gtest/gtest.h>

#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::slide {
namespace {

const std::filesystem::path kPath = "folder/a.svs";

std::string fault_of(const SlideFacts& facts, const PixelSizeRules& rules) {
  try {
    pixel_size_of(kPath, facts, rules);
    return "";
  } catch (const InputError& error) {
    return error.fault();
  }
}

TEST(PixelSizeOf, TakesTheSlidesOwnFirst) {
  const auto known = pixel_size_of(kPath, {.um_per_px = PixelSize{0.25, 0.26}},
                                   {.given = PixelSize{0.5, 0.5}, .listed = {{"a.svs", 0.4}}});
  EXPECT_EQ(known.um_per_px, (PixelSize{0.25, 0.26}));
  EXPECT_EQ(known.source, "slide");
  EXPECT_EQ(known.note, "the slide says a pixel of 0.25 x 0.26 um, which outranks --mpp 0.5 um");
  EXPECT_EQ(
      pixel_size_of(kPath, {.um_per_px = PixelSize{0.25, 0.25}}, {.given = PixelSize{0.252, 0.252}})
          .note,
      "");
}

TEST(PixelSizeOf, ThenGivenThenListedThenTheObjective) {
  const SlideFacts facts{.objective_power = 40};
  PixelSizeRules rules{.given = PixelSize{0.5, 0.5}, .listed = {{"a.svs", 0.4}}};
  rules.from_objective = true;
  EXPECT_EQ(pixel_size_of(kPath, facts, rules).source, "given");
  rules.given.reset();
  EXPECT_EQ(pixel_size_of(kPath, facts, rules).um_per_px, (PixelSize{0.4, 0.4}));
  rules.listed = {{"b.svs", 0.4}};
  EXPECT_EQ(pixel_size_of(kPath, facts, rules).um_per_px, (PixelSize{0.25, 0.25}));
  EXPECT_EQ(pixel_size_of(kPath, facts, rules).source, "objective");
}

TEST(PixelSizeOf, IsNeverAssumed) {
  const std::string ways =
      ": give it by --mpp, or by --mpp-list with a table of wsi,mpp, or let it follow from the "
      "objective by --mpp-from-objective";
  EXPECT_EQ(fault_of({.objective_power = 40}, {}), "names no pixel size" + ways);
  EXPECT_EQ(fault_of({}, {.from_objective = true}), "names no pixel size and no objective" + ways);
  EXPECT_EQ(fault_of({.um_per_px = PixelSize{20, 20}}, {}),
            "says a pixel of 20 um, which is not between 0.05 and 10 um" + ways);
  EXPECT_EQ(fault_of({.um_per_px = PixelSize{0, 0.5}}, {}),
            "says a pixel of 0 x 0.5 um, which is not between 0.05 and 10 um" + ways);
  EXPECT_EQ(pixel_size_of(kPath, {.um_per_px = PixelSize{0, 0}}, {.given = PixelSize{1, 1}}).source,
            "given");
}

TEST(ReadPixelSizes, TakesTheTableThatTridentTakes) {
  const testing::TemporaryFolder folder;
  std::ofstream(folder / "list.csv") << "wsi,mpp\na.svs,0.25\nknows_its_own.svs,\nsub/b.ndpi,0.5\n";
  const auto sizes = read_pixel_sizes(folder / "list.csv");
  EXPECT_EQ(sizes, (std::map<std::string, double>{{"a.svs", 0.25}, {"b.ndpi", 0.5}}));
}

TEST(ReadPixelSizes, NamesTheRowAtFault) {
  const testing::TemporaryFolder folder;
  const auto fault = [&](const char* text) {
    std::ofstream(folder / "list.csv") << text;
    try {
      read_pixel_sizes(folder / "list.csv");
      return std::string();
    } catch (const InputError& error) {
      return error.fault();
    }
  };
  EXPECT_EQ(fault("wsi,mpp\na.svs,0\n"), "mpp: \"0\" is not a number between 0.05 and 10");
  EXPECT_EQ(fault("wsi,mpp\na.svs,nan\n"), "mpp: \"nan\" is not a number between 0.05 and 10");
  EXPECT_EQ(fault("wsi,mpp\na.svs,1\nx/a.svs,1\n"), "\"a.svs\" comes twice");
  EXPECT_NE(fault("file,mpp\na.svs,1\n"), "");
}

}  // namespace
}  // namespace msmv::slide
