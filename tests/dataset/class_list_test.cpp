#include "msmv/dataset/class_list.h"

#include <gtest/gtest.h>

#include "msmv/values/errors.h"

namespace msmv::dataset {
namespace {

using Names = std::vector<std::string>;

TEST(ClassList, FindsAClassHoweverItIsSpelt) {
  for (const char* name : {"InSitu", "insitu", "In situ", "in_situ", "IN-SITU carcinoma"}) {
    EXPECT_EQ(find_class(bach_classes(), name), 2U) << name;
  }
  EXPECT_EQ(find_class(bach_classes(), "Malignant"), std::nullopt);
  EXPECT_EQ(find_class(bach_classes(), ""), std::nullopt);
}

TEST(ClassList, AnExactNameGoesBeforeOneWithoutItsCarcinoma) {
  EXPECT_EQ(find_class({"Lobular carcinoma", "Lobular"}, "lobular"), 1U);
  EXPECT_EQ(find_class({"Carcinoma", "Other"}, "carcinoma"), 0U);
}

TEST(ClassList, BachsNamesComeInBachsOrder) {
  EXPECT_EQ(classes_among(Names{"invasive", "Benign"}), bach_classes());
}

TEST(ClassList, AFifthNameBesideAllOfBachsIsNoClass) {
  EXPECT_EQ(classes_among(Names{"Normal", "Benign", "InSitu", "Invasive", "Bengin"}),
            bach_classes());
}

TEST(ClassList, OtherNamesComeAlphabeticallyAndOnce) {
  EXPECT_EQ(classes_among(Names{"stroma", "Normal", "tumor bed", "Tumor_Bed"}),
            (Names{"Normal", "stroma", "tumor bed"}));
  EXPECT_EQ(classes_among(Names{}), Names{});
}

TEST(ClassList, ATableOfMoreThanAThousandClassesIsRefused) {
  Names names;
  for (int i = 0; i < 1000; ++i) {
    names.push_back("c" + std::to_string(i));
    names.push_back("C-" + std::to_string(i));  // the same
  }
  EXPECT_EQ(classes_of_table("t.csv", names).size(), 1000U);
  names.emplace_back("other");
  try {
    classes_of_table("t.csv", names);
    FAIL() << "no fault";
  } catch (const InputError& error) {
    EXPECT_EQ(std::string(error.what()),
              "t.csv: has more than 1000 classes: is the column \"class\" the right one?");
  }
}

TEST(ClassList, AnUnknownClassGetsASuggestionOrTheWholeList) {
  EXPECT_EQ(unknown_class(bach_classes(), "Bengin"),
            "unknown class \"Bengin\"; did you mean \"Benign\"?");
  EXPECT_EQ(unknown_class(bach_classes(), "Other"),
            "unknown class \"Other\" (classes: Normal, Benign, InSitu, Invasive)");
}

}  // namespace
}  // namespace msmv::dataset
