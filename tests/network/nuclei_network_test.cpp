#include "msmv/network/nuclei_network.h"

#include <gtest/gtest.h>

#include <vector>

#include "msmv/nuclei/graph.h"
#include "msmv/nuclei/network_file.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv {
namespace {

TEST(NucleiNetwork, RunsAFileOfItsOwn) {
  const testing::TemporaryFolder folder;
  nuclei::NetworkFile file{.config = {.fine_channels = 2, .wide_channels = 3, .threshold = 0.3}};
  file.weights = nuclei::initial_weights(file.config, 1);
  nuclei::write(folder / "a.safetensors", file);
  const CentreNetwork network = load_centre_network(folder / "a.safetensors");
  EXPECT_DOUBLE_EQ(network.threshold, 0.3);
  const CentreMap map = network.map(std::vector<std::uint8_t>(24 * 16 * 3, 200), {24, 16});
  EXPECT_EQ(map.width, 12);
  EXPECT_EQ(map.height, 8);
  EXPECT_THROW(load_centre_network(folder / "b.safetensors"), InputError);
}

TEST(NucleiNetwork, IsReadForTheDetectorsThatAreNetworksAlone) {
  EXPECT_EQ(centre_network_for({.detector = krem::Detector::paper}), nullptr);
  EXPECT_EQ(centre_network_for({.detector = krem::Detector::hematoxylin}), nullptr);
  const CentreNetwork* const shipped = centre_network_for({.detector = krem::Detector::learned});
  ASSERT_NE(shipped, nullptr);
  EXPECT_EQ(shipped, centre_network_for({.detector = krem::Detector::learned})) << "read twice";
  const CentreNetwork* const larger = centre_network_for({.detector = krem::Detector::accurate});
  ASSERT_NE(larger, nullptr);
  EXPECT_NE(larger->id, shipped->id);
}

}  // namespace
}  // namespace msmv
