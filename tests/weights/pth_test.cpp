#include "msmv/weights/pth.h"

#include "golden/read.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::weights {
namespace {

std::string fault_of_pth(const std::string& bytes) {
  try {
    parse_pth(std::as_bytes(std::span(bytes)), "file");
  } catch (const InputError& error) {
    return error.fault();
  }
  return "no fault";
}

// tools/golden/make_pth.py holds a table of 0, 0.5, ..., 2.5 in every type and order.
TEST(Pth, ReadsWhatTorchSaved) {
  const std::string bytes = testing::read_file(golden::path("state_dict.pth"));
  const Stored stored = parse_pth(std::as_bytes(std::span(bytes)), "file");
  EXPECT_EQ(stored.views.at("bn.num_batches_tracked").dtype, DType::i64);
  EXPECT_EQ(stored.views.at("bn.num_batches_tracked").shape, Shape{});
  EXPECT_EQ(stored.views.at("half").dtype, DType::f16);

  TensorViews floats = stored.views;
  floats.erase("bn.num_batches_tracked");
  const Tensors tensors = decode(floats, "file");
  const Tensor table{.shape = {2, 3}, .values = {0, 0.5F, 1, 1.5F, 2, 2.5F}};
  for (const char* name : {"float", "double", "half", "bfloat16"}) {
    EXPECT_EQ(tensors.at(name), table) << name;
  }
  EXPECT_EQ(tensors.at("transposed"),
            (Tensor{.shape = {3, 2}, .values = {0, 1.5F, 0.5F, 2, 1, 2.5F}}));
  EXPECT_EQ(tensors.at("row"), (Tensor{.shape = {3}, .values = {1.5F, 2, 2.5F}}));
  EXPECT_EQ(tensors.at("every_second"), (Tensor{.shape = {3}, .values = {0.5F, 1.5F, 2.5F}}));
  EXPECT_EQ(tensors.at("scalar"), (Tensor{.shape = {}, .values = {2.5F}}));
  EXPECT_EQ(tensors.at("empty"), (Tensor{.shape = {0, 3}, .values = {}}));
}

TEST(Pth, FindsTheStateDictOfACheckpoint) {
  const std::string bytes = testing::read_file(golden::path("checkpoint.pth"));
  const Tensors tensors = decode(parse_pth(std::as_bytes(std::span(bytes)), "file").views, "file");
  EXPECT_EQ(tensors.at("weight"), (Tensor{.shape = {1, 2}, .values = {1, 2}}));
  EXPECT_EQ(tensors.at("bias"), (Tensor{.shape = {1}, .values = {3}}));
}

TEST(Pth, RefusesObjectsAndScripts) {
  EXPECT_EQ(
      fault_of_pth(testing::read_file(golden::path("whole_module.pth"))),
      "data.pkl: asks for \"torch.nn.modules.linear.Linear\", which is no part of a state dict");
  EXPECT_EQ(fault_of_pth(testing::read_file(golden::path("torchscript.pth"))),
            "a TorchScript archive, not a state dict");
}

TEST(Pth, CutAnywhereItIsRefused) {
  const std::string whole = testing::read_file(golden::path("checkpoint.pth"));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_NE(fault_of_pth(whole.substr(0, size)), "no fault") << size;
  }
  EXPECT_EQ(fault_of_pth(whole.substr(0, whole.size() / 2)),
            "truncated or broken: no zip archive can be read from it");
}

// Any one byte wrong: refused, or read without harm.
TEST(Pth, SurvivesEveryFlippedByte) {
  std::string bytes = testing::read_file(golden::path("checkpoint.pth"));
  for (char& byte : bytes) {
    byte = static_cast<char>(~byte);
    EXPECT_NO_FATAL_FAILURE(fault_of_pth(bytes));
    byte = static_cast<char>(~byte);
  }
}

TEST(Pth, NoticesAChangedWeightByItsChecksum) {
  std::string bytes = testing::read_file(golden::path("checkpoint.pth"));
  const std::string three("\x00\x00\x40\x40", 4);  // the bias, 3.0
  const std::size_t place = bytes.find(three);
  ASSERT_NE(place, std::string::npos);
  bytes[place] = 1;
  EXPECT_EQ(fault_of_pth(bytes), "entry \"checkpoint/data/1\": can't be read");
}

}  // namespace
}  // namespace msmv::weights
