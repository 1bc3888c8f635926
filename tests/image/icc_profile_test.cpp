#include "msmv/image/icc_profile.h"

#include "image/profiles.h"

namespace msmv::image {
namespace {

using testing::as_bytes;
using testing::fault_of;

std::string fault_in(const std::string& profile) {
  return fault_of([&] { require_whole_profile("p.tif", as_bytes(profile)); });
}

std::string with(std::string profile, std::size_t at, const std::string& bytes) {
  return profile.replace(at, bytes.size(), bytes);
}

TEST(IccProfile, SaysItsColours) {
  const auto colours_of = [](const std::string& profile) {
    return require_whole_profile("p.tif", as_bytes(profile));
  };
  EXPECT_EQ(colours_of(testing::adobe_rgb()), IccColours::rgb);
  EXPECT_EQ(colours_of(testing::gray_profile(2.2)), IccColours::gray);
  EXPECT_EQ(colours_of(testing::cmyk_profile()), IccColours::cmyk);
  EXPECT_EQ(colours_of(testing::adobe_rgb() + "padding"), IccColours::rgb);
}

TEST(IccProfile, IsRefusedWhereItIsNotWhole) {
  const std::string whole = testing::adobe_rgb(), size = std::to_string(whole.size());
  for (const std::size_t bytes : {0U, 1U, 127U, 131U}) {
    EXPECT_EQ(fault_in(whole.substr(0, bytes)), "is damaged: its ICC profile can't be read");
  }
  EXPECT_EQ(fault_in(whole.substr(0, whole.size() - 1)), "is damaged: its ICC profile has " +
                                                             std::to_string(whole.size() - 1) +
                                                             " of " + size + " bytes");
  EXPECT_EQ(fault_in(with(whole, 36, "acsP")), "is damaged: its ICC profile can't be read");
  EXPECT_EQ(fault_in(with(whole, 0, std::string(4, '\0'))),
            "is damaged: its ICC profile has " + size + " of 0 bytes");
  EXPECT_EQ(fault_in(with(whole, 136, "\x7f\xff\xff\xff")).substr(0, 43),
            "is damaged: tag 1 of its ICC profile needs ");
  EXPECT_EQ(fault_in(with(whole, 128, "\x7f\xff\xff\xff")).substr(0, 11), "is damaged:");
}

TEST(IccProfile, IsRefusedWhereItDescribesNoDevice) {
  const std::string whole = testing::adobe_rgb();
  EXPECT_EQ(fault_in(with(whole, 12, "link")),
            "has an ICC profile of class \"link\": expected a device's (save it as sRGB)");
  EXPECT_EQ(fault_in(with(whole, 16, "Lab ")),
            "has an ICC profile of colours \"Lab \": expected gray, RGB or CMYK (save it as sRGB)");
}

TEST(IccProfile, IsInflatedAsFarAsItGoes) {
  const std::string text(200'000, 'a');
  std::string packed(compressBound(text.size()), '\0');
  uLongf size = packed.size();
  compress(reinterpret_cast<Bytef*>(packed.data()), &size,
           reinterpret_cast<const Bytef*>(text.data()), text.size());
  packed.resize(size);
  EXPECT_EQ(inflated_profile(as_bytes(packed)), IccProfile(text.begin(), text.end()));
  EXPECT_LT(inflated_profile(as_bytes(packed.substr(0, size / 2))).size(), text.size());
  EXPECT_TRUE(inflated_profile(as_bytes("no zlib")).empty());
  EXPECT_TRUE(inflated_profile({}).empty());
}

}  // namespace
}  // namespace msmv::image
