#include "msmv/pfenet/import_encoder.h"

#include "msmv/pfenet/layout.h"
#include "msmv/values/errors.h"
#include "msmv/weights/storage.h"
#include "temporary_folder.h"

namespace msmv::pfenet {
namespace {

using testing::TemporaryFolder;
using weights::Tensors;

Tensors zeros(const weights::Layout& layout) {
  Tensors out;
  for (const auto& [name, shape] : layout) {
    out[name] = {.shape = shape, .values = std::vector<float>(weights::count_of(shape))};
  }
  return out;
}

void write(const std::filesystem::path& path, const Tensors& tensors) {
  const weights::Stored stored = weights::store(tensors, weights::Storage::q8, path);
  weights::write_safetensors(path, stored.views, {{"licence", "none"}});
}

std::string fault_of(const std::filesystem::path& path) {
  try {
    import_encoder(path);
  } catch (const InputError& error) {
    return error.fault();
  }
  return "no fault";
}

TEST(ImportEncoder, TakesOffTheParallelPrefixAndTheHeadAndWritesTheRest) {
  TemporaryFolder folder;
  Tensors tensors = zeros(weights::with_prefix("module.", encoder_layout(Backbone::resnet50)));
  tensors["module.bn1.bias"].values[3] = 5;
  tensors["module.fc.weight"] = {.shape = {2, 1}, .values = {1, 2}};
  write(folder / "a", tensors);
  const ImportedEncoder encoder = import_encoder(folder / "a");
  EXPECT_EQ(encoder.backbone, Backbone::resnet50);
  EXPECT_EQ(encoder.tensors.size(), encoder_layout(Backbone::resnet50).size());
  EXPECT_EQ(encoder.tensors.at("bn1.bias").values[3], 5);

  write_encoder(folder / "b", encoder);
  const ImportedEncoder again = import_encoder(folder / "b");
  EXPECT_TRUE(again.tensors == encoder.tensors);
  EXPECT_EQ(again.metadata, (weights::Metadata{{"backbone", "resnet50"}, {"licence", "none"}}));
}

// torchvision's densenet161-8d451a50.pth names "norm.1" what its module names "norm1".
TEST(ImportEncoder, RenewsTheOlderNamesOfDenseNets) {
  TemporaryFolder folder;
  Tensors older;
  for (auto& [name, tensor] : zeros(encoder_layout(Backbone::densenet161))) {
    const auto layer = name.find("denselayer");
    const auto digit = name.find_first_of("12", name.find('.', layer));
    const bool is_renamed = layer != std::string::npos;
    older[is_renamed ? name.substr(0, digit) + "." + name.substr(digit) : name] = std::move(tensor);
  }
  ASSERT_TRUE(older.contains("features.denseblock4.denselayer24.norm.2.running_var"));
  older["features.denseblock1.denselayer1.conv.2.weight"].values[0] = 7;
  older["classifier.bias"] = {.shape = {1}, .values = {1}};
  write(folder / "a", older);
  const ImportedEncoder encoder = import_encoder(folder / "a");
  EXPECT_EQ(encoder.backbone, Backbone::densenet161);
  EXPECT_EQ(encoder.tensors.at("features.denseblock1.denselayer1.conv2.weight").values[0], 7);
}

TEST(ImportEncoder, LeavesOutAuxiliaryHeads) {
  TemporaryFolder folder;
  for (const auto& [backbone, head] :
       {std::pair{Backbone::googlenet, "aux2.fc1.bias"},
        std::pair{Backbone::inception_v3, "AuxLogits.conv0.bn.weight"}}) {
    Tensors tensors = zeros(encoder_layout(backbone));
    tensors[head] = {.shape = {1}, .values = {1}};
    write(folder / "a", tensors);
    const ImportedEncoder encoder = import_encoder(folder / "a");
    EXPECT_EQ(encoder.backbone, backbone);
    EXPECT_EQ(encoder.tensors.size(), encoder_layout(backbone).size());
  }
}

TEST(ImportEncoder, SaysWhatIsNoEncoder) {
  TemporaryFolder folder;
  write(folder / "empty", {});
  EXPECT_EQ(fault_of(folder / "empty"), "resnet50 needs tensor \"bn1.bias\" (265 of 265 missing)");
  write(folder / "foreign", {{"cls_token", {.shape = {1}, .values = {1}}}});
  EXPECT_EQ(fault_of(folder / "foreign"), "tensor \"cls_token\": no part of resnet50");
  write(folder / "resnet18", {{"layer1.0.conv1.weight", {.shape = {1, 1}, .values = {1}}}});
  EXPECT_EQ(fault_of(folder / "resnet18"),
            "tensor \"layer1.0.conv1.weight\": shape [1, 1], resnet50 needs [64, 64, 1, 1]");
}

TEST(ImportEncoder, TakesTheSharedWeights) {
  MSMV_NEEDS_SHARED();
  const ImportedEncoder encoder =
      import_encoder(testing::shared_folder() / "weights" / "resnet50_imagenet_u8.safetensors");
  EXPECT_EQ(encoder.backbone, Backbone::resnet50);
  EXPECT_FALSE(encoder.tensors.contains("fc.weight"));
  EXPECT_EQ(encoder.tensors.at("conv1.weight").values.front(), 0x1.4a418ap-1F);
}

}  // namespace
}  // namespace msmv::pfenet
