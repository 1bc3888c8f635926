#include "msmv/pfenet/import_transformer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "msmv/pfenet/layout.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"

namespace msmv::pfenet {
namespace {

using weights::CheckpointFile;
using weights::DType;
using weights::Shape;
using Facts = std::map<std::string, CheckpointFile::Facts>;

constexpr std::array<std::string_view, 9> kPrefixes = {"module.",  "backbone.", "encoder.",
                                                       "teacher.", "model.",    "vit.",
                                                       "dinov2.",  "visual.",   "trunk."};

// A name outside of blocks, or of a part of a block, as timm has it; where several tensors become
// one, which of them, and of how many.
struct Renamed {
  std::string_view from, to;
  std::size_t part = 0, parts = 1;
};

constexpr std::array<Renamed, 8> kWhole = {{
    {"embeddings.cls_token", "cls_token"},
    {"embeddings.register_tokens", "reg_token"},
    {"register_tokens", "reg_token"},
    {"embeddings.position_embeddings", "pos_embed"},
    {"embeddings.patch_embeddings.projection.weight", "patch_embed.proj.weight"},
    {"embeddings.patch_embeddings.projection.bias", "patch_embed.proj.bias"},
    {"layernorm.weight", "norm.weight"},
    {"layernorm.bias", "norm.bias"},
}};

// Before ".weight" or ".bias".
constexpr std::array<Renamed, 22> kInBlock = {{
    {"attention.attention.query", "attn.qkv", 0, 3},
    {"attention.attention.key", "attn.qkv", 1, 3},
    {"attention.attention.value", "attn.qkv", 2, 3},
    {"attention.q_proj", "attn.qkv", 0, 3},
    {"attention.k_proj", "attn.qkv", 1, 3},
    {"attention.v_proj", "attn.qkv", 2, 3},
    {"attention.output.dense", "attn.proj"},
    {"attention.o_proj", "attn.proj"},
    {"layernorm_before", "norm1"},
    {"layernorm_after", "norm2"},
    {"norm1", "norm1"},
    {"norm2", "norm2"},
    {"intermediate.dense", "mlp.fc1"},
    {"output.dense", "mlp.fc2"},
    {"mlp.fc1", "mlp.fc1"},
    {"mlp.fc2", "mlp.fc2"},
    {"mlp.weights_in", "mlp.fc1"},
    {"mlp.weights_out", "mlp.fc2"},
    {"mlp.gate_proj", "mlp.fc1", 0, 2},
    {"mlp.up_proj", "mlp.fc1", 1, 2},
    {"mlp.down_proj", "mlp.fc2"},
    {"mlp.w12", "mlp.fc1"},
}};

constexpr std::array<std::string_view, 4> kBlocks = {"encoder.layer.", "encoder.layers.", "layers.",
                                                     "layer."};
constexpr std::array<std::string_view, 4> kUnused = {"pooler.dense.weight", "pooler.dense.bias",
                                                     "embeddings.mask_token", "mask_token"};
constexpr std::array<std::string_view, 2> kTransformerHeads = {"head.", "classifier."};

// Whether it is a tensor of a classifier's head, which may stand beside what the encoder's prefix
// is before.
bool is_of_head(std::string_view name) {
  for (auto found = kPrefixes.begin(); found != kPrefixes.end();) {
    found = std::ranges::find_if(kPrefixes, [&](auto prefix) { return name.starts_with(prefix); });
    if (found != kPrefixes.end()) {
      name.remove_prefix(found->size());
    }
  }
  return std::ranges::any_of(kTransformerHeads, [&](auto head) { return name.starts_with(head); });
}

// The prefix that all names but a head's share.
std::string prefix_of(const Facts& tensors) {
  std::string prefix;
  const auto has_all = [&](const std::string& candidate) {
    bool has_one = false;
    return std::ranges::all_of(tensors,
                               [&](const auto& named) {
                                 const bool has_it = named.first.starts_with(candidate);
                                 has_one = has_one || has_it;
                                 return has_it || is_of_head(named.first);
                               }) &&
           has_one;
  };
  for (bool found = true; found;) {
    found = false;
    for (const std::string_view next : kPrefixes) {
      if (has_all(prefix + std::string(next))) {
        prefix += next;
        found = true;
      }
    }
  }
  return prefix;
}

struct Place {
  std::string name;
  std::size_t part = 0, parts = 1;
};

// A tensor of block N, "blocks.N." before it.
Place place_in_block(const std::string& block, const std::string& rest) {
  if (rest == "layer_scale1.lambda1" || rest == "layer_scale2.lambda1") {
    return {block + (rest[11] == '1' ? "ls1.gamma" : "ls2.gamma")};
  }
  const std::size_t dot = rest.rfind('.');
  if (dot != std::string::npos) {
    const auto found = std::ranges::find(kInBlock, rest.substr(0, dot), &Renamed::from);
    if (found != kInBlock.end()) {
      return {block + std::string(found->to) + rest.substr(dot), found->part, found->parts};
    }
  }
  return {block + rest};
}

// Where a tensor of the file belongs, by its name without prefix.
Place place_of(const std::string& name) {
  if (const auto found = std::ranges::find(kWhole, name, &Renamed::from); found != kWhole.end()) {
    return {std::string(found->to)};
  }
  for (const std::string_view blocks : kBlocks) {
    const std::size_t dot = name.find('.', blocks.size());
    if (name.starts_with(blocks) && dot != std::string::npos) {
      const std::string number = name.substr(blocks.size(), dot - blocks.size());
      return place_in_block("blocks." + number + ".", name.substr(dot + 1));
    }
  }
  // DINOv2's own names of SwiGLU are others than timm's.
  Place place{name};
  if (name.starts_with("blocks.")) {
    for (const auto& [from, to] :
         {std::pair{".mlp.w12.", ".mlp.fc1."}, {".mlp.w3.", ".mlp.fc2."}}) {
      if (const auto at = name.find(from); at != std::string::npos) {
        place.name.replace(at, std::string_view(from).size(), to);
      }
    }
  }
  return place;
}

class Planner {
 public:
  Planner(const Facts& tensors, const EncoderForm& form, const std::filesystem::path& path)
      : tensors_(tensors), form_(form), path_(path) {}

  TransformerImport plan() {
    import_.config = form_.config;
    sort();
    complete();
    check(import_.config.form, form_.name);
    const weights::Layout wanted = encoder_layout(import_.config);
    for (const auto& [name, sources] : import_.sources) {
      const auto found = wanted.find(name);
      if (found == wanted.end()) {
        fail("tensor " + in_quotes(sources.front()) + ": no part of " + form_.name);
      }
      check_parts(name, sources, found->second);
    }
    check_none_missing(wanted);
    return std::move(import_);
  }

 private:
  [[noreturn]] void fail(const std::string& fault) const { throw InputError(path_, fault); }

  // Each tensor of the file to the one it becomes or is a part of.
  void sort() {
    const std::string prefix = prefix_of(tensors_);
    for (const auto& [full_name, facts] : tensors_) {
      if (is_of_head(full_name)) {
        import_.left_out.push_back(full_name);
        continue;
      }
      const std::string name = full_name.substr(prefix.size());
      if (std::ranges::find(kUnused, name) != kUnused.end()) {
        continue;
      }
      has_vit_names_ = has_vit_names_ || name.ends_with("layernorm_before.weight");
      const Place place = place_of(name);
      auto& sources = import_.sources[place.name];
      sources.resize(std::max(sources.size(), place.parts));
      std::string& source = sources.at(place.part);
      if (!source.empty()) {
        fail("tensors " + in_quotes(source) + " and " + in_quotes(full_name) +
             " are the same part");
      }
      source = full_name;
    }
  }

  const Shape* shape_of(const std::string& name) const {
    const auto found = import_.sources.find(name);
    return found == import_.sources.end() || found->second.front().empty()
               ? nullptr
               : &tensors_.at(found->second.front()).shape;
  }

  // Fills in from the tensors what a description may leave open.
  void complete() {
    Form& form = import_.config.form;
    if (const Shape* shape = shape_of("blocks.0.mlp.fc2.weight");
        !form_.has_mlp_width && shape != nullptr && shape->size() == 2 && (*shape)[1] >= 1 &&
        (*shape)[1] <= 65536) {
      form.mlp_width = static_cast<int>((*shape)[1]);
    }
    if (!form_.has_epsilon) {
      form.epsilon = has_vit_names_ ? 1e-12 : 1e-6;  // transformers' ViT, all the others
    }
    if (const Shape* shape = shape_of("pos_embed"); !form_.has_register_positions &&
                                                    shape != nullptr && shape->size() == 3 &&
                                                    form.registers > 0) {
      form.registers_in_positions =
          form.class_in_positions &&
          (*shape)[1] == std::int64_t{form.grid()} * form.grid() + 1 + form.registers;
    }
  }

  // Parts are equal slices of the first axis.
  void check_parts(const std::string& name, const std::vector<std::string>& sources,
                   Shape wanted) const {
    for (const std::string& source : sources) {
      if (source.empty()) {
        fail(form_.name + " needs all of the " + std::to_string(sources.size()) +
             " parts of its tensor " + in_quotes(name));
      }
    }
    if (sources.size() > 1) {
      wanted.front() /= static_cast<std::int64_t>(sources.size());
    }
    for (const std::string& source : sources) {
      const CheckpointFile::Facts& facts = tensors_.at(source);
      if (facts.shape != wanted) {
        fail("tensor " + in_quotes(source) + ": shape " + weights::text_of(facts.shape) + ", " +
             form_.name + " needs " + weights::text_of(wanted));
      }
      if (facts.dtype != DType::f32 && facts.dtype != DType::f16 && facts.dtype != DType::bf16) {
        fail("tensor " + in_quotes(source) + ": values of type " +
             std::string(weights::name_of(facts.dtype)) + ", F32, F16 or BF16 wanted");
      }
      if (facts.dtype != tensors_.at(sources.front()).dtype) {
        fail("tensors " + in_quotes(sources.front()) + " and " + in_quotes(source) +
             " are parts of one and of different types");
      }
    }
  }

  void check_none_missing(const weights::Layout& wanted) const {
    const auto is_missing = [&](const auto& named) {
      return !import_.sources.contains(named.first);
    };
    if (const auto missing = std::ranges::count_if(wanted, is_missing); missing > 0) {
      const auto first = std::ranges::find_if(wanted, is_missing);
      fail(form_.name + " needs tensor " + in_quotes(first->first) + " (in timm's names; " +
           std::to_string(missing) + " of " + std::to_string(wanted.size()) + " missing)");
    }
  }

  const Facts& tensors_;
  const EncoderForm& form_;
  const std::filesystem::path& path_;
  bool has_vit_names_ = false;
  TransformerImport import_;
};

// By the exponent's bits, which are all set in what is not finite.
template <class T>
bool are_finite(const std::vector<std::byte>& bytes, T exponent) {
  for (std::size_t i = 0; i + sizeof(T) <= bytes.size(); i += sizeof(T)) {
    T bits;
    std::memcpy(&bits, bytes.data() + i, sizeof(T));
    if ((bits & exponent) == exponent) {
      return false;
    }
  }
  return true;
}

bool are_finite(DType dtype, const std::vector<std::byte>& bytes) {
  switch (dtype) {
    case DType::f16:
      return are_finite<std::uint16_t>(bytes, 0x7C00U);
    case DType::bf16:
      return are_finite<std::uint16_t>(bytes, 0x7F80U);
    default:
      return are_finite<std::uint32_t>(bytes, 0x7F80'0000U);
  }
}

}  // namespace

TransformerImport plan_import(const Facts& tensors, const EncoderForm& form,
                              const std::filesystem::path& path) {
  return Planner(tensors, form, path).plan();
}

RawTensor read_tensor(const CheckpointFile& file, const TransformerImport& import,
                      const std::string& name, const std::filesystem::path& path) {
  RawTensor out;
  for (const std::string& source : import.sources.at(name)) {
    const CheckpointFile::Facts& facts = file.tensors().at(source);
    std::vector<std::byte> bytes = file.read(source);
    if (!are_finite(facts.dtype, bytes)) {
      throw InputError(path, "tensor " + in_quotes(source) + ": has values that are not finite");
    }
    if (out.bytes.empty()) {
      out = {facts.dtype, facts.shape, std::move(bytes)};
    } else {
      out.shape.front() += facts.shape.front();
      out.bytes.insert(out.bytes.end(), bytes.begin(), bytes.end());
    }
  }
  return out;
}

}  // namespace msmv::pfenet
