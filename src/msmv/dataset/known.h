#pragma once

#include <string>
#include <string_view>

// Understands missing values of tables, and patients however they are written.

namespace msmv::dataset {

// Whether a field is empty or says that a value is missing, as R, pandas and Excel write it: NA,
// N/A, #N/A, nan, <NA>, null, or Excel's word for a formula that failed (#REF!). Capitals and
// blanks around it don't count.
bool is_missing(std::string_view field);

// The patient that a field names, so that two spellings compare equal: blanks around the name,
// capitals and Unicode's forms don't count, nor does the ".0" of a column of numbers that pandas
// wrote. Empty for a missing value and for words that say that nobody is known: none, unknown,
// unnamed, anonymous, -, ?.
std::string patient_of(std::string_view field);

// Whether a patient is a number that a spreadsheet has shortened: 1.23e+11.
bool is_rounded_number(std::string_view patient);

}  // namespace msmv::dataset
