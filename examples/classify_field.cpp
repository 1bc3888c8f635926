// Classifies a field: its class, the scores, and where the key region of each vote lies.
// usage: classify_field IMAGE MODEL

#include <cstdio>
#include <exception>

#include "msmv/classify/classify.h"
#include "msmv/image/read.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: classify_field IMAGE MODEL\n");
    return 2;
  }
  try {
    const msmv::Model model = msmv::load_model(argv[2], {});
    const msmv::Photo photo = msmv::image::read(argv[1], {});
    const msmv::PreparedField prepared = msmv::prepare(photo, model.config);
    const msmv::Diagnosis diagnosis = msmv::diagnose(prepared, model);

    std::printf("%s\n", model.config.classes[diagnosis.label].c_str());
    for (std::size_t i = 0; i < diagnosis.scores.size(); ++i) {
      std::printf("  %s: %.3f, %d votes\n", model.config.classes[i].c_str(),
                  static_cast<double>(diagnosis.scores[i]), diagnosis.votes[i]);
    }
    for (const msmv::ViewScores& voter : diagnosis.views) {
      const msmv::PixelRect& window = voter.region.windows.front();
      std::printf("  key region at %lld, %lld\n", static_cast<long long>(window.x),
                  static_cast<long long>(window.y));
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
