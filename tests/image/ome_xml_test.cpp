#include "msmv/image/ome_xml.h"

#include <gtest/gtest.h>

#include <chrono>

namespace msmv::image {
namespace {

std::string size_x(const std::string& description) {
  const auto pixels = find_ome_pixels(description);
  return pixels ? pixels->physical_size_x : "none";
}

TEST(OmeXml, GivesTheAttributesAsTheyAreWritten) {
  const auto pixels = find_ome_pixels(
      "<?xml version='1.0'?><ome:OME><ome:Pixels SizeC='3' PhysicalSizeX=' 5e-1' "
      "PhysicalSizeXUnit='&#181;m' Name=\"a>b\" PhysicalSizeY='2'/></ome:OME>");
  ASSERT_TRUE(pixels);
  EXPECT_EQ(pixels->size_c, "3");
  EXPECT_EQ(pixels->physical_size_x, " 5e-1");
  EXPECT_EQ(pixels->physical_size_x_unit, "\u00b5m");
  EXPECT_EQ(pixels->physical_size_y, "2");
  EXPECT_EQ(pixels->physical_size_y_unit, "");
}

TEST(OmeXml, IsOfTheFirstDirectory) {
  const std::string of_1 = "<Pixels PhysicalSizeX='1'><TiffData IFD='1'/></Pixels>";
  const std::string of_0 = "<Pixels PhysicalSizeX='2'><TiffData IFD='0'/></Pixels>";
  const std::string of_any = "<Pixels PhysicalSizeX='3'><TiffData/></Pixels>";
  EXPECT_EQ(size_x("<OME>" + of_1 + of_any + of_0 + "</OME>"), "2");
  EXPECT_EQ(size_x("<OME>" + of_1 + of_any + "</OME>"), "3");
  EXPECT_EQ(size_x("<OME>" + of_1 + "</OME>"), "1");
}

TEST(OmeXml, IsNotLookedForInCommentsAndOtherTexts) {
  EXPECT_EQ(size_x("<OME><!-- <Pixels PhysicalSizeX='9'/> --><Pixels PhysicalSizeX='1'/></OME>"),
            "1");
  EXPECT_EQ(size_x("Pixels are small"), "none");
  EXPECT_EQ(size_x(""), "none");
  EXPECT_EQ(size_x("<OME><SuperPixels PhysicalSizeX='1'/></OME>"), "none");
}

TEST(OmeXml, ThatIsCutShortIsReadAsFarAsItGoes) {
  EXPECT_EQ(size_x("<OME><Pixels PhysicalSizeX='1' SizeC='3'><Chan"), "1");
}

// Both took time that grew with the square of the length, once.
TEST(OmeXml, TakesNoLongTimeOverAHostileText) {
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string part : {"<Pixels", ":Pixels ", "<Pixels>", "<a/>"}) {
    std::string text = "<OME>";
    while (text.size() < 4'000'000) {
      text += part;
    }
    find_ome_pixels(text + "<Pixels");
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

}  // namespace
}  // namespace msmv::image
