#include "msmv/model/provenance_text.h"

#include <gtest/gtest.h>

namespace msmv::model {
namespace {

TEST(ProvenanceText, ReadsLikeThis) {
  const Json provenance = Json::parse(R"({
    "data": "none",
    "training": {"config": {"learning_rate": 6.658381073515462e-08, "balance_classes": true,
                            "rates": [0.0, 0.1], "augmentation": {"turns": false, "zoom": 0.1}},
                 "training_images": 218},
    "images": {"learnt_from": ["aa", "bb"], "chosen_on": ["cc"]}})");
  EXPECT_EQ(
      provenance_text(provenance),
      "  data: none\n"
      "  training:\n"
      "    config: learning rate 6.658e-08, balance classes yes, rates (0, 0.1), augmentation "
      "(turns no,\n"
      "      zoom 0.1)\n"
      "    training images: 218\n"
      "  images: trained on 2, chosen on 1\n");
}

TEST(ProvenanceText, OfNothingIsEmpty) {
  EXPECT_EQ(provenance_text(Json::object()), "");
}

// A word is never broken, however long; bytes that are no UTF-8 are no JSON, so none come here.
TEST(ProvenanceText, KeepsALongWordWhole) {
  const std::string word(150, 'x');
  EXPECT_EQ(provenance_text({{"origin", "a " + word}}), "  origin: a\n    " + word + "\n");
}

}  // namespace
}  // namespace msmv::model
