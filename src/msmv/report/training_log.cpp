#include "msmv/report/training_log.h"

#include <plplot/plstream.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <initializer_list>
#include <map>

#include "msmv/config/parse_json.h"
#include "msmv/files/regular_file.h"
#include "msmv/report/plot.h"
#include "msmv/values/errors.h"

namespace msmv::report {
namespace {

constexpr int kFewEpochs = 10;  // are drawn as points too: a single one makes no line

using Member = std::optional<double> EpochRecord::*;

std::optional<double> number_at(const Json& line, const char* key, const std::string& place) {
  const auto found = line.find(key);
  if (found == line.end() || found->is_null()) {
    return std::nullopt;
  }
  if (!found->is_number()) {
    throw InputError(place, std::string(key) + " is " + found->dump() + ", expected a number");
  }
  return found->get<double>();
}

// Under the first of its names that the line has.
std::optional<double> number_at(const Json& line, std::initializer_list<const char*> keys,
                                const std::string& place) {
  for (const char* key : keys) {
    if (const auto number = number_at(line, key, place)) {
      return number;
    }
  }
  return std::nullopt;
}

EpochRecord read_epoch(const Json& line, const std::string& place) {
  const auto epoch = number_at(line, "epoch", place);
  if (!epoch || *epoch < 0 || *epoch > 1e6 || *epoch != std::floor(*epoch)) {
    throw InputError(place, "names no whole epoch");
  }
  const Json validation = line.value("validation", Json::object());
  if (!validation.is_object()) {
    throw InputError(place, "validation is no JSON object");
  }
  EpochRecord record{.epoch = static_cast<int>(*epoch),
                     .loss = number_at(line, {"train_loss", "loss"}, place),
                     .patch_accuracy = number_at(line, {"train_accuracy", "accuracy"}, place),
                     .learning_rate = number_at(line, "learning_rate", place),
                     .val_loss = number_at(line, "val_loss", place),
                     .val_patch_accuracy = number_at(line, "val_patch_accuracy", place),
                     .val_image_accuracy = number_at(line, "val_accuracy", place)};
  const auto take = [&](std::optional<double>& number, const char* key) {
    const auto in_validation = number_at(validation, key, place);
    number = number ? number : in_validation;
  };
  take(record.val_loss, "loss");
  take(record.val_patch_accuracy, "patch_accuracy");
  take(record.val_image_accuracy, "image_accuracy");
  return record;
}

bool can_be_drawn(const EpochRecord& epoch) {
  const auto numbers = {epoch.loss, epoch.patch_accuracy, epoch.val_loss, epoch.val_patch_accuracy,
                        epoch.val_image_accuracy};
  return std::ranges::any_of(numbers, [](const auto& number) { return number.has_value(); });
}

struct Series {
  std::vector<PLFLT> xs, ys;
};

Series series_of(const std::vector<EpochRecord>& epochs, Member member, double scale) {
  Series series;
  for (const EpochRecord& epoch : epochs) {
    if (epoch.*member && std::isfinite(*(epoch.*member))) {
      series.xs.push_back(epoch.epoch);
      series.ys.push_back(scale * *(epoch.*member));
    }
  }
  return series;
}

struct Curve {
  Member values;
  Rgb colour;
};

// Curves of one kind in a panel of their own.
struct Panel {
  Frame frame;
  std::vector<Curve> curves;
  double scale = 1;
  std::optional<double> top;  // of the axis; none: as high as the curves
};

void paint_panel(plstream& plot, const Panel& panel, const std::vector<EpochRecord>& epochs) {
  double highest = 0;
  for (const Curve& curve : panel.curves) {
    for (const double y : series_of(epochs, curve.values, panel.scale).ys) {
      highest = std::max(highest, y);
    }
  }
  const int first = epochs.front().epoch, last = std::max(epochs.back().epoch, first + 1);
  plot.vpor(panel.frame.left, panel.frame.right, panel.frame.bottom, panel.frame.top);
  plot.wind(first, last, 0, panel.top.value_or(highest > 0 ? 1.08 * highest : 1));
  draw_axes(plot, panel.frame, true);
  set_line_width(plot, 1.8);
  for (const Curve& curve : panel.curves) {
    const Series series = series_of(epochs, curve.values, panel.scale);
    const auto count = static_cast<PLINT>(series.xs.size());
    set_colour(plot, curve.colour);
    plot.line(count, series.xs.data(), series.ys.data());
    if (count <= kFewEpochs) {
      draw_discs(plot, series.xs, series.ys);
    }
  }
}

}  // namespace

std::vector<EpochRecord> read_training_log(const std::filesystem::path& path) {
  std::ifstream stream = files::open_regular(path);
  std::map<int, EpochRecord> epochs;
  std::size_t number = 0;
  for (std::string text; std::getline(stream, text) && !stream.eof();) {
    const std::string place = path.string() + ":" + std::to_string(++number);
    const Json line = parse_json(text, place);
    if (!line.is_object()) {
      throw InputError(place, "is no JSON object");
    }
    const EpochRecord epoch = read_epoch(line, place);
    epochs[epoch.epoch] = epoch;
  }
  if (epochs.empty()) {
    throw InputError(path, "tells of no epoch");
  }
  std::vector<EpochRecord> sorted;
  for (const auto& [epoch, record] : epochs) {
    sorted.push_back(record);
  }
  if (std::ranges::none_of(sorted, can_be_drawn)) {
    throw InputError(path, "tells no loss and no accuracy of any epoch");
  }
  return sorted;
}

void draw_training_curves(const std::filesystem::path& stem, const std::vector<EpochRecord>& epochs,
                          const std::string& caption) {
  const Frame frame{.title = "Training",
                    .subtitle = std::to_string(epochs.size()) + " epochs",
                    .caption = caption};
  const Panel loss{.frame = {.y_label = "loss", .bottom = 0.56, .top = 0.87},
                   .curves = {{&EpochRecord::loss, kOrange}, {&EpochRecord::val_loss, kBlue}}};
  const Panel accuracy{
      .frame = {.x_label = "epoch", .y_label = "accuracy, %", .bottom = 0.17, .top = 0.48},
      .curves = {{&EpochRecord::patch_accuracy, kOrange},
                 {&EpochRecord::val_patch_accuracy, kBlue},
                 {&EpochRecord::val_image_accuracy, kGreen}},
      .scale = 100,
      .top = 102};
  draw(stem, {900, 820}, [&](plstream& plot) {
    begin_frame(plot, frame);
    paint_panel(plot, loss, epochs);
    paint_panel(plot, accuracy, epochs);
    plot.vpor(0, 1, 0, 1);
    plot.wind(0, 1, 0, 1);
    draw_key(plot, {{"training, patches", kOrange}}, 0.2, 0.912);
    draw_key(plot, {{"validation, patches", kBlue}}, 0.45, 0.912);
    draw_key(plot, {{"validation, images", kGreen}}, 0.72, 0.912);
  });
}

}  // namespace msmv::report
