#include "msmv/runs/prediction_of.h"

#include "msmv/image/read.h"
#include "runs/small_run.h"

namespace msmv::runs {
namespace {

class PredictionOfAPicture : public SmallRun {};

TEST_F(PredictionOfAPicture, HasWhatAReaderShouldKnow) {
  const Photo photo = image::read(folder_ / "0.png", {});
  Classified classified = classify_photo(photo, model_);
  const report::Prediction fine = prediction_of(classified, "zero", model_);
  EXPECT_EQ(fine.file, "zero");
  EXPECT_TRUE(fine.has_class());
  EXPECT_EQ(fine.model, model_.id);
  EXPECT_EQ(fine.precision, model_.network->facts().precision);
  EXPECT_EQ(fine.um_per_px_source, PixelSizeSource::assumed);
  classified.prepared.nuclei.clear();
  classified.prepared.measures.pen = 0.125;
  classified.prepared.recolouring.fault = stain::Fault::none;
  EXPECT_EQ(prediction_of(classified, "zero", model_).note,
            fine.note + (fine.note.empty() ? "" : "; ") +
                "pen painted over: 12.5 % of the field; no nuclei found");
}

TEST_F(PredictionOfAPicture, OfAFaultHasNoClass) {
  Classified classified{.path = folder_ / "broken.png"};
  classified.fault = "is torn";
  const report::Prediction prediction = prediction_of(classified, "b", model_);
  EXPECT_FALSE(prediction.has_class());
  EXPECT_EQ(prediction.fault, "is torn");
  EXPECT_FALSE(prediction.um_per_px);
  classified.fault.clear();
  classified.prepared.unfit = "no tissue";
  EXPECT_STREQ(status_of(prediction_of(classified, "b", model_)), "unfit");
}

}  // namespace
}  // namespace msmv::runs
