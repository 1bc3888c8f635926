#include "msmv/image/file_bytes.h"

#include <sys/stat.h>

#include "image/pictures.h"

namespace msmv::image {
namespace {

using testing::fault_of;
using testing::TemporaryFolder;

TEST(OpenFile, ReadsTheFirstBytesOrAll) {
  const TemporaryFolder folder;
  files::write_atomically(folder / "a", "abcdef");
  const OpenFile file(folder / "a");
  EXPECT_EQ(file.size(), 6U);
  EXPECT_EQ(file.first_bytes(2), (std::vector<std::uint8_t>{'a', 'b'}));
  EXPECT_EQ(file.first_bytes(100).size(), 6U);
}

TEST(OpenFile, SaysWhatIsNoImageFile) {
  const TemporaryFolder folder;
  files::write_atomically(folder / "empty", "");
  ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
  const auto fault = [&](const std::filesystem::path& path) {
    return fault_of([&] { OpenFile file(path); });
  };
  EXPECT_EQ(fault(folder / "none"), "can't be read: No such file or directory");
  EXPECT_EQ(fault(folder.path()), "is a folder: expected an image file");
  EXPECT_EQ(fault(folder / "pipe"), "is no regular file: expected an image file");
  EXPECT_EQ(fault(folder / "empty"), "is empty: expected an image file");
}

TEST(OpenFile, NoticesThatTheFileBecameShorter) {
  const TemporaryFolder folder;
  files::write_atomically(folder / "a", "abcdef");
  const OpenFile file(folder / "a");
  std::filesystem::resize_file(folder / "a", 3);
  EXPECT_EQ(fault_of([&] { file.first_bytes(6); }), "became shorter while it was read");
}

TEST(UntrustedBytes, ReadsBothByteOrders) {
  const std::filesystem::path path = "x";
  const std::vector<std::uint8_t> content = {1, 2, 3, 4, 5, 6, 7, 8};
  const UntrustedBytes bytes(path, content);
  EXPECT_EQ(bytes.u8(7, ""), 8);
  EXPECT_EQ(bytes.u16_big(0, ""), 0x0102);
  EXPECT_EQ(bytes.u16_little(0, ""), 0x0201);
  EXPECT_EQ(bytes.u32_big(1, ""), 0x02030405U);
  EXPECT_EQ(bytes.u32_little(1, ""), 0x05040302U);
  EXPECT_EQ(bytes.u64_big(0, ""), 0x0102030405060708U);
}

TEST(UntrustedBytes, NamesWhatIsMissing) {
  const std::filesystem::path path = "x";
  const std::vector<std::uint8_t> content = {1, 2, 3, 4};
  const UntrustedBytes bytes(path, content);
  EXPECT_EQ(fault_of([&] { bytes.u32_big(1, "a chunk"); }),
            "is truncated: a chunk needs 4 bytes from byte 1, the file has 4");
  EXPECT_EQ(fault_of([&] { bytes.span(5, 0, "a chunk"); }),
            "is truncated: a chunk needs 0 bytes from byte 5, the file has 4");
  EXPECT_NE(fault_of([&] { bytes.span(2, ~0ULL, "a chunk"); }), "");
  EXPECT_TRUE(bytes.starts_with(2, "\x03\x04"));
  EXPECT_FALSE(bytes.starts_with(2, "\x03\x04\x05"));
  EXPECT_FALSE(bytes.starts_with(9, ""));
}

}  // namespace
}  // namespace msmv::image
