#include "msmv/pfenet/import_encoder.h"

#include <algorithm>
#include <array>
#include <regex>
#include <string>
#include <string_view>
#include <utility>

#include "msmv/pfenet/layout.h"
#include "msmv/weights/storage.h"

namespace msmv::pfenet {
namespace {

using weights::Tensors;

constexpr std::string_view kParallel = "module.";
// Of the classifying heads; GoogLeNet and Inception-v3 have auxiliary ones beside the last.
constexpr std::array<std::string_view, 5> kHeads = {"fc.", "classifier.", "aux1.", "aux2.",
                                                    "AuxLogits."};

Tensors without_parallel_prefix(Tensors tensors) {
  const bool is_parallel = std::ranges::all_of(
      tensors, [](const auto& named) { return named.first.starts_with(kParallel); });
  if (!is_parallel) {
    return tensors;
  }
  Tensors out;
  for (auto& [name, tensor] : tensors) {
    out.emplace(name.substr(kParallel.size()), std::move(tensor));
  }
  return out;
}

// torchvision's file of DenseNet-161 is older than its module's names:
// "denselayer1.norm.1.weight" is "denselayer1.norm1.weight".
Tensors with_newer_names(Tensors tensors) {
  static const std::regex older(R"((.*denselayer\d+\.(?:norm|conv))\.([12]\..*))");
  Tensors out;
  for (auto& item : tensors) {
    out.emplace(std::regex_replace(item.first, older, "$1$2"), std::move(item.second));
  }
  return out;
}

// The backbone that shares most tensors, names and shapes, with these.
Backbone nearest_backbone(const Tensors& tensors) {
  const auto shared_with = [&](const auto& candidate) {
    return std::ranges::count_if(encoder_layout(candidate.first), [&](const auto& wanted) {
      const auto found = tensors.find(wanted.first);
      return found != tensors.end() && found->second.shape == wanted.second;
    });
  };
  return std::ranges::max(enum_names(Backbone{}), {}, shared_with).first;
}

}  // namespace

ImportedEncoder import_encoder(const std::filesystem::path& path) {
  weights::Checkpoint checkpoint = weights::read_checkpoint(path);
  ImportedEncoder out;
  out.metadata = std::move(checkpoint.metadata);
  out.metadata.erase("note");  // says how the values were stored, which they no longer are
  out.tensors = without_parallel_prefix(std::move(checkpoint.tensors));
  std::erase_if(out.tensors, [](const auto& named) {
    return std::ranges::any_of(kHeads, [&](auto head) { return named.first.starts_with(head); });
  });
  out.tensors = with_newer_names(std::move(out.tensors));
  out.backbone = nearest_backbone(out.tensors);
  weights::check_layout(out.tensors, encoder_layout(out.backbone),
                        std::string(enum_name(out.backbone)), path);
  return out;
}

void write_encoder(const std::filesystem::path& path, const ImportedEncoder& encoder) {
  weights::Metadata metadata = encoder.metadata;
  metadata["backbone"] = enum_name(encoder.backbone);
  const weights::Stored stored = weights::store(encoder.tensors, weights::Storage::f32, path);
  weights::write_safetensors(path, stored.views, metadata);
}

}  // namespace msmv::pfenet
