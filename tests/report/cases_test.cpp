#include "msmv/report/cases.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "msmv/values/errors.h"
#include "report/example_predictions.h"

namespace msmv::report {
namespace {

using testing::example;
using testing::Example;

std::string fault_of(const Example& given) {
  try {
    match(given.selection, given.predictions);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no fault";
}

TEST(Cases, AreTheImagesInTheirOrderWithWhatWasPredicted) {
  Example given = example();
  std::swap(given.predictions.predictions[0], given.predictions.predictions[3]);
  const auto cases = match(given.selection, given.predictions);
  ASSERT_EQ(cases.size(), 8U);
  EXPECT_EQ(cases[0].file, "a1.png");
  EXPECT_TRUE(cases[0].is_right());
  EXPECT_FALSE(cases[3].is_right());
  EXPECT_EQ(cases[5].answer, std::nullopt);
  EXPECT_EQ(cases[5].fault, "is truncated");
  EXPECT_TRUE(cases[5].votes.empty());
}

TEST(Cases, APredictionFitsByNamePathOrUniqueFileName) {
  Example given = example();
  given.predictions.predictions[0].file = "./a1.png";
  given.predictions.predictions[1].file = "pictures/a2.png";
  given.predictions.predictions[2].file = "/elsewhere/a3.png";
  EXPECT_EQ(fault_of(given), "no fault");
}

// As programs on Windows and macOS, and spreadsheets, spell a name.
TEST(Cases, ANameFitsHoweverItIsSpelled) {
  Example given = example();
  given.selection.dataset.samples[0].name = "M\u00fcller.png";
  given.predictions.predictions[0].file = "Mu\u0308ller.png";
  given.selection.dataset.samples[1].name = "in/a2.png";
  given.predictions.predictions[1].file = ".\\in\\a2.png";
  given.selection.dataset.samples[2].name = "a3.png\t";
  given.predictions.predictions[3].file = "C:\\fields\\a4.png ";
  EXPECT_EQ(fault_of(given), "no fault");
}

TEST(Cases, ANameThatIsNoUtf8FitsAsTheTableHasIt) {
  Example given = example();
  given.selection.dataset.samples[0].name = "a\xff.png";
  given.predictions.predictions[0].file = "a\xef\xbf\xbd.png";
  EXPECT_EQ(fault_of(given), "no fault");
}

TEST(Cases, AFileNameThatTwoPredictionsHaveFitsNeither) {
  Example given = example();
  given.predictions.predictions[0].file = "/one/a1.png";
  given.predictions.predictions.push_back(given.predictions.predictions[0]);
  given.predictions.predictions.back().file = "/other/a1.png";
  EXPECT_EQ(fault_of(given), "p.csv: 1 image of d.csv without a prediction: a1.png");
}

TEST(Cases, NamesTheImagesWithoutPrediction) {
  Example given = example();
  given.predictions.predictions.resize(2);
  EXPECT_EQ(fault_of(given),
            "p.csv: 6 images of d.csv without a prediction: a3.png, a4.png, b1.png, b2.png, "
            "b3.png, ...");
}

TEST(Cases, AnImageWithoutALabelCannotBeJudged) {
  Example given = example();
  given.selection.dataset.samples[1].label.reset();
  EXPECT_EQ(fault_of(given), "d.csv: 1 image without a label: a2.png");
  given.selection.dataset.samples.clear();
  EXPECT_EQ(fault_of(given), "d.csv: has no images to evaluate on");
}

TEST(Cases, ClassesMustBeTheSame) {
  Example given = example();
  given.predictions.classes = {"B", "A"};
  EXPECT_THROW(match(given.selection, given.predictions), std::invalid_argument);
}

}  // namespace
}  // namespace msmv::report
