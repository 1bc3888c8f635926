#include "msmv/dataset/known.h"

#include <gtest/gtest.h>

namespace msmv::dataset {
namespace {

TEST(Known, MissingIsWhatProgramsWriteForNothing) {
  for (const char* field : {"", " ", "NA", "N/A", "n.a.", "#N/A", "nan", "NaN", "<NA>", "NULL",
                            "#REF!", "#NAME?", "#DIV/0!"}) {
    EXPECT_TRUE(is_missing(field)) << field;
  }
  for (const char* field : {"Normal", "none", "unknown", "0", "nano", "-"}) {
    EXPECT_FALSE(is_missing(field)) << field;
  }
}

TEST(Known, PatientIsNobodyBehindWordsForUnknown) {
  for (const char* field : {"NA", "N/A", "none", "None", "unknown", "UNKNOWN ", "-", "nan", "?"}) {
    EXPECT_EQ(patient_of(field), "") << field;
  }
}

TEST(Known, NumbersThatASpreadsheetShortenedAreRounded) {
  for (const char* patient : {"1.23E+11", "1,23e+11", "2E+15"}) {
    EXPECT_TRUE(is_rounded_number(patient_of(patient))) << patient;
  }
  for (const char* patient : {"123000000000", "E+11", "ME+11", "1.2E", "1.2E+", "1.2e+1a", ""}) {
    EXPECT_FALSE(is_rounded_number(patient_of(patient))) << patient;
  }
}

TEST(Known, PatientIsOneHoweverWritten) {
  EXPECT_EQ(patient_of("P0 "), patient_of("P0"));
  EXPECT_EQ(patient_of("p0"), patient_of("P0"));
  EXPECT_EQ(patient_of("P0\u00a0"), patient_of("P0"));
  EXPECT_EQ(patient_of("P\u00ad0\u200b"), patient_of("P0"));
  EXPECT_EQ(patient_of("Mu\u0308ller"), patient_of("M\u00fcller"));
  EXPECT_EQ(patient_of("12.0"), patient_of("12"));
  EXPECT_NE(patient_of("12"), patient_of("120"));
  EXPECT_NE(patient_of("P1.0"), patient_of("P1"));
  EXPECT_EQ(patient_of(".0"), ".0");
}

}  // namespace
}  // namespace msmv::dataset
