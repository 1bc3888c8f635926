#include "msmv/classify/encode.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "msmv/classify/classify.h"
#include "msmv/image/field.h"
#include "msmv/pfenet/resample.h"

namespace msmv {
namespace {

struct Input {
  int side_px, resize_px;
  pfenet::Kernel kernel;
};

Input input_of(const Config& config) {
  if (config.pfenet.backbone != pfenet::Backbone::vision_transformer) {
    return {config.patches.side_px, config.patches.side_px, pfenet::Kernel::bilinear_antialiased};
  }
  const pfenet::Form& form = config.pfenet.form;
  return {form.input_px, form.resize_px,
          form.resize == pfenet::Resize::bicubic ? pfenet::Kernel::bicubic_antialiased
                                                 : pfenet::Kernel::bilinear_antialiased};
}

pfenet::Plane plane_of(const cv::Mat& pixels) {
  pfenet::Plane plane{
      static_cast<std::size_t>(pixels.rows), static_cast<std::size_t>(pixels.cols), 3, {}};
  plane.values.reserve(plane.height * plane.width * 3);
  for (int y = 0; y < pixels.rows; ++y) {
    const std::uint8_t* row = pixels.ptr(y);
    plane.values.insert(plane.values.end(), row, row + std::ptrdiff_t{3} * pixels.cols);
  }
  return plane;
}

// A side after the shorter one has become `resize_px`, as torchvision rounds.
std::size_t resized(std::size_t side, std::size_t shorter, int resize_px) {
  return static_cast<std::size_t>(resize_px) * side / shorter;
}

// The middle `side` x `side` of a plane as 8 bits.
std::vector<std::uint8_t> middle_of(const pfenet::Plane& plane, std::size_t side) {
  // Half pixels go down, as Python rounds an even half.
  const auto before = [side](std::size_t all) {
    return static_cast<std::size_t>(std::nearbyint(static_cast<double>(all - side) / 2));
  };
  const std::size_t top = before(plane.height), left = before(plane.width);
  std::vector<std::uint8_t> out;
  out.reserve(side * side * 3);
  for (std::size_t y = 0; y < side; ++y) {
    const float* row = plane.values.data() + ((top + y) * plane.width + left) * 3;
    for (std::size_t i = 0; i < side * 3; ++i) {
      out.push_back(static_cast<std::uint8_t>(std::clamp(std::nearbyint(row[i]), 0.0F, 255.0F)));
    }
  }
  return out;
}

void add_row(files::FeatureTable& table, const std::string& name, const Encodings& encodings,
             std::size_t sample) {
  table.features = encodings.scales * encodings.features;
  const auto first =
      encodings.values.begin() + static_cast<std::ptrdiff_t>(sample * table.features);
  table.values.insert(table.values.end(), first,
                      first + static_cast<std::ptrdiff_t>(table.features));
  table.files.push_back(name);
}

}  // namespace

ModelFile encoder_alone(const pfenet::ImportedEncoder& encoder) {
  ModelFile file;
  file.config.pfenet = encoder.config();
  file.config.pfenet.shared_weights = true;
  if (file.config.pfenet.backbone == pfenet::Backbone::vision_transformer) {
    file.config.patches.side_px = file.config.pfenet.form.input_px;
  }
  for (const auto& [name, tensor] : encoder.tensors) {
    file.weights["pfenet.shared." + name] = tensor;
  }
  return file;
}

Model encoder_of(ModelFile file, SeenAs seen, const LoadOptions& options) {
  if (seen == SeenAs::patch) {
    file.config.patches.side_px = input_of(file.config).side_px;
    if (file.config.pfenet.shared_weights) {
      file.config.krem.windows_px.resize(1);
      file.config.krem.steps_px.resize(1);
      file.config.krem.context_px.clear();
      std::erase_if(file.weights,
                    [](const auto& named) { return named.first.starts_with("fdnet."); });
    }
  }
  return model_of(file, options);
}

PatchBatch as_patch(const RgbImage& image, const Config& config) {
  const Input input = input_of(config);
  pfenet::Plane plane = plane_of(image.pixels);
  const std::size_t shorter = std::min(plane.height, plane.width);
  const std::size_t height = resized(plane.height, shorter, input.resize_px);
  const std::size_t width = resized(plane.width, shorter, input.resize_px);
  if (height != plane.height || width != plane.width) {
    plane = pfenet::resampled(plane, height, width, input.kernel);
  }
  PatchBatch batch{1, config.scales(), static_cast<std::size_t>(input.side_px), {}};
  const auto patch = middle_of(plane, batch.side_px);
  for (std::size_t scale = 0; scale < batch.scales; ++scale) {
    batch.pixels.insert(batch.pixels.end(), patch.begin(), patch.end());
  }
  return batch;
}

void encode(const Photo& photo, const std::string& name, const Model& model, SeenAs seen,
            files::FeatureTable& table) {
  if (seen == SeenAs::patch) {
    add_row(table, name, model.network->encode(as_patch(photo.image, model.config)), 0);
    return;
  }
  const PreparedField prepared = prepare(photo, model.config);
  const Encodings encodings = model.network->encode(prepared.patches);
  table.has_regions = true;
  for (std::size_t i = 0; i < prepared.regions.size(); ++i) {
    const KeyRegion& region = prepared.regions[i];
    const std::size_t first = model.config.krem.has_context() ? 1 : 0;
    const PixelRect window = image::to_original(prepared.field, region.windows.at(first));
    add_row(table, name, encodings, i);
    table.views.emplace_back(msmv::name(region.view));
    table.windows.insert(table.windows.end(), {window.x, window.y, window.width, window.height});
  }
}

}  // namespace msmv
