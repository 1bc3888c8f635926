#include "msmv/training/nuclei_report.h"

#include <map>

#include "msmv/image/field.h"
#include "msmv/krem/detect.h"

namespace msmv::training {
namespace {

constexpr image::Config kAnySize{.min_side_px = 1, .refused_side_px = 1};

std::vector<Point> in_um(std::span<const Point> points, double um_per_px) {
  std::vector<Point> out;
  for (const Point& point : points) {
    out.push_back({point.x * um_per_px, point.y * um_per_px});
  }
  return out;
}

std::vector<Point> found_in(const nuclei::LabelledField& labelled, const CentreNetwork& network) {
  const Field field = image::to_field(labelled.photo, kAnySize);
  std::vector<Point> found;
  for (const Nucleus& nucleus :
       krem::detect(field.image, field.um_per_px, {.detector = krem::Detector::learned},
                    krem::unchanged, &network)) {
    found.push_back(image::to_original(field, nucleus.centre));
  }
  return found;
}

void add(metrics::Detection& sum, const metrics::Detection& more) {
  sum.f1 += more.f1;
  sum.precision += more.precision;
  sum.recall += more.recall;
}

void finish(SourceReport& report) {
  const auto fields = static_cast<double>(report.fields);
  report.mean.f1 /= fields;
  report.mean.precision /= fields;
  report.mean.recall /= fields;
  report.pooled = metrics::detection(report.matches, report.found, report.nuclei);
}

Json json_of(const metrics::Detection& detection) {
  return {{"f1", detection.f1}, {"precision", detection.precision}, {"recall", detection.recall}};
}

}  // namespace

std::vector<SourceReport> judge(std::span<const nuclei::LabelledField> fields,
                                const CentreNetwork& network) {
  std::map<std::string, SourceReport> by_source;
  for (const nuclei::LabelledField& field : fields) {
    const double um = field.photo.um_per_px.x;
    const auto found = in_um(found_in(field, network), um);
    const auto truth = in_um(field.centres, um);
    const std::size_t matches = metrics::matched(found, truth, kNucleusReach_um);
    SourceReport& report = by_source[field.source];
    ++report.fields;
    report.nuclei += truth.size();
    report.found += found.size();
    report.matches += matches;
    add(report.mean, metrics::detection(matches, found.size(), truth.size()));
  }
  std::vector<SourceReport> reports;
  for (auto& [source, report] : by_source) {
    report.source = source;
    finish(report);
    reports.push_back(report);
  }
  return reports;
}

Json report_json(const std::vector<SourceReport>& reports) {
  Json out = Json::array();
  for (const SourceReport& report : reports) {
    out.push_back({{"source", report.source},
                   {"fields", report.fields},
                   {"nuclei", report.nuclei},
                   {"found", report.found},
                   {"matched", report.matches},
                   {"mean_of_fields", json_of(report.mean)},
                   {"pooled", json_of(report.pooled)}});
  }
  return out;
}

}  // namespace msmv::training
