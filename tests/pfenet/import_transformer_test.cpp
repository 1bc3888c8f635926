#include "msmv/pfenet/import_transformer.h"

#include <gtest/gtest.h>

#include <limits>
#include <span>

#include "msmv/pfenet/import_encoder.h"
#include "msmv/pfenet/layout.h"
#include "msmv/values/errors.h"
#include "msmv/weights/half.h"
#include "msmv/weights/safetensors.h"
#include "msmv/weights/storage.h"
#include "temporary_folder.h"

namespace msmv::pfenet {
namespace {

using weights::Tensors;

// Built small, said to be "small".
EncoderForm small(Mlp mlp = Mlp::gelu, Source source = Source::timm) {
  return {.name = "small",
          .config = {.backbone = Backbone::vision_transformer,
                     .shared_weights = true,
                     .mean = {0.1, 0.2, 0.3},
                     .form = {.source = source,
                              .image_px = 16,
                              .patch_px = 8,
                              .width = 4,
                              .depth = 1,
                              .heads = 2,
                              .mlp = mlp,
                              .mlp_width = 6,
                              .input_px = 16,
                              .resize_px = 16}},
          .has_mlp_width = false,
          .has_epsilon = false,
          .has_register_positions = false};
}

// Each number its place among all.
Tensors numbered(const weights::Layout& layout) {
  Tensors out;
  float next = 0;
  for (const auto& [name, shape] : layout) {
    weights::Tensor tensor{shape, std::vector<float>(weights::count_of(shape))};
    for (float& value : tensor.values) {
      value = next++;
    }
    out[name] = std::move(tensor);
  }
  return out;
}

void write_plain(const std::filesystem::path& path, const Tensors& tensors,
                 const std::string& prefix = "") {
  weights::TensorViews views;
  for (const auto& [name, tensor] : tensors) {
    views[prefix + name] = weights::view_of(tensor);
  }
  weights::write_safetensors(path, views, {{"licence", "none"}});
}

class ImportTransformer : public ::testing::Test {
 protected:
  std::string fault_of(const Tensors& tensors, const EncoderForm& form = small()) {
    write_plain(folder_ / "w", tensors);
    try {
      import_to_file(folder_ / "w", form, folder_ / "out");
    } catch (const InputError& fault) {
      EXPECT_FALSE(std::filesystem::exists(folder_ / "out"));
      return fault.fault();
    }
    return "no fault";
  }

  testing::TemporaryFolder folder_;
  Tensors plain_ = numbered(encoder_layout(small().config));
};

TEST_F(ImportTransformer, TakesOffPrefixesAndKeepsNumbersFormAndMetadata) {
  write_plain(folder_ / "w", plain_, "module.teacher.backbone.");
  const EncoderWritten written = import_to_file(folder_ / "w", small(), folder_ / "out");
  EXPECT_EQ(written.parameters, count_of(encoder_layout(small().config)));
  const ImportedEncoder read = import_encoder(folder_ / "out");
  EXPECT_EQ(read.tensors, plain_);
  EXPECT_EQ(read.backbone, Backbone::vision_transformer);
  ASSERT_TRUE(read.stated);
  EXPECT_EQ(read.stated->form, small().config.form);
  EXPECT_EQ(read.stated->mean, small().config.mean);
  EXPECT_EQ(read.metadata.at("licence"), "none");
  EXPECT_EQ(read.metadata.at("encoder_form"), "small");
  EXPECT_EQ(stated_config(folder_ / "out")->form, read.stated->form);
  EXPECT_EQ(import_encoder(folder_ / "w", small()).tensors, plain_) << "without a file between";
}

TEST_F(ImportTransformer, JoinsWhatHuggingFaceParts) {
  const EncoderForm form = small(Mlp::swiglu, Source::hf);
  const Tensors wanted = numbered(encoder_layout(form.config));
  Tensors parted;
  const std::string block = "encoder.layer.0.";
  const auto part = [&](const std::string& from, std::size_t begin, std::size_t of) {
    weights::Tensor tensor = wanted.at(from);
    const auto size = static_cast<std::ptrdiff_t>(tensor.values.size() / of);
    tensor.shape[0] /= static_cast<std::int64_t>(of);
    const auto first = tensor.values.begin() + static_cast<std::ptrdiff_t>(begin) * size;
    tensor.values = std::vector<float>(first, first + size);
    return tensor;
  };
  for (const char* kind : {".weight", ".bias"}) {
    parted["embeddings.patch_embeddings.projection" + std::string(kind)] =
        wanted.at("patch_embed.proj" + std::string(kind));
    std::size_t number = 0;
    for (const char* name : {"q_proj", "k_proj", "v_proj"}) {
      parted[block + "attention." + name + kind] =
          part("blocks.0.attn.qkv" + std::string(kind), number++, 3);
    }
    parted[block + "mlp.gate_proj" + kind] = part("blocks.0.mlp.fc1" + std::string(kind), 0, 2);
    parted[block + "mlp.up_proj" + kind] = part("blocks.0.mlp.fc1" + std::string(kind), 1, 2);
    for (const auto& [to, from] : {std::pair{"attention.o_proj", "attn.proj"},
                                   {"mlp.down_proj", "mlp.fc2"},
                                   {"norm1", "norm1"},
                                   {"norm2", "norm2"}}) {
      parted[block + to + kind] = wanted.at("blocks.0." + std::string(from) + kind);
    }
    parted["layernorm" + std::string(kind)] = wanted.at("norm" + std::string(kind));
  }
  parted["embeddings.cls_token"] = wanted.at("cls_token");
  parted["embeddings.position_embeddings"] = wanted.at("pos_embed");
  parted["embeddings.mask_token"] = {{1, 4}, {1, 2, 3, 4}};  // not used
  write_plain(folder_ / "w", parted);
  EXPECT_EQ(import_encoder(folder_ / "w", form).tensors, wanted);

  parted.erase(block + "mlp.gate_proj.bias");
  EXPECT_EQ(fault_of(parted, form),
            "small needs all of the 2 parts of its tensor \"blocks.0.mlp.fc1.bias\"");
}

TEST_F(ImportTransformer, NamesWhatIsMissingLeftOverOrOfAnotherShape) {
  Tensors tensors = plain_;
  tensors["extra.weight"] = {{1}, {1}};
  EXPECT_EQ(fault_of(tensors), "tensor \"extra.weight\": no part of small");
  tensors = plain_;
  tensors.erase("blocks.0.norm2.bias");
  EXPECT_EQ(fault_of(tensors),
            "small needs tensor \"blocks.0.norm2.bias\" (in timm's names; 1 of 18 missing)");
  tensors = plain_;
  tensors["pos_embed"] = {{1, 3, 4}, std::vector<float>(12)};
  EXPECT_EQ(fault_of(tensors), "tensor \"pos_embed\": shape [1, 3, 4], small needs [1, 5, 4]");
  tensors = plain_;
  tensors["layers.0.norm1.bias"] = {{4}, std::vector<float>(4)};
  EXPECT_EQ(fault_of(tensors),
            "tensors \"blocks.0.norm1.bias\" and \"layers.0.norm1.bias\" are the same part");
  tensors = plain_;
  tensors["norm.bias"].values[2] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(fault_of(tensors), "tensor \"norm.bias\": has values that are not finite");
}

TEST_F(ImportTransformer, LeavesOutTheHeadOfAClassifierAndNamesIt) {
  Tensors tensors = plain_;
  tensors["head.weight"] = {{2, 4}, std::vector<float>(8)};
  tensors["head.bias"] = {{2}, {1, 2}};
  write_plain(folder_ / "w", tensors);
  const EncoderWritten written = import_to_file(folder_ / "w", small(), folder_ / "out");
  EXPECT_EQ(written.left_out, (std::vector<std::string>{"head.bias", "head.weight"}));
  EXPECT_EQ(import_encoder(folder_ / "out").tensors, plain_);

  // Beside the encoder's prefix, as transformers and DINO write it.
  Tensors prefixed;
  for (const auto& [name, tensor] : plain_) {
    prefixed["module.backbone." + name] = tensor;
  }
  prefixed["classifier.bias"] = prefixed["module.head.mlp.0.bias"] = {{2}, {1, 2}};
  write_plain(folder_ / "w", prefixed);
  EXPECT_EQ(import_encoder(folder_ / "w", small()).tensors, plain_);

  std::filesystem::remove(folder_ / "out");
  EXPECT_EQ(fault_of({{"head.bias", {{2}, {1, 2}}}}),
            "small needs tensor \"blocks.0.attn.proj.bias\" (in timm's names; 18 of 18 missing)");
}

TEST_F(ImportTransformer, ReadsOffTheFileWhatTheFormLeavesOpen) {
  EncoderForm form = small();
  form.config.form.mlp_width = 11;
  form.config.form.registers = 2;
  form.config.form.registers_in_positions = true;
  const Tensors tensors = numbered(encoder_layout(form.config));
  write_plain(folder_ / "w", tensors);
  form.config.form.mlp_width = 16;
  form.config.form.registers_in_positions = false;
  const auto read = import_encoder(folder_ / "w", form);
  EXPECT_EQ(read.stated->form.mlp_width, 11);
  EXPECT_TRUE(read.stated->form.registers_in_positions);
  EXPECT_EQ(read.stated->form.epsilon, 1e-6);

  form.has_mlp_width = true;
  EXPECT_EQ(fault_of(tensors, form),
            "tensor \"blocks.0.mlp.fc1.bias\": shape [11], small needs [16]");
}

TEST_F(ImportTransformer, HalfPrecisionStaysSo) {
  weights::TensorViews views;
  std::vector<std::vector<std::uint16_t>> halves;
  halves.reserve(plain_.size());
  for (const auto& [name, tensor] : plain_) {
    auto& half = halves.emplace_back();
    for (const float value : tensor.values) {
      half.push_back(weights::to_bf16(value));
    }
    views[name] = {weights::DType::bf16, tensor.shape, std::as_bytes(std::span(half))};
  }
  weights::write_safetensors(folder_ / "w", views, {});
  import_to_file(folder_ / "w", small(), folder_ / "out");
  const auto out = weights::read_safetensors(folder_ / "out");
  EXPECT_EQ(out.tensors.at("pos_embed").dtype, weights::DType::bf16);
  EXPECT_EQ(import_encoder(folder_ / "out").tensors.at("cls_token").values[1],
            weights::from_bf16(weights::to_bf16(plain_.at("cls_token").values[1])));
}

TEST_F(ImportTransformer, TellsTransformersFromConvolutions) {
  write_plain(folder_ / "w", plain_);
  EncoderForm form = small();
  form.config.backbone = Backbone::resnet50;
  try {
    import_to_file(folder_ / "w", form, folder_ / "out");
    FAIL();
  } catch (const InputError& fault) {
    EXPECT_NE(fault.fault().find("tensor"), std::string::npos);
  }
}

}  // namespace
}  // namespace msmv::pfenet
