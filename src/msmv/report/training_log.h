#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace msmv::report {

// An epoch as a training log tells of it (docs/data.md). Accuracies of patches are those of
// single samples; of images, those after the vote.
struct EpochRecord {
  int epoch = 0;
  std::optional<double> loss, patch_accuracy, learning_rate;  // of what is learnt from
  std::optional<double> val_loss, val_patch_accuracy, val_image_accuracy;
};

// The epochs of a log in JSON lines, an object an epoch. Of an epoch that comes twice, as after a
// resumption, the last one counts. A last line that was cut off (the run was killed) is left out.
// Throws InputError naming PATH:LINE for other lines that are no JSON object, an epoch without a
// number, and values that are no numbers; and when there is no epoch, or none with a loss or an
// accuracy.
std::vector<EpochRecord> read_training_log(const std::filesystem::path& path);

// Loss and accuracy against the epoch, as STEM.png and STEM.svg. `caption` says on which images.
void draw_training_curves(const std::filesystem::path& stem, const std::vector<EpochRecord>& epochs,
                          const std::string& caption);

}  // namespace msmv::report
