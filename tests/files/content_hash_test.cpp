#include "msmv/files/content_hash.h"

#include "msmv/files/atomic_file.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::files {
namespace {

// XXH3 128 of the empty input with seed 0, from the xxHash reference implementation.
TEST(ContentHash, EqualsTheReferenceOnTheEmptyInput) {
  EXPECT_EQ(content_hash(""), "99aa06d3014798d86001c324468d497f");
}

TEST(ContentHash, OfAFileEqualsThatOfItsBytes) {
  testing::TemporaryFolder folder;
  const std::string text(200'000, 'x');
  write_atomically(folder / "a", text);
  EXPECT_EQ(content_hash_of_file(folder / "a"), content_hash(text));
  EXPECT_NE(content_hash(text), content_hash(text + "x"));
  EXPECT_THROW(content_hash_of_file(folder / "b"), InputError);
}

}  // namespace
}  // namespace msmv::files
