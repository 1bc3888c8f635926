#include "msmv/view/open_pictures.h"

#include <gtest/gtest.h>

#include "msmv/values/errors.h"
#include "view/small_run.h"

namespace msmv::view {
namespace {

TEST(OpenPictures, TheLastEightStayOpen) {
  const testing::TemporaryFolder folder;
  for (int i = 0; i < 9; ++i) {
    write_ramp(folder / (std::to_string(i) + ".png"), 20, 10);
  }
  OpenPictures pictures;
  const auto first = pictures.open(folder / "0.png");
  for (int i = 1; i < 8; ++i) {
    pictures.open(folder / (std::to_string(i) + ".png"));
  }
  EXPECT_EQ(pictures.open(folder / "0.png"), first);
  const auto second = pictures.open(folder / "1.png");
  EXPECT_EQ(second.use_count(), 2);  // held here and there
  pictures.open(folder / "0.png");
  pictures.open(folder / "8.png");  // of the nine, 2 was looked at longest ago
  EXPECT_EQ(second.use_count(), 2);
  for (int i = 2; i < 8; ++i) {
    pictures.open(folder / (std::to_string(i) + ".png"));
  }
  EXPECT_EQ(second.use_count(), 1);
}

TEST(OpenPictures, ADamagedPictureIsAnInputError) {
  const testing::TemporaryFolder folder;
  write_text(folder / "a.png", "no picture");
  OpenPictures pictures;
  EXPECT_THROW(pictures.open(folder / "a.png"), InputError);
}

}  // namespace
}  // namespace msmv::view
