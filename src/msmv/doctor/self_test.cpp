#include "msmv/doctor/self_test.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "msmv/classify/classify.h"
#include "msmv/image/read.h"
#include "msmv/image/write.h"
#include "msmv/krem/detect.h"
#include "msmv/values/decimal.h"

namespace msmv::doctor {
namespace {

constexpr double kLeastFound = 0.8;
constexpr double kNearUm = 3;
constexpr float kGreatestDifference = 1e-3F;

bool is_near(const Nucleus& a, const Nucleus& b, double um_per_px) {
  return std::hypot(a.centre.x - b.centre.x, a.centre.y - b.centre.y) * um_per_px < kNearUm;
}

float greatest_difference(const Diagnosis& a, const Diagnosis& b) {
  float greatest = 0;
  for (std::size_t i = 0; i < a.scores.size(); ++i) {
    greatest = std::max(greatest, std::abs(a.scores[i] - b.scores[i]));
  }
  return greatest;
}

// A picture that goes when it was looked at.
class Picture {
 public:
  Picture(const std::filesystem::path& folder, const phantom::Phantom& phantom)
      : path_(folder / ("msmv-doctor-" + std::to_string(getpid()) + ".tif")) {
    image::write(path_, phantom.image, PixelSize{phantom.um_per_px, phantom.um_per_px});
  }
  ~Picture() {
    std::error_code gone;
    std::filesystem::remove(path_, gone);
  }
  Picture(const Picture&) = delete;
  Picture& operator=(const Picture&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace

Finding judge_nuclei(const phantom::Phantom& phantom) {
  const auto found = krem::detect(phantom.image, phantom.um_per_px, {});
  const auto hits = std::ranges::count_if(phantom.nuclei, [&](const Nucleus& drawn) {
    return std::ranges::any_of(
        found, [&](const Nucleus& at) { return is_near(drawn, at, phantom.um_per_px); });
  });
  const auto least = kLeastFound * static_cast<double>(phantom.nuclei.size());
  return {.state = static_cast<double>(hits) < least ? State::broken : State::fine,
          .text = std::to_string(hits) + " of " + std::to_string(phantom.nuclei.size()) +
                  " nuclei of a phantom found"};
}

Finding judge_chain(const phantom::Phantom& phantom, const std::filesystem::path& folder,
                    const Model& model, const Model& reference) {
  const Picture picture(folder, phantom);
  const PreparedField prepared = prepare(image::read(picture.path(), {}), model.config);
  const Diagnosis ours = diagnose(prepared, model);
  const Diagnosis theirs = diagnose(prepared, reference);
  const float difference = greatest_difference(ours, theirs);
  char text[128];
  std::snprintf(text, sizeof text,
                "a phantom read and classified; scores of %s and LibTorch differ by %.1e",
                model.network->facts().runtime.c_str(), static_cast<double>(difference));
  return {.state = difference > kGreatestDifference ? State::broken : State::fine, .text = text};
}

}  // namespace msmv::doctor
