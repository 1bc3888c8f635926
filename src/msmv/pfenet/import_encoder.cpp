#include "msmv/pfenet/import_encoder.h"

#include <algorithm>
#include <array>
#include <ostream>
#include <regex>
#include <string>
#include <string_view>
#include <utility>

#include "msmv/config/json.h"
#include "msmv/config/parse_json.h"
#include "msmv/pfenet/import_transformer.h"
#include "msmv/pfenet/layout.h"
#include "msmv/values/errors.h"
#include "msmv/weights/storage.h"

namespace msmv::pfenet {
namespace {

using weights::Tensors;

constexpr std::string_view kParallel = "module.";
constexpr std::string_view kStated = "encoder";  // in the metadata: the settings, as JSON
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

// The convolutional backbone that shares most tensors, names and shapes, with these.
Backbone nearest_backbone(const Tensors& tensors) {
  const auto shared_with = [&](const auto& candidate) {
    if (candidate.first == Backbone::vision_transformer) {
      return std::ptrdiff_t{-1};  // of one there is no saying which
    }
    return std::ptrdiff_t{
        std::ranges::count_if(encoder_layout(candidate.first), [&](const auto& wanted) {
          const auto found = tensors.find(wanted.first);
          return found != tensors.end() && found->second.shape == wanted.second;
        })};
  };
  return std::ranges::max(enum_names(Backbone{}), {}, shared_with).first;
}

// The settings that a file of ours states for its encoder.
std::optional<Config> stated_in(const weights::Metadata& metadata,
                                const std::filesystem::path& path) {
  const auto found = metadata.find(std::string(kStated));
  if (found == metadata.end()) {
    return std::nullopt;
  }
  try {
    Config config;
    from_json(parse_json(found->second, std::string(kStated)), config, std::string(kStated));
    check(config.form, std::string(kStated) + ".form");
    return config;
  } catch (const InputError& fault) {
    throw InputError(path, fault.fault());
  }
}

weights::Metadata metadata_of(weights::Metadata metadata, Backbone backbone,
                              const std::optional<Config>& stated) {
  metadata["backbone"] = enum_name(backbone);
  if (stated) {
    metadata[std::string(kStated)] = to_json(*stated).dump();
  }
  return metadata;
}

}  // namespace

ImportedEncoder import_encoder(const std::filesystem::path& path) {
  weights::Checkpoint checkpoint = weights::read_checkpoint(path);
  ImportedEncoder out;
  out.metadata = std::move(checkpoint.metadata);
  out.metadata.erase("note");  // says how the values were stored, which they no longer are
  out.stated = stated_in(out.metadata, path);
  out.metadata.erase(std::string(kStated));
  out.tensors = without_parallel_prefix(std::move(checkpoint.tensors));
  std::erase_if(out.tensors, [](const auto& named) {
    return std::ranges::any_of(kHeads, [&](auto head) { return named.first.starts_with(head); });
  });
  out.tensors = with_newer_names(std::move(out.tensors));
  out.backbone = out.stated ? out.stated->backbone : nearest_backbone(out.tensors);
  weights::check_layout(out.tensors, encoder_layout(out.config()),
                        std::string(enum_name(out.backbone)), path);
  return out;
}

ImportedEncoder import_encoder(const std::filesystem::path& path, const EncoderForm& form) {
  ImportedEncoder out;
  if (form.config.backbone == Backbone::vision_transformer) {
    const weights::CheckpointFile file(path);
    const TransformerImport import = plan_import(file.tensors(), form, path);
    for (const auto& [name, sources] : import.sources) {
      const RawTensor raw = read_tensor(file, import, name, path);
      const weights::TensorView view{raw.dtype, raw.shape, raw.bytes};
      out.tensors.merge(weights::decode({{name, view}}, path));
    }
    out.metadata = file.metadata();
    out.stated = import.config;
  } else {
    out = import_encoder(path);
    if (out.backbone != form.config.backbone) {
      throw InputError(path, "the weights are those of " + std::string(enum_name(out.backbone)) +
                                 ", not of " + form.name);
    }
    out.stated = form.config;
  }
  out.backbone = form.config.backbone;
  out.metadata["encoder_form"] = form.name;
  return out;
}

std::optional<Config> stated_config(const std::filesystem::path& path) {
  return stated_in(weights::CheckpointFile(path).metadata(), path);
}

EncoderWritten import_to_file(const std::filesystem::path& from, const EncoderForm& form,
                              const std::filesystem::path& to) {
  if (form.config.backbone != Backbone::vision_transformer) {
    const ImportedEncoder encoder = import_encoder(from, form);
    write_encoder(to, encoder);
    return {
        encoder.config(), encoder.tensors.size(), count_of(encoder_layout(encoder.config())), {}};
  }
  const weights::CheckpointFile file(from);
  const TransformerImport import = plan_import(file.tensors(), form, from);
  const weights::Layout layout = encoder_layout(import.config);
  std::map<std::string, weights::TensorToWrite> tensors;
  for (const auto& [name, sources] : import.sources) {
    tensors[name] = {file.tensors().at(sources.front()).dtype, layout.at(name),
                     [&, name = name](std::ostream& stream) {
                       const RawTensor raw = read_tensor(file, import, name, from);
                       stream.write(reinterpret_cast<const char*>(raw.bytes.data()),
                                    static_cast<std::streamsize>(raw.bytes.size()));
                     }};
  }
  weights::Metadata metadata = file.metadata();
  metadata["encoder_form"] = form.name;
  weights::write_safetensors_in_turn(
      to, tensors, metadata_of(std::move(metadata), import.config.backbone, import.config));
  return {import.config, tensors.size(), count_of(layout), import.left_out};
}

void write_encoder(const std::filesystem::path& path, const ImportedEncoder& encoder) {
  const weights::Metadata metadata =
      metadata_of(encoder.metadata, encoder.backbone, encoder.stated);
  const weights::Stored stored = weights::store(encoder.tensors, weights::Storage::f32, path);
  weights::write_safetensors(path, stored.views, metadata);
}

}  // namespace msmv::pfenet
