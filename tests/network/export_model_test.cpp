#include "msmv/network/export_model.h"

#include <gtest/gtest.h>

#include "classify/random_model.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv {
namespace {

Config config_of(int windows, fdnet::Discriminator discriminator) {
  Config config;
  config.krem.windows_px = windows == 1 ? std::vector{300} : std::vector{300, 224};
  config.krem.steps_px = windows == 1 ? std::vector{80} : std::vector{80, 40};
  config.image.min_side_px = 300;
  config.fdnet.discriminator = discriminator;
  return config;
}

class ExportModel : public ::testing::Test {
 protected:
  Exported write(const Config& config) {
    return export_openvino(testing::random_model(config, 3), folder_ / "m.xml");
  }
  testing::TemporaryFolder folder_;
};

TEST_F(ExportModel, HasProbabilitiesWhereFdnetIsLinearOverOneScale) {
  const Exported written = write(config_of(1, fdnet::Discriminator::fc));
  EXPECT_TRUE(written.has_probabilities);
  EXPECT_EQ(written.weights, folder_ / "m.bin");
  EXPECT_TRUE(std::filesystem::exists(folder_ / "m.xml"));
  EXPECT_GT(std::filesystem::file_size(folder_ / "m.bin"), 4 * 23'000'000U) << "ResNet-50 in fp32";

  Config shared = config_of(2, fdnet::Discriminator::fc);
  shared.pfenet.shared_weights = true;
  EXPECT_FALSE(write(shared).has_probabilities);
}

TEST_F(ExportModel, RefusesWhatIsNoSingleNetwork) {
  EXPECT_THROW(write(config_of(2, fdnet::Discriminator::fc)), InputError);
  EXPECT_THROW(export_openvino({}, folder_ / "m.onnx"), InputError);
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

}  // namespace
}  // namespace msmv
