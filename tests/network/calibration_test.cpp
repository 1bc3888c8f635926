#include "msmv/network/calibration.h"

#include <gtest/gtest.h>

namespace msmv {
namespace {

using engine::Precision;
using engine::Processor;

const Processor kAvx2{.instructions = "AVX2", .has_avx2 = true};
const Processor kVnni{.instructions = "AVX-512 with VNNI",
                      .has_avx2 = true,
                      .has_avx512 = true,
                      .has_int8_dot = true};
const Processor kBf16{.instructions = "AVX-512 with BF16",
                      .has_avx2 = true,
                      .has_avx512 = true,
                      .has_bf16 = true,
                      .has_int8_dot = true};

Validation validated(Precision precision, const Processor& on, int fields, int same_class) {
  return {.precision = precision,
          .instructions = on.instructions,
          .exact_pair_sums = on.has_int8_dot,
          .fields = fields,
          .same_class = same_class};
}

Precision fastest(const std::vector<Validation>& validations, const Processor& on) {
  return fastest_validated({.validations = validations}, on);
}

TEST(FastestValidated, Needs99Of100) {
  EXPECT_EQ(fastest({}, kVnni), Precision::fp32);
  EXPECT_EQ(fastest({validated(Precision::int8, kVnni, 100, 99)}, kVnni), Precision::int8);
  EXPECT_EQ(fastest({validated(Precision::int8, kVnni, 100, 98)}, kVnni), Precision::fp32);
  EXPECT_EQ(fastest({validated(Precision::int8, kVnni, 99, 99)}, kVnni), Precision::fp32);
  EXPECT_EQ(fastest({validated(Precision::int8, kVnni, 268, 265)}, kVnni), Precision::fp32);
}

TEST(FastestValidated, CountsOnlyWhatThisProcessorDoesAsWellOrBetter) {
  const auto coarse = validated(Precision::int8, kAvx2, 200, 200);
  const auto fine = validated(Precision::int8, kVnni, 200, 200);
  EXPECT_EQ(fastest({coarse}, kAvx2), Precision::int8);
  EXPECT_EQ(fastest({coarse}, kVnni), Precision::int8);
  EXPECT_EQ(fastest({fine}, kAvx2), Precision::fp32);
}

TEST(FastestValidated, PrefersInt8ThenBf16) {
  const auto bf16 = validated(Precision::bf16, kBf16, 200, 200);
  const auto int8 = validated(Precision::int8, kBf16, 200, 200);
  EXPECT_EQ(fastest({bf16}, kBf16), Precision::bf16);
  EXPECT_EQ(fastest({bf16}, kVnni), Precision::fp32);  // which has no bf16
  EXPECT_EQ(fastest({int8, bf16}, kBf16), Precision::int8);
}

TEST(FastestValidated, CountsACudaDeviceForCudaDevicesAlone) {
  const auto here = validated(Precision::bf16, kBf16, 200, 200);
  const auto there = validated(Precision::bf16, cuda_arithmetic(), 200, 200);
  EXPECT_EQ(fastest({there}, cuda_arithmetic()), Precision::bf16);
  EXPECT_EQ(fastest({here}, cuda_arithmetic()), Precision::fp32);
  EXPECT_EQ(fastest({there}, kBf16), Precision::fp32);
  EXPECT_EQ(fastest({validated(Precision::bf16, cuda_arithmetic(), 200, 190)}, cuda_arithmetic()),
            Precision::fp32);
}

TEST(Calibration, ComesBackFromJson) {
  Calibration calibration{.activation_ranges = {{"shared.conv1", 1.5F}}, .fields = 32};
  calibration.images = "train of m.csv";
  calibration.add(validated(Precision::int8, kAvx2, 1, 1));
  calibration.add(validated(Precision::int8, kVnni, 2, 2));
  calibration.add(validated(Precision::int8, kAvx2, 3, 2));
  const Json json = to_json(calibration);
  const Calibration back = calibration_of(json);
  EXPECT_EQ(back.activation_ranges, calibration.activation_ranges);
  EXPECT_EQ(back.fields, 32);
  EXPECT_EQ(back.images, "train of m.csv");
  ASSERT_EQ(back.validations.size(), 2U);  // the third took the place of the first
  EXPECT_EQ(back.validations[1].fields, 3);
  EXPECT_EQ(to_json(back), json);
}

TEST(Calibration, SaysWhatItCannotRead) {
  const auto fault = [](const char* text) {
    try {
      calibration_of(Json::parse(text));
    } catch (const InputError& error) {
      return error.fault();
    }
    return std::string("none");
  };
  EXPECT_EQ(fault(R"({"activation_ranges": [1]})"),
            "calibration.activation_ranges: wrong type, got [1]");
  EXPECT_EQ(fault(R"({"activation_ranges": {"a": -1}})"),
            "calibration.activation_ranges.a: -1 is not between 1e-30 and 1e+30");
  EXPECT_EQ(fault(R"({"validations": [{"precision": "fp8"}]})"),
            "calibration.validations.precision: \"fp8\" is none of fp32, bf16, int8");
  EXPECT_EQ(fault(R"({"other": 1})"), "calibration: unknown or of a wrong type: \"other\"");
}

}  // namespace
}  // namespace msmv
