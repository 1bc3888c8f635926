#include "msmv/weights/storage.h"

#include <array>
#include <limits>
#include <numeric>

#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::weights {
namespace {

template <class T>
TensorView view(DType dtype, const Shape& shape, const T& elements) {
  return {.dtype = dtype, .shape = shape, .bytes = std::as_bytes(std::span(elements))};
}

std::string fault_of(const TensorViews& views) {
  try {
    decode(views, "file");
  } catch (const InputError& error) {
    return error.what();
  }
  return "no fault";
}

TEST(Storage, DecodesEachFloatingType) {
  const std::array<float, 2> f32 = {1.5F, -2.0F};
  const std::array<double, 2> f64 = {1.5, -2.0};
  const std::array<std::uint16_t, 2> f16 = {0x3E00, 0xC000};
  const std::array<std::uint16_t, 2> bf16 = {0x3FC0, 0xC000};
  for (const Tensors& tensors : {decode({{"a", view(DType::f32, {2}, f32)}}, ""),
                                 decode({{"a", view(DType::f64, {2}, f64)}}, ""),
                                 decode({{"a", view(DType::f16, {2}, f16)}}, ""),
                                 decode({{"a", view(DType::bf16, {2}, bf16)}}, "")}) {
    EXPECT_EQ(tensors.at("a"), (Tensor{.shape = {2}, .values = {1.5F, -2.0F}}));
  }
}

TEST(Storage, DecodesEightBitsWithTheirScales) {
  const std::array<std::int8_t, 4> ours = {1, -2, 3, -128};
  const std::array<float, 2> scales = {0.5F, 2.0F};
  EXPECT_EQ(
      decode({{"a.q8", view(DType::i8, {2, 2}, ours)}, {"a.scale", view(DType::f32, {2}, scales)}},
             "")
          .at("a"),
      (Tensor{.shape = {2, 2}, .values = {0.5F, -1.0F, 6.0F, -256.0F}}));
  const std::array<std::uint8_t, 2> foreign = {0, 255};
  const std::array<float, 2> scale_and_zero = {0.5F, 128.0F};
  EXPECT_EQ(decode({{"a.q", view(DType::u8, {2}, foreign)},
                    {"a.scale_zp", view(DType::f32, {2}, scale_and_zero)}},
                   "")
                .at("a"),
            (Tensor{.shape = {2}, .values = {-64.0F, 63.5F}}));
}

TEST(Storage, ATensorMayBeNamedScale) {
  const std::array<float, 1> one = {1.0F};
  EXPECT_TRUE(decode({{"a.scale", view(DType::f32, {1}, one)}}, "").contains("a.scale"));
}

TEST(Storage, NamesTheTensorThatCannotBeDecoded) {
  const std::array<std::int8_t, 2> bytes = {1, 2};
  const std::array<float, 2> floats = {1, 2};
  EXPECT_EQ(fault_of({{"a", view(DType::i8, {2}, bytes)}}),
            "file: tensor \"a\": values of type I8, not floating point");
  EXPECT_EQ(fault_of({{"a.q8", view(DType::i8, {2}, bytes)}}),
            "file: tensor \"a.scale\": missing beside its 8-bit values");
  EXPECT_EQ(fault_of({{"a.q8", view(DType::i8, {1, 2}, bytes)},
                      {"a.scale", view(DType::f32, {2}, floats)}}),
            "file: tensor \"a.scale\": expected F32 [1], got F32 [2]");
  EXPECT_EQ(fault_of({{"a.q8", view(DType::i8, {}, std::span(bytes).first(1))}}),
            "file: tensor \"a.q8\": 8-bit values without channels");
  EXPECT_EQ(fault_of({{"a", view(DType::f32, {2}, floats)},
                      {"a.q8", view(DType::i8, {2}, bytes)},
                      {"a.scale", view(DType::f32, {2}, floats)}}),
            "file: tensor \"a\": stored in two forms");
}

TEST(Storage, StoresMatricesSmallerAndVectorsAsTheyAre) {
  const Tensors tensors = {{"w", {.shape = {1, 2}, .values = {1.0F, 0.3F}}},
                           {"b", {.shape = {2}, .values = {0.1F, 0.2F}}}};
  struct Case {
    Storage storage;
    float expected;  // of 0.3
  };
  for (const auto& [storage, expected] :
       {Case{Storage::f32, 0.3F}, Case{Storage::f16, 0x1.334p-2F}, Case{Storage::bf16, 0x1.34p-2F},
        Case{Storage::q8, 38.0F / 127.0F}}) {
    const Stored stored = store(tensors, storage, "file");
    EXPECT_EQ(storage_of(stored.views), storage);
    const Tensors back = decode(stored.views, "file");
    EXPECT_EQ(back.at("b"), tensors.at("b"));
    EXPECT_FLOAT_EQ(back.at("w").values[0], 1.0F);
    EXPECT_FLOAT_EQ(back.at("w").values[1], expected) << enum_name(storage);
  }
}

TEST(Storage, RefusesValuesThatDoNotFit) {
  const auto fault = [](float value, Storage storage) -> std::string {
    try {
      store({{"w", {.shape = {1, 1}, .values = {value}}}}, storage, "file");
    } catch (const InputError& error) {
      return error.what();
    }
    return "no fault";
  };
  EXPECT_EQ(fault(70000.0F, Storage::f16),
            "file: tensor \"w\": 70000.000000 is beyond F16's largest, 65504");
  EXPECT_EQ(fault(70000.0F, Storage::bf16), "no fault");
  EXPECT_EQ(fault(std::numeric_limits<float>::quiet_NaN(), Storage::q8),
            "file: tensor \"w\": has values that are not finite");
}

// What ../shared/tools/decode_weights.py (Python 3.11) makes of the same file: first and last value
// bit for bit, and the sum of all in double.
TEST(Storage, DecodesTheSharedWeightsAsTheirOwnToolDoes) {
  MSMV_NEEDS_SHARED();
  const auto path = testing::shared_folder() / "weights" / "resnet50_imagenet_u8.safetensors";
  const Tensors tensors = decode(read_safetensors(path).tensors, path);
  EXPECT_EQ(tensors.size(), 267U);
  const Tensor& convolution = tensors.at("layer4.2.conv2.weight");
  EXPECT_EQ(convolution.shape, (Shape{512, 512, 3, 3}));
  EXPECT_EQ(convolution.values.front(), 0x1.3a8eacp-7F);
  EXPECT_EQ(convolution.values.back(), 0x1.1b1ap-6F);
  EXPECT_NEAR(std::accumulate(convolution.values.begin(), convolution.values.end(), 0.0),
              -2484.8759580091573, 1e-9);
  const Tensor& classifier = tensors.at("fc.weight");
  EXPECT_EQ(classifier.values.front(), 0x1.807e9p-7F);
  EXPECT_EQ(classifier.values.back(), 0x1.c093a8p-6F);
  EXPECT_NEAR(std::accumulate(classifier.values.begin(), classifier.values.end(), 0.0),
              7.0911553502082825, 1e-9);
}

}  // namespace
}  // namespace msmv::weights
