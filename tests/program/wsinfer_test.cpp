#include "msmv/program/wsinfer.h"

#include <gtest/gtest.h>

namespace msmv::program {
namespace {

// Names, types and order of wsinfer_zoo 0.6.3's model-config.schema.json; std is its word.
TEST(WsinferConfig, IsWhatTheSchemaAsksFor) {
  const Program program{.graph = {},
                        .tensors = {},
                        .side_px = 224,
                        .mean = {0.485F, 0.456F, 0.406F},
                        .deviation = {0.229F, 0.224F, 0.225F}};
  const Json wanted = Json::parse(R"({
    "spec_version": "1.0",
    "architecture": "resnet50",
    "num_classes": 2,
    "class_names": ["Benign", "Invasive"],
    "patch_size_pixels": 224,
    "spacing_um_px": 1.5,
    "transform": [
      {"name": "Resize", "arguments": {"size": 224}},
      {"name": "ToTensor"},
      {"name": "Normalize",
       "arguments": {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}}]})");
  EXPECT_EQ(wsinfer_config(program, "resnet50", {"Benign", "Invasive"}, 1.5), wanted);
}

}  // namespace
}  // namespace msmv::program
