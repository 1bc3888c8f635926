#pragma once

#include <cstddef>
#include <string>

namespace msmv {

// The shortest decimal text that reads back to the same number: what tables are written with.
std::string decimal(float number);
std::string decimal(double number);

// The double that this text names, so that 0.9F is 0.9 in JSON and not 0.8999999761581421.
double decimal_value(float number);

// With so many digits behind the point: what people read.
std::string fixed(double number, int digits);

// "1 image", "3 images".
std::string counted(std::size_t count, const std::string& noun);

}  // namespace msmv
