#include "msmv/image/pixel_size.h"

#include <limits>

#include "image/pictures.h"
#include "msmv/image/read.h"

namespace msmv::image {
namespace {

using testing::fault_of;

std::string not_understood(std::string_view description) {
  const auto stated = pixel_size_in_description(description);
  return stated ? stated->not_understood : "";
}

PixelSize described(std::string_view description) {
  const auto stated = pixel_size_in_description(description);
  return stated && stated->not_understood.empty() ? stated->um_per_px : PixelSize{-1, -1};
}

PixelSize ome(const std::string& attributes) {
  return described(R"(<?xml version="1.0"?><OME xmlns="x"><Image ID="1"><Pixels ID="Pixels:0" )" +
                   attributes + "><Channel/></Pixels></Image></OME>");
}

constexpr PixelSize kNothing{-1, -1};

TEST(PixelSize, IsPlausibleBetweenItsBounds) {
  EXPECT_TRUE(is_plausible({0.05, 10}));
  EXPECT_FALSE(is_plausible({0.049, 1}));
  EXPECT_FALSE(is_plausible({1, 10.01}));
  EXPECT_FALSE(is_plausible({-1, 1}));
  EXPECT_FALSE(is_plausible({std::numeric_limits<double>::quiet_NaN(), 1}));
  EXPECT_FALSE(is_plausible({1, std::numeric_limits<double>::infinity()}));
  EXPECT_EQ(fault_of([] {
              require_plausible("x", {0, 1}, "was given", "; cure");
            }),
            "was given a pixel of 0 x 1 um: expected 0.05 to 10; cure");
  EXPECT_EQ(fault_of([] { require_plausible("x", {1, 1}, "was given", "; cure"); }), "");
}

TEST(PixelSize, IsReadFromOmeXml) {
  EXPECT_EQ(ome(R"(PhysicalSizeX="0.5" PhysicalSizeY="0.25")"), (PixelSize{0.5, 0.25}));
  EXPECT_EQ(ome("\n PhysicalSizeX = '5.0E-1'\tPhysicalSizeY='0.25' "), (PixelSize{0.5, 0.25}));
  EXPECT_EQ(ome(R"(PhysicalSizeXUnit="nm" PhysicalSizeX="500" PhysicalSizeY="2.5E-4"
                   PhysicalSizeYUnit="mm")"),
            (PixelSize{0.5, 0.25}));
  EXPECT_EQ(described("<OME:OME><OME:Pixels PhysicalSizeX='1' PhysicalSizeY='2'/></OME:OME>"),
            (PixelSize{1, 2}));
  for (const char* micrometre : {"\u00b5m", "\u03bcm", "&#181;m", "um"}) {
    const std::string unit = "\" PhysicalSizeXUnit=\"" + std::string(micrometre);
    EXPECT_EQ(ome("PhysicalSizeX=\"0.5" + unit + "\" PhysicalSizeY=\"0.5\""), (PixelSize{0.5, 0.5}))
        << micrometre;
  }
}

TEST(PixelSize, IsUnknownWhereOmeXmlGivesNoLength) {
  EXPECT_EQ(ome(R"(PhysicalSizeX="0.5")"), kNothing);
  EXPECT_EQ(ome(R"(SizeX="5" SizeY="5")"), kNothing);
  EXPECT_EQ(ome(R"(PhysicalSizeX="0.5" PhysicalSizeY="0.5" PhysicalSizeXUnit="pixel")"), kNothing);
  EXPECT_EQ(ome(R"(PhysicalSizeX="wide" PhysicalSizeY="0.5")"), kNothing);
  EXPECT_EQ(ome(R"(PhysicalSizeX="0.5 PhysicalSizeY=)"), kNothing);
  EXPECT_EQ(described("<Pixels PhysicalSizeX"), kNothing);
  EXPECT_EQ(described("<!-- of Pixels and more --> <Pix"), kNothing);
}

TEST(PixelSize, OfOmeXmlThatIsNoLengthIsSaid) {
  const auto said = [](const std::string& attributes) {
    return not_understood("<OME><Pixels " + attributes + "/></OME>");
  };
  EXPECT_EQ(said(R"(PhysicalSizeX="0.5")"), "0.5 x nothing");
  EXPECT_EQ(said(R"(PhysicalSizeX="wide" PhysicalSizeY="0.5")"), "wide x 0.5");
  EXPECT_EQ(said(R"(PhysicalSizeX="1" PhysicalSizeXUnit="ell" PhysicalSizeY="1")"), "1 ell x 1");
  EXPECT_EQ(said(R"(PhysicalSizeX="1,234.5" PhysicalSizeY="1")"), "1,234.5 x 1");
  EXPECT_EQ(said(R"(SizeX="5" SizeY="5")"), "");
  EXPECT_EQ(said(R"(PhysicalSizeX="1" PhysicalSizeXUnit="reference frame" PhysicalSizeY="1")"), "");
}

TEST(PixelSize, IsReadFromAperiosHeader) {
  EXPECT_EQ(described("Aperio Image Library v11\n46000x32914|AppMag = 20|MPP = 0.4990|Left = 25"),
            (PixelSize{0.499, 0.499}));
  EXPECT_EQ(described("Aperio Image Library|MPP=0.25"), (PixelSize{0.25, 0.25}));
  EXPECT_EQ(described("Aperio Image Library|AppMag = 20"), kNothing);
  EXPECT_EQ(described("Aperio Image Library|MPP"), kNothing);
  EXPECT_EQ(described("Aperio Image Library|MPP = |Left = 25"), kNothing);
  EXPECT_EQ(described("Somebody's picture|MPP = 0.25"), kNothing);
  EXPECT_EQ(described(""), kNothing);
}

// As programs write numbers on German and French machines.
TEST(PixelSize, MayHaveADecimalComma) {
  EXPECT_EQ(described("Aperio Image Library|MPP = 0,499000"), (PixelSize{0.499, 0.499}));
  EXPECT_EQ(described("Aperio Image Library|MPP=0,2500|AppMag = 40"), (PixelSize{0.25, 0.25}));
  EXPECT_EQ(ome(R"(PhysicalSizeX="0,5" PhysicalSizeY="2,5E-1")"), (PixelSize{0.5, 0.25}));
  EXPECT_EQ(ome(R"(PhysicalSizeX="499,5" PhysicalSizeXUnit="nm" PhysicalSizeY="0,4995")"),
            (PixelSize{0.4995, 0.4995}));
}

TEST(PixelSize, OfAperioThatIsNoNumberIsSaid) {
  EXPECT_EQ(not_understood("Aperio Image Library|MPP = unknown|Left = 25"), "MPP = unknown");
  EXPECT_EQ(not_understood("Aperio Image Library|MPP = 0.499 um"), "MPP = 0.499 um");
  EXPECT_EQ(not_understood("Aperio Image Library|MPP = 0,499"), "");
}

TEST(ChannelsInDescription, AreThoseOfOmeXmlAndImageJ) {
  EXPECT_EQ(channels_in_description("<OME><Pixels SizeX=\"9\" SizeC=\"3\">"), 3);
  EXPECT_EQ(channels_in_description("ImageJ=1.53t\nimages=2\nchannels=2\nmode=composite\n"), 2);
  EXPECT_EQ(channels_in_description("<OME><Pixels SizeC=\"many\">"), 1);
  EXPECT_EQ(channels_in_description("channels=4"), 1);
  EXPECT_EQ(channels_in_description(""), 1);
}

TEST(PixelSize, KnowsTheUnitsOfImageJ) {
  EXPECT_EQ(imagej_unit_in_um("ImageJ=1.53t\nunit=micron\nmin=0.0"), 1);
  EXPECT_EQ(imagej_unit_in_um("ImageJ=1.53t\nunit=\\u00B5m\n"), 1);
  EXPECT_EQ(imagej_unit_in_um("ImageJ=1.53t\nunit=mm\n"), 1000);
  EXPECT_EQ(imagej_unit_in_um("ImageJ=1.53t\nunit=pixel\n"), std::nullopt);
  EXPECT_EQ(imagej_unit_in_um("ImageJ=1.53t\n"), std::nullopt);
  EXPECT_EQ(imagej_unit_in_um("\nunit=micron\n"), std::nullopt);
}

TEST(PixelSize, SaysAUnitOfImageJThatIsNoLength) {
  EXPECT_EQ(imagej_unknown_unit("ImageJ=1.53t\nunit=furlong\n"), "furlong");
  EXPECT_EQ(imagej_unknown_unit("ImageJ=1.53t\nunit=pixel\n"), "");
  EXPECT_EQ(imagej_unknown_unit("ImageJ=1.53t\nunit=\n"), "");
  EXPECT_EQ(imagej_unknown_unit("ImageJ=1.53t\nunit=mm\n"), "");
  EXPECT_EQ(imagej_unknown_unit("unit=furlong\n"), "");
}

TEST(PixelSize, OfTheCaseWithACommaIsTheFiles) {
  const auto path = std::filesystem::path(MSMV_SOURCE_DIR) / "../shared/cases/aperio_mpp_comma.tif";
  if (!std::filesystem::exists(path)) {
    GTEST_SKIP() << "no " << path;
  }
  const Photo photo = read(path, {});
  EXPECT_EQ(photo.um_per_px, (PixelSize{0.499, 0.499}));
  EXPECT_EQ(photo.um_per_px_source, PixelSizeSource::file);
}

}  // namespace
}  // namespace msmv::image
