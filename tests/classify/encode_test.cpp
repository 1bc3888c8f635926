#include "msmv/classify/encode.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <opencv2/core.hpp>

#include "classify/random_model.h"
#include "msmv/pfenet/layout.h"
#include "msmv/pfenet/named_encoders.h"
#include "temporary_folder.h"

namespace msmv {
namespace {

// The picture that ../shared/encoders makes from whole numbers.
Photo formula_picture(int side) {
  Photo photo;
  photo.image.pixels = cv::Mat(side, side, CV_8UC3);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      photo.image.pixels.at<cv::Vec3b>(y, x) = {
          static_cast<std::uint8_t>((7 * x + 13 * y + x * y / 5) % 256),
          static_cast<std::uint8_t>((3 * x + y * y / 7 + 40) % 256),
          static_cast<std::uint8_t>(((x ^ y) * 5 + 90) % 256)};
    }
  }
  return photo;
}

Json read_json(const std::filesystem::path& path) {
  std::ifstream in(path);
  return Json::parse(in);
}

double largest_difference(const std::vector<float>& got, const std::vector<float>& wanted) {
  if (got.size() != wanted.size()) {
    return INFINITY;
  }
  double largest = 0;
  for (std::size_t i = 0; i < got.size(); ++i) {
    largest = std::max<double>(largest, std::abs(got[i] - wanted[i]));
  }
  return largest;
}

// PyTorch 2.15's output by timm and transformers, of every form there is; 1e-4 as asked for: what
// was seen is a tenth of it.
class PublishedForms : public ::testing::TestWithParam<Backend> {};

TEST_P(PublishedForms, GiveTheOutputOfTheirOrigin) {
  MSMV_NEEDS_SHARED();
  int forms = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(testing::shared_folder() / "encoders")) {
    if (entry.path().extension() != ".json") {
      continue;
    }
    ++forms;
    const Json said = read_json(entry.path());
    auto weights = entry.path();
    weights.replace_extension(".safetensors");
    const auto form = pfenet::encoder_form(entry.path().string());
    const Model model = encoder_of(encoder_alone(pfenet::import_encoder(weights, form)),
                                   SeenAs::patch, {.backend = GetParam()});
    report::FeatureTable table;
    encode(formula_picture(224), "x", model, SeenAs::patch, table);
    EXPECT_LT(largest_difference(table.values, said["output"].get<std::vector<float>>()), 1e-4)
        << entry.path().filename();
  }
  EXPECT_EQ(forms, 13);
}

INSTANTIATE_TEST_SUITE_P(Backends, PublishedForms,
                         ::testing::Values(Backend::libtorch, LoadOptions{}.backend));

Config transformer_at(int input_px, int resize_px) {
  Config config;
  config.pfenet.backbone = pfenet::Backbone::vision_transformer;
  config.pfenet.form.input_px = input_px;
  config.pfenet.form.resize_px = resize_px;
  return config;
}

TEST(AsPatch, PictureOfTheInputsSizeIsNotTouched) {
  Config config = transformer_at(32, 32);
  const Photo photo = formula_picture(32);
  const PatchBatch batch = as_patch(photo.image, config);
  EXPECT_EQ(batch.scales, 3U);
  EXPECT_EQ(batch.side_px, 32U);
  const std::vector<std::uint8_t> bytes(photo.image.pixels.datastart, photo.image.pixels.dataend);
  for (std::size_t scale = 0; scale < 3; ++scale) {
    EXPECT_TRUE(std::equal(bytes.begin(), bytes.end(),
                           batch.pixels.begin() + static_cast<std::ptrdiff_t>(scale * 3072)));
  }
}

// Prov-GigaPath's recipe: the shorter side to resize_px, then the middle.
TEST(AsPatch, LargerPictureIsResizedAndItsMiddleCutOut) {
  RgbImage image{cv::Mat(64, 128, CV_8UC3, cv::Scalar(10, 20, 30))};
  image.pixels.colRange(0, 32).setTo(cv::Scalar(0, 0, 0));
  image.pixels.colRange(96, 128).setTo(cv::Scalar(0, 0, 0));
  const PatchBatch batch = as_patch(image, transformer_at(16, 32));
  ASSERT_EQ(batch.pixels.size(), 3U * 16 * 16 * 3);
  for (std::size_t i = 0; i < batch.pixels.size(); ++i) {
    ASSERT_EQ(batch.pixels[i], 10 * (i % 3 + 1));
  }
}

TEST(EncoderAlone, HasOneEncoderForAllScales) {
  pfenet::ImportedEncoder encoder{.backbone = pfenet::Backbone::vision_transformer};
  encoder.stated = transformer_at(224, 224).pfenet;
  encoder.stated->mean = {0.1, 0.2, 0.3};
  encoder.tensors["cls_token"] = {{1}, {4}};
  const ModelFile file = encoder_alone(encoder);
  EXPECT_TRUE(file.config.pfenet.shared_weights);
  EXPECT_EQ(file.config.pfenet.mean[1], 0.2);
  EXPECT_EQ(file.weights.at("pfenet.shared.cls_token").values, std::vector<float>{4});
}

// Rows of a field are those of its key regions, as classify encodes them.
TEST(Encode, FieldGivesARowForEachRegion) {
  Config config;
  config.krem.windows_px = {224};
  config.krem.steps_px = {80};
  config.image.min_side_px = 224;
  const ModelFile file = testing::random_model(config, 2);
  const Model model = encoder_of(file, SeenAs::field, {});
  Photo photo = formula_picture(300);
  photo.um_per_px = {0.42, 0.42};
  report::FeatureTable table;
  encode(photo, "a", model, SeenAs::field, table);
  EXPECT_TRUE(table.has_regions);
  EXPECT_EQ(table.features, pfenet::feature_count(config.pfenet));
  ASSERT_GE(table.rows(), 1U);
  EXPECT_EQ(table.windows.size(), 4 * table.rows());
  EXPECT_EQ(table.values.size(), table.rows() * table.features);
}

}  // namespace
}  // namespace msmv
