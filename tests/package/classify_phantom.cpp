// The whole chain with the installed model: scores that are probabilities.

#include <cmath>
#include <cstdio>
#include <numeric>

#include "msmv/classify/classify.h"
#include "msmv/phantom/draw.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    return 2;
  }
  const msmv::phantom::Phantom phantom = msmv::phantom::draw(3, {});
  msmv::Photo photo{
      .image = phantom.image, .um_per_px = {phantom.um_per_px, phantom.um_per_px}, .path = {}};
  const msmv::Model model = msmv::load_model(argv[1], {});
  const msmv::Diagnosis diagnosis = msmv::classify(photo, model);
  const float sum = std::accumulate(diagnosis.scores.begin(), diagnosis.scores.end(), 0.0F);
  std::printf("%s, %zu voters, scores sum to %f\n", model.config.classes[diagnosis.label].c_str(),
              diagnosis.views.size(), static_cast<double>(sum));
  return diagnosis.views.size() == 6 && std::abs(sum - 1) < 1e-4F ? 0 : 1;
}
