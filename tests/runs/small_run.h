#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "classify/quick_model.h"
#include "msmv/classify/model.h"
#include "msmv/image/write.h"
#include "msmv/phantom/draw.h"
#include "msmv/runs/watch.h"
#include "temporary_folder.h"

namespace msmv::runs {

inline std::string text_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

// A folder with a quick model, two drawn fields of each of two of its classes, a table of them and
// a file that is no picture; and a run that is watched.
class SmallRun : public ::testing::Test {
 protected:
  SmallRun() {
    model::write(folder_ / "m.safetensors", testing::random_model(testing::quick_config(), 3));
    model_ = load_model(folder_ / "m.safetensors", {.threads = 1});
    model_.config.fitness.refuse = false;
    std::ofstream table(folder_ / "m.csv");
    table << "file,class,split\n";
    for (int i = 0; i < 4; ++i) {
      const std::string name = std::to_string(i) + ".png";
      image::write(folder_ / name,
                   phantom::draw(static_cast<Seed>(i), {.width_px = 320, .height_px = 300}).image);
      table << name << (i % 2 == 0 ? ",Normal" : ",Benign") << (i < 2 ? ",train\n" : ",val\n");
    }
    std::ofstream(folder_ / "broken.png") << "no picture";
  }

  Watch watch() {
    return {.stop = [this] { return done_ == stop_after_; },
            .show =
                [this](const Step& step) {
                  done_ = step.done;
                  steps_.push_back(step);
                },
            .say = [this](const std::string& line) { said_.push_back(line); }};
  }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  testing::TemporaryFolder folder_;
  Model model_;
  std::int64_t done_ = 0, stop_after_ = -1;
  std::vector<Step> steps_;
  std::vector<std::string> said_;
};

}  // namespace msmv::runs
