#include "msmv/training/train_nuclei.h"

#include <gtest/gtest.h>

#include <fstream>

#include "msmv/config/parse_json.h"
#include "msmv/image/write.h"
#include "msmv/nuclei/network_file.h"
#include "msmv/phantom/draw.h"
#include "temporary_folder.h"

namespace msmv::training {
namespace {

// Phantoms with their nuclei, as a manifest of two sources.
void write_phantoms(const testing::TemporaryFolder& folder) {
  std::ofstream manifest(folder / "fields.csv");
  manifest << "image,centres,mpp,source\n";
  for (Seed seed = 0; seed < 4; ++seed) {
    const auto phantom = phantom::draw(
        seed, {.width_px = 256, .height_px = 256, .um_per_px = 0.42, .arrangement = {}});
    const std::string name = std::to_string(seed);
    image::write(folder / (name + ".png"), phantom.image, PixelSize{0.42, 0.42});
    std::ofstream centres(folder / (name + ".csv"));
    centres << "x,y\n";
    for (const Nucleus& nucleus : phantom.nuclei) {
      centres << nucleus.centre.x << ',' << nucleus.centre.y << '\n';
    }
    manifest << name << ".png," << name << ".csv,0.42," << (seed < 3 ? "most" : "other") << '\n';
  }
}

NucleiTraining quick(const testing::TemporaryFolder& data, const testing::TemporaryFolder& output) {
  return {.manifests = {data / "fields.csv"},
          .folder = output.path(),
          .hold_out = "source=other",
          .network = {.fine_channels = 4, .wide_channels = 4},
          .recipe = {.steps = 3, .batch = 2, .crop_px = 64}};
}

TEST(TrainNuclei, WritesANetworkThatSaysWhatItIs) {
  const testing::TemporaryFolder data, output, again;
  write_phantoms(data);
  const TrainedNuclei trained = train_nuclei(quick(data, output));
  EXPECT_EQ(trained.outcome, Outcome::finished);
  EXPECT_EQ(trained.fields, 3U);
  ASSERT_EQ(trained.held_out.size(), 1U);
  EXPECT_EQ(trained.held_out[0].source, "other");
  EXPECT_GT(trained.held_out[0].nuclei, 10U);
  EXPECT_EQ(trained.held_out_over_turns.size(), 1U);
  const auto network = nuclei::read(output / "nuclei.safetensors");
  EXPECT_EQ(network.provenance["data"]["most"]["fields"], 3);
  EXPECT_EQ(network.provenance["recipe"]["steps"], 3);
  EXPECT_EQ(network.provenance, parse_json(testing::read_file(output / "report.json"), "report"));
  train_nuclei(quick(data, again));
  EXPECT_EQ(network.id, nuclei::read(again / "nuclei.safetensors").id) << "same seed, same bytes";
}

}  // namespace
}  // namespace msmv::training
