#include "msmv/dataset/slide_list.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::dataset {
namespace {

using testing::TemporaryFolder;

std::vector<std::string> listed(const std::vector<std::string>& arguments,
                                const std::string& input = "") {
  std::istringstream stream(input);
  std::vector<std::string> names;
  for (const Sample& slide : list_slides(arguments, stream)) {
    names.push_back(slide.path.lexically_normal().string());
  }
  return names;
}

void touch(const std::filesystem::path& path) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path) << "x";
}

TEST(ListSlides, FindsThoseOfAFolderInOrder) {
  const TemporaryFolder folder;
  for (const char* name : {"s10.svs", "s2.NDPI", "sub/a.mrxs", "sub/a/Data0001.dat", "note.txt",
                           "heat.png", ".hidden.svs", "b.tif"}) {
    touch(folder / name);
  }
  const std::string at = folder.path().string();
  EXPECT_EQ(listed({at}), (std::vector<std::string>{at + "/b.tif", at + "/s2.NDPI", at + "/s10.svs",
                                                    at + "/sub/a.mrxs"}));
}

TEST(ListSlides, TakesTablesAndLists) {
  const TemporaryFolder folder;
  const std::string at = folder.path().string();
  std::ofstream(folder / "t.csv") << "wsi,mpp\nb.svs,0.25\nsub/a.svs,0.5\n";
  std::ofstream(folder / "l.txt") << "\xEF\xBB\xBF"
                                  << "b.svs\r\n\nc.svs\n";  // as Windows' editor has it
  EXPECT_EQ(listed({at + "/t.csv", at + "/l.txt"}),
            (std::vector<std::string>{at + "/b.svs", at + "/c.svs", at + "/sub/a.svs"}));
  EXPECT_EQ(listed({"-"}, "x.svs\ny.svs\n"), (std::vector<std::string>{"x.svs", "y.svs"}));
}

TEST(ListSlides, NamesEachOnce) {
  EXPECT_EQ(listed({"a.svs", "./a.svs", "b.svs"}), (std::vector<std::string>{"a.svs", "b.svs"}));
}

TEST(ListSlides, SaysWhatIsWrong) {
  const TemporaryFolder folder;
  const std::string at = folder.path().string();
  std::ofstream(folder / "t.csv") << "name\nb.svs\n";
  std::ofstream(folder / "e.csv") << "wsi\n";
  std::ofstream(folder / "l.txt") << "\n";
  std::filesystem::create_directory(folder / "empty");
  EXPECT_THROW(listed({at + "/empty"}), InputError);
  try {
    listed({at + "/t.csv"});
    ADD_FAILURE() << "has no column of slides";
  } catch (const InputError& error) {
    EXPECT_EQ(error.fault(), "has no column \"wsi\", \"slide\" or \"file\"");
  }
  EXPECT_THROW(listed({at + "/e.csv"}), InputError);
  EXPECT_THROW(listed({at + "/l.txt"}), InputError);
  EXPECT_THROW(listed({at + "/none.txt"}), InputError);
}

}  // namespace
}  // namespace msmv::dataset
