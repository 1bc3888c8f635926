#include "msmv/experiments/overview.h"

#include <plplot/plstream.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "msmv/report/plot.h"

namespace msmv::experiments {
namespace {

// Of a row, of what stands above and below, and the least: letters of titles go by the height.
constexpr int kLine_px = 26, kRest_px = 190, kLeast_px = 520, kWidth_px = 980;
constexpr double kLetter_px = 8.6;  // of a title, on average

void paint_row(plstream& plot, const RowResult& row, double y, double left) {
  const auto& interval = row.evaluation->accuracy_interval;
  report::set_colour(plot, report::kInk);
  report::write_text(plot, row.row.title, {left, y, 1, 0.7});
  report::set_colour(plot, report::kBlue);
  report::set_line_width(plot, 1.6);
  plot.join(100 * interval.low, y, 100 * interval.high, y);
  report::draw_discs(plot, {100 * row.evaluation->averages.accuracy}, {y});
  if (row.row.paper.image > 0) {
    report::set_colour(plot, report::kOrange);
    report::draw_discs(plot, {row.row.paper.image}, {y});
  }
}

}  // namespace

bool draw_overview(const std::filesystem::path& stem, const Results& results) {
  std::vector<const RowResult*> rows;
  double lowest = 100;
  std::size_t longest = 0;  // title
  for (const RowResult& row : results.rows) {
    if (row.evaluation) {
      rows.push_back(&row);
      lowest = std::min(lowest, 100 * row.evaluation->accuracy_interval.low);
      longest = std::max(longest, row.row.title.size());
    }
  }
  if (rows.empty()) {
    return false;
  }
  const int height = std::max(kLeast_px, kRest_px + kLine_px * static_cast<int>(rows.size()));
  const double share_below = 110.0 / height, share_above = std::max(80.0 / height, 0.125);
  report::Frame frame{.title = "Accuracy of images, with 95 % intervals",
                      .subtitle = "blue: here; orange: the paper's own figure, on its own split",
                      .caption = "Images: " + results.split + ". Budget " + results.budget + ".",
                      .x_label = "%"};
  frame.left = std::clamp((30 + kLetter_px * static_cast<double>(longest)) / kWidth_px, 0.2, 0.6);
  frame.bottom = share_below;
  frame.top = 1 - share_above;
  report::draw(stem, {kWidth_px, height}, [&](plstream& plot) {
    report::begin_frame(plot, frame);
    const double low = std::max(0.0, 10 * std::floor(lowest / 10));
    const auto count = static_cast<double>(rows.size());
    plot.wind(low, 100, 0, count);
    report::set_colour(plot, report::kGrid);
    for (double x = low; x <= 100; x += 10) {
      plot.join(x, 0, x, count);
    }
    report::set_colour(plot, report::kInk);
    report::set_line_width(plot, 0.7);
    plot.schr(0, 0.8);
    plot.box("bcnt", 10, 2, "bc", 0, 0);
    plot.mtex("b", 3, 0.5, 0.5, frame.x_label.c_str());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      paint_row(plot, *rows[i], count - 0.5 - static_cast<double>(i), low - 0.015 * (100 - low));
    }
  });
  return true;
}

}  // namespace msmv::experiments
