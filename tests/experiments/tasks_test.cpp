#include "msmv/experiments/tasks.h"

#include <stdexcept>

#include "experiments/small_world.h"

namespace msmv::experiments {
namespace {

struct Plan {
  SmallWorld world;
  std::vector<Experiment> experiments;

  explicit Plan(const std::vector<Row>& rows) : experiments(resolve(rows, world.choices())) {}
  std::vector<Task> tasks() const {
    return find_tasks({.experiments = experiments,
                       .dataset = world.set,
                       .folds = world.folds,
                       .output = world.folder / "out",
                       .reading = {},
                       .encoder_id = [](const Experiment&) { return "formula"; }});
  }
};

std::vector<Row> three_rows() {
  Row both{.name = "both", .path = "both.json", .title = "Both"};
  both.members = {"two", "one_view"};
  return {both, SmallWorld::row("two"),
          SmallWorld::row("one_view", "{}", R"({"krem": {"views": 1}})")};
}

TEST(Tasks, AreEachRowOnEachFoldAndAveragesLast) {
  const Plan plan(three_rows());
  const auto tasks = plan.tasks();
  ASSERT_EQ(tasks.size(), 9U);
  EXPECT_EQ(tasks[0].row, 1U);
  EXPECT_EQ(tasks[8].row, 0U);
  EXPECT_EQ(tasks[8].fold, 2U);
  EXPECT_EQ(tasks[8].path, plan.world.folder / "out/units/both/fold_3.json");
  EXPECT_EQ(tasks[8].keys.unit, keys_of_average({tasks[2].keys, tasks[5].keys}).unit);
  EXPECT_EQ(&task_of("one_view", 1, tasks, plan.experiments), &tasks[4]);
  EXPECT_THROW(task_of("three", 0, tasks, plan.experiments), std::invalid_argument);
}

TEST(Tasks, HaveTheResultsThatAreThere) {
  const Plan plan(three_rows());
  const Task task = plan.tasks()[1];
  write_unit(task.path, {.key = task.keys.unit,
                         .build = "b",
                         .row = "two",
                         .fold = "fold_2",
                         .classes = {"one", "other"},
                         .images = {{"2.png", 0, {{1, 0}}}}});
  const auto again = plan.tasks();
  EXPECT_TRUE(again[1].result.has_value());
  EXPECT_FALSE(again[0].result.has_value());
}

// Rows that differ only in how they judge have one network; averages need none.
TEST(Tasks, AreGroupedByWhatTheyLearn) {
  const Plan plan(three_rows());
  auto tasks = plan.tasks();
  tasks[0].result = Unit{};
  const auto groups = groups_of(tasks, plan.experiments);
  ASSERT_EQ(groups.size(), 3U);
  EXPECT_EQ(groups[0], (std::vector<Task*>{&tasks[1], &tasks[4]}));
  EXPECT_EQ(groups[1], (std::vector<Task*>{&tasks[2], &tasks[5]}));
  EXPECT_EQ(groups[2], (std::vector<Task*>{&tasks[3]}));
}

TEST(Tasks, AreNoneOfARowThatIsSkipped) {
  Plan plan(three_rows());
  plan.experiments[0].skipped = plan.experiments[1].skipped = "for a reason";
  EXPECT_EQ(plan.tasks().size(), 3U);
}

}  // namespace
}  // namespace msmv::experiments
