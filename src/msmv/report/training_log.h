#pragma once

#include <filesystem>
#include <optional>
#include <vector>

namespace msmv::report {

// What a training log says of one epoch; absent: not measured in it.
struct EpochRecord {
  int epoch = 0;
  std::optional<double> train_loss, val_loss, train_accuracy, val_accuracy, learning_rate;
};

// The epochs of a log in JSON lines: objects whose "event" is "epoch", with these names as keys.
// Other events are passed over. Of an epoch that comes twice, as after a resumption, the last one
// counts. A last line that is cut off (the run was killed) is left out.
// Throws InputError naming PATH:LINE for other lines that are no JSON object, an epoch without a
// number, and values that are no numbers; and when there is no epoch.
std::vector<EpochRecord> read_training_log(const std::filesystem::path& path);

// Loss and accuracy against the epoch, as STEM.png and STEM.svg. `caption` says on which images.
void draw_training_curves(const std::filesystem::path& stem, const std::vector<EpochRecord>& epochs,
                          const std::string& caption);

}  // namespace msmv::report
