#include "msmv/dataset/split.h"

#include <algorithm>

#include "msmv/config/json.h"
#include "msmv/dataset/manifest.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::dataset {
namespace {

Dataset five_samples() {
  return {"d.csv",
          {"A"},
          {{"1.png", "1", 0, "p", "train"},
           {"2.png", "2", 0, "p", "train"},
           {"3.png", "3", 0, "q", "val"},
           {"4.png", "4", 0, "r", ""},
           {"5.png", "5", 0, "s", "test"}}};
}

std::string fault_of(const Dataset& dataset, const std::string& selection) {
  try {
    select(dataset, selection);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no fault";
}

TEST(Split, TheColumnNamesThePartsAndTheFoldIsTrainAgainstVal) {
  const Split parted = split(five_samples(), {});
  ASSERT_EQ(parted.parts.size(), 3U);
  EXPECT_EQ(parted.parts[0].name, "train");
  EXPECT_EQ(parted.parts[2].name, "test");
  const auto only = folds(five_samples(), parted);
  ASSERT_EQ(only.size(), 1U);
  EXPECT_EQ(only[0].training, (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(only[0].validation, (std::vector<std::size_t>{2}));
  EXPECT_EQ(describe(five_samples(), parted),
            "column (train 2, val 1, test 1), 1 image in no part; by patient (none is in two "
            "parts)");
}

TEST(Split, SaysThatAPatientIsOnBothSides) {
  Dataset dataset = five_samples();
  dataset.samples[2].patient = "p";
  EXPECT_EQ(describe(dataset, split(dataset, {})),
            "column (train 2, val 1, test 1), 1 image in no part; NOT by patient: images of "
            "1 patient are in several parts, so the figures are optimistically biased");
}

TEST(Split, NamesNoPatient) {
  Dataset dataset = five_samples();
  for (Sample& sample : dataset.samples) {
    sample.patient = sample.patient == "p" ? "Nightingale" : "Seacole";
  }
  dataset.samples[2].patient = "Nightingale";
  dataset.samples[0].patient = "Seacole";
  const std::string sentence = describe(dataset, split(dataset, {}));
  EXPECT_NE(sentence.find("images of 2 patients are in several parts"), std::string::npos)
      << sentence;
  EXPECT_EQ(sentence.find("Nightingale"), std::string::npos) << sentence;
  EXPECT_EQ(sentence.find("Seacole"), std::string::npos) << sentence;
}

TEST(Split, SaysThatPatientsAreUnknown) {
  Dataset dataset = five_samples();
  dataset.samples[2].patient = "";
  EXPECT_EQ(describe(dataset, split(dataset, {})),
            "column (train 2, val 1, test 1), 1 image in no part; patients unknown for 1 of 4 "
            "images: one may be in several parts, so the figures may be optimistically biased");
}

TEST(Split, EachFoldIsJudgedOnceByWhatTheOthersTaught) {
  const SplitConfig config{.method = SplitMethod::patients, .folds = 3, .seed = 4};
  const Split parted = split(five_samples(), config);
  EXPECT_EQ(parted.name, "patients, 3 folds, seed 4");
  std::vector<std::size_t> judged;
  for (const Fold& fold : folds(five_samples(), parted)) {
    std::vector<std::size_t> both = fold.training;
    both.insert(both.end(), fold.validation.begin(), fold.validation.end());
    std::ranges::sort(both);
    EXPECT_EQ(both, (std::vector<std::size_t>{0, 1, 2, 3, 4}));
    judged.insert(judged.end(), fold.validation.begin(), fold.validation.end());
  }
  std::ranges::sort(judged);
  EXPECT_EQ(judged, (std::vector<std::size_t>{0, 1, 2, 3, 4}));
}

TEST(Split, RefusesFewerThanTwoFolds) {
  for (const SplitMethod method :
       {SplitMethod::images, SplitMethod::patients, SplitMethod::blocks}) {
    for (const int count : {-1, 0, 1}) {
      try {
        split(five_samples(), {.method = method, .folds = count});
        ADD_FAILURE() << "no fault";
      } catch (const InputError& error) {
        EXPECT_EQ(error.fault(),
                  "can't be split into " + std::to_string(count) + " folds, expected at least 2");
      }
    }
  }
}

TEST(Split, RefusesADataSetWithoutParts) {
  Dataset dataset = five_samples();
  for (Sample& sample : dataset.samples) {
    sample.part = "";
  }
  EXPECT_THROW(split(dataset, {}), InputError);
  dataset.samples[0].part = "train";
  EXPECT_THROW(folds(dataset, split(dataset, {})), InputError);  // no val
  EXPECT_THROW(split({"d", {}, {}}, {}), InputError);
}

TEST(Selection, IsAPartUnderAFullNameWithItsSentence) {
  const Selection val = select(five_samples(), "val");
  ASSERT_EQ(val.dataset.samples.size(), 1U);
  EXPECT_EQ(val.dataset.samples[0].name, "3");
  EXPECT_EQ(val.name, "column:val");
  EXPECT_EQ(val.sentence,
            "part val of split column (train 2, val 1, test 1), 1 image in no part; by patient "
            "(none is in two parts)");
  EXPECT_EQ(select(five_samples(), "all").dataset.samples.size(), 5U);
}

TEST(Selection, IsAFoldOrAllFolds) {
  const Selection fold = select(five_samples(), "images:fold_2");
  EXPECT_EQ(fold.name, "images:fold_2");
  ASSERT_EQ(fold.dataset.samples.size(), 1U);  // of five in five folds
  EXPECT_EQ(fold.sentence.find("part fold_2 of split images, 5 folds, seed 1"), 0U)
      << fold.sentence;
  const Selection whole = select(five_samples(), "images");
  EXPECT_EQ(whole.dataset.samples.size(), 5U);
  EXPECT_EQ(whole.name, "images");
  EXPECT_NE(whole.sentence.find("predictions must be by models that did not learn"),
            std::string::npos);
}

TEST(Selection, SaysWhetherItNeedsLooks) {
  EXPECT_TRUE(needs_looks("looks"));
  EXPECT_TRUE(needs_looks("looks:fold_3"));
  EXPECT_FALSE(needs_looks("all"));
  EXPECT_FALSE(needs_looks("blocks:fold_1"));
}

TEST(Selection, NamesWhatItDoesNotKnow) {
  EXPECT_EQ(fault_of(five_samples(), "vla"),
            "d.csv: has no part \"vla\" in split column; did you mean \"val\"?");
  EXPECT_EQ(fault_of(five_samples(), "other"),
            "d.csv: has no part \"other\" in split column (parts: train, val, test)");
  EXPECT_EQ(
      fault_of(five_samples(), "evo:val"),
      "split \"evo:val\": expected all, a part such as val, or METHOD:PART such as eva:val or "
      "looks:fold_1");
}

TEST(SplitConfig, ReadsBackFromItsJson) {
  const SplitConfig config{
      .method = SplitMethod::blocks, .folds = 4, .block_length = 10, .seed = 9};
  SplitConfig read;
  from_json(to_json(config), read);
  EXPECT_EQ(to_json(read), to_json(config));
}

// 268 images in 77 + 52 + 70 + 69. No block is larger than a fifth of its class, so no fold can be
// far off; patient 19 (b060, iv059, iv060) must not be torn apart.
TEST(Split, BlocksOfTheSharedImagesAreBalancedAndKeepKnownPatientsTogether) {
  MSMV_NEEDS_SHARED();
  const Dataset bach =
      read_manifest(testing::shared_folder() / "data/bach/manifest.csv", {}).dataset;
  for (Seed seed = 1; seed <= 5; ++seed) {
    const Split parted = split(bach, {.method = SplitMethod::blocks, .seed = seed});
    for (const Part& part : parted.parts) {
      EXPECT_NEAR(static_cast<double>(part.samples.size()), 268.0 / 5, 8);
    }
    EXPECT_EQ(describe(bach, parted).find("NOT by patient"), std::string::npos);
  }
  EXPECT_NE(describe(bach, split(bach, {.method = SplitMethod::images})).find("NOT by patient"),
            std::string::npos);
}

TEST(Selection, OfTheSharedImagesSaysThatSomeAreMissing) {
  MSMV_NEEDS_SHARED();
  const Dataset bach =
      read_manifest(testing::shared_folder() / "data/bach/manifest.csv", {}).dataset;
  EXPECT_EQ(
      select(bach, "thunder:val").sentence,
      "part val of split thunder (train 218, val 50), 268 of BACH's 400 images; test by patient "
      "as far as BACH's authors name them, val by blocks of neighbouring file numbers");
  EXPECT_EQ(select(bach, "val").dataset.samples.size(), 50U);
}

}  // namespace
}  // namespace msmv::dataset
