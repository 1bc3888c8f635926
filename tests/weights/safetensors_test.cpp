#include "msmv/weights/safetensors.h"

#include <cstring>

#include "msmv/files/atomic_file.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::weights {
namespace {

using testing::read_file;
using testing::TemporaryFolder;

// The bytes of a file with this header and this much data.
std::string file_of(const std::string& header, std::size_t data_bytes) {
  const std::uint64_t size = header.size();
  std::string bytes(8, '\0');
  std::memcpy(bytes.data(), &size, 8);
  return bytes + header + std::string(data_bytes, '\x01');
}

std::string fault_of_file(const std::string& bytes) {
  try {
    parse_safetensors(std::as_bytes(std::span(bytes)), "file");
  } catch (const InputError& error) {
    return error.what();
  }
  return "no fault";
}

std::string tensor(const std::string& name, const std::string& shape, int begin, int end) {
  return "\"" + name + "\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":[" +
         std::to_string(begin) + "," + std::to_string(end) + "]}";
}

TEST(Safetensors, ReadsBackWhatItWrote) {
  TemporaryFolder folder;
  const Tensor weight{.shape = {2, 2}, .values = {1, 2, 3, 4}};
  const std::string text = "abc";
  write_safetensors(
      folder / "a",
      {{"weight", view_of(weight)},
       {"bytes", {.dtype = DType::u8, .shape = {3}, .bytes = std::as_bytes(std::span(text))}},
       {"none", {.dtype = DType::f64, .shape = {0, 5}, .bytes = {}}}},
      {{"key", "a \"value\"\n"}});

  const Safetensors read = read_safetensors(folder / "a");

  EXPECT_EQ(read.metadata, (Metadata{{"key", "a \"value\"\n"}}));
  ASSERT_EQ(read.tensors.size(), 3U);
  const TensorView& view = read.tensors.at("weight");
  EXPECT_EQ(view.dtype, DType::f32);
  EXPECT_EQ(view.shape, (Shape{2, 2}));
  ASSERT_EQ(view.bytes.size(), 16U);
  EXPECT_EQ(std::memcmp(view.bytes.data(), weight.values.data(), 16), 0);
  EXPECT_EQ(read.tensors.at("none").shape, (Shape{0, 5}));
  EXPECT_EQ(std::memcmp(read.tensors.at("bytes").bytes.data(), "abc", 3), 0);
}

// Worked out by hand from the format's description: size, JSON padded to 8 bytes, data with the
// 4-byte elements before the 1-byte ones.
TEST(Safetensors, WritesTheseBytes) {
  TemporaryFolder folder;
  const Tensor weight{.shape = {1}, .values = {1.0F}};
  const std::string text = "z";
  write_safetensors(
      folder / "a",
      {{"a", {.dtype = DType::u8, .shape = {1}, .bytes = std::as_bytes(std::span(text))}},
       {"b", view_of(weight)}},
      {{"k", "v"}});
  const std::string header = R"({"__metadata__":{"k":"v"},)"
                             R"("b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
                             R"("a":{"dtype":"U8","shape":[1],"data_offsets":[4,5]}})";
  const std::string padded = header + std::string((8 - header.size() % 8) % 8, ' ');
  EXPECT_EQ(read_file(folder / "a"), file_of(padded, 0) + std::string("\x00\x00\x80\x3fz", 5));
}

TEST(Safetensors, RefusesToWriteATensorThatIsNotItsShape) {
  TemporaryFolder folder;
  const std::string text = "abc";
  EXPECT_THROW(
      write_safetensors(
          folder / "a",
          {{"a", {.dtype = DType::u8, .shape = {4}, .bytes = std::as_bytes(std::span(text))}}}, {}),
      std::invalid_argument);
  EXPECT_FALSE(std::filesystem::exists(folder / "a"));
}

TEST(Safetensors, KnowsAFileThatIsNone) {
  EXPECT_EQ(fault_of_file(""), "file: empty file");
  EXPECT_EQ(fault_of_file("abc"), "file: not a safetensors file: only 3 bytes");
  EXPECT_EQ(fault_of_file("\x89PNG\r\n\x1a\n1234"),
            "file: not a safetensors file: a header of 727905341920923785 bytes");
  EXPECT_EQ(fault_of_file(file_of(" {}", 0)),
            "file: not a safetensors file: its header does not begin with {");
}

TEST(Safetensors, KnowsATruncatedFile) {
  const std::string whole = file_of("{" + tensor("a", "[2]", 0, 8) + "}", 8);
  EXPECT_EQ(fault_of_file(whole), "no fault");
  EXPECT_EQ(fault_of_file(whole.substr(0, 40)),
            "file: truncated: a header of 54 bytes in a file of 40 bytes");
  EXPECT_EQ(fault_of_file(whole.substr(0, whole.size() - 1)),
            "file: truncated: 8 bytes of tensors, 7 in the file");
  // Cut anywhere, it is refused.
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_NE(fault_of_file(whole.substr(0, size)), "no fault") << size;
  }
}

TEST(Safetensors, EveryByteBelongsToOneTensor) {
  EXPECT_EQ(fault_of_file(file_of("{" + tensor("a", "[1]", 0, 4) + "}", 5)),
            "file: 1 byte after the last tensor");
  EXPECT_EQ(fault_of_file(file_of("{" + tensor("a", "[1]", 4, 8) + "}", 8)),
            "file: tensor \"a\": begins at 4, where the one before it ends at 0 (hole)");
  EXPECT_EQ(fault_of_file(
                file_of("{" + tensor("a", "[2]", 0, 8) + "," + tensor("b", "[1]", 4, 8) + "}", 8)),
            "file: tensor \"b\": begins at 4, where the one before it ends at 8 (overlap)");
  EXPECT_EQ(fault_of_file(
                file_of("{" + tensor("a", "[1]", 0, 4) + "," + tensor("b", "[1]", 0, 4) + "}", 4)),
            "file: tensor \"b\": begins at 0, where the one before it ends at 4 (overlap)");
}

TEST(Safetensors, SizesFitShapes) {
  EXPECT_EQ(fault_of_file(file_of("{" + tensor("a", "[3]", 0, 8) + "}", 8)),
            "file: tensor \"a\": [3] of F32 needs 12 bytes, its offsets span 8");
  EXPECT_EQ(fault_of_file(file_of("{" + tensor("a", "[1]", 8, 4) + "}", 8)),
            "file: tensor \"a\": ends at 4, before its begin at 8");
  EXPECT_EQ(fault_of_file(file_of("{" + tensor("a", "[4611686018427387904,4]", 0, 0) + "}", 0)),
            "file: tensor \"a\": more bytes than 64 bits count");
}

TEST(Safetensors, MapsTheSharedWeights) {
  MSMV_NEEDS_SHARED();
  const Safetensors read =
      read_safetensors(testing::shared_folder() / "weights" / "resnet50_imagenet_u8.safetensors");
  EXPECT_EQ(read.tensors.size(), 320U);
  EXPECT_EQ(read.tensors.at("conv1.weight").shape, (Shape{64, 3, 7, 7}));
  EXPECT_EQ(read.tensors.at("fc.weight.q").dtype, DType::u8);
  EXPECT_EQ(read.metadata.at("arch"), "resnet50 (torchvision v1.5 layout)");
}

}  // namespace
}  // namespace msmv::weights
