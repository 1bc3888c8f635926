#include "msmv/report/prediction_json.h"

#include <gtest/gtest.h>

#include <sstream>

namespace msmv::report {
namespace {

TEST(PredictionJson, TellsOfEachVoter) {
  Prediction prediction;
  prediction.file = "a.png";
  prediction.diagnosis.label = 0;
  prediction.diagnosis.scores = {0.9F, 0.1F};
  prediction.diagnosis.votes = {1, 0};
  prediction.diagnosis.views = {
      {{View::rot90, {{1, 2, 897, 897}, {10, 20, 400, 400}}, {31, 12}}, {0.9F, 0.1F}}};
  prediction.um_per_px = {0.42, 0.42};
  prediction.device = "cpu";
  std::ostringstream stream;
  write_json_line(stream, prediction, {"A", "B"});
  EXPECT_EQ(stream.str(),
            R"({"file":"a.png","status":"ok","class":"A","confidence":0.9,)"
            R"("scores":{"A":0.9,"B":0.1},"votes":{"A":1,"B":0},)"
            R"("mpp_x":0.42,"mpp_y":0.42,"mpp_source":"assumed",)"
            R"("message":"","content_hash":"","model":"","precision":"","device":"cpu",)"
            R"("voters":1,)"
            R"("views":[{"view":"rot90","windows":[{"x":1,"y":2,"width":897,"height":897},)"
            R"({"x":10,"y":20,"width":400,"height":400}],"nuclei":[31,12],)"
            R"("scores":{"A":0.9,"B":0.1}}]})"
            "\n");
}

TEST(PredictionJson, AnUnfitPictureHasAReasonMeasuresAndNoClass) {
  Prediction prediction;
  prediction.file = "a.png";
  prediction.unfit = "is out of focus";
  prediction.measures = {.tissue = 0.123456, .sharpness = 1.5};
  const Json json = to_json(prediction, {"A", "B"});
  EXPECT_EQ(json["status"], "unfit");
  EXPECT_EQ(json["message"], "is out of focus");
  EXPECT_EQ(json["tissue"], 0.1235);
  EXPECT_EQ(json["pen"], 0);
  EXPECT_EQ(json["sharpness"], 1.5);
  EXPECT_FALSE(json.contains("class"));
}

TEST(PredictionJson, AFailedPictureHasAFaultAndNoClass) {
  Prediction prediction;
  prediction.file = "a\xFF.png";
  prediction.fault = "is empty";
  const Json json = to_json(prediction, {"A", "B"});
  EXPECT_EQ(json["status"], "error");
  EXPECT_EQ(json["message"], "is empty");
  EXPECT_FALSE(json.contains("class"));
  EXPECT_FALSE(json.contains("mpp_x"));
  std::ostringstream stream;
  write_json_line(stream, prediction, {"A", "B"});  // does not choke on the name
  EXPECT_NE(stream.str().find("a\xEF\xBF\xBD.png"), std::string::npos);
}

}  // namespace
}  // namespace msmv::report
