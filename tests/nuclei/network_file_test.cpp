#include "msmv/nuclei/network_file.h"

#include <gtest/gtest.h>

#include "msmv/nuclei/graph.h"
#include "msmv/values/errors.h"
#include "msmv/weights/safetensors.h"
#include "temporary_folder.h"

namespace msmv::nuclei {
namespace {

NetworkFile small() {
  NetworkFile file{.config = {.fine_channels = 2, .wide_channels = 3, .threshold = 0.35}};
  file.weights = initial_weights(file.config, 1);
  file.provenance = {{"fields", 99}};
  return file;
}

std::string fault_of(const std::filesystem::path& path) {
  try {
    read(path);
  } catch (const InputError& fault) {
    return fault.fault();
  }
  return "";
}

TEST(NetworkFile, ComesBackAsItWasWritten) {
  const testing::TemporaryFolder folder;
  write(folder / "a", small());
  write(folder / "b", small());
  EXPECT_EQ(testing::read_file(folder / "a"), testing::read_file(folder / "b"));
  const NetworkFile back = read(folder / "a");
  EXPECT_EQ(back.weights, small().weights);
  EXPECT_EQ(to_json(back.config), to_json(small().config));
  EXPECT_EQ(back.provenance, small().provenance);
  EXPECT_EQ(back.id, read(folder / "b").id);
  EXPECT_DOUBLE_EQ(centre_network(back.config, {}).threshold, 0.35);
}

TEST(NetworkFile, SaysWhatIsWrong) {
  const testing::TemporaryFolder folder;
  NetworkFile other = small();
  other.config.wide_channels = 4;
  EXPECT_THROW(write(folder / "misfit", other), InputError);
  weights::write_safetensors(folder / "foreign", {}, {{"format", "pt"}});
  EXPECT_EQ(fault_of(folder / "foreign"), "safetensors, but no network that finds nuclei");
  weights::write_safetensors(folder / "newer", {},
                             {{"format", "msmv nuclei"}, {"format_version", "2"}});
  EXPECT_EQ(fault_of(folder / "newer"), "format version \"2\"; this msmv reads 1");
  weights::write_safetensors(folder / "empty", {},
                             {{"format", "msmv nuclei"},
                              {"format_version", "1"},
                              {"config", R"({"fine_channels": 0})"},
                              {"provenance", "{}"}});
  EXPECT_EQ(fault_of(folder / "empty"), "config.fine_channels: 0 is not between 1.0 and 1024.0");
}

TEST(NetworkFile, ThatIsShippedCanBeRead) {
  const auto path = std::filesystem::path(MSMV_SOURCE_DIR) / "models/nuclei.safetensors";
  const NetworkFile shipped = read(path);
  EXPECT_LT(std::filesystem::file_size(path), 400'000U);
  EXPECT_EQ(to_json(shipped.config), to_json(NetworkConfig{}));
}

}  // namespace
}  // namespace msmv::nuclei
