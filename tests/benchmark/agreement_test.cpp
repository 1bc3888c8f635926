#include "msmv/benchmark/agreement.h"

#include <gtest/gtest.h>

#include "msmv/values/errors.h"
#include "network/fake_network.h"

namespace msmv::benchmark {
namespace {

TEST(Agreement, CountsClassesAndTheGreatestChangeOfAScore) {
  const std::vector<Diagnosis> reference = {{.label = 0, .scores = {0.75F, 0.25F}},
                                            {.label = 1, .scores = {0.25F, 0.75F}}};
  const std::vector<Diagnosis> got = {{.label = 0, .scores = {0.625F, 0.375F}},
                                      {.label = 0, .scores = {0.5F, 0.5F}}};
  const Agreement found = agreement(got, reference);
  EXPECT_EQ(found.fields, 2U);
  EXPECT_EQ(found.same_class, 1U);
  EXPECT_EQ(found.greatest_change, 0.25);
  EXPECT_THROW(agreement({}, reference), std::invalid_argument);
}

TEST(ClassifyAll, StopsAtTheFirstPictureThatFails) {
  Model model;
  model.network = std::make_shared<testing::FakeNetwork>(nullptr, nullptr);
  std::size_t told = 0;
  EXPECT_THROW(
      classify_all({{"/nowhere.png", std::nullopt}}, model, {}, [&](std::size_t) { ++told; }),
      InputError);
  EXPECT_EQ(told, 0U);
}

}  // namespace
}  // namespace msmv::benchmark
