#include "msmv/report/figures.h"

#include <plplot/plstream.h>

#include <algorithm>
#include <cmath>

#include "msmv/report/plot.h"
#include "msmv/report/wording.h"
#include "msmv/values/decimal.h"

namespace msmv::report {
namespace {

constexpr double kSmall = 0.65;
constexpr std::size_t kFewestKept = 10;  // fewer say nothing of an accuracy

double number(std::size_t value) {
  return static_cast<double>(value);
}
double number(std::int64_t value) {
  return static_cast<double>(value);
}

Frame frame_of(const Evaluation& evaluation, const std::string& title) {
  return {
      .title = title,
      .subtitle = accuracy_text(evaluation.images.right(), evaluation.images.total()) +
                  unanswered_text(evaluation.images.unanswered(), unfit_among(evaluation.cases)),
      .caption = "Images: " + evaluation.split_sentence + "."};
}

Rgb between(Rgb low, Rgb high, double share) {
  const auto mixed = [&](int a, int b) {
    return a + static_cast<int>(std::lround(share * (b - a)));
  };
  return {mixed(low.red, high.red), mixed(low.green, high.green), mixed(low.blue, high.blue)};
}

void paint_cell(plstream& plot, const metrics::Confusion& confusion, std::size_t truth,
                std::size_t answer) {
  const double x = number(answer), y = number(confusion.class_count - 1 - truth);
  const auto all = confusion.of_class(truth);
  const double share = all == 0 ? 0 : number(confusion.at(truth, answer)) / number(all);
  const Rgb full = truth == answer ? kBlue : kVermilion;
  set_colour(plot, between(kWhite, full, share));
  fill_rectangle(plot, x, y, 1, 1);
  set_colour(plot, share > 0.55 ? kWhite : kInk);
  write_text(plot, std::to_string(confusion.at(truth, answer)), {x + 0.5, y + 0.56, 0.5, 1.2});
  write_text(plot, percent(share), {x + 0.5, y + 0.3, 0.5, kSmall});
}

// The classes under or beside the axes, at the middle of their unit.
void write_classes_below(plstream& plot, const std::vector<std::string>& names) {
  plot.schr(0, 0.8);
  for (std::size_t i = 0; i < names.size(); ++i) {
    plot.mtex("b", 1.3, (number(i) + 0.5) / number(names.size()), 0.5, names[i].c_str());
  }
}

void paint_reliability(plstream& plot, const Reliability& reliability, Rgb colour) {
  set_colour(plot, colour);
  std::vector<PLFLT> xs, ys;
  for (const metrics::ReliabilityBin& bin : reliability.bins) {
    if (bin.cases == 0) {
      continue;
    }
    xs.push_back(bin.mean_confidence);
    ys.push_back(number(bin.right) / number(bin.cases));
    const auto interval =
        metrics::wilson(static_cast<std::int64_t>(bin.right), static_cast<std::int64_t>(bin.cases));
    set_line_width(plot, 1);
    plot.join(xs.back(), interval.low, xs.back(), interval.high);
  }
  set_line_width(plot, 1.8);
  plot.line(static_cast<PLINT>(xs.size()), xs.data(), ys.data());
  draw_discs(plot, xs, ys);
}

// How many cases each bin holds, below the diagram.
void paint_bin_counts(plstream& plot, const Calibration& calibration) {
  const auto& bins = calibration.as_given.bins;
  std::size_t most = 1;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    most = std::max({most, bins[i].cases, calibration.tempered.bins[i].cases});
  }
  const Frame frame{.x_label = "confidence: score of the class named", .y_label = "images"};
  plot.vpor(0.12, 0.96, 0.175, 0.29);
  plot.wind(0, 1, 0, 1.1 * number(most));
  for (std::size_t i = 0; i < bins.size(); ++i) {
    const double width = bins[i].high - bins[i].low;
    set_colour(plot, kVermilion);
    fill_rectangle(plot, bins[i].low + 0.1 * width, 0, 0.38 * width, number(bins[i].cases));
    set_colour(plot, kBlue);
    fill_rectangle(plot, bins[i].low + 0.52 * width, 0, 0.38 * width,
                   number(calibration.tempered.bins[i].cases));
  }
  plot.schr(0, 0.65);
  set_colour(plot, kInk);
  set_line_width(plot, 0.7);
  plot.box("bc", 0, 0, "bcntv", std::ceil(number(most) / 2), 0);
  plot.schr(0, 0.8);
  plot.mtex("b", 1.6, 0.5, 0.5, frame.x_label.c_str());
  plot.mtex("l", 4.2, 0.5, 0.5, frame.y_label.c_str());
}

}  // namespace

void draw_confusion(const std::filesystem::path& stem, const Evaluation& evaluation) {
  const metrics::Confusion& confusion = evaluation.images;
  std::vector<std::string> answers = evaluation.classes;
  if (confusion.unanswered() > 0) {
    answers.emplace_back("no class");
  }
  Frame frame = frame_of(evaluation, "Confusion matrix");
  frame.left = 0.24;
  frame.bottom = 0.19;
  draw(stem, {820, 760}, [&](plstream& plot) {
    begin_frame(plot, frame);
    const auto rows = confusion.class_count;
    plot.wind(0, number(answers.size()), 0, number(rows));
    for (std::size_t truth = 0; truth < rows; ++truth) {
      for (std::size_t answer = 0; answer < answers.size(); ++answer) {
        paint_cell(plot, confusion, truth, answer);
      }
    }
    set_colour(plot, kInk);
    set_line_width(plot, 0.7);
    plot.box("bc", 1, 0, "bc", 1, 0);
    write_classes_below(plot, answers);
    for (std::size_t i = 0; i < rows; ++i) {
      const std::string label =
          evaluation.classes[i] + "\xE2\x80\x8A (" + std::to_string(confusion.of_class(i)) + ")";
      plot.mtex("lv", 0.6, 1 - (number(i) + 0.5) / number(rows), 1, label.c_str());
    }
    plot.mtex("b", 3, 0.5, 0.5, "class named");
    plot.mtex("l", 10, 0.5, 0.5, "true class (images)");
  });
}

void draw_class_bars(const std::filesystem::path& stem, const Evaluation& evaluation) {
  Frame frame = frame_of(evaluation, "Precision, recall and F1 of each class");
  frame.y_label = "%";
  draw(stem, {900, 600}, [&](plstream& plot) {
    begin_frame(plot, frame);
    const std::size_t classes = evaluation.classes.size();
    plot.wind(0, number(classes), 0, 118);
    draw_axes(plot, frame, false);
    for (std::size_t i = 0; i < classes; ++i) {
      const auto figures = metrics::figures_of(evaluation.images, i);
      const std::vector<std::pair<std::optional<double>, Rgb>> bars = {
          {figures.precision, kBlue}, {figures.recall, kOrange}, {figures.f1, kGreen}};
      for (std::size_t bar = 0; bar < bars.size(); ++bar) {
        const double x = number(i) + 0.14 + 0.24 * number(bar);
        const double height = 100 * bars[bar].first.value_or(0);
        set_colour(plot, bars[bar].second);
        fill_rectangle(plot, x, 0, 0.22, height);
        set_colour(plot, kInk);
        const std::string text = percent(bars[bar].first);
        write_text(plot, text.substr(0, text.find(' ')), {x + 0.11, height + 2.5, 0.5, 0.6});
      }
    }
    set_colour(plot, kInk);
    write_classes_below(plot, evaluation.classes);
    draw_key(plot, {{"precision", kBlue}}, 0.1, 111);
    draw_key(plot, {{"recall", kOrange}}, 0.1 + 0.25 * number(classes), 111);
    draw_key(plot, {{"F1", kGreen}}, 0.1 + 0.5 * number(classes), 111);
  });
}

bool has_reliability_curve(const Evaluation& evaluation) {
  return evaluation.calibration &&
         std::ranges::count_if(evaluation.calibration->as_given.bins,
                               [](const auto& bin) { return bin.cases > 0; }) > 1;
}

bool has_referral_curve(const Evaluation& evaluation) {
  return std::ranges::count_if(evaluation.referral, [](const metrics::ReferralPoint& point) {
           return point.kept >= kFewestKept;
         }) > 1;
}

void draw_reliability(const std::filesystem::path& stem, const Evaluation& evaluation) {
  const Calibration& calibration = evaluation.calibration.value();
  Frame frame = frame_of(evaluation, "Reliability: is confidence the chance to be right?");
  frame.x_label = "confidence: score of the class named";
  frame.y_label = "share right";
  frame.bottom = 0.36;
  frame.caption += " Bars: 95 % intervals. " + std::to_string(calibration.as_given.bins.size()) +
                   " bins. " +
                   (!calibration.is_fitted_here ? "The temperature was fitted on other cases."
                    : calibration.is_by_model
                        ? "The temperature of each model's cases was fitted on the others."
                        : "The temperature of each fifth of the cases was fitted on the others.");
  draw(stem, {760, 820}, [&](plstream& plot) {
    begin_frame(plot, frame);
    plot.wind(0, 1, -0.03, 1.03);
    frame.x_label = "";
    draw_axes(plot, frame, true);
    set_colour(plot, kPale);
    plot.lsty(2);
    plot.join(0, 0, 1, 1);
    plot.lsty(1);
    paint_reliability(plot, calibration.as_given, kVermilion);
    paint_reliability(plot, calibration.tempered, kBlue);
    const auto text = [](const std::string& what, const Reliability& reliability) {
      return what + ": calibration error " + fixed(reliability.error, 3);
    };
    draw_key(
        plot,
        {{text("as given", calibration.as_given), kVermilion},
         {text("temperature " + fixed(calibration.temperature, 2), calibration.tempered), kBlue}},
        0.33, 0.1);
    paint_bin_counts(plot, calibration);
  });
}

void draw_referral(const std::filesystem::path& stem, const Evaluation& evaluation) {
  Frame frame = frame_of(evaluation, "Accuracy on what is kept when the least sure go to a human");
  frame.x_label = "images referred to a human, %";
  frame.y_label = "accuracy on the others, %";
  frame.caption += " Band: 95 % intervals. Not drawn where fewer than " +
                   std::to_string(kFewestKept) + " are kept.";
  draw(stem, {900, 640}, [&](plstream& plot) {
    std::vector<PLFLT> xs, ys, band_xs, band_ys, upper;
    for (const metrics::ReferralPoint& point : evaluation.referral) {
      if (point.kept < kFewestKept && !xs.empty()) {
        break;
      }
      const auto interval = metrics::wilson(static_cast<std::int64_t>(point.kept_right),
                                            static_cast<std::int64_t>(point.kept));
      xs.push_back(100 * number(point.referred) / number(point.referred + point.kept));
      ys.push_back(100 * number(point.kept_right) / number(point.kept));
      band_ys.push_back(100 * interval.low);
      upper.push_back(100 * interval.high);
    }
    const double lowest = *std::ranges::min_element(band_ys);
    band_xs = xs;
    band_xs.insert(band_xs.end(), xs.rbegin(), xs.rend());
    band_ys.insert(band_ys.end(), upper.rbegin(), upper.rend());
    begin_frame(plot, frame);
    plot.wind(0, 100, std::max(0.0, 10 * std::floor(lowest / 10)), 102);
    set_colour(plot, between(kWhite, kSky, 0.35));
    if (xs.size() > 1) {  // PLplot can't fill less
      plot.fill(static_cast<PLINT>(band_xs.size()), band_xs.data(), band_ys.data());
    }
    draw_axes(plot, frame, true);
    set_colour(plot, kBlue);
    set_line_width(plot, 1.8);
    plot.line(static_cast<PLINT>(xs.size()), xs.data(), ys.data());
    draw_discs(plot, {xs.front()}, {ys.front()});
  });
}

}  // namespace msmv::report
