#include "msmv/runs/train_on_pictures.h"

#include "msmv/model/seen_images.h"
#include "msmv/values/errors.h"
#include "runs/small_run.h"

namespace msmv::runs {
namespace {

class TrainOnPicturesRun : public SmallRun {
 protected:
  TrainOnPicturesRun() {
    options_.data.data = folder_ / "m.csv";
    options_.data.threads = 1;
    options_.output = folder_ / "run";
    options_.encoders = folder_ / "m.safetensors";
    options_.assignments = {"training.epochs=2", "training.regions_per_view=1"};
    options_.seed = 5;
  }
  Trained train() { return train_on_pictures(options_, watch()); }
  TrainOnPictures options_;
};

TEST_F(TrainOnPicturesRun, KeepsWhatTheModelHasSeen) {
  const Trained trained = train();
  EXPECT_EQ(trained.model, folder_ / "run/model.safetensors");
  EXPECT_EQ(trained.epochs, 2);
  EXPECT_EQ(trained.validated, 2);
  const ModelFile model = model::read(trained.model);
  EXPECT_EQ(model.config.classes, (ClassNames{"Normal", "Benign"}));
  EXPECT_EQ(model::seen_images(model.provenance).learnt_from.size(), 2U);
  EXPECT_EQ(model.provenance["split"]["split"], "column");
  EXPECT_EQ(steps_.back().what, "Trained on");
  EXPECT_THROW(train(), InputError) << "the folder holds a run";
}

TEST_F(TrainOnPicturesRun, StoppedItIsResumedToTheSameBytes) {
  train();
  options_.output = folder_ / "again";
  stop_after_ = 1;
  EXPECT_THROW(train(), Interrupted);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "again/model.safetensors"));
  stop_after_ = -1;
  options_.resume = true;
  train();
  EXPECT_EQ(text_of(folder_ / "again/model.safetensors"),
            text_of(folder_ / "run/model.safetensors"));
  options_.assignments.emplace_back("training.epochs=3");
  EXPECT_THROW(train(), InputError) << "other settings";
}

TEST_F(TrainOnPicturesRun, SaysWhatIsWrongBeforeAnyWork) {
  TrainOnPictures wrong = options_;
  wrong.preset = "none";
  EXPECT_THROW(train_on_pictures(wrong, watch()), InputError);
  wrong = options_;
  wrong.fold = 7;
  EXPECT_THROW(train_on_pictures(wrong, watch()), InputError);
  wrong = options_;
  wrong.data.classes = {"Normal"};
  EXPECT_THROW(train_on_pictures(wrong, watch()), InputError);
  wrong = options_;
  wrong.model = folder_ / "m.safetensors";
  wrong.encoders.clear();
  wrong.data.classes = {"Normal", "Benign"};
  EXPECT_THROW(train_on_pictures(wrong, watch()), InputError) << "a model has its own";
  EXPECT_FALSE(std::filesystem::exists(folder_ / "run/store"));
}

}  // namespace
}  // namespace msmv::runs
