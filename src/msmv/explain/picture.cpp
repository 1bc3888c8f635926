#include "msmv/explain/picture.h"

#include "msmv/explain/field_map.h"
#include "msmv/values/decimal.h"

namespace msmv::explain {

RgbImage explanation(const PreparedField& prepared, const Diagnosis& diagnosis,
                     const Explainer& explainer, const ClassNames& classes) {
  const cv::Mat& pixels = prepared.field.image.pixels;
  const FieldMaps maps =
      lay_over({pixels.cols, pixels.rows}, prepared.regions, explainer.maps(prepared.patches));
  const std::size_t label = diagnosis.label;
  return draw_explanation(prepared.field, maps.of_class.at(label), maps.top,
                          classes.at(label) + " " + fixed(diagnosis.scores.at(label), 2));
}

}  // namespace msmv::explain
