#include "msmv/runs/seen.h"

#include "runs/small_run.h"

namespace msmv::runs {
namespace {

class SeenByAModel : public SmallRun {};

TEST_F(SeenByAModel, IsCountedByFilesAndByPixels) {
  const LabelledData source{.data = folder_ / "m.csv", .root = {}, .classes = {}, .class_map = {}};
  const CheckedData data = read_data(source, Checked::pixels, {}, watch());
  const dataset::Selection all = dataset::select(data.dataset, "all");
  std::vector<model::ImageFacts> facts;
  for (const dataset::Sample& sample : all.dataset.samples) {
    facts.push_back(image_facts(data, sample));
  }
  ModelFile file = testing::random_model(testing::quick_config(), 3);
  facts[1].content_hash = "of another file with the same pixels";
  model::note_images(file.provenance, {facts[0], facts[1]}, {facts[2]});
  model::write(folder_ / "seen.safetensors", file);
  const report::Seen seen = seen_by(folder_ / "seen.safetensors", data, all);
  EXPECT_EQ(seen.learnt_from, 2U);
  EXPECT_EQ(seen.chosen_on, 1U);
  EXPECT_EQ(seen.by_pixels, 1U);
  EXPECT_EQ(seen_by(folder_ / "m.safetensors", data, all).learnt_from, 0U);
}

}  // namespace
}  // namespace msmv::runs
