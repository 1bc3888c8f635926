#include "msmv/pfenet/named_encoders.h"

#include <algorithm>
#include <array>

#include "msmv/config/json.h"
#include "msmv/config/parse_json.h"
#include "msmv/files/mapped_file.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"

namespace msmv::pfenet {
namespace {

using Rgb = std::array<double, 3>;

struct Statistics {
  Rgb mean, deviation;
};

constexpr Statistics kImageNet = {{0.485, 0.456, 0.406}, {0.229, 0.224, 0.225}};
constexpr Statistics kHalf = {{0.5, 0.5, 0.5}, {0.5, 0.5, 0.5}};
constexpr Statistics kLunit = {{0.70322989, 0.53606487, 0.66096631},
                               {0.21716536, 0.26081574, 0.20723464}};
constexpr Statistics kBioptimus = {{0.707223, 0.578729, 0.703617}, {0.211883, 0.230117, 0.177517}};

NamedEncoder transformer_named(std::string_view name, Form form, const Statistics& statistics,
                               std::int64_t unused_parameters = 0) {
  return {.name = name,
          .form = {.name = std::string(name),
                   .config = {.backbone = Backbone::vision_transformer,
                              .shared_weights = true,
                              .mean = statistics.mean,
                              .deviation = statistics.deviation,
                              .form = form}},
          .unused_parameters = unused_parameters};
}

NamedEncoder resnet50_named(std::string_view name, const Statistics& statistics) {
  NamedEncoder out = transformer_named(name, {}, statistics);
  out.form.config.backbone = Backbone::resnet50;
  return out;
}

// Of the usual sizes, with an MLP of GELU four times as wide.
Form vit(int width, int depth, int heads, int patch_px) {
  return {
      .patch_px = patch_px, .width = width, .depth = depth, .heads = heads, .mlp_width = 4 * width};
}

Form with_layer_scale(Form form) {
  form.layer_scale = true;
  return form;
}

// With an MLP of packed SwiGLU, `mlp_width` values of each half, and LayerScale.
Form gated(Form form, int mlp_width) {
  form.mlp = Mlp::swiglu;
  form.mlp_width = mlp_width;
  return with_layer_scale(form);
}

Form with_registers(Form form, int registers, bool in_positions) {
  form.registers = registers;
  form.class_in_positions = form.registers_in_positions = in_positions;
  return form;
}

Form with_mean(Form form) {
  form.output = TokenOutput::class_and_mean;
  return form;
}

// Built for DINOv2's 518 px, used at 224.
Form built_at_518(Form form) {
  form.image_px = 518;
  return form;
}

Form of_hugging_face(Form form) {
  form.source = Source::hf;
  return form;
}

Form with_epsilon(Form form, double epsilon) {
  form.epsilon = epsilon;
  return form;
}

// The middle 224 px of a picture of 256.
Form cut_from_256(Form form) {
  form.resize_px = 256;
  return form;
}

Form bilinear(Form form) {
  form.resize = Resize::bilinear;
  return form;
}

std::vector<NamedEncoder> all_named() {
  const Form small16 = vit(384, 12, 6, 16), small8 = vit(384, 12, 6, 8);
  const Form base16 = vit(768, 12, 12, 16), base8 = vit(768, 12, 12, 8);
  const Form large16 = bilinear(with_layer_scale(vit(1024, 24, 16, 16)));
  const Form large14 = bilinear(with_layer_scale(vit(1024, 24, 16, 14)));
  const Form huge14 = gated(vit(1280, 32, 16, 14), 3416);
  const Form giant14 = bilinear(gated(vit(1536, 40, 24, 14), 4096));
  const std::int64_t pooler = 768 * 768 + 768;
  return {
      transformer_named("lunit_vits16", small16, kLunit),
      transformer_named("lunit_vits8", small8, kLunit),
      transformer_named("kaiko_vits16", bilinear(small16), kHalf),
      transformer_named("kaiko_vits8", bilinear(small8), kHalf),
      transformer_named("kaiko_vitb16", bilinear(base16), kHalf),
      transformer_named("kaiko_vitb8", bilinear(base8), kHalf),
      transformer_named("kaiko_vitl14", built_at_518(with_registers(large14, 4, false)), kHalf),
      transformer_named("phikon", of_hugging_face(with_epsilon(bilinear(base16), 1e-12)), kImageNet,
                        pooler),
      transformer_named("phikon_v2", of_hugging_face(large16), kImageNet, 1024),
      transformer_named("uni", large16, kImageNet),
      transformer_named("digepath", large16, kImageNet),
      transformer_named("uni2_h",
                        with_registers(bilinear(gated(vit(1536, 24, 24, 14), 4096)), 8, false),
                        kImageNet),
      transformer_named("gigapath", cut_from_256(gated(vit(1536, 40, 24, 16), 4096)), kImageNet),
      transformer_named("gigapath_flash", cut_from_256(gated(small16, 1024)), kImageNet),
      transformer_named("virchow", with_mean(huge14), kImageNet),
      transformer_named("virchow2", with_mean(with_registers(huge14, 4, true)), kImageNet),
      transformer_named("h_optimus_0", with_registers(giant14, 4, false), kBioptimus),
      transformer_named("midnight", built_at_518(with_mean(of_hugging_face(giant14))), kHalf, 1536),
      resnet50_named("lunit_resnet50_bt", kLunit),
      resnet50_named("lunit_resnet50_swav", kLunit),
      resnet50_named("lunit_resnet50_mocov2", kLunit),
      resnet50_named("retccl", kImageNet)};
}

// A description's parts, each with where it stands.
class Description {
 public:
  explicit Description(const std::filesystem::path& path) : path_(path) {
    const auto file = files::map_file(path);
    const std::string_view text(reinterpret_cast<const char*>(file.bytes.data()),
                                file.bytes.size());
    try {
      json_ = parse_json(text, "an encoder's form");
    } catch (const InputError& fault) {
      throw InputError(path, fault.fault());
    }
  }

  bool has(const char* object, const char* key) const { return find(object, key) != nullptr; }

  template <class T>
  T read(const char* object, const char* key, Between limits = between(1, 65536)) const {
    const Json* found = find(object, key);
    const std::string where = std::string(object) + "." + key;
    if (found == nullptr) {
      throw InputError(path_, where + " is missing from the form");
    }
    try {
      T value{};
      config_detail::read_value(*found, value, limits, where);
      return value;
    } catch (const InputError& fault) {
      throw InputError(path_, fault.fault());
    }
  }

  // One of some words, as its place among them.
  std::size_t read_choice(const char* object, const char* key,
                          const std::vector<std::string>& choices) const {
    const auto text = read<std::string>(object, key);
    const auto found = std::ranges::find(choices, text);
    if (found == choices.end()) {
      std::string all;
      for (const std::string& choice : choices) {
        all += (all.empty() ? "" : ", ") + in_quotes(choice);
      }
      throw InputError(
          path_, std::string(object) + "." + key + ": " + in_quotes(text) + " is none of " + all);
    }
    return static_cast<std::size_t>(found - choices.begin());
  }

 private:
  const Json* find(const char* object, const char* key) const {
    const auto owner = json_.find(object);
    if (!json_.is_object() || owner == json_.end() || !owner->is_object()) {
      throw InputError(path_, "has no object " + in_quotes(object) + ": not an encoder's form");
    }
    const auto found = owner->find(key);
    return found == owner->end() ? nullptr : &*found;
  }

  const std::filesystem::path& path_;
  Json json_;
};

EncoderForm described(const std::filesystem::path& path) {
  const Description description(path);
  const auto number = [&](const char* key, double least = 1) {
    return description.read<int>("shape", key, between(least, 65536));
  };
  EncoderForm out = transformer_named(path.filename().string(), {}, kImageNet).form;
  Form& form = out.config.form;
  form.source =
      description.read_choice("shape", "source", {"timm", "hf"}) == 0 ? Source::timm : Source::hf;
  form.image_px = number("image");
  form.patch_px = number("patch");
  form.width = number("width");
  form.depth = number("depth");
  form.heads = number("heads");
  form.mlp = description.read_choice("shape", "mlp", {"gelu", "swiglu", "swiglu, packed"}) == 0
                 ? Mlp::gelu
                 : Mlp::swiglu;
  form.layer_scale = description.read<bool>("shape", "layer_scale");
  form.registers = number("registers", 0);
  form.class_in_positions = description.read<bool>("shape", "class_in_positions");
  form.output =
      description.read_choice("shape", "output", {"class", "class and mean of patches"}) == 0
          ? TokenOutput::class_token
          : TokenOutput::class_and_mean;
  out.has_mlp_width = description.has("shape", "mlp_width");
  out.has_epsilon = description.has("shape", "epsilon");
  out.has_register_positions = description.has("shape", "registers_in_positions");
  form.mlp_width = out.has_mlp_width ? number("mlp_width") : 4 * form.width;
  if (out.has_epsilon) {
    form.epsilon = description.read<double>("shape", "epsilon", between(1e-15, 0.1));
  }
  form.registers_in_positions =
      out.has_register_positions && description.read<bool>("shape", "registers_in_positions");
  out.config.mean = description.read<Rgb>("input", "mean", between(0, 1));
  out.config.deviation = description.read<Rgb>("input", "std", between(0.001, 10));
  form.input_px = form.resize_px =
      description.has("input", "pixels") ? description.read<int>("input", "pixels") : form.image_px;
  try {
    Config limits;  // the limits of each field
    from_json(to_json(out.config), limits, "shape");
    check(form, "shape");
  } catch (const InputError& fault) {
    throw InputError(path, fault.fault());
  }
  return out;
}

}  // namespace

const std::vector<NamedEncoder>& named_encoders() {
  static const std::vector<NamedEncoder> all = all_named();
  return all;
}

std::string named_encoder_choices() {
  std::string all;
  for (const NamedEncoder& encoder : named_encoders()) {
    all += (all.empty() ? "" : ", ") + std::string(encoder.name);
  }
  return all;
}

EncoderForm encoder_form(const std::string& name_or_file) {
  const auto found = std::ranges::find(named_encoders(), name_or_file, &NamedEncoder::name);
  if (found != named_encoders().end()) {
    return found->form;
  }
  if (!name_or_file.ends_with(".json")) {
    throw InputError("--encoder-form " + in_quotes(name_or_file) + " is no FILE.json and none of " +
                     named_encoder_choices());
  }
  return described(name_or_file);
}

}  // namespace msmv::pfenet
