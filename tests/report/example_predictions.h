#pragma once

#include "msmv/dataset/split.h"
#include "msmv/report/prediction.h"

namespace msmv::report::testing {

// Eight images of two classes, four voters each. Six are right; C2 could not be classified.
//          truth  named  score of A, B    votes A, B
//   a1     A      A      0.90  0.10       4 0
//   a2     A      A      0.90  0.10       4 0
//   a3     A      A      0.60  0.40       3 1
//   a4     A      B      0.40  0.60       1 3
//   b1     B      B      0.10  0.90       0 4
//   b2     B      failed
//   b3     B      B      0.40  0.60       1 3
//   b4     B      B      0.20  0.80       0 4
struct Example {
  dataset::Selection selection;
  PredictionTable predictions;
};

inline Example example() {
  Example example{{{"d.csv", {"A", "B"}, {}}, "column:val", "part val of split column"},
                  {"p.csv", {"A", "B"}, {}}};
  struct Row {
    const char* file;
    std::size_t truth, named;
    float score_of_a;
    int votes_for_a;
  };
  for (const Row& row :
       {Row{"a1.png", 0, 0, 0.9F, 4}, Row{"a2.png", 0, 0, 0.9F, 4}, Row{"a3.png", 0, 0, 0.6F, 3},
        Row{"a4.png", 0, 1, 0.4F, 1}, Row{"b1.png", 1, 1, 0.1F, 0}, Row{"b2.png", 1, 1, 0.5F, 2},
        Row{"b3.png", 1, 1, 0.4F, 1}, Row{"b4.png", 1, 1, 0.2F, 0}}) {
    example.selection.dataset.samples.push_back(
        {std::filesystem::path("pictures") / row.file, row.file, row.truth});
    Prediction prediction;
    prediction.file = row.file;
    prediction.model = "m1";
    prediction.diagnosis.label = row.named;
    prediction.diagnosis.scores = {row.score_of_a, 1 - row.score_of_a};
    prediction.diagnosis.votes = {row.votes_for_a, 4 - row.votes_for_a};
    example.predictions.predictions.push_back(prediction);
  }
  example.predictions.predictions[5].fault = "is truncated";
  return example;
}

}  // namespace msmv::report::testing
