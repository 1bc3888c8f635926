#pragma once

// Comma-separated text as RFC 4180 has it, read strictly; what parts the fields may also be
// semicolons or tabs, as spreadsheets write them: the header shows which, or Excel's line "sep=;"
// before it. (Debian's libcsv trims blanks off fields and can't say on which line a row began.)

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msmv::files {

struct CsvRow {
  std::size_t line = 0;  // where the row begins, from 1
  std::vector<std::string> fields;
};

// The rows of a file: UTF-8 with or without a byte order mark, or UTF-16 with one (Excel's "Unicode
// text"); lines ending in LF, CRLF or (all of them) CR; rows of empty fields left out. Throws
// InputError naming PATH:LINE for a quote that is not closed or stands inside a bare field, text
// after a closing quote, a NUL byte or bytes that are not UTF-8, and when the file can't be read or
// is larger than 256 MiB.
std::vector<CsvRow> read_csv(const std::filesystem::path& path);
// The same; but text that is not UTF-8 is read as Windows-1252, as Excel writes plain "CSV" in
// western languages. `note` says so then, for whoever can tell the user; else it stays as it is.
std::vector<CsvRow> read_csv(const std::filesystem::path& path, std::string& note);

// Rows under a header.
struct CsvTable {
  std::filesystem::path path;
  std::vector<std::string> columns;  // without the blanks around them
  std::vector<CsvRow> rows;          // each with as many fields as there are columns

  // Where a column stands, if there is one of that name; capitals don't count.
  std::optional<std::size_t> find(std::string_view name) const;
  // The same for a column that must be there. Throws InputError listing those that are.
  std::size_t at(std::string_view name) const;
};

// Throws InputError as read_csv does, and for a missing header, a column that comes twice, more
// than 10,000 columns or a name of more than 1000 bytes, and a row with more or fewer fields than
// columns.
CsvTable read_csv_table(const std::filesystem::path& path);
CsvTable read_csv_table(const std::filesystem::path& path, std::string& note);

// "PATH:LINE", to stand before a fault in a row.
std::string place(const std::filesystem::path& path, const CsvRow& row);

// U+FFFD for bytes that are not UTF-8, as a file's name may have them: read_csv would refuse the
// table.
std::string valid_utf8(std::string_view bytes);

// A field as it is to be written: valid UTF-8, and quoted where it must be.
std::string csv_field(std::string_view bytes);

// A field as a number, with a decimal point or a decimal comma; nothing but the number may stand in
// it, blanks around it apart.
std::optional<double> csv_number(std::string_view field);

}  // namespace msmv::files
