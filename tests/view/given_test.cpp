#include "msmv/view/given.h"

#include <gtest/gtest.h>

#include "msmv/values/errors.h"
#include "view/small_run.h"

namespace msmv::view {
namespace {

namespace fs = std::filesystem;

class GivenFolder : public ::testing::Test {
 protected:
  GivenFolder() {
    write_text(folder_ / "in/a.png", "a");
    write_text(folder_ / "in/deep/b.png", "b");
    write_text(folder_ / "in2/c.png", "c");
    write_text(folder_ / "secret.png", "s");
    fs::create_symlink(folder_ / "secret.png", folder_ / "in/link.png");
    fs::create_symlink(folder_ / "in2", folder_ / "in/deep/folder");
    fs::create_symlink(folder_ / "in/a.png", folder_ / "in/inner.png");
  }

  bool lets(const std::string& path) const { return given().inside(folder_ / path).has_value(); }
  Given given() const { return Given(std::vector{(folder_ / "in").string()}); }

  testing::TemporaryFolder folder_;
};

TEST_F(GivenFolder, IsAllThatIsOpened) {
  EXPECT_TRUE(lets("in/a.png"));
  EXPECT_TRUE(lets("in/deep/b.png"));
  EXPECT_TRUE(lets("in/deep/../a.png"));
  EXPECT_TRUE(lets("in/inner.png"));
  EXPECT_FALSE(lets("secret.png"));
  EXPECT_FALSE(lets("in/../secret.png"));
  EXPECT_FALSE(lets("in2/c.png"));    // a name that begins alike is another folder
  EXPECT_FALSE(lets("in/link.png"));  // a link out of it
  EXPECT_FALSE(lets("in/deep/folder/c.png"));
  EXPECT_FALSE(lets("in/deep"));  // no file
  EXPECT_FALSE(lets("in/none.png"));
}

TEST_F(GivenFolder, FindsWhatATableNames) {
  const fs::path table = folder_ / "in/deep/classes.csv";
  const fs::path a = fs::canonical(folder_ / "in/a.png"),
                 b = fs::canonical(folder_ / "in/deep/b.png");
  EXPECT_EQ(given().find("a.png", table), a);
  EXPECT_EQ(given().find("b.png", table), b);
  EXPECT_EQ(given().find("/elsewhere/in/deep/b.png", table), b);
  EXPECT_EQ(given().find((folder_ / "in/a.png").string(), table), a);
  EXPECT_FALSE(given().find("/elsewhere/out/b.png", table));
  EXPECT_FALSE(given().find("../secret.png", table));
  EXPECT_FALSE(given().find("in/../../secret.png", table));
  EXPECT_FALSE(given().find("link.png", table));
  EXPECT_FALSE(given().find((folder_ / "secret.png").string(), table));
}

TEST_F(GivenFolder, AFileIsGivenAlone) {
  const Given given(std::vector{(folder_ / "in/a.png").string()});
  EXPECT_TRUE(given.inside(folder_ / "in/a.png"));
  EXPECT_FALSE(given.inside(folder_ / "in/deep/b.png"));
}

TEST_F(GivenFolder, MustBeThere) {
  EXPECT_THROW(Given(std::vector{(folder_ / "none").string()}), InputError);
}

}  // namespace
}  // namespace msmv::view
