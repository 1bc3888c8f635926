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
  const std::array<std::uint8_t, 4> values = {1, 0, 255, 128};
  const std::array<float, 2> for_all = {0.5F, 128.0F};
  EXPECT_EQ(decode({{"a.q", view(DType::u8, {2, 2}, values)},
                    {"a.scale_zp", view(DType::f32, {2}, for_all)}},
                   ""),
            (Tensors{{"a", {.shape = {2, 2}, .values = {-63.5F, -64.0F, 63.5F, 0.0F}}}}));
  const std::array<float, 4> each = {0.5F, 0.0F, 2.0F, 127.0F};
  EXPECT_EQ(decode({{"a.q", view(DType::u8, {2, 2}, values)},
                    {"a.scale_zp", view(DType::f32, {2, 2}, each)}},
                   ""),
            (Tensors{{"a", {.shape = {2, 2}, .values = {0.5F, 0.0F, 256.0F, 2.0F}}}}));
}

TEST(Storage, ATensorMayBeNamedLikeAScale) {
  const std::array<float, 1> one = {1.0F};
  EXPECT_TRUE(decode({{"a.scale_zp", view(DType::f32, {1}, one)}}, "").contains("a.scale_zp"));
}

TEST(Storage, NamesTheTensorThatCannotBeDecoded) {
  const std::array<std::uint8_t, 2> bytes = {1, 2};
  const std::array<float, 2> floats = {1, 2};
  EXPECT_EQ(fault_of({{"a", view(DType::i8, {2}, bytes)}}),
            "file: tensor \"a\": values of type I8, not floating point");
  EXPECT_EQ(fault_of({{"a.q", view(DType::u8, {2}, bytes)}}),
            "file: tensor \"a.scale_zp\": missing beside its 8-bit values");
  EXPECT_EQ(fault_of({{"a.q", view(DType::u8, {2}, bytes)},
                      {"a.scale_zp", view(DType::f32, {1, 2}, floats)}}),
            "file: tensor \"a.scale_zp\": pairs of F32 wanted, one for all or one a channel, got "
            "F32 [1, 2]");
  EXPECT_EQ(fault_of({{"a", view(DType::f32, {2}, floats)},
                      {"a.q", view(DType::u8, {2}, bytes)},
                      {"a.scale_zp", view(DType::f32, {2}, floats)}}),
            "file: tensor \"a\": stored in two forms");
}

// A matrix of 40,000 values 1 and 0.3; smaller ones and vectors stay as they are.
TEST(Storage, StoresLargeTensorsSmaller) {
  Tensor large{.shape = {1, 40000}, .values = std::vector<float>(40000, 0.3F)};
  large.values[0] = 1;
  const Tensors tensors = {
      {"large", large},
      {"small", {.shape = {1, 1}, .values = {0.3F}}},
      {"vector", {.shape = {50000}, .values = std::vector<float>(50000, 0.3F)}}};
  struct Case {
    Storage storage;
    float expected;  // of 0.3
    std::size_t bytes;
  };
  for (const auto& [storage, expected, bytes] :
       {Case{Storage::f32, 0.3F, 160000}, Case{Storage::f16, 0x1.334p-2F, 80000},
        Case{Storage::bf16, 0x1.34p-2F, 80000}, Case{Storage::q8, 76.0F / 255.0F, 40000 + 8}}) {
    const Stored stored = store(tensors, storage, "file");
    EXPECT_EQ(storage_of(stored.views), storage);
    std::size_t stored_bytes = 0;
    for (const auto& [name, each] : stored.views) {
      stored_bytes += name.starts_with("large") ? each.bytes.size() : 0;
    }
    EXPECT_EQ(stored_bytes, bytes);
    const Tensors back = decode(stored.views, "file");
    EXPECT_EQ(back.at("small"), tensors.at("small"));
    EXPECT_EQ(back.at("vector"), tensors.at("vector"));
    EXPECT_FLOAT_EQ(back.at("large").values[0], 1.0F);
    EXPECT_FLOAT_EQ(back.at("large").values[1], expected) << enum_name(storage);
  }
}

TEST(Storage, RefusesValuesThatDoNotFit) {
  const auto fault = [](float value, Storage storage) -> std::string {
    const Tensor tensor{.shape = {1, 40000}, .values = std::vector<float>(40000, value)};
    try {
      store({{"w", tensor}}, storage, "file");
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
  EXPECT_NO_THROW(store({{"b", {.shape = {1}, .values = {70000.0F}}}}, Storage::f16, "file"));
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
