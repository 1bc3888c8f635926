#include "msmv/report/prediction_json.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "msmv/report/prediction_csv.h"

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
            R"({"file":"a.png","status":"ok","class":"A","votes":1,)"
            R"("prob_A":0.9,"prob_B":0.1,"votes_A":1,"votes_B":0,)"
            R"("mpp_x":0.42,"mpp_y":0.42,"mpp_source":"assumed",)"
            R"("message":"","content_hash":"","model":"","precision":"","device":"cpu",)"
            R"("voters":1,)"
            R"("views":[{"view":"rot90","windows":[{"x":1,"y":2,"width":897,"height":897},)"
            R"({"x":10,"y":20,"width":400,"height":400}],"nuclei":[31,12],)"
            R"("prob_A":0.9,"prob_B":0.1}]})"
            "\n");
}

TEST(PredictionJson, AnUnfitPictureHasAReasonMeasuresAndNoClass) {
  Prediction prediction;
  prediction.file = "a.png";
  prediction.unfit = "is out of focus";
  prediction.measures = {
      .tissue = 0.123456, .foreign = 0.25, .sharpness = 1.5, .nuclear_colour = {1.1, 1.5, 0.4}};
  prediction.nuclei = 12;
  const Json json = to_json(prediction, {"A", "B"});
  EXPECT_EQ(json["status"], "unfit");
  EXPECT_EQ(json["message"], "is out of focus");
  EXPECT_EQ(json["tissue"], 0.1235);
  EXPECT_EQ(json["pen"], 0);
  EXPECT_EQ(json["sharpness"], 1.5);
  EXPECT_EQ(json["fitness"], Json::parse(R"({"foreign": 0.25, "dark": 0.0, "eosin_hue": 0.0,
                                            "nuclear_colour": [1.1, 1.5, 0.4], "nuclei": 12})"));
  EXPECT_FALSE(json.contains("class"));
}

// One thing, one name: what a column of the table is called, a key of the line is called.
TEST(PredictionJson, HasTheNamesOfTheTable) {
  Prediction prediction{.file = "a.png"};
  prediction.diagnosis = {.label = 1, .votes = {0, 1}, .scores = {0.1F, 0.9F}, .views = {{}}};
  prediction.diagnosis.views[0].scores = {0.1F, 0.9F};
  prediction.um_per_px = {0.42, 0.42};
  prediction.measures = fitness::Measures{};
  std::ostringstream header;
  write_csv_header(header, {"A", "B"});
  std::set<std::string> columns;
  std::istringstream fields(header.str().substr(0, header.str().find('\n')));
  for (std::string column; std::getline(fields, column, ',');) {
    columns.insert(column);
  }
  std::set<std::string> keys;
  const Json line = to_json(prediction, {"A", "B"});
  for (const auto& [key, value] : line.items()) {
    keys.insert(key);
  }
  columns.insert({"fitness", "views"});
  EXPECT_EQ(keys, columns);
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
