#include "msmv/report/prediction_csv.h"

#include <sstream>

#include "msmv/files/atomic_file.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::report {
namespace {

using msmv::testing::TemporaryFolder;

Prediction classified() {
  Prediction prediction;
  prediction.file = "Photos/a,1.png";
  prediction.diagnosis.label = 1;
  prediction.diagnosis.scores = {0.25F, 0.75F};
  prediction.diagnosis.votes = {2, 4};
  prediction.um_per_px = {0.56, 0.42};
  prediction.um_per_px_source = PixelSizeSource::given;
  prediction.note = "mirrored out";
  prediction.content_hash = "00ff";
  prediction.model = "m1";
  prediction.precision = "int8";
  prediction.device = "cuda:0";
  prediction.measures = {.tissue = 0.5, .pen = 0.25, .sharpness = 4.125};
  return prediction;
}

Prediction unfit() {
  Prediction prediction;
  prediction.file = "c.png";
  prediction.unfit = "is out of focus";
  prediction.measures = {.tissue = 0.75, .sharpness = 1.5};
  return prediction;
}

Prediction failed() {
  Prediction prediction;
  prediction.file = "b.png";
  prediction.fault = "is empty";
  return prediction;
}

std::string table_of(const std::vector<Prediction>& predictions) {
  std::ostringstream stream;
  write_csv_header(stream, {"A", "B"});
  for (const Prediction& prediction : predictions) {
    write_csv_row(stream, prediction, {"A", "B"});
  }
  return stream.str();
}

PredictionTable read(const std::string& text, const ClassNames& expected = {}) {
  TemporaryFolder folder;
  files::write_atomically(folder / "p.csv", text);
  return read_predictions(folder / "p.csv", expected);
}

TEST(PredictionCsv, IsARowAPicture) {
  EXPECT_EQ(
      table_of({classified(), failed(), unfit()}),
      "file,status,class,votes,prob_A,prob_B,mpp_source,message,mpp_x,mpp_y,votes_A,votes_B,"
      "content_hash,model,voters,precision,device,tissue,pen,blood,fold,blur,sharpness\n"
      "\"Photos/a,1.png\",ok,B,4,0.25,0.75,given,mirrored out,0.56,0.42,2,4,00ff,m1,6,int8,"
      "cuda:0,0.5000,0.2500,0.0000,0.0000,0.0000,4.1250\n"
      "b.png,error,,,,,,is empty,,,,,,,,,,,,,,,\n"
      "c.png,unfit,,,,,,is out of focus,,,,,,,,,,0.7500,0.0000,0.0000,0.0000,0.0000,1.5000\n");
}

TEST(PredictionCsv, ReadsBackWhatMattersToAnEvaluation) {
  const PredictionTable table = read(table_of({classified(), failed()}));
  EXPECT_EQ(table.classes, (ClassNames{"A", "B"}));
  ASSERT_EQ(table.predictions.size(), 2U);
  const Prediction& first = table.predictions[0];
  EXPECT_EQ(first.file, "Photos/a,1.png");
  EXPECT_EQ(first.fault, "");
  EXPECT_EQ(first.diagnosis.label, 1U);
  EXPECT_EQ(first.diagnosis.scores, (ClassScores{0.25F, 0.75F}));
  EXPECT_EQ(first.diagnosis.votes, (std::vector{2, 4}));
  EXPECT_EQ(first.model, "m1");
  EXPECT_EQ(first.precision, "int8");
  EXPECT_EQ(first.device, "cuda:0");
  EXPECT_EQ(table.predictions[1].fault, "is empty");
}

TEST(PredictionCsv, AnotherProgramNeedsOnlyFileAndClass) {
  const PredictionTable table = read("class,file\nbenign,1.png\nInvasive,2.png\n");
  EXPECT_EQ(table.classes, bach_classes());
  EXPECT_EQ(table.predictions.at(0).diagnosis.label, 1U);
  EXPECT_TRUE(table.predictions.at(0).diagnosis.scores.empty());
}

TEST(PredictionCsv, ClassesMayStandInAnyOrder) {
  const PredictionTable table = read("file,class,prob_B,prob_A\n1.png,B,0.9,0.1\n", {"A", "B"});
  EXPECT_EQ(table.predictions.at(0).diagnosis.scores, (ClassScores{0.1F, 0.9F}));
  EXPECT_EQ(table.predictions.at(0).diagnosis.label, 1U);
}

TEST(PredictionCsv, ANameThatIsNoUtf8IsWrittenSoThatTheTableCanBeRead) {
  Prediction latin1 = failed();
  latin1.file = "caf\xE9/b\xFF.png";
  latin1.fault = "can't read caf\xE9";
  const PredictionTable table = read(table_of({classified(), latin1}));
  ASSERT_EQ(table.predictions.size(), 2U);
  EXPECT_EQ(table.predictions[1].file, "caf\xEF\xBF\xBD/b\xEF\xBF\xBD.png");
  EXPECT_EQ(table.predictions[1].fault, "can't read caf\xEF\xBF\xBD");
}

TEST(PredictionCsv, MoreThanAThousandClassesAreRefused) {
  std::string head = "file,class", row = "1.png,c0", named = "file,class\n";
  for (int i = 0; i <= 1000; ++i) {
    head += ",prob_c" + std::to_string(i);
    row += i == 0 ? ",1" : ",0";
    named += std::to_string(i) + ".png,c" + std::to_string(i) + "\n";
  }
  for (const auto& [text, fault] :
       {std::pair(head + "\n" + row + "\n", "has scores of more than 1000 classes"),
        std::pair(named,
                  "has more than 1000 classes: is the column "
                  "\"class\" the right one?")}) {
    try {
      read(text);
      ADD_FAILURE() << "no fault";
    } catch (const InputError& error) {
      EXPECT_EQ(error.fault(), fault);
    }
  }
}

TEST(PredictionCsv, ACoveredClassMustBeWhole) {
  EXPECT_THROW(read("file,class,prob_A\n1.png,A,1\n", {"A", "B"}), InputError);
  EXPECT_THROW(read("file,class,prob_A,prob_C\n1.png,A,1,0\n", {"A", "B"}), InputError);
  EXPECT_THROW(read("file,class\n1.png,C\n", {"A", "B"}), InputError);
}

TEST(PredictionCsv, ReadsUnfitBackWithItsReason) {
  const PredictionTable table = read(table_of({unfit(), classified()}));
  EXPECT_EQ(table.predictions[0].unfit, "is out of focus");
  EXPECT_EQ(table.predictions[0].fault, "");
  EXPECT_FALSE(table.predictions[0].has_class());
  EXPECT_TRUE(table.predictions[1].has_class());
}

}  // namespace
}  // namespace msmv::report
